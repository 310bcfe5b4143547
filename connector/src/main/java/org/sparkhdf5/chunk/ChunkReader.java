package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.codec.CorruptChunkException;
import org.sparkhdf5.codec.FilterBuffer;
import org.sparkhdf5.codec.FilterChain;
import org.sparkhdf5.codec.UnsupportedChunkException;

/**
 * Reads whole chunks of one array and undoes their filters.
 *
 * <p>A chunk decodes to {@link StoredArray#chunkBytes()} bytes in C order; edge chunks are full size, what lies beyond the
 * dataspace is undefined. Not thread-safe; one per array and task, all on one {@link FilterBuffer}.
 */
final class ChunkReader {
    private final StoredArray array;
    private final int arrayIndex;
    private final ObjectLocation location;
    private final ChunkSchedule schedule;
    private final ChunkFetcher fetcher;
    private final FilterBuffer buffer;
    private final @Nullable FilterChain chain;
    private final ChunkCounts counts;

    ChunkReader(
            StoredArray array,
            int arrayIndex,
            ObjectLocation location,
            ChunkSchedule schedule,
            ChunkFetcher fetcher,
            FilterBuffer buffer,
            ChunkCounts counts) {
        this.array = array;
        this.arrayIndex = arrayIndex;
        this.location = location;
        this.schedule = schedule;
        this.fetcher = fetcher;
        this.buffer = buffer;
        this.chain = array.pipeline().isEmpty() ? null : FilterChains.of(location, array);
        this.counts = counts;
    }

    StoredArray array() {
        return array;
    }

    /** The schedule entry of a chunk, or a negative number, counted, where it was never written. */
    int find(long ordinal) {
        int entry = schedule.find(arrayIndex, ordinal);
        if (entry < 0) {
            counts.addFilled();
        }
        return entry;
    }

    /**
     * Where the bytes of an unfiltered chunk begin in the file, its size checked.
     *
     * @param first whether this is the first read of the chunk, which counts
     */
    long unfilteredAddress(int entry, boolean first) throws IOException {
        if (first) {
            counts.addRead();
        }
        checkUnfilteredSize(entry);
        return schedule.address(entry);
    }

    /** Whether the chunk's stored bytes are its elements. */
    boolean isFiltered() {
        return chain != null;
    }

    /** The stored bytes of an unfiltered chunk; valid until {@link #release}. */
    ChunkFetcher.Slice fetchUnfiltered(int entry) throws IOException {
        counts.addRead();
        checkUnfilteredSize(entry);
        return fetcher.fetch(entry);
    }

    void release(int entry) {
        fetcher.release(entry);
    }

    /** Takes an array that is no longer needed, for the chunks to come. */
    void reuse(byte[] spare) {
        buffer.reuse(spare);
    }

    /** Makes the elements of a chunk current in the filter buffer, at whatever offset. */
    FilterBuffer decode(int entry) throws IOException {
        counts.addRead();
        ChunkFetcher.Slice slice = fetcher.fetch(entry);
        buffer.wrap(slice.bytes(), slice.offset(), slice.lengthBytes());
        if (chain == null) {
            checkUnfilteredSize(entry);
            return buffer;
        }
        try {
            chain.decode(buffer, schedule.filterMask(entry));
        } catch (UnsupportedChunkException e) {
            throw location.unsupported(chunkName(entry) + ": " + e.getMessage(), FilterChains.REWRITE);
        } catch (CorruptChunkException e) {
            throw located(entry, e);
        }
        return buffer;
    }

    private void checkUnfilteredSize(int entry) throws IOException {
        if (schedule.storedBytes(entry) != array.chunkBytes()) {
            throw location.malformed(
                    chunkName(entry) + ": " + array.chunkBytes() + " bytes expected, found "
                            + schedule.storedBytes(entry),
                    schedule.address(entry));
        }
    }

    private IOException located(int entry, CorruptChunkException cause) {
        IOException malformed =
                location.malformed(chunkName(entry) + ": " + cause.getMessage(), schedule.address(entry));
        malformed.initCause(cause);
        return malformed;
    }

    private String chunkName(int entry) {
        String offset = Arrays.toString(array.chunkOffset(schedule.ordinal(entry)));
        return "chunk (" + offset.substring(1, offset.length() - 1) + ")";
    }
}
