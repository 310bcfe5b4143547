package org.sparkhdf5.chunk;

import java.io.IOException;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.storage.RangeReader;

/**
 * Cells in the C order of the whole array: those of contiguous data, read in windows, a little at first, so that a query that
 * stops early is cheap; and those of which only the places are wanted, or which were never written, at once.
 */
final class LinearTiles extends TileSource {
    private static final long FIRST_WINDOW_BYTES = 256 << 10;

    private final RangeReader reader;
    private final long address;
    private final int elementBytes;
    private final byte[] fill;
    private final long windowBytesMax;
    private final long endElement;
    private long nextElement;
    private long windowBytes;
    private byte[] buffer = new byte[0];

    /** Cells whose values are not wanted. */
    static LinearTiles unread(RangeReader reader, CellTile tile, long firstElement, long endElement) {
        return new LinearTiles(reader, tile, DataLayout.UNDEFINED, 0, new byte[0], firstElement, endElement, 0);
    }

    /**
     * Cells of an array without chunks.
     *
     * @param windowBytesMax what a window may take, at least one element
     */
    static LinearTiles of(
            RangeReader reader,
            CellTile tile,
            StoredArray array,
            long firstElement,
            long endElement,
            long windowBytesMax) {
        byte[] fill = array.address() == DataLayout.UNDEFINED ? FillRows.row(array, array.elementBytes()) : new byte[0];
        return new LinearTiles(
                reader, tile, array.address(), array.elementBytes(), fill, firstElement, endElement, windowBytesMax);
    }

    private LinearTiles(
            RangeReader reader,
            CellTile tile,
            long address,
            int elementBytes,
            byte[] fill,
            long firstElement,
            long endElement,
            long windowBytesMax) {
        super(tile);
        this.reader = reader;
        this.address = address;
        this.elementBytes = elementBytes;
        this.fill = fill;
        this.nextElement = firstElement;
        this.endElement = endElement;
        this.windowBytesMax = windowBytesMax;
        this.windowBytes = Math.min(FIRST_WINDOW_BYTES, windowBytesMax);
        int rank = tile.part().dimensions().size() - (tile.part().valueOffsets().isEmpty() ? 0 : 1);
        long[] extent = new long[rank];
        for (int i = 0; i < rank; i++) {
            extent[i] = tile.part().dimensions().get(i);
        }
        tile.setBox(new long[rank], extent);
    }

    @Override
    boolean next() throws IOException {
        if (nextElement >= endElement) {
            return false;
        }
        long from = nextElement;
        if (address == DataLayout.UNDEFINED) {
            nextElement = endElement;
            tile().setElements(from, endElement, fill, 0, 0);
            return true;
        }
        long count = Math.min(endElement - from, Math.max(1, windowBytes / elementBytes));
        int lengthBytes = Math.toIntExact(count * elementBytes);
        if (buffer.length < lengthBytes) {
            tile().clear();
            buffer = new byte[lengthBytes];
        }
        reader.readFully(address + from * elementBytes, buffer, 0, lengthBytes);
        nextElement = from + count;
        tile().setElements(from, nextElement, buffer, 0, elementBytes);
        windowBytes = Math.min(windowBytes * 2, windowBytesMax);
        return true;
    }
}
