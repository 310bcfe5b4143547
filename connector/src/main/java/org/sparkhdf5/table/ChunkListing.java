package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;

/**
 * The stored chunks of one dataset, row-major. The index is walked in portions: it may hold more chunks than fit into memory.
 * Not thread-safe.
 */
public final class ChunkListing {
    private static final int PORTION_CHUNKS = 16_384;

    private final Dataset dataset;
    private final boolean partialChunksUnfiltered;
    private final int portionChunks;
    private final Deque<ListedChunk> waiting = new ArrayDeque<>();
    /** Row of the chunk that was taken last, and how many of that row were taken. */
    private long lastRow;

    private long takenOfLastRow;
    private boolean ended;

    /**
     * @throws IllegalArgumentException if there is no such object, or it is not a chunked dataset
     * @throws org.sparkhdf5.Hdf5FormatException if it cannot be read
     */
    public ChunkListing(Hdf5File file, String path) throws IOException {
        this(file, path, PORTION_CHUNKS);
    }

    ChunkListing(Hdf5File file, String path, int portionChunks) throws IOException {
        Hdf5Object object = file.find(path);
        String location = file.name() + ": " + path;
        if (object == null) {
            throw new IllegalArgumentException(
                    location + ": a chunked dataset is expected, found no object of this name; "
                            + "the option view=objects lists what is there");
        }
        if (!(object instanceof Dataset found)) {
            throw new IllegalArgumentException(location + ": a chunked dataset is expected, found no dataset; "
                    + "the option view=objects lists what is there");
        }
        DataLayout layout = found.layout();
        if (!(layout instanceof DataLayout.Chunked chunked)) {
            String name = layout.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            throw new IllegalArgumentException(location + ": a chunked dataset is expected, found layout " + name
                    + ", which has no chunks; the option view=objects lists the layouts");
        }
        this.dataset = found;
        this.partialChunksUnfiltered = chunked.partialChunksUnfiltered();
        this.portionChunks = portionChunks;
    }

    /** The next chunk, or null behind the last one. */
    public @Nullable ListedChunk next() throws IOException {
        if (waiting.isEmpty() && !ended) {
            fill();
        }
        return waiting.poll();
    }

    private void fill() throws IOException {
        Portion portion = new Portion(lastRow, takenOfLastRow);
        try {
            dataset.chunkIndex().forEachChunk(lastRow, Long.MAX_VALUE, portion::take);
            ended = true;
        } catch (PortionFullException e) {
            // goes on behind the chunk that was taken last
        }
    }

    /** Takes chunks until it is full. */
    private final class Portion {
        private final long firstRow;
        private long toSkip;

        Portion(long firstRow, long toSkip) {
            this.firstRow = firstRow;
            this.toSkip = toSkip;
        }

        void take(long[] offset, long address, long storedBytes, int filterMask) throws IOException {
            long row = offset.length == 0 ? 0 : offset[0];
            if (row == firstRow && toSkip > 0) {
                toSkip--;
                return;
            }
            if (waiting.size() >= portionChunks) {
                throw new PortionFullException();
            }
            takenOfLastRow = row == lastRow ? takenOfLastRow + 1 : 1;
            lastRow = row;
            waiting.add(new ListedChunk(
                    dataset.file().name(), boxed(offset), address, storedBytes, storedMask(filterMask)));
        }
    }

    /** A chunk at the border that was left unfiltered comes with all bits set, whatever the file holds: which is none. */
    private long storedMask(int filterMask) {
        return partialChunksUnfiltered && filterMask == -1 ? 0 : Integer.toUnsignedLong(filterMask);
    }

    private static List<Long> boxed(long[] offset) {
        List<Long> boxed = new ArrayList<>(offset.length);
        for (long coordinate : offset) {
            boxed.add(coordinate);
        }
        return boxed;
    }

    /** Ends a walk of the index early. */
    private static final class PortionFullException extends IOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
