package org.sparkhdf5.chunk;

import java.util.Arrays;

/** Rows of a slot that were read and are kept, as they are stored: those of some runs, one run behind the other. */
public final class HeldRows extends RowSource {
    private final RowRuns.Builder taken = new RowRuns.Builder(0);
    private final int rowBytes;
    private final long bytesMax;
    private byte[] bytes = new byte[0];
    private int takenBytes;
    private boolean isFull;
    private RowRuns rows = RowRuns.of(0, 0);
    /** Where the rows of each run begin in {@link #bytes}. */
    private int[] runOffsets = new int[0];

    /**
     * @param slot whose rows will be kept
     * @param bytesMax that they may take: where they are more, none are held
     */
    public HeldRows(StoredArray array, RowSlot slot, long bytesMax) {
        long stride = array.isChunked() && !slot.wholeRows() ? array.chunkRowBytes() : array.rowBytes();
        this.rowBytes = Math.toIntExact(stride);
        this.bytesMax = Math.min(bytesMax, Integer.MAX_VALUE - 8);
    }

    /** Bytes of all rows. */
    public int lengthBytes() {
        return bytes.length;
    }

    /** Copies rows out of a window; they are behind those that were taken before. */
    void take(RowWindow window, long firstRow, int rowCount) {
        long needed = takenBytes + (long) rowCount * rowBytes;
        isFull |= needed > bytesMax || rowBytes == 0;
        if (isFull) {
            bytes = new byte[0];
            return;
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(bytesMax, Math.max(needed, 2L * bytes.length)));
        }
        if (window.strideBytes() == rowBytes) {
            System.arraycopy(window.bytes(), window.offsetOf(firstRow), bytes, takenBytes, rowCount * rowBytes);
            takenBytes += rowCount * rowBytes;
        } else {
            // One row stands for all: what was never written.
            for (int i = 0; i < rowCount; i++) {
                System.arraycopy(window.bytes(), window.offsetOf(firstRow), bytes, takenBytes, rowBytes);
                takenBytes += rowBytes;
            }
        }
        taken.add(firstRow, firstRow + rowCount);
    }

    /** Ends taking rows; false, and nothing is kept, unless all wanted rows were taken. */
    public boolean complete(RowRuns wanted) {
        rows = taken.build();
        if (isFull || rows.intersection(wanted).rowCount() != wanted.rowCount()) {
            bytes = new byte[0];
            return false;
        }
        runOffsets = new int[rows.runCount()];
        int offset = 0;
        for (int run = 0; run < runOffsets.length; run++) {
            runOffsets[run] = offset;
            offset += (int) ((rows.end(run) - rows.first(run)) * rowBytes);
        }
        return true;
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
