package org.sparkhdf5.chunk;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.SourceDataset;
import org.sparkhdf5.format.VirtualSource;
import org.sparkhdf5.storage.Closing;
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
    /** Sources that are virtual themselves and open, whatever file they are in: each holds what it put together. */
    static final int NESTED_MAX = 2;
    /** The part of the memory that chunks take that are known and not read. */
    private static final int RUNS_ONE_IN = 16;

    private static final long RUN_BYTES_LEAST = 16 << 10;

    private final MappedSources mapped;
    private final ObjectLocation location;
    private final RowReader.Limits limits;
    private final List<SourceArray> ofMapping = new ArrayList<>();
    /** Those in other files that do not rest, the one asked for last at the end. */
    private final Deque<SourceArray> busy = new ArrayDeque<>();
    /** Those that are virtual themselves and open, the one asked for last at the end. */
    private final Deque<SourceArray> nested = new ArrayDeque<>();
    /** Those whose stored chunks are known, the one asked for last at the end. */
    private final Set<SourceArray> listed = new LinkedHashSet<>();
    /** What their runs of chunks take. */
    private long runBytes;
    /** Whether one was closed that is virtual itself and had more to give. */
    private boolean nestedTakeTurns;
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
            RangeReader data = data(file, source);
            Closeable owned = source.stored().array().isElsewhere() ? closingBoth(data, found.owned()) : found.owned();
            keep(source, new SourceArray.Opened(file, file.reader(), data, owned, isOther));
        } catch (IOException | RuntimeException e) {
            try (found) {
                throw e;
            }
        }
    }

    private void findFewChunks(SourceArray source, Hdf5File file) throws IOException {
        StoredArray array = source.stored().array();
        if (array.isChunked() && source.chunksEnd == 0 && array.chunkCount() <= FEW_CHUNKS) {
            note(source, file, 0, array.rowCount());
        }
    }

    private static Closeable closingBoth(RangeReader data, Closeable owned) {
        return () -> {
            try (owned) {
                data.close();
            }
        };
    }

    /** Finds the stored chunks of some rows; those of sources that were asked for longest ago are forgotten. */
    private void note(SourceArray source, Hdf5File file, long rowFrom, long rowEnd) throws IOException {
        ChunkRun found = ChunkRuns.collect(file, source.stored().array(), rowFrom, rowEnd, lane -> true);
        forgetChunks(source);
        source.chunks = found;
        source.chunksFrom = rowFrom;
        source.chunksEnd = rowEnd;
        runBytes += found.encodedBytes();
        listed.add(source);
        long most = Math.max(RUN_BYTES_LEAST, limits.taskMemoryBytes() / RUNS_ONE_IN);
        while (runBytes > most && listed.size() > 1) {
            forgetChunks(listed.iterator().next());
        }
    }

    private void forgetChunks(SourceArray source) {
        if (listed.remove(source)) {
            runBytes -= source.chunks.encodedBytes();
            source.forgetChunks();
        }
    }

    private RangeReader data(Hdf5File file, SourceArray source) throws IOException {
        StoredArray array = source.stored().array();
        if (!array.isElsewhere()) {
            return file.reader().uncached();
        }
        if (source.isNested()) {
            restNested(source, NESTED_MAX - 1);
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
        if (source.isNested()) {
            nested.remove(source);
            nested.addLast(source);
            return;
        }
        boolean rests = opened.isOther() || source.stored().array().isElsewhere();
        if (!rests || busy.peekLast() == source) {
            return;
        }
        busy.remove(source);
        busy.addLast(source);
        while (busy.size() > BUSY_MAX) {
            rest(busy.removeFirst());
        }
    }

    /** Closes those asked for longest ago that are virtual themselves, until so many others than one are open. */
    private void restNested(SourceArray source, int others) throws IOException {
        nested.remove(source);
        while (nested.size() > others) {
            nestedTakeTurns = true;
            closeOf(nested.removeFirst());
        }
    }

    /** Whether it costs something to go from one to the next of so many sources. */
    boolean takeTurns(int sourceCount) {
        return nestedTakeTurns || sourceCount > BUSY_MAX;
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
        if (listed.remove(source)) {
            listed.add(source);
        }
        if (source.knowsChunks(rowFrom, rowEnd)) {
            return source.chunks;
        }
        StoredArray array = source.stored().array();
        if (source.opened == null || source.opened.metadata() == null) {
            open(source);
            if (source.knowsChunks(rowFrom, rowEnd)) {
                return source.chunks;
            }
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
        note(source, opened.metadata(), rowFrom, Math.min(array.rowCount(), Saturated.add(rowEnd, ahead)));
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
            nested.remove(source);
            closeOf(source);
            forgetChunks(source);
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
        List<Closeable> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            open.values().forEach(opened -> all.add(opened.owned()));
            open.clear();
        }
        Closing.all(all);
    }
}
