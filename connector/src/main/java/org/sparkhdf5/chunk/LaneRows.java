package org.sparkhdf5.chunk;

import java.io.IOException;
import org.sparkhdf5.codec.FilterBuffer;
import org.sparkhdf5.storage.RangeReader;

/**
 * The rows of one lane of chunks, as they stand in the decoded chunks: nothing is copied, unless only a slice of a chunk's
 * rows is kept.
 */
final class LaneRows extends RowSource {
    private static final int NONE = -1;

    private final RangeReader reader;
    private final ChunkReader chunks;
    private final long lane;
    private final int rowBytes;
    private final RowRuns wanted;
    private final long endRow;
    private final long sliceRows;
    private byte[] fillRow = new byte[0];
    private byte[] buffer = new byte[0];
    private int heldEntry = NONE;
    private int rangeEntry = NONE;

    /**
     * @param wanted rows that will be asked for
     * @param sliceRows rows of a chunk that are kept at once
     */
    LaneRows(RangeReader reader, ChunkReader chunks, long lane, RowRuns wanted, long sliceRows) {
        this.reader = reader;
        this.chunks = chunks;
        this.lane = lane;
        this.rowBytes = Math.toIntExact(chunks.array().chunkRowBytes());
        this.wanted = wanted;
        this.endRow = wanted.isEmpty() ? 0 : wanted.end(wanted.runCount() - 1);
        this.sliceRows = sliceRows;
    }

    @Override
    void load(long row, RowWindow target) throws IOException {
        StoredArray array = chunks.array();
        if (heldEntry != NONE) {
            target.clear();
            chunks.release(heldEntry);
            heldEntry = NONE;
        }
        long band = row / array.chunkRows();
        long bandRow = band * array.chunkRows();
        long bandEnd = Math.min(endRow, bandRow + array.chunkRows());
        int entry = chunks.find(band * array.laneCount() + lane);
        if (entry < 0) {
            if (fillRow.length < rowBytes) {
                fillRow = FillRows.row(array, rowBytes);
            }
            target.set(fillRow, 0, 0, row, bandEnd - row);
            return;
        }
        long sliceRow = row;
        long sliceEnd = bandEnd;
        if (sliceRows < array.chunkRows()) {
            sliceRow = row - (row - bandRow) % sliceRows;
            sliceEnd = Math.min(bandEnd, sliceRow + sliceRows);
        }
        if (chunks.isFiltered()) {
            loadDecoded(entry, bandRow, sliceRow, sliceEnd, target);
        } else if (!BandMemory.isDecoded(array) || sliceRows < array.chunkRows()) {
            loadRange(entry, bandRow, row, sliceEnd, target);
        } else {
            loadStored(entry, bandRow, bandEnd, target);
        }
    }

    /** An unfiltered chunk: used where it lies, or copied where it would keep a long read in memory. */
    private void loadStored(int entry, long bandRow, long bandEnd, RowWindow target) throws IOException {
        ChunkFetcher.Slice slice = chunks.fetchUnfiltered(entry);
        if (slice.fillsItsBuffer()) {
            heldEntry = entry;
            target.set(slice.bytes(), slice.offset(), rowBytes, bandRow, bandEnd - bandRow);
            return;
        }
        grow(slice.lengthBytes(), target);
        System.arraycopy(slice.bytes(), slice.offset(), buffer, 0, slice.lengthBytes());
        chunks.release(entry);
        target.set(buffer, 0, rowBytes, bandRow, bandEnd - bandRow);
    }

    /** Rows of an unfiltered chunk that is too large to be kept whole. */
    private void loadRange(int entry, long bandRow, long row, long endOfSlice, RowWindow target) throws IOException {
        long endRowOfRead = Math.min(endOfSlice, wanted.end(wanted.find(row)));
        long rows = Math.min(endRowOfRead - row, Math.max(1, BandMemory.WINDOW_BYTES_MAX / rowBytes));
        int lengthBytes = Math.toIntExact(rows * rowBytes);
        grow(lengthBytes, target);
        reader.readFully(
                chunks.unfilteredAddress(entry, entry != rangeEntry) + (row - bandRow) * rowBytes,
                buffer,
                0,
                lengthBytes);
        rangeEntry = entry;
        target.set(buffer, 0, rowBytes, row, rows);
    }

    private void loadDecoded(int entry, long bandRow, long sliceRow, long sliceEnd, RowWindow target)
            throws IOException {
        FilterBuffer decoded = chunks.decode(entry);
        if (sliceRows >= chunks.array().chunkRows()) {
            byte[] spare = buffer;
            target.clear();
            buffer = decoded.detach(spare);
            target.set(buffer, 0, rowBytes, bandRow, sliceEnd - bandRow);
        } else {
            int lengthBytes = Math.toIntExact((sliceEnd - sliceRow) * rowBytes);
            grow(lengthBytes, target);
            int from = Math.toIntExact((sliceRow - bandRow) * rowBytes);
            System.arraycopy(decoded.array(), decoded.offset() + from, buffer, 0, lengthBytes);
            target.set(buffer, 0, rowBytes, sliceRow, sliceEnd - sliceRow);
        }
        chunks.release(entry);
    }

    private void grow(int lengthBytes, RowWindow target) {
        if (buffer.length < lengthBytes) {
            target.clear();
            buffer = new byte[lengthBytes];
        }
    }
}
