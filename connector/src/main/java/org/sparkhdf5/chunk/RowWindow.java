package org.sparkhdf5.chunk;

/**
 * Consecutive rows of one row source in memory: row {@code firstRow + i} begins at {@code bytes[offset + i * stride]}.
 *
 * <p>Belongs to its row source, which moves it on; the bytes stay as they are until then. A stride of 0 repeats one row: rows
 * that were never written.
 */
public final class RowWindow {
    private static final byte[] NO_BYTES = new byte[0];

    private byte[] bytes = NO_BYTES;
    private int offset;
    private int strideBytes;
    private long firstRow;
    private long rowCount;

    RowWindow() {}

    void set(byte[] newBytes, int newOffset, int newStrideBytes, long newFirstRow, long newRowCount) {
        bytes = newBytes;
        offset = newOffset;
        strideBytes = newStrideBytes;
        firstRow = newFirstRow;
        rowCount = newRowCount;
    }

    void clear() {
        set(NO_BYTES, 0, 0, 0, 0);
    }

    boolean holds(long row) {
        return row >= firstRow && row - firstRow < rowCount;
    }

    long firstRow() {
        return firstRow;
    }

    long rowCount() {
        return rowCount;
    }

    /** Row behind the last one. */
    long endRow() {
        return firstRow + rowCount;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Where the given row begins in {@link #bytes()}. */
    public int offsetOf(long row) {
        return (int) (offset + (row - firstRow) * strideBytes);
    }

    public int strideBytes() {
        return strideBytes;
    }
}
