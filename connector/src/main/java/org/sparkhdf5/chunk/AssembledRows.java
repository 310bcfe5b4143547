package org.sparkhdf5.chunk;

import java.io.IOException;
import org.sparkhdf5.codec.FilterBuffer;

/**
 * Whole rows of an array whose chunks hold only parts of them: the chunks of a band are decoded one after the other and their
 * rows are copied to their place, C order.
 */
final class AssembledRows extends RowSource {
    private final ChunkReader chunks;
    private final int rowBytes;
    private final long endRow;
    private final long sliceRows;
    private byte[] buffer = new byte[0];

    /**
     * @param endRow row behind the last one that will be asked for
     * @param sliceRows rows of a band that are kept at once
     */
    AssembledRows(ChunkReader chunks, long endRow, long sliceRows) {
        this.chunks = chunks;
        this.rowBytes = Math.toIntExact(chunks.array().rowBytes());
        this.endRow = endRow;
        this.sliceRows = sliceRows;
    }

    @Override
    void load(long row, RowWindow target) throws IOException {
        StoredArray array = chunks.array();
        if (rowBytes == 0) {
            target.set(buffer, 0, 0, row, endRow - row);
            return;
        }
        long rowsMax = Math.min(sliceRows, Math.max(1, Integer.MAX_VALUE / 2 / rowBytes));
        long band = row / array.chunkRows();
        long bandRow = band * array.chunkRows();
        long from = row - (row - bandRow) % Math.min(rowsMax, array.chunkRows());
        long end = Math.min(Math.min(endRow, bandRow + array.chunkRows()), from + rowsMax);
        int lengthBytes = Math.toIntExact((end - from) * rowBytes);
        if (buffer.length < lengthBytes) {
            target.clear();
            buffer = new byte[lengthBytes];
        }
        long lanes = array.laneCount();
        for (long lane = 0; lane < lanes; lane++) {
            copyLane(array, band * lanes + lane, from, end);
        }
        target.set(buffer, 0, rowBytes, from, end - from);
    }

    private void copyLane(StoredArray array, long ordinal, long from, long end) throws IOException {
        int entry = chunks.find(ordinal);
        HyperslabCopy copy = new HyperslabCopy(array, array.chunkOffset(ordinal), from, end);
        if (entry < 0) {
            copy.fill(buffer);
            return;
        }
        FilterBuffer decoded = chunks.decode(entry);
        copy.copy(decoded.array(), decoded.offset(), buffer);
        chunks.release(entry);
    }
}
