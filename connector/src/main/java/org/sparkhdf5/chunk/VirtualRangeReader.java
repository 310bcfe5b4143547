package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.VirtualSource;
import org.sparkhdf5.storage.PendingRead;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.ReadBounds;
import org.sparkhdf5.storage.ReadPace;

/**
 * The elements of a virtual array, put together from its sources. Address 0 is the first byte of the first element.
 *
 * <p>Elements are made a <em>slab</em> at a time: fill values, and over them what each mapping gives, in the order of the file. A
 * slab goes on beyond what was asked for up to where no chunk of a source is cut, as far as memory goes: so each is decoded once
 * where reads go forward. Not thread-safe, but for {@link #close}.
 */
final class VirtualRangeReader implements RangeReader {
    private static final Logger LOG = LoggerFactory.getLogger(VirtualRangeReader.class);

    private static final long SLAB_BYTES_MAX = 1L << 30;
    /** What it costs, about, to turn to a source that rests. */
    private static final long TURN_NANOS = 1_000_000;
    /** Borders of one source cut chunks of others, whose borders cut others again. */
    private static final int BORDER_ROUNDS_MAX = 16;

    private final ObjectLocation location;
    private final StoredArray array;
    private final int elementBytes;
    private final long elements;
    private final RowReader.Limits limits;
    private final Mapping[] mappings;
    private final MappedSources mapped;
    private final SourceArrays sources;
    private final MappingCopy copy;
    private final RunBudget budget;
    private final Slab slab;
    private final Slab direct;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** What the largest chunk that was met takes, stored and decoded. */
    private long scratchBytes;
    /** Sources that gave something to what was put together last. */
    private int sourceCount;
    /** The dimensions of that mapping that has most. */
    private int levels = 1;
    /** Whether a read failed half way: nobody knows then what was read of which source, so nothing more is. */
    private boolean failed;

    private VirtualRangeReader(
            ObjectLocation location, StoredArray array, MappedSources mapped, RowReader.Limits limits)
            throws IOException {
        this.location = location;
        this.array = array;
        this.elementBytes = array.elementBytes();
        this.elements = array.dimensions().isEmpty() ? 1 : array.rowCount() * array.rowElements();
        this.limits = limits;
        this.mapped = mapped;
        this.budget = RunBudget.of(limits);
        this.slab = new Slab(elementBytes);
        this.direct = new Slab(elementBytes);
        List<VirtualSource> told = mapped.mappings();
        this.sources = new SourceArrays(mapped, location, limits, told);
        this.copy = new MappingCopy(sources, limits);
        this.mappings = new Mapping[told.size()];
        long[] dimensions =
                array.dimensions().stream().mapToLong(Long::longValue).toArray();
        for (int i = 0; i < mappings.length; i++) {
            mappings[i] = new Mapping(location, told.get(i), sources.of(i), dimensions);
        }
    }

    /**
     * @param file that the array was found in
     * @param mapped where its elements come from
     * @param limits what it may use, and where it counts
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the extent is larger than positions of bytes can tell
     */
    static VirtualRangeReader open(String file, StoredArray array, MappedSources mapped, RowReader.Limits limits)
            throws IOException {
        ObjectLocation location = new ObjectLocation(file, array.path());
        array.checkExtent(location);
        return new VirtualRangeReader(location, array, mapped, limits);
    }

    @Override
    public String file() {
        return location.file();
    }

    @Override
    public long lengthBytes() {
        return elements * elementBytes;
    }

    /** That of the file system, and what it costs to go through more sources than can be busy at a time. */
    @Override
    public ReadPace pace() {
        ReadPace pace = mapped.file().reader().uncached().pace();
        long turnNanos = sources.takeTurns(sourceCount) ? sourceCount * TURN_NANOS : 0;
        return turnNanos <= pace.latencyNanos() ? pace : new ReadPace(turnNanos, pace.bytesPerSecond());
    }

    /** Does the read when its bytes are needed: the caller knows how far it goes, and asks for much at a time. */
    @Override
    public PendingRead begin(long address, byte[] target, int offset, int lengthBytes) {
        return () -> {
            readFully(address, target, offset, lengthBytes);
            return true;
        };
    }

    @Override
    public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
        ReadBounds.check(this, address, target, offset, lengthBytes);
        long end = address + lengthBytes;
        long position = address;
        while (position < end) {
            checkOpen();
            checkWhole();
            long element = position / elementBytes;
            if (element < slab.first() || element >= slab.end()) {
                failed = true;
                position += load(element, position, end, target, offset + (int) (position - address));
                failed = false;
            } else {
                int copied = (int) (Math.min(end, slab.end() * elementBytes) - position);
                slab.copy(position, target, offset + (int) (position - address), copied);
                position += copied;
            }
        }
    }

    /** Puts the next elements together: where they belong, if nothing else comes with them; then how many bytes they are. */
    private int load(long element, long position, long end, byte[] target, int offset) throws IOException {
        long wantedEnd = Math.min(elements, -Math.floorDiv(-end, (long) elementBytes));
        long slabEnd = slabEnd(element, wantedEnd);
        prepare(element, slabEnd);
        boolean exact = position == element * elementBytes && slabEnd * elementBytes <= end;
        if (exact) {
            direct.set(target, offset, element, slabEnd);
            try {
                assemble(direct);
            } finally {
                direct.clear();
            }
        } else {
            assembleSlab(element, slabEnd);
        }
        sources.giveUpBefore(element, copy.held());
        return exact ? (int) ((slabEnd - element) * elementBytes) : 0;
    }

    private void assembleSlab(long element, long slabEnd) throws IOException {
        int slabBytes = Math.toIntExact((slabEnd - element) * elementBytes);
        byte[] room = slab.bytes();
        slab.clear();
        if (room.length < slabBytes) {
            room = new byte[slabBytes];
        }
        slab.set(room, 0, element, slabEnd);
        assemble(slab);
    }

    /** The element behind the last one of a slab. */
    private long slabEnd(long first, long wantedEnd) throws IOException {
        prepare(first, wantedEnd);
        long most = Math.min(elements, first + Math.max(1, slabBytesMax() / elementBytes));
        long least = Math.min(wantedEnd, most);
        long before = endOfChunksBefore(first, least);
        if (before > first) {
            return before;
        }
        for (int level = 0; level < levels; level++) {
            long end = endOfChunks(first, least, most, level);
            if (end <= most) {
                return end;
            }
        }
        return most;
    }

    /** An end at which no chunk is cut before some element, or the first element: what ends there needs no copy. */
    private long endOfChunksBefore(long first, long least) {
        long end = least;
        for (int round = 0; round < BORDER_ROUNDS_MAX && end > first; round++) {
            long next = end;
            for (Mapping mapping : mappings) {
                if (mapping.meets(first, end) && !mapping.source().isMissing) {
                    next = Math.min(next, mapping.borderBefore(end));
                }
            }
            if (next == end) {
                return end;
            }
            end = next;
        }
        return first;
    }

    /** An end at which no chunk is cut, or some element behind {@code most}. */
    private long endOfChunks(long first, long least, long most, int level) throws IOException {
        long end = least;
        for (int round = 0; round < BORDER_ROUNDS_MAX; round++) {
            long next = end;
            for (Mapping mapping : mappings) {
                if (mapping.meets(first, end) && !mapping.source().isMissing) {
                    next = Math.max(next, mapping.borderFrom(end, level));
                }
            }
            if (next == end || next > most) {
                return next;
            }
            prepare(first, next);
            end = next;
        }
        return end;
    }

    /** Looks at the sources that give elements of a range. */
    private void prepare(long first, long end) throws IOException {
        for (Mapping mapping : mappings) {
            if (mapping.endsBefore(first) || budget.isShort() && !mapping.meets(first, end)) {
                mapping.forget(budget);
            }
        }
        for (Mapping mapping : mappings) {
            if (mapping.meets(first, end)) {
                SourceArray source = mapping.source();
                sources.find(source);
                if (!source.isMissing) {
                    mapping.prepare(location, budget);
                    note(mapping);
                }
            }
        }
    }

    private void note(Mapping mapping) {
        GridMapping grid = mapping.grid();
        levels = Math.max(levels, grid == null ? 1 : grid.rank());
        SourceArray.Stored stored = mapping.source().stored();
        if (stored.isDecoded()) {
            scratchBytes =
                    Math.max(scratchBytes, Saturated.multiply(2, stored.array().chunkBytes()));
        }
    }

    private long slabBytesMax() {
        long memory = limits.taskMemoryBytes();
        long free = Math.max(memory / 8, Math.min(memory / 2, memory - scratchBytes));
        return Math.min(SLAB_BYTES_MAX, free);
    }

    private long heldBytesMax() {
        long memory = limits.taskMemoryBytes();
        return Math.max(memory / 8, memory / 2 - memory / 8 - scratchBytes);
    }

    private void assemble(Slab target) throws IOException {
        if (!isCovered(target)) {
            target.fill(array.fillElement());
        }
        sourceCount = 0;
        for (Mapping mapping : mappings) {
            if (mapping.meets(target.first(), target.end()) && !mapping.source().isMissing) {
                checkOpen();
                sourceCount++;
                copy.copy(mapping, target, heldBytesMax());
            }
        }
    }

    /** Whether one mapping gives all elements. */
    private boolean isCovered(Slab target) {
        for (Mapping mapping : mappings) {
            if (mapping.meets(target.first(), target.end())
                    && !mapping.source().isMissing
                    && mapping.place().before(target.end()) - mapping.place().before(target.first())
                            == target.end() - target.first()) {
                return true;
            }
        }
        return false;
    }

    private void checkOpen() throws IOException {
        if (closed.get()) {
            throw new IOException(location + ": the reader is closed");
        }
    }

    private void checkWhole() throws IOException {
        if (failed) {
            throw new IOException(location + ": a read of it failed before, and nothing more is read; open it again");
        }
    }

    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        @Nullable String missing = sources.missing();
        if (missing != null) {
            LOG.warn("{}: sources of a virtual dataset, their elements are fill values: {}", location, missing);
        }
        try (sources) {
            copy.close();
        }
    }
}
