package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.Arrays;
import org.sparkhdf5.storage.RangeReader;

/**
 * The cells of an array chunk by chunk, each decoded once. A decoded chunk is used as it is, unless it reaches over the edge
 * of the dataspace along another dimension than the first: then what lies inside is moved together. Unfiltered chunks that are
 * large are read in slabs: whole inner dimensions, as many of the next as fit a window.
 */
final class ChunkTiles extends TileSource {
    private static final int NONE = -1;
    private static final byte[] NO_BYTES = new byte[0];

    private final RangeReader reader;
    private final ChunkReader chunks;
    private final StoredArray array;
    private final WantedCells wanted;
    private final int rank;
    private final long endOrdinal;
    private final byte[] fill;
    private final long[] chunkOffset;
    private final long[] chunkExtent;
    private final long[] origin;
    private final long[] extent;
    /** Indices in the box of the run of elements that is moved. */
    private final long[] moved;

    private final long windowBytes;
    private long nextOrdinal;
    private long passedCells;
    private byte[] buffer = NO_BYTES;
    private int heldEntry = NONE;

    /** Entry of the chunk that is read in slabs. */
    private int slabEntry = NONE;
    /** Dimension along which slabs follow each other; those before have one index in a slab, those behind are whole. */
    private int slabDimension;
    /** Indices in the chunk of the first element of the next slab. */
    private final long[] slab;

    /**
     * @param firstOrdinal of the first chunk
     * @param wanted cells; chunks without one are passed over
     * @param windowBytes that are read of an unfiltered chunk at once
     */
    ChunkTiles(
            RangeReader reader,
            CellTile tile,
            ChunkReader chunks,
            long firstOrdinal,
            long endOrdinal,
            WantedCells wanted,
            long windowBytes) {
        super(tile);
        this.wanted = wanted;
        this.reader = reader;
        this.chunks = chunks;
        this.array = chunks.array();
        this.rank = array.dimensions().size();
        this.nextOrdinal = firstOrdinal;
        this.endOrdinal = endOrdinal;
        this.windowBytes = windowBytes;
        this.fill = FillRows.row(array, array.elementBytes());
        this.chunkOffset = new long[rank];
        this.chunkExtent = new long[rank];
        this.origin = new long[rank];
        this.extent = new long[rank];
        this.slab = new long[rank];
        this.moved = new long[rank];
    }

    @Override
    boolean next() throws IOException {
        if (heldEntry != NONE) {
            tile().clear();
            chunks.release(heldEntry);
            heldEntry = NONE;
        }
        if (slabEntry != NONE) {
            loadSlab();
            return true;
        }
        while (nextOrdinal < endOrdinal && !wanted.hasCellsOf(tile().part(), array, nextOrdinal)) {
            pass(nextOrdinal++);
        }
        if (nextOrdinal >= endOrdinal) {
            return false;
        }
        load(nextOrdinal++);
        return true;
    }

    private void pass(long ordinal) {
        long[] offset = array.chunkOffset(ordinal);
        long cells = tile().part().fan();
        for (int i = 0; i < rank; i++) {
            cells *= Math.min(array.chunkDimensions().get(i), array.dimensions().get(i) - offset[i]);
        }
        passedCells += cells;
    }

    @Override
    long passedCells() {
        return passedCells;
    }

    private void load(long ordinal) throws IOException {
        array.chunkOffset(ordinal, chunkOffset);
        for (int i = 0; i < rank; i++) {
            chunkExtent[i] =
                    Math.min(array.chunkDimensions().get(i), array.dimensions().get(i) - chunkOffset[i]);
        }
        int entry = chunks.find(ordinal);
        if (entry < 0) {
            long count = tile().setBox(chunkOffset, chunkExtent);
            tile().setElements(0, count, fill, 0, 0);
            return;
        }
        if (!BandMemory.isDecoded(array)) {
            chunks.unfilteredAddress(entry, true);
            beginSlabs(entry);
            loadSlab();
            return;
        }
        long count = tile().setBox(chunkOffset, chunkExtent);
        if (chunks.isFiltered()) {
            // The bytes of the tile before are room for this one: a chunk takes two arrays, not three.
            tile().clear();
            chunks.reuse(buffer);
            buffer = NO_BYTES;
            buffer = chunks.decode(entry).detach(NO_BYTES);
            chunks.release(entry);
            show(count, buffer, 0, chunkExtent, 0);
            return;
        }
        ChunkFetcher.Slice slice = chunks.fetchUnfiltered(entry);
        heldEntry = entry;
        show(count, slice.bytes(), slice.offset(), chunkExtent, 0);
    }

    /**
     * Shows a box, which begins where the bytes do and has the strides of the chunk.
     *
     * @param dimension behind which the box should be as wide as the chunk, so that nothing has to be moved
     */
    private void show(long count, byte[] bytes, int offset, long[] box, int dimension) {
        int elementBytes = array.elementBytes();
        boolean whole = true;
        for (int i = dimension + 1; i < rank; i++) {
            whole &= box[i] == array.chunkDimensions().get(i);
        }
        if (whole) {
            tile().setElements(0, count, bytes, offset, elementBytes);
            return;
        }
        int lengthBytes = Math.toIntExact(count * elementBytes);
        if (bytes != buffer && buffer.length < lengthBytes) {
            tile().clear();
            buffer = new byte[lengthBytes];
        }
        moveTogether(bytes, offset, box);
        tile().setElements(0, count, buffer, 0, elementBytes);
    }

    /**
     * Puts the elements of a box one behind the other into {@link #buffer}: in place where they are there already, as none
     * moves back; what was fetched is not changed.
     */
    private void moveTogether(byte[] bytes, int offset, long[] box) {
        int elementBytes = array.elementBytes();
        int runBytes = Math.toIntExact(box[rank - 1] * elementBytes);
        Arrays.fill(moved, 0);
        int to = 0;
        do {
            long element = 0;
            for (int i = 0; i < rank; i++) {
                element = element * array.chunkDimensions().get(i) + moved[i];
            }
            System.arraycopy(bytes, offset + Math.toIntExact(element * elementBytes), buffer, to, runBytes);
            to += runBytes;
        } while (advance(moved, box));
    }

    /** Steps through all dimensions but the last; false when all were seen. */
    private boolean advance(long[] position, long[] box) {
        for (int i = rank - 2; i >= 0; i--) {
            if (++position[i] < box[i]) {
                return true;
            }
            position[i] = 0;
        }
        return false;
    }

    private void beginSlabs(int entry) {
        slabEntry = entry;
        Arrays.fill(slab, 0);
        slabDimension = rank - 1;
        long bytes = array.elementBytes();
        for (int i = rank - 1; i > 0; i--) {
            bytes *= array.chunkDimensions().get(i);
            if (bytes > windowBytes) {
                return;
            }
            slabDimension = i - 1;
        }
    }

    private void loadSlab() throws IOException {
        int elementBytes = array.elementBytes();
        long innerBytes = elementBytes;
        for (int i = slabDimension + 1; i < rank; i++) {
            innerBytes *= array.chunkDimensions().get(i);
        }
        long along = Math.min(chunkExtent[slabDimension] - slab[slabDimension], Math.max(1, windowBytes / innerBytes));
        long from = 0;
        for (int i = 0; i < rank; i++) {
            boolean inside = i > slabDimension;
            origin[i] = chunkOffset[i] + slab[i];
            extent[i] = inside ? chunkExtent[i] : i == slabDimension ? along : 1;
            from = from * array.chunkDimensions().get(i) + slab[i];
        }
        int lengthBytes = Math.toIntExact(along * innerBytes);
        if (buffer.length < lengthBytes) {
            tile().clear();
            buffer = new byte[lengthBytes];
        }
        reader.readFully(chunks.unfilteredAddress(slabEntry, false) + from * elementBytes, buffer, 0, lengthBytes);
        long count = tile().setBox(origin, extent);
        show(count, buffer, 0, extent, slabDimension);
        slab[slabDimension] += along;
        for (int i = slabDimension; i >= 0 && slab[i] >= chunkExtent[i]; i--) {
            slab[i] = 0;
            if (i == 0) {
                slabEntry = NONE;
            } else {
                slab[i - 1]++;
            }
        }
    }
}
