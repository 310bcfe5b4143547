package org.sparkhdf5.chunk;

import java.io.IOException;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.storage.RangeReader;

/**
 * Rows that lie one behind the other in the file and need no decoding: read by row range, a little at first, so that a query
 * that stops early is cheap.
 */
final class ContiguousRows extends RowSource {
    private static final long FIRST_WINDOW_BYTES = 256 << 10;

    private final RangeReader reader;
    private final long address;
    private final int rowBytes;
    private final RowRuns wanted;
    private final byte[] fillRow;
    private final long windowBytesMax;
    private long windowBytes;
    private byte[] buffer = new byte[0];

    /**
     * @param wanted rows that will be asked for
     * @param windowBytesMax what a window may take, at least one row
     */
    ContiguousRows(RangeReader reader, StoredArray array, RowRuns wanted, long windowBytesMax) {
        this.reader = reader;
        this.address = array.address();
        this.rowBytes = Math.toIntExact(array.rowBytes());
        this.wanted = wanted;
        this.fillRow = address == DataLayout.UNDEFINED ? FillRows.row(array, array.rowBytes()) : new byte[0];
        this.windowBytesMax = windowBytesMax;
        this.windowBytes = Math.min(FIRST_WINDOW_BYTES, windowBytesMax);
    }

    @Override
    void load(long row, RowWindow target) throws IOException {
        if (address == DataLayout.UNDEFINED || rowBytes == 0) {
            target.set(fillRow, 0, 0, row, wanted.end(wanted.runCount() - 1) - row);
            return;
        }
        long rows = Math.min(wanted.end(wanted.find(row)) - row, Math.max(1, windowBytes / rowBytes));
        int lengthBytes = Math.toIntExact(rows * rowBytes);
        if (buffer.length < lengthBytes) {
            target.clear();
            buffer = new byte[lengthBytes];
        }
        reader.readFully(address + row * rowBytes, buffer, 0, lengthBytes);
        target.set(buffer, 0, rowBytes, row, rows);
        windowBytes = Math.min(windowBytes * 2, windowBytesMax);
    }
}
