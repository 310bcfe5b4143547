package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sparkhdf5.ObjectLocation;

/**
 * Equal blocks at equal distances that go on without end in one dimension: there either the number of blocks is unlimited, or
 * the one block. A <em>slice</em> is what is selected at one position of that dimension. The lists have one number per dimension.
 *
 * @param dimension that has no end
 * @param start first element
 * @param stride distance of the blocks
 * @param count number of blocks, {@link Dataspace#UNLIMITED} in the dimension without end, unless its block is
 * @param block elements of a block
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VIII.A</a>
 */
record UnlimitedHyperslab(int dimension, List<Long> start, List<Long> stride, List<Long> count, List<Long> block) {
    UnlimitedHyperslab {
        start = List.copyOf(start);
        stride = List.copyOf(stride);
        count = List.copyOf(count);
        block = List.copyOf(block);
    }

    int rank() {
        return start.size();
    }

    /** Whether it is made of blocks that are apart: not of one, nor of such that touch each other. */
    private boolean hasGaps() {
        return blockLength() != Dataspace.UNLIMITED && blockLength() != distance();
    }

    private long first() {
        return start.get(dimension);
    }

    private long distance() {
        return stride.get(dimension);
    }

    private long blockLength() {
        return block.get(dimension);
    }

    /** Whether blocks can be counted: a pattern of names needs that. */
    boolean hasBlocks() {
        return blockLength() != Dataspace.UNLIMITED;
    }

    /** Elements of one slice. Checked to fit a long when the selection was read. */
    long sliceElements() {
        long elements = 1;
        for (int i = 0; i < rank(); i++) {
            if (i != dimension) {
                elements = Math.multiplyExact(elements, Math.multiplyExact(count.get(i), block.get(i)));
            }
        }
        return elements;
    }

    /** Slices in an extent of so many positions. */
    long slicesIn(long extent) {
        long length = extent - first();
        if (length <= 0) {
            return 0;
        }
        if (!hasGaps()) {
            return length;
        }
        return length / distance() * blockLength() + Math.min(length % distance(), blockLength());
    }

    /** The smallest extent that has so many slices; may throw {@link ArithmeticException}. */
    long extentOf(long slices) {
        if (slices == 0) {
            return 0;
        }
        if (!hasGaps()) {
            return Math.addExact(first(), slices);
        }
        long fullBlocks = (slices - 1) / blockLength();
        long before = Math.addExact(first(), Math.multiplyExact(fullBlocks, distance()));
        return Math.addExact(before, slices - fullBlocks * blockLength());
    }

    /**
     * What is selected in an extent that ends after so many positions of the dimension without end.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the last block is cut, and there are too many to list them
     */
    Selection in(long extent, ObjectLocation location) {
        long length = extent - first();
        if (length <= 0) {
            return new Selection.None();
        }
        if (!hasGaps()) {
            return regular(first(), 1, length);
        }
        long fullBlocks = length / distance();
        long rest = Math.min(length % distance(), blockLength());
        if (rest == 0) {
            return regular(first(), fullBlocks, blockLength());
        }
        if (rest == blockLength()) {
            return regular(first(), fullBlocks + 1, blockLength());
        }
        return fullBlocks == 0 ? regular(first(), 1, rest) : cut(fullBlocks + 1, extent - 1, location);
    }

    /** One of the blocks of the dimension without end; may throw {@link ArithmeticException}. */
    Selection.Regular block(long index) {
        return regular(Math.addExact(first(), Math.multiplyExact(index, distance())), 1, blockLength());
    }

    private Selection.Regular regular(long newStart, long newCount, long newBlock) {
        return new Selection.Regular(
                with(start, newStart),
                hasBlocks() ? stride : with(stride, 1),
                with(count, newCount),
                with(block, newBlock));
    }

    private List<Long> with(List<Long> numbers, long number) {
        List<Long> changed = new ArrayList<>(numbers);
        changed.set(dimension, number);
        return changed;
    }

    /** Whole blocks but the last: no longer regular, each is listed, in C order of their first elements. */
    private Selection cut(long blocksAlong, long last, ObjectLocation location) {
        List<Long> counts = with(count, blocksAlong);
        long total = 1;
        for (long along : counts) {
            total = total > SelectionMessage.COORDINATES_MAX ? total : Math.multiplyExact(total, along);
        }
        if (total * 2 * rank() > SelectionMessage.COORDINATES_MAX) {
            throw location.unsupported(
                    "a selection without end of more than " + SelectionMessage.COORDINATES_MAX / (2 * rank())
                            + " blocks, the last of them cut, is not read",
                    "read the source datasets");
        }
        List<Selection.Block> blocks = new ArrayList<>((int) total);
        List<Long> position = new ArrayList<>(Collections.nCopies(rank(), 0L));
        for (long i = 0; i < total; i++) {
            blocks.add(blockAt(position, last));
            for (int j = rank() - 1; j >= 0; j--) {
                long next = position.get(j) + 1;
                position.set(j, next == counts.get(j) ? 0 : next);
                if (next < counts.get(j)) {
                    break;
                }
            }
        }
        return new Selection.Blocks(blocks);
    }

    private Selection.Block blockAt(List<Long> position, long last) {
        List<Long> from = new ArrayList<>(rank());
        List<Long> to = new ArrayList<>(rank());
        for (int i = 0; i < rank(); i++) {
            from.add(start.get(i) + position.get(i) * stride.get(i));
            to.add(from.get(i) + block.get(i) - 1);
        }
        to.set(dimension, Math.min(to.get(dimension), last));
        return new Selection.Block(from, to);
    }

    /** As selections are written, with {@code unlimited} for the number that is. */
    String text() {
        return "start " + text(start) + " stride " + text(stride) + " count " + text(count) + " block " + text(block);
    }

    private static String text(List<Long> numbers) {
        List<String> texts = new ArrayList<>();
        numbers.forEach(number -> texts.add(number == Dataspace.UNLIMITED ? "unlimited" : number.toString()));
        return "(" + String.join(",", texts) + ")";
    }
}
