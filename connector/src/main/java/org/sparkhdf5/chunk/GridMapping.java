package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A mapping whose two selections are regular and of one shape, but for dimensions of which one coordinate is taken: then each
 * dimension of the one belongs to a dimension of the other. Elements are counted in C order of that shape.
 *
 * <p>What is wanted is a range of counts, cut into a few boxes; what a chunk of the source holds is a box again. Not thread-safe.
 */
final class GridMapping {
    /** Where {@link #nextChunk} begins: along the first dimension. */
    static final long BEFORE_ALL = -1;

    private static final long NONE = -1;

    private final int rank;
    private final long[] placeStrides;
    private final long placeBase;
    private final AxisSelection[] source;
    /** Per dimension of the source the coordinate that is taken, or -1 where there are several. */
    private final long[] fixed;
    /** Per dimension of the source the place of what is taken in {@link #source}, or -1 where that is one coordinate. */
    private final int[] axisOf;

    private final long[] step;
    private final long[] nearest;

    private final long[] shape;
    /** Elements of the shape for one index of each dimension. */
    private final long[] inner;
    /** The wanted boxes, each with its first indices and those behind its last ones. */
    private final long[][] first;

    private final long[][] end;
    private int boxCount;

    private final BoxLines lines;

    private GridMapping(
            AxisSelection[] place, long[] placeDimensions, AxisSelection[] source, long placeBase, long[] fixed) {
        this.rank = place.length;
        this.source = source;
        this.placeBase = placeBase;
        this.fixed = fixed;
        this.axisOf = new int[fixed.length];
        Arrays.fill(axisOf, -1);
        for (int i = 0; i < rank; i++) {
            axisOf[source[i].dimension()] = i;
        }
        this.step = new long[fixed.length];
        this.nearest = new long[fixed.length];
        this.placeStrides = new long[rank];
        this.shape = new long[rank];
        this.inner = new long[rank];
        long[] strides = strides(placeDimensions);
        long elements = 1;
        for (int i = rank - 1; i >= 0; i--) {
            shape[i] = place[i].length();
            inner[i] = elements;
            elements = Math.multiplyExact(elements, shape[i]);
            placeStrides[i] = strides[place[i].dimension()];
        }
        this.first = new long[2 * rank + 1][rank];
        this.end = new long[2 * rank + 1][rank];
        this.lines = new BoxLines(place, placeStrides, source);
    }

    /**
     * The mapping, or null where it is no such one.
     *
     * @param place what is selected along each dimension of the virtual array
     * @param source what is selected along each dimension of the source
     */
    static @Nullable GridMapping of(
            AxisSelection[] place, long[] placeDimensions, AxisSelection[] source, long[] sourceDimensions) {
        AxisSelection[] placeAxes = several(place);
        AxisSelection[] sourceAxes = several(source);
        if (placeAxes.length != sourceAxes.length) {
            return null;
        }
        for (int i = 0; i < placeAxes.length; i++) {
            if (placeAxes[i].length() != sourceAxes[i].length()) {
                return null;
            }
        }
        long[] strides = strides(placeDimensions);
        long base = 0;
        for (AxisSelection axis : place) {
            base += axis.length() == 1 ? axis.start() * strides[axis.dimension()] : 0;
        }
        long[] fixed = new long[sourceDimensions.length];
        for (AxisSelection axis : source) {
            fixed[axis.dimension()] = axis.length() == 1 ? axis.start() : -1;
        }
        return new GridMapping(placeAxes, placeDimensions, sourceAxes, base, fixed);
    }

    private static AxisSelection[] several(AxisSelection[] axes) {
        int count = 0;
        for (AxisSelection axis : axes) {
            count += axis.length() == 1 ? 0 : 1;
        }
        AxisSelection[] kept = new AxisSelection[count];
        int next = 0;
        for (AxisSelection axis : axes) {
            if (axis.length() != 1) {
                kept[next++] = axis;
            }
        }
        return kept;
    }

    /** Elements of an array from one coordinate of each dimension to the next. */
    static long[] strides(long[] dimensions) {
        long[] strides = new long[dimensions.length];
        long elements = 1;
        for (int i = dimensions.length - 1; i >= 0; i--) {
            strides[i] = elements;
            elements = Math.multiplyExact(elements, dimensions[i]);
        }
        return strides;
    }

    int rank() {
        return rank;
    }

    /** Makes the elements of some counts those that are wanted. */
    void want(long from, long to) {
        boxCount = 0;
        long next = from;
        while (next < to) {
            int dimension = rank;
            long size = 1;
            while (dimension > 0 && fits(next, to, size, dimension - 1)) {
                size *= shape[--dimension];
            }
            next += addBox(next, to, size, dimension);
        }
    }

    /** Whether all indices of a dimension, of so many elements each, are wanted next. */
    private boolean fits(long next, long to, long size, int dimension) {
        long whole = size * shape[dimension];
        return next % whole == 0 && to - next >= whole;
    }

    /** The number of elements of the box. */
    private long addBox(long next, long to, long size, int dimension) {
        long[] low = first[boxCount];
        long[] high = end[boxCount++];
        long rest = next;
        for (int i = 0; i < rank; i++) {
            low[i] = i < dimension ? rest / inner[i] : 0;
            high[i] = i < dimension ? low[i] + 1 : shape[i];
            rest %= inner[i];
        }
        if (dimension == 0) {
            return size;
        }
        int split = dimension - 1;
        high[split] = Math.min(shape[split], low[split] + (to - next) / size);
        return (high[split] - low[split]) * size;
    }

    /** The lowest coordinate of the source that is wanted along a dimension. */
    long firstCoordinate(int dimension) {
        for (int i = 0; i < rank; i++) {
            if (source[i].dimension() == dimension) {
                long lowest = Long.MAX_VALUE;
                for (int box = 0; box < boxCount; box++) {
                    lowest = Math.min(lowest, first[box][i]);
                }
                return source[i].coordinate(lowest);
            }
        }
        return fixed[dimension];
    }

    /** The highest coordinate of the source that is wanted along a dimension. */
    long lastCoordinate(int dimension) {
        for (int i = 0; i < rank; i++) {
            if (source[i].dimension() == dimension) {
                long highest = 0;
                for (int box = 0; box < boxCount; box++) {
                    highest = Math.max(highest, end[box][i]);
                }
                return source[i].coordinate(highest - 1);
            }
        }
        return fixed[dimension];
    }

    /** Number of wanted elements in a box of the source. */
    long wantedIn(long[] offset, long[] extent) {
        if (!holdsFixed(offset, extent)) {
            return 0;
        }
        long sum = 0;
        for (int box = 0; box < boxCount; box++) {
            long product = 1;
            for (int i = 0; i < rank && product > 0; i++) {
                product *= Math.max(0, lastIn(box, i, offset, extent) - firstIn(box, i, offset));
            }
            sum += product;
        }
        return sum;
    }

    /** Number of elements of the mapping in a box of the source, wanted or not. */
    long mappedIn(long[] offset, long[] extent) {
        long product = holdsFixed(offset, extent) ? 1 : 0;
        for (int i = 0; i < rank; i++) {
            int dimension = source[i].dimension();
            product *= indexBehind(i, offset, extent) - source[i].indexFrom(offset[dimension]);
        }
        return product;
    }

    /** The count of the last element of the mapping in a box of the source that holds one. */
    long lastCountIn(long[] offset, long[] extent) {
        long count = 0;
        for (int i = 0; i < rank; i++) {
            count += (indexBehind(i, offset, extent) - 1) * inner[i];
        }
        return count;
    }

    private boolean holdsFixed(long[] offset, long[] extent) {
        for (int i = 0; i < fixed.length; i++) {
            if (fixed[i] >= 0 && (fixed[i] < offset[i] || fixed[i] - offset[i] >= extent[i])) {
                return false;
            }
        }
        return true;
    }

    private long firstIn(int box, int dimension, long[] offset) {
        return Math.max(first[box][dimension], source[dimension].indexFrom(offset[source[dimension].dimension()]));
    }

    private long lastIn(int box, int dimension, long[] offset, long[] extent) {
        return Math.min(end[box][dimension], indexBehind(dimension, offset, extent));
    }

    /** The index behind the last one in a box of the source, wanted or not. */
    private long indexBehind(int dimension, long[] offset, long[] extent) {
        int real = source[dimension].dimension();
        return source[dimension].indexFrom(Saturated.add(offset[real], extent[real]));
    }

    /**
     * Steps to the next chunk, in C order, that holds a wanted element: those between are not looked at, there may be any number.
     *
     * @param offset of the chunk before, or {@link #BEFORE_ALL} as the first; then that of the chunk
     * @param extent of a chunk
     * @return false, with the offset as it was, where there is no other
     */
    boolean nextChunk(long[] offset, long[] extent) {
        boolean found = false;
        for (int box = 0; box < boxCount; box++) {
            if (nextOf(box, offset, extent) && (!found || Arrays.compare(step, nearest) < 0)) {
                System.arraycopy(step, 0, nearest, 0, step.length);
                found = true;
            }
        }
        if (found) {
            System.arraycopy(nearest, 0, offset, 0, offset.length);
        }
        return found;
    }

    /** Makes {@link #step} the next chunk that holds an element of a wanted box; false where there is none. */
    private boolean nextOf(int box, long[] offset, long[] extent) {
        int same = 0;
        while (same < fixed.length && chunkFrom(box, same, offset[same], extent) == offset[same]) {
            same++;
        }
        for (int along = Math.min(same, fixed.length - 1); along >= 0; along--) {
            long from = along < same ? Saturated.add(offset[along], extent[along]) : offset[along];
            long next = chunkFrom(box, along, from, extent);
            if (next != NONE) {
                System.arraycopy(offset, 0, step, 0, along);
                step[along] = next;
                for (int i = along + 1; i < fixed.length; i++) {
                    step[i] = chunkFrom(box, i, 0, extent);
                }
                return true;
            }
        }
        return false;
    }

    /** Along a dimension of the source the first chunk from a border of chunks on that holds a wanted coordinate. */
    private long chunkFrom(int box, int dimension, long border, long[] extent) {
        long coordinate = fixed[dimension];
        int axis = axisOf[dimension];
        if (axis >= 0) {
            long index = Math.max(first[box][axis], source[axis].indexFrom(border));
            coordinate = index < end[box][axis] ? source[axis].coordinate(index) : -1;
        }
        return coordinate < border || coordinate < 0 ? NONE : coordinate / extent[dimension] * extent[dimension];
    }

    /**
     * Goes through the wanted elements in a box of the source. Their places are elements of the virtual array, those in the
     * source elements of the box.
     *
     * @param offset of the box
     * @param extent of the box
     */
    void forEachLine(long[] offset, long[] extent, MappedLines visitor) throws IOException {
        if (!holdsFixed(offset, extent)) {
            return;
        }
        long[] strides = strides(extent);
        long base = 0;
        for (int i = 0; i < fixed.length; i++) {
            base += fixed[i] >= 0 ? (fixed[i] - offset[i]) * strides[i] : 0;
        }
        for (int box = 0; box < boxCount; box++) {
            boolean some = true;
            for (int i = 0; i < rank; i++) {
                long from = firstIn(box, i, offset);
                long to = lastIn(box, i, offset, extent);
                some &= from < to;
                lines.setIndices(i, from, to);
            }
            if (some) {
                lines.visit(placeBase, base, offset, strides, visitor);
            }
        }
    }

    /**
     * The count at which no chunk is cut, as far as the dimensions up to one tell: the first such one that is not below a count.
     *
     * @param level dimension of the shape along which it may be cut, with all dimensions before it held
     * @param chunk shape of the chunks of the source
     */
    long countAtBorder(long count, int level, int[] chunk) {
        return countAtChunk(count - 1, level, chunk, 1);
    }

    /** As {@link #countAtBorder}, the last such count that is not above this one. */
    long countBeforeBorder(long count, int level, int[] chunk) {
        return countAtChunk(count, level, chunk, 0);
    }

    /** The count of the first element in the chunk of an element, along one dimension, or in the one behind it. */
    private long countAtChunk(long element, int level, int[] chunk, int behind) {
        long size = inner[level];
        long index = element / size % shape[level];
        long outer = element / size - index;
        long chunkLength = chunk[source[level].dimension()];
        long coordinate = source[level].coordinate(index);
        return (outer + source[level].indexFrom((coordinate / chunkLength + behind) * chunkLength)) * size;
    }
}
