package org.sparkhdf5.chunk;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.SourceDataset;
import org.sparkhdf5.format.VirtualSource;
import org.sparkhdf5.storage.RangeReader;

/**
 * The sources of one virtual array, each opened when it is first asked for. A few are busy at a time: those asked for longest ago
 * give up streams and what was parsed of them. Not thread-safe, but for {@link #close}.
 */
final class SourceArrays implements Closeable {
    /** Sources that hold a stream and cached blocks. */
    static final int BUSY_MAX = 16;
    /** Chunks that are looked up beyond those of the rows that are needed. */
    private static final int CHUNKS_AHEAD = 4096;
    /** Where a source has no more chunks, all are found at once, so that it need not be opened again for them. */
    private static final int FEW_CHUNKS = 256;
    /** The part of the memory that a source takes that is virtual itself. */
    private static final int NESTED_ONE_IN = 4;

    private final MappedSources mapped;
    private final ObjectLocation location;
    private final RowReader.Limits limits;
    private final List<SourceArray> ofMapping = new ArrayList<>();
    /** Those in other files that do not rest, the one asked for last at the end. */
    private final Deque<SourceArray> busy = new ArrayDeque<>();
    /** All that must be closed; guarded by this. */
    private final Map<SourceArray, SourceArray.Opened> open = new HashMap<>();

    private boolean closed;

    /** @param location of the virtual array */
    SourceArrays(MappedSources mapped, ObjectLocation location, RowReader.Limits limits, List<VirtualSource> mappings) {
        this.mapped = mapped;
        this.location = location;
        this.limits = limits;
        Map<List<String>, SourceArray> byName = new HashMap<>();
        for (VirtualSource mapping : mappings) {
            SourceArray source = byName.computeIfAbsent(
                    List.of(mapping.file(), mapping.dataset()), name -> new SourceArray(mapping));
            source.mappingCount++;
            ofMapping.add(source);
        }
    }

    SourceArray of(int mapping) {
        return ofMapping.get(mapping);
    }

    /** Finds out how a source is stored, or that it is missing. */
    void find(SourceArray source) throws IOException {
        if (source.stored == null && !source.isMissing) {
            open(source);
        }
    }

    private void open(SourceArray source) throws IOException {
        SourceDataset found = mapped.open(source.named);
        if (found == null) {
            source.isMissing = true;
            limits.counts().addMissingSource();
            return;
        }
        try {
            Dataset dataset = found.dataset();
            Hdf5File file = dataset.file();
            boolean isOther = !file.name().equals(mapped.file().name());
            ObjectLocation at = new ObjectLocation(file.name(), dataset.path());
            if (source.stored == null) {
                StoredArray array = StoredArray.of(at, dataset);
                ElementConversion conversion =
                        ElementConversions.of(location, at, dataset.datatype(), mapped.datatype(), isOther);
                source.stored = SourceArray.Stored.of(array, conversion);
            }
            findFewChunks(source, file);
            RangeReader data = data(file, source.stored().array());
            Closeable owned = source.stored().array().isElsewhere() ? closingBoth(data, found) : found;
            keep(source, new SourceArray.Opened(file, file.reader(), data, owned, isOther));
        } catch (IOException | RuntimeException e) {
            try (found) {
                throw e;
            }
        }
    }

    private static void findFewChunks(SourceArray source, Hdf5File file) throws IOException {
        StoredArray array = source.stored().array();
        if (array.isChunked() && source.chunksEnd == 0 && array.chunkCount() <= FEW_CHUNKS) {
            source.chunksEnd = array.rowCount();
            source.chunks = ChunkRuns.collect(file, array, 0, source.chunksEnd, lane -> true);
        }
    }

    private static Closeable closingBoth(RangeReader data, SourceDataset found) {
        return () -> {
            try (found) {
                data.close();
            }
        };
    }

    private RangeReader data(Hdf5File file, StoredArray array) throws IOException {
        if (!array.isElsewhere()) {
            return file.reader().uncached();
        }
        long memoryBytes = limits.taskMemoryBytes() / NESTED_ONE_IN;
        return ArrayBytes.open(file, array, limits.beside(limits.taskMemoryBytes() - memoryBytes));
    }

    private void keep(SourceArray source, SourceArray.Opened opened) throws IOException {
        SourceArray.Opened before = source.opened;
        source.opened = opened;
        boolean late;
        synchronized (this) {
            late = closed;
            open.put(source, opened);
        }
        if (before != null) {
            before.owned().close();
        }
        if (late) {
            opened.owned().close();
            throw new IOException(location + ": the reader is closed");
        }
        touch(source, opened);
    }

    /** Notes that a source is asked for; others rest. */
    private void touch(SourceArray source, SourceArray.Opened opened) throws IOException {
        if (!opened.isOther() || busy.peekLast() == source) {
            return;
        }
        busy.remove(source);
        busy.addLast(source);
        while (busy.size() > BUSY_MAX) {
            rest(busy.removeFirst());
        }
    }

    private void rest(SourceArray source) throws IOException {
        SourceArray.Opened opened = source.opened;
        if (opened == null) {
            return;
        }
        if (source.stored().array().isElsewhere()) {
            closeOf(source);
        } else {
            source.opened = opened.withoutMetadata();
            opened.block().rest();
        }
    }

    /** The reader of a source that is there. */
    RangeReader reader(SourceArray source) throws IOException {
        SourceArray.Opened opened = source.opened;
        if (opened == null) {
            open(source);
            opened = source.opened;
        }
        if (opened == null) {
            throw new IOException(
                    location + ": the source " + source.named.dataset() + " of " + source.named.file() + " is gone");
        }
        touch(source, opened);
        return opened.data();
    }

    /** The stored chunks that hold the rows {@code [rowFrom, rowEnd)} of a source; others may be among them. */
    ChunkRun chunks(SourceArray source, long rowFrom, long rowEnd) throws IOException {
        if (rowFrom >= source.chunksFrom && rowEnd <= source.chunksEnd) {
            return source.chunks;
        }
        StoredArray array = source.stored().array();
        if (source.opened == null || source.opened.metadata() == null) {
            open(source);
        }
        SourceArray.Opened opened = source.opened;
        if (opened == null || opened.metadata() == null) {
            throw new IOException(location + ": the source " + array.path() + " is gone");
        }
        touch(source, opened);
        // The first time exactly what is needed: it may be all that is.
        long needed = rowEnd - rowFrom;
        long bands = Math.max(1, CHUNKS_AHEAD / Math.max(1, array.laneCount()));
        long ahead = source.chunksEnd == 0 ? 0 : Math.min(8 * needed, Saturated.multiply(bands, array.chunkRows()));
        source.chunksEnd = Math.min(array.rowCount(), Saturated.add(rowEnd, ahead));
        source.chunksFrom = rowFrom;
        source.chunks = ChunkRuns.collect(opened.metadata(), array, rowFrom, source.chunksEnd, lane -> true);
        return source.chunks;
    }

    /** Gives up the sources that give nothing from an element on. */
    void giveUpBefore(long element, HeldChunks held) throws IOException {
        List<SourceArray> done = new ArrayList<>();
        synchronized (this) {
            for (SourceArray source : open.keySet()) {
                if (source.endElement <= element) {
                    done.add(source);
                }
            }
        }
        for (SourceArray source : done) {
            busy.remove(source);
            closeOf(source);
            boolean missing = source.isMissing;
            source.forget();
            source.isMissing = missing;
            held.removeAll(source);
        }
    }

    private void closeOf(SourceArray source) throws IOException {
        SourceArray.Opened opened = source.opened;
        source.opened = null;
        synchronized (this) {
            open.remove(source);
        }
        if (opened != null) {
            opened.owned().close();
        }
    }

    /** The name of the first source that was missing, and how many were. */
    @Nullable String missing() {
        String first = null;
        int count = 0;
        Set<SourceArray> seen = new HashSet<>();
        for (SourceArray source : ofMapping) {
            if (source.isMissing && seen.add(source)) {
                first = first == null ? source.named.dataset() + " of " + source.named.file() : first;
                count++;
            }
        }
        return first == null ? null : count + " missing, the first is " + first;
    }

    @Override
    public void close() throws IOException {
        List<SourceArray.Opened> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(open.values());
            open.clear();
        }
        IOException failure = null;
        for (SourceArray.Opened opened : all) {
            try {
                opened.owned().close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
