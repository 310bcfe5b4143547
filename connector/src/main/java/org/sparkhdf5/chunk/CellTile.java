package org.sparkhdf5.chunk;

import java.util.List;

/**
 * A box of cells in memory, or a run of them: those from {@code next} to {@code end} in the box's C order. Owned by its
 * source, which moves it on; the bytes stay as they are until then. Not thread-safe.
 *
 * <p>Element {@code i} of the run that was set begins at {@code bytes[base + i * stride]}; a stride of 0 repeats one element.
 */
final class CellTile {
    private static final byte[] NO_BYTES = new byte[0];

    private final CellPart part;
    private final int rank;
    private final int fan;
    private final int[] lastIndices;
    private final int[] valueOffsets;
    private final long[] tableStrides;
    private final long[] origin;
    private final long[] extent;
    /** Cells of the box with one index along a dimension and those before it. */
    private final long[] innerCells;

    private byte[] bytes = NO_BYTES;
    private int base;
    private int strideBytes;
    /** Element at {@link #base}, in the C order of the box. */
    private long firstElement;

    private long next;
    private long end;

    /** @param tableDimensions in whose C order the positions of cells count */
    CellTile(CellPart part, List<Long> tableDimensions) {
        this.part = part;
        this.rank = part.dimensions().size();
        this.fan = part.fan();
        this.lastIndices =
                part.lastIndices().stream().mapToInt(Integer::intValue).toArray();
        this.valueOffsets =
                part.valueOffsets().stream().mapToInt(Integer::intValue).toArray();
        this.origin = new long[rank];
        this.extent = new long[rank];
        this.innerCells = new long[rank];
        this.tableStrides = new long[rank];
        long stride = 1;
        for (int i = rank - 1; i >= 0; i--) {
            tableStrides[i] = stride;
            stride *= tableDimensions.get(i);
        }
    }

    CellPart part() {
        return part;
    }

    /**
     * Sets the box, without its last dimension where elements are records of cells.
     *
     * @return number of its elements
     */
    long setBox(long[] newOrigin, long[] newExtent) {
        int arrayRank = newOrigin.length;
        System.arraycopy(newOrigin, 0, origin, 0, arrayRank);
        System.arraycopy(newExtent, 0, extent, 0, arrayRank);
        if (arrayRank < rank) {
            extent[arrayRank] = fan;
        }
        long cells = 1;
        for (int i = rank - 1; i >= 0; i--) {
            innerCells[i] = cells;
            cells *= extent[i];
        }
        return cells / fan;
    }

    /** Sets the bytes of elements {@code from} to {@code to} of the box; the cells before are given up. */
    void setElements(long from, long to, byte[] newBytes, int newBase, int newStrideBytes) {
        firstElement = from;
        next = from * fan;
        end = to * fan;
        bytes = newBytes;
        base = newBase;
        strideBytes = newStrideBytes;
    }

    /** Gives up the bytes. */
    void clear() {
        bytes = NO_BYTES;
        next = 0;
        end = 0;
    }

    /** Where the cells of an element begin in it; empty where an element is one cell. */
    int[] valueOffsets() {
        return valueOffsets;
    }

    long remaining() {
        return end - next;
    }

    void skip(int count) {
        next += count;
    }

    byte[] bytes() {
        return bytes;
    }

    int strideBytes() {
        return strideBytes;
    }

    /** Where the element of the next cell begins in {@link #bytes()}. */
    int nextBase() {
        return (int) (base + (next / fan - firstElement) * strideBytes);
    }

    /** Place of the next cell in its record. */
    int nextInRecord() {
        return (int) (next % fan);
    }

    /** Index along the first dimension of a cell that lies so many behind the next one. */
    long row(long ahead) {
        return origin[0] + (next + ahead) / innerCells[0];
    }

    /** How many of the next cells lie before a row of the first dimension. */
    long cellsBefore(long row) {
        return (row - origin[0]) * innerCells[0] - next;
    }

    /** Row behind the last one of the cells that remain. */
    long endRow() {
        return origin[0] + (end - 1) / innerCells[0] + 1;
    }

    /** The indices of the next cells along a dimension. */
    void indices(int dimension, int count, long[] target) {
        long inner = innerCells[dimension];
        long length = extent[dimension];
        long index = next / inner % length;
        long left = inner - next % inner;
        for (int i = 0; i < count; ) {
            int run = (int) Math.min(left, count - i);
            long value = indexInTable(dimension, index);
            for (int stop = i + run; i < stop; i++) {
                target[i] = value;
            }
            left = inner;
            index = index + 1 == length ? 0 : index + 1;
        }
    }

    private long indexInTable(int dimension, long index) {
        long inPart = origin[dimension] + index;
        return dimension == rank - 1 && lastIndices.length != 0 ? lastIndices[(int) inPart] : inPart;
    }

    /** The C-order position in the table of a cell that lies so many behind the next one. */
    long position(long ahead) {
        long rest = next + ahead;
        long position = 0;
        for (int i = 0; i < rank; i++) {
            position += indexInTable(i, rest / innerCells[i]) * tableStrides[i];
            rest %= innerCells[i];
        }
        return position;
    }

    /** The C-order positions in the table of the next cells. */
    void positions(int count, long[] target) {
        if (rank == 0) {
            target[0] = 0;
            return;
        }
        long length = extent[rank - 1];
        for (int i = 0; i < count; ) {
            long inRun = (next + i) % length;
            int run = (int) Math.min(length - inRun, count - i);
            long position = position(i);
            if (lastIndices.length == 0) {
                for (int stop = i + run; i < stop; i++) {
                    target[i] = position++;
                }
            } else {
                long runBase = position - indexInTable(rank - 1, inRun);
                for (int stop = i + run; i < stop; i++) {
                    target[i] = runBase + indexInTable(rank - 1, inRun++);
                }
            }
        }
    }
}
