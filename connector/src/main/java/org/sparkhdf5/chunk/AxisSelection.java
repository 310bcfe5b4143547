package org.sparkhdf5.chunk;

import java.util.List;
import org.sparkhdf5.format.Selection;

/**
 * What a regular selection takes along one dimension: blocks at equal distances. Its indices count what it takes, from 0.
 *
 * @param dimension of the array
 * @param start first coordinate
 * @param stride from block to block
 * @param block coordinates of a block
 * @param length coordinates of all blocks
 */
record AxisSelection(int dimension, long start, long stride, long block, long length) {

    /**
     * One for each dimension.
     *
     * @param selection a regular one
     * @throws IllegalArgumentException if it does not lie within the dimensions
     */
    static AxisSelection[] of(Selection selection, long[] dimensions) {
        AxisSelection[] axes = new AxisSelection[dimensions.length];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = new AxisSelection(i, 0, 1, dimensions[i], dimensions[i]);
        }
        if (selection instanceof Selection.None) {
            return new AxisSelection[] {new AxisSelection(0, 0, 1, 0, 0)};
        }
        if (selection instanceof Selection.All) {
            return axes;
        }
        if (selection instanceof Selection.Blocks blocks) {
            Selection.Block block = blocks.blocks().get(0);
            checkRank(block.start(), dimensions);
            for (int i = 0; i < axes.length; i++) {
                long length = block.end().get(i) - block.start().get(i) + 1;
                axes[i] = within(new AxisSelection(i, block.start().get(i), 1, length, length), dimensions);
            }
            return axes;
        }
        if (!(selection instanceof Selection.Regular regular)) {
            throw new IllegalArgumentException("a selection of " + selection.kind() + " is not a regular one");
        }
        checkRank(regular.start(), dimensions);
        for (int i = 0; i < axes.length; i++) {
            long count = regular.count().get(i);
            long block = regular.block().get(i);
            long stride = count == 1 ? 1 : regular.stride().get(i);
            long length = Math.multiplyExact(count, block);
            long joined = count == 1 || stride == block ? length : block;
            axes[i] = within(
                    new AxisSelection(i, regular.start().get(i), joined == length ? 1 : stride, joined, length),
                    dimensions);
        }
        return axes;
    }

    private static void checkRank(List<Long> start, long[] dimensions) {
        if (start.size() != dimensions.length) {
            throw new IllegalArgumentException(
                    "a selection of rank " + start.size() + " in an extent of rank " + dimensions.length);
        }
    }

    private static AxisSelection within(AxisSelection axis, long[] dimensions) {
        long extent = dimensions[axis.dimension];
        if (axis.start < 0
                || axis.length <= 0
                || axis.start >= extent
                || (axis.length - 1) / axis.block > (extent - 1 - axis.start) / axis.stride
                || axis.coordinate(axis.length - 1) >= extent) {
            throw new IllegalArgumentException("a selection that begins at " + axis.start + " and takes " + axis.length
                    + " of an extent of " + extent + " along dimension " + axis.dimension);
        }
        return axis;
    }

    /** Whether the coordinates stand at equal distances. */
    boolean isEven() {
        return block == 1 || block == length;
    }

    /** Distance from a coordinate to the next one of its block, or of all where they are even. */
    long step() {
        return block == 1 && length > 1 ? stride : 1;
    }

    /** How many coordinates at distances of {@link #step} follow an index, it included. */
    long run(long index) {
        return isEven() ? length - index : block - index % block;
    }

    long coordinate(long index) {
        return block == length ? start + index : start + index / block * stride + index % block;
    }

    /** The first index whose coordinate is not below this one; {@link #length} where there is none. */
    long indexFrom(long coordinate) {
        long distance = coordinate - start;
        if (distance <= 0) {
            return 0;
        }
        if (block == length) {
            return Math.min(distance, length);
        }
        return Math.min(distance / stride * block + Math.min(distance % stride, block), length);
    }

    /** Whether this is all of a dimension. */
    boolean isWhole(long extent) {
        return length == extent;
    }

    /**
     * This and the dimension behind it, of which all is taken, as one.
     *
     * @param extent of the dimension behind
     */
    AxisSelection with(long extent) {
        boolean one = block == length;
        return new AxisSelection(dimension, start * extent, one ? 1 : stride * extent, block * extent, length * extent);
    }
}
