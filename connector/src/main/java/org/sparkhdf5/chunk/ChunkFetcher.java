package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.CoalescedRead;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.RangeCoalescer;
import org.sparkhdf5.storage.RangeReader;

/**
 * Fetches the stored bytes of chunks: the one that is asked for, and with it those that come next in the schedule, merged into
 * few reads. Begins with a single chunk and doubles, so that a query that stops early is cheap. Not thread-safe.
 *
 * <p>Fetched bytes are kept until they are released; buffers are used again.
 */
final class ChunkFetcher {
    private static final int BUFFER_STEP_BYTES = 64 << 10;

    private final RangeReader reader;
    private final ChunkSchedule schedule;
    private final CoalescingPolicy policy;
    private final long fetchBytesMax;
    private final boolean fetchesAhead;
    private final Map<Integer, Slice> fetched = new HashMap<>();
    private final Deque<byte[]> freeBuffers = new ArrayDeque<>();
    private final BitSet released = new BitSet();
    private long fetchBytes;
    private long freeBytes;

    /**
     * @param fetchBytesMax stored bytes in one go, unless a single chunk is larger
     * @param fetchesAhead false where chunks are decoded more than once: then each is fetched alone
     */
    ChunkFetcher(
            RangeReader reader,
            ChunkSchedule schedule,
            CoalescingPolicy policy,
            long fetchBytesMax,
            boolean fetchesAhead) {
        this.reader = reader;
        this.schedule = schedule;
        this.policy = policy;
        this.fetchBytesMax = fetchBytesMax;
        this.fetchesAhead = fetchesAhead;
    }

    /** The stored bytes of one chunk; valid until {@link #release}. */
    Slice fetch(int entry) throws IOException {
        Slice slice = fetched.get(entry);
        if (slice == null) {
            fetchFrom(entry);
            slice = fetched.get(entry);
        }
        if (slice == null) {
            throw new IllegalStateException("chunk entry " + entry + " was not fetched");
        }
        return slice;
    }

    /** Gives up the bytes of one chunk. */
    void release(int entry) {
        released.set(entry);
        Slice slice = fetched.remove(entry);
        if (slice != null && --slice.buffer.sliceCount == 0) {
            free(slice.buffer.bytes);
        }
    }

    private void fetchFrom(int entry) throws IOException {
        List<Integer> entries = new ArrayList<>();
        List<ByteRange> ranges = new ArrayList<>();
        long bytes = 0;
        fetchBytes = Math.max(fetchBytes, schedule.storedBytes(entry));
        for (int next = entry; next < schedule.size(); next++) {
            long storedBytes = schedule.storedBytes(next);
            if (!entries.isEmpty() && (!fetchesAhead || bytes + storedBytes > fetchBytes)) {
                break;
            }
            boolean used = next != entry && released.get(next);
            if (!used && !fetched.containsKey(next)) {
                entries.add(next);
                ranges.add(new ByteRange(schedule.address(next), storedBytes));
                bytes += storedBytes;
            }
        }
        fetchBytes = Math.max(fetchBytes, Math.min(fetchBytes * 2, fetchBytesMax));
        CoalescingPolicy bounded =
                new CoalescingPolicy(policy.gapBytesMax(), Math.max(1, Math.min(policy.readBytesMax(), fetchBytes)));
        readWithin(RangeCoalescer.coalesce(ranges, bounded), entries, ranges);
    }

    /** Does the read of the first entry, and others as far as they fit: gaps between chunks are read, and held, too. */
    private void readWithin(List<CoalescedRead> reads, List<Integer> entries, List<ByteRange> ranges)
            throws IOException {
        long spent = 0;
        for (CoalescedRead read : reads) {
            if (read.members().contains(0)) {
                readSlices(read, entries, ranges);
                spent = read.range().lengthBytes();
            }
        }
        for (CoalescedRead read : reads) {
            long lengthBytes = read.range().lengthBytes();
            if (!read.members().contains(0) && spent + lengthBytes <= fetchBytes) {
                readSlices(read, entries, ranges);
                spent += lengthBytes;
            }
        }
    }

    private void readSlices(CoalescedRead read, List<Integer> entries, List<ByteRange> ranges) throws IOException {
        int lengthBytes = Math.toIntExact(read.range().lengthBytes());
        Buffer buffer = new Buffer(buffer(lengthBytes));
        reader.readFully(read.range().address(), buffer.bytes, 0, lengthBytes);
        for (int member : read.members()) {
            ByteRange range = ranges.get(member);
            int offset = Math.toIntExact(range.address() - read.range().address());
            fetched.put(entries.get(member), new Slice(buffer, offset, (int) range.lengthBytes()));
            buffer.sliceCount++;
        }
    }

    /** The shortest free buffer that is long enough, or a new one of a round length, so that it fits later reads too. */
    private byte[] buffer(int lengthBytes) {
        byte[] best = null;
        for (byte[] candidate : freeBuffers) {
            if (candidate.length >= lengthBytes && (best == null || candidate.length < best.length)) {
                best = candidate;
            }
        }
        if (best != null) {
            freeBuffers.remove(best);
            freeBytes -= best.length;
            return best;
        }
        long rounded = -Math.floorDiv(-(long) lengthBytes, BUFFER_STEP_BYTES) * BUFFER_STEP_BYTES;
        return new byte[(int) Math.min(rounded, Integer.MAX_VALUE - 8)];
    }

    /** Keeps a buffer for later reads; shorter ones make room for it. */
    private void free(byte[] buffer) {
        freeBuffers.push(buffer);
        freeBytes += buffer.length;
        while (freeBytes > fetchBytesMax && freeBuffers.size() > 1) {
            byte[] shortest = freeBuffers.stream()
                    .min(Comparator.comparingInt(candidate -> candidate.length))
                    .orElseThrow();
            freeBuffers.remove(shortest);
            freeBytes -= shortest.length;
        }
    }

    /** Bytes of one read, shared by the chunks in it. */
    private static final class Buffer {
        private final byte[] bytes;
        private int sliceCount;

        Buffer(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** The stored bytes of one chunk within the buffer of a read. */
    static final class Slice {
        private final Buffer buffer;
        private final int offset;
        private final int lengthBytes;

        Slice(Buffer buffer, int offset, int lengthBytes) {
            this.buffer = buffer;
            this.offset = offset;
            this.lengthBytes = lengthBytes;
        }

        byte[] bytes() {
            return buffer.bytes;
        }

        /** Whether the buffer holds little else: then it may be kept for this chunk alone. */
        boolean fillsItsBuffer() {
            return lengthBytes >= buffer.bytes.length / 2;
        }

        int offset() {
            return offset;
        }

        int lengthBytes() {
            return lengthBytes;
        }
    }
}
