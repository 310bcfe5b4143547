package org.sparkhdf5.chunk;

/** Rows of a slot that were read and are kept, as they are stored: those of some runs, one run behind the other. */
public final class HeldRows extends RowSource {
    private final RowRuns rows;
    private final int rowBytes;
    private final byte[] bytes;
    /** Where the rows of each run begin in {@link #bytes}. */
    private final int[] runOffsets;

    private int takenBytes;

    /**
     * @param rows that will be taken, all of them in order
     * @param slot whose rows they are
     * @throws ArithmeticException if they are more than an array can hold
     */
    public HeldRows(RowRuns rows, StoredArray array, RowSlot slot) {
        this.rows = rows;
        this.rowBytes = Math.toIntExact(rowBytes(array, slot));
        this.bytes = new byte[Math.toIntExact(Math.multiplyExact(rows.rowCount(), rowBytes))];
        this.runOffsets = new int[rows.runCount()];
        long offset = 0;
        for (int run = 0; run < runOffsets.length; run++) {
            runOffsets[run] = (int) offset;
            offset += (rows.end(run) - rows.first(run)) * rowBytes;
        }
    }

    /** Bytes of a row of a slot. */
    public static long rowBytes(StoredArray array, RowSlot slot) {
        return array.isChunked() && !slot.wholeRows() ? array.chunkRowBytes() : array.rowBytes();
    }

    /** Bytes of all rows. */
    public int lengthBytes() {
        return bytes.length;
    }

    /** Copies the next rows out of a window. */
    void take(RowWindow window, long firstRow, int rowCount) {
        if (window.strideBytes() == rowBytes) {
            System.arraycopy(window.bytes(), window.offsetOf(firstRow), bytes, takenBytes, rowCount * rowBytes);
            takenBytes += rowCount * rowBytes;
            return;
        }
        // One row stands for all: what was never written.
        for (int i = 0; i < rowCount; i++) {
            System.arraycopy(window.bytes(), window.offsetOf(firstRow), bytes, takenBytes, rowBytes);
            takenBytes += rowBytes;
        }
    }

    @Override
    void load(long row, RowWindow target) {
        int run = rows.find(row);
        if (run == rows.runCount() || row < rows.first(run)) {
            throw new IllegalStateException("row " + row + " is not held");
        }
        target.set(bytes, runOffsets[run], rowBytes, rows.first(run), rows.end(run) - rows.first(run));
    }
}
