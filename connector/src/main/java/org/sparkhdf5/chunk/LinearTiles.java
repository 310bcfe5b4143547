package org.sparkhdf5.chunk;

import java.io.IOException;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.storage.RangeReader;

/**
 * Cells in the C order of the whole array: those of contiguous data, read in windows that grow; and those of which only the
 * places are wanted, or which were never written, at once.
 */
final class LinearTiles extends TileSource {
    private final WindowReads windows;
    private final long address;
    private final int elementBytes;
    private final byte[] fill;
    private final long endElement;
    private long nextElement;
    private long tileElements;

    /** Cells whose values are not wanted. */
    static LinearTiles unread(RangeReader reader, CellTile tile, long firstElement, long endElement) {
        return new LinearTiles(reader, tile, DataLayout.UNDEFINED, 0, new byte[0], firstElement, endElement, 0, 0);
    }

    /**
     * Cells of an array without chunks.
     *
     * @param windowBytesMax what a window may take, at least one element
     * @param slowBytesMax what each of two windows may take where reads are slow
     */
    static LinearTiles of(
            RangeReader reader,
            CellTile tile,
            StoredArray array,
            long firstElement,
            long endElement,
            long windowBytesMax,
            long slowBytesMax) {
        byte[] fill = array.address() == DataLayout.UNDEFINED ? FillRows.row(array, array.elementBytes()) : new byte[0];
        return new LinearTiles(
                reader,
                tile,
                array.address(),
                array.elementBytes(),
                fill,
                firstElement,
                endElement,
                windowBytesMax,
                slowBytesMax);
    }

    private LinearTiles(
            RangeReader reader,
            CellTile tile,
            long address,
            int elementBytes,
            byte[] fill,
            long firstElement,
            long endElement,
            long windowBytesMax,
            long slowBytesMax) {
        super(tile);
        this.windows = new WindowReads(reader, windowBytesMax, slowBytesMax);
        this.address = address;
        this.elementBytes = elementBytes;
        this.fill = fill;
        this.nextElement = firstElement;
        this.endElement = endElement;
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
        byte[] bytes = windows.isReadingAhead() ? windows.takeAhead() : null;
        if (bytes != null) {
            tileElements = windows.aheadBytes() / elementBytes;
        } else {
            int lengthBytes = nextBytes(from);
            if (windows.growsFor(lengthBytes)) {
                tile().clear();
            }
            bytes = windows.read(address + from * elementBytes, lengthBytes);
            tileElements = lengthBytes / elementBytes;
        }
        nextElement = from + tileElements;
        tile().setElements(from, nextElement, bytes, 0, elementBytes);
        return true;
    }

    @Override
    void readAhead() {
        boolean ends = nextElement >= endElement || address == DataLayout.UNDEFINED;
        long cells = tileElements * tile().part().fan();
        if (!ends && windows.mayReadAhead(cells - tile().remaining(), cells)) {
            windows.begin(address + nextElement * elementBytes, nextBytes(nextElement));
        }
    }

    /** Length of a window that begins with an element. */
    private int nextBytes(long from) {
        long count = Math.max(1, Math.min(windows.nextBytes(), Integer.MAX_VALUE - 8) / elementBytes);
        return Math.toIntExact(Math.min(endElement - from, count) * elementBytes);
    }
}
