package org.sparkhdf5.chunk;

import java.io.IOException;

/**
 * Goes through a box of indices, a line at a time; as long as they lie one behind the other on both sides, dimensions are joined
 * to one line. Not thread-safe, and used again.
 */
final class BoxLines {
    private final int rank;
    private final AxisSelection[] place;
    private final long[] placeStrides;
    private final AxisSelection[] source;
    private final long[] from;
    private final long[] to;
    /** Of the even box that is gone through: lengths and steps, dimensions of length 1 left out. */
    private final long[] lengths;

    private final long[] placeSteps;
    private final long[] sourceSteps;
    private final long[] indices;
    /** Of the even box per dimension. */
    private final long[] pieceLength;

    BoxLines(AxisSelection[] place, long[] placeStrides, AxisSelection[] source) {
        this.rank = place.length;
        this.place = place;
        this.placeStrides = placeStrides;
        this.source = source;
        this.from = new long[rank];
        this.to = new long[rank];
        this.lengths = new long[rank + 1];
        this.placeSteps = new long[rank + 1];
        this.sourceSteps = new long[rank + 1];
        this.indices = new long[rank + 1];
        this.pieceLength = new long[rank];
    }

    void setIndices(int dimension, long first, long end) {
        from[dimension] = first;
        to[dimension] = end;
    }

    /**
     * @param placeBase added to all places
     * @param sourceBase added to all elements of the source
     * @param offset of the part of the source whose elements are counted
     * @param strides of its elements
     */
    void visit(long placeBase, long sourceBase, long[] offset, long[] strides, MappedLines visitor) throws IOException {
        visitPieces(0, placeBase, sourceBase, offset, strides, visitor);
    }

    /** Cuts the box where blocks of a selection end: then all steps are even. */
    private void visitPieces(
            int dimension, long placeBase, long sourceBase, long[] offset, long[] strides, MappedLines visitor)
            throws IOException {
        if (dimension == rank) {
            visitEven(placeBase, sourceBase, strides, visitor);
            return;
        }
        AxisSelection at = place[dimension];
        AxisSelection in = source[dimension];
        long length;
        for (long index = from[dimension]; index < to[dimension]; index += length) {
            length = Math.min(to[dimension] - index, Math.min(at.run(index), in.run(index)));
            pieceLength[dimension] = length;
            visitPieces(
                    dimension + 1,
                    placeBase + at.coordinate(index) * placeStrides[dimension],
                    sourceBase + (in.coordinate(index) - offset[in.dimension()]) * strides[in.dimension()],
                    offset,
                    strides,
                    visitor);
        }
    }

    private void visitEven(long placeBase, long sourceBase, long[] strides, MappedLines visitor) throws IOException {
        int last = join(strides);
        long at = placeBase;
        long in = sourceBase;
        while (true) {
            visitor.line(at, placeSteps[last], in, sourceSteps[last], lengths[last]);
            int i = last - 1;
            while (i >= 0 && indices[i] == lengths[i] - 1) {
                at -= indices[i] * placeSteps[i];
                in -= indices[i] * sourceSteps[i];
                indices[i--] = 0;
            }
            if (i < 0) {
                return;
            }
            indices[i]++;
            at += placeSteps[i];
            in += sourceSteps[i];
        }
    }

    /** Fills lengths and steps, dimensions joined where they can be; the last of them. */
    private int join(long[] strides) {
        int last = -1;
        for (int i = 0; i < rank; i++) {
            if (pieceLength[i] == 1) {
                continue;
            }
            long placeStep = place[i].step() * placeStrides[i];
            long sourceStep = source[i].step() * strides[source[i].dimension()];
            boolean goesOn = last >= 0
                    && placeSteps[last] == pieceLength[i] * placeStep
                    && sourceSteps[last] == pieceLength[i] * sourceStep;
            if (goesOn) {
                lengths[last] *= pieceLength[i];
            } else {
                lengths[++last] = pieceLength[i];
            }
            placeSteps[last] = placeStep;
            sourceSteps[last] = sourceStep;
            indices[last] = 0;
        }
        if (last < 0) {
            lengths[++last] = 1;
            placeSteps[last] = 1;
            sourceSteps[last] = 1;
        }
        return last;
    }
}
