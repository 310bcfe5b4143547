package org.sparkhdf5.chunk;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.sparkhdf5.storage.RangeReader;

/**
 * What belongs to the indices of the first dimension of cells: coordinates, an index of rows. Held for the rows of one tile at
 * most, and read forward in step with the tiles; tiles of the same rows find them again. Not thread-safe, but {@link #close}
 * may come from another thread.
 *
 * <p>Where the rows of a tile take more than is held, they are held one part after the other, and read again for each tile of
 * the same rows.
 */
public final class AxisRows implements Closeable {
    private final RangeReader reader;
    private final List<ArrayRun> runs;
    private final List<RowSlot> slots;
    private final long endRow;
    private final long heldRowsMax;
    private final RowReader.Limits limits;
    private final byte[][] held;
    private final int[] rowBytes;
    private long heldFrom;
    private long heldTo;
    private RowReader rows;
    private boolean closed;
    /** First row that the reader has not given. */
    private long nextRow;

    /**
     * @param runs arrays with their chunks that hold the rows
     * @param firstRow of the split
     * @param endRow row behind the last one of the split
     * @param heldBytesMax of rows
     */
    AxisRows(
            RangeReader reader,
            List<ArrayRun> runs,
            List<RowSlot> slots,
            long firstRow,
            long endRow,
            long heldBytesMax,
            RowReader.Limits limits) {
        this.reader = reader;
        this.runs = List.copyOf(runs);
        this.slots = List.copyOf(slots);
        this.endRow = endRow;
        this.limits = limits;
        this.held = new byte[slots.size()][0];
        this.rowBytes = new int[slots.size()];
        long bytes = 0;
        for (int i = 0; i < rowBytes.length; i++) {
            StoredArray array = runs.get(slots.get(i).array()).array();
            rowBytes[i] = Math.toIntExact(array.rowBytes());
            bytes += rowBytes[i];
        }
        this.heldRowsMax = Math.max(1, heldBytesMax / Math.max(1, bytes));
        this.heldFrom = firstRow;
        this.heldTo = firstRow;
        this.nextRow = firstRow;
        this.rows = open(firstRow);
    }

    private RowReader open(long firstRow) {
        return new RowReader(reader, runs, slots, firstRow, endRow, limits);
    }

    /**
     * Brings rows into memory.
     *
     * @param from first of them
     * @param to row behind the last one that is of use
     * @return row behind the last one that is in memory: more than {@code from}, at most {@code to}
     */
    long load(long from, long to) throws IOException {
        if (slots.isEmpty() || (from >= heldFrom && to <= heldTo)) {
            return to;
        }
        keepFrom(from);
        long end = Math.min(to, from + heldRowsMax);
        for (int slot = 0; slot < held.length; slot++) {
            int lengthBytes = Math.toIntExact((end - from) * rowBytes[slot]);
            if (held[slot].length < lengthBytes) {
                held[slot] = Arrays.copyOf(held[slot], lengthBytes);
            }
        }
        while (heldTo < end) {
            stepTo(heldTo);
            take(Math.min(end, nextRow));
        }
        return heldTo;
    }

    /** Gives up the rows before this one. */
    private void keepFrom(long row) {
        if (row < heldFrom || row >= heldTo) {
            heldTo = row;
        }
        for (int slot = 0; slot < held.length && heldTo > row; slot++) {
            int from = (int) ((row - heldFrom) * rowBytes[slot]);
            System.arraycopy(held[slot], from, held[slot], 0, (int) ((heldTo - row) * rowBytes[slot]));
        }
        heldFrom = row;
    }

    /** Makes the reader stand at rows that hold this one. */
    private void stepTo(long row) throws IOException {
        if (row < nextRow - rows.rowCount()) {
            synchronized (this) {
                rows.close();
                rows = open(row);
                if (closed) {
                    rows.close();
                }
            }
            nextRow = row;
        }
        while (row >= nextRow) {
            if (!rows.next()) {
                throw new IllegalStateException("row " + row + " of " + endRow);
            }
            nextRow = rows.firstRow() + rows.rowCount();
        }
    }

    private void take(long end) {
        for (int slot = 0; slot < held.length; slot++) {
            RowWindow window = rows.window(slot);
            int size = rowBytes[slot];
            int to = (int) ((heldTo - heldFrom) * size);
            if (window.strideBytes() == size) {
                int lengthBytes = (int) ((end - heldTo) * size);
                System.arraycopy(window.bytes(), window.offsetOf(heldTo), held[slot], to, lengthBytes);
                continue;
            }
            for (long row = heldTo; row < end; row++) {
                System.arraycopy(window.bytes(), window.offsetOf(row), held[slot], to, size);
                to += size;
            }
        }
        heldTo = end;
    }

    /** The rows of a slot that are in memory. */
    public byte[] bytes(int slot) {
        return held[slot];
    }

    /** Size of a row of a slot. */
    public int rowBytes(int slot) {
        return rowBytes[slot];
    }

    /** Row that the bytes of each slot begin with. */
    public long firstRow() {
        return heldFrom;
    }

    @Override
    public synchronized void close() {
        closed = true;
        rows.close();
    }
}
