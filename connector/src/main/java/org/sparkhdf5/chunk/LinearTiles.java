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
    private final RowRuns elements;
    /** The run that the next tile begins in, or ends behind. */
    private int run;

    private long nextElement;
    private long tileElements;

    /** Cells whose values are not wanted. */
    static LinearTiles unread(RangeReader reader, CellTile tile, RowRuns elements) {
        return new LinearTiles(reader, tile, DataLayout.UNDEFINED, 0, new byte[0], elements, 0, 0);
    }

    /**
     * Cells of an array without chunks.
     *
     * @param elements that are wanted
     * @param windowBytesMax what a window may take, at least one element
     * @param slowBytesMax what each of two windows may take where reads are slow
     */
    static LinearTiles of(
            RangeReader reader,
            CellTile tile,
            StoredArray array,
            RowRuns elements,
            long windowBytesMax,
            long slowBytesMax) {
        byte[] fill = array.address() == DataLayout.UNDEFINED ? FillRows.row(array, array.elementBytes()) : new byte[0];
        return new LinearTiles(
                reader, tile, array.address(), array.elementBytes(), fill, elements, windowBytesMax, slowBytesMax);
    }

    private LinearTiles(
            RangeReader reader,
            CellTile tile,
            long address,
            int elementBytes,
            byte[] fill,
            RowRuns elements,
            long windowBytesMax,
            long slowBytesMax) {
        super(tile);
        this.windows = new WindowReads(reader, windowBytesMax, slowBytesMax);
        this.address = address;
        this.elementBytes = elementBytes;
        this.fill = fill;
        this.elements = elements;
        int rank = tile.part().dimensions().size() - (tile.part().valueOffsets().isEmpty() ? 0 : 1);
        long[] extent = new long[rank];
        for (int i = 0; i < rank; i++) {
            extent[i] = tile.part().dimensions().get(i);
        }
        tile.setBox(new long[rank], extent);
    }

    @Override
    boolean next() throws IOException {
        if (!stepToRun()) {
            return false;
        }
        long from = nextElement;
        if (address == DataLayout.UNDEFINED) {
            nextElement = elements.end(run);
            tile().setElements(from, nextElement, fill, 0, 0);
            return true;
        }
        byte[] bytes = windows.isReadingAhead() ? windows.takeAhead() : null;
        if (bytes != null) {
            tileElements = windows.aheadBytes() / elementBytes;
        } else {
            int lengthBytes = nextBytes();
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

    /** Steps to the next element that is wanted; false behind the last one. */
    private boolean stepToRun() {
        if (run < elements.runCount() && nextElement >= elements.end(run)) {
            run++;
        }
        if (run < elements.runCount()) {
            nextElement = Math.max(nextElement, elements.first(run));
        }
        return run < elements.runCount();
    }

    @Override
    void readAhead() {
        long cells = tileElements * tile().part().fan();
        boolean used = address != DataLayout.UNDEFINED && windows.mayReadAhead(cells - tile().remaining(), cells);
        if (used && stepToRun()) {
            windows.begin(address + nextElement * elementBytes, nextBytes());
        }
    }

    /** Length of a window that begins with the next element. */
    private int nextBytes() {
        long count = Math.max(1, Math.min(windows.nextBytes(), Integer.MAX_VALUE - 8) / elementBytes);
        return Math.toIntExact(Math.min(elements.end(run) - nextElement, count) * elementBytes);
    }
}
