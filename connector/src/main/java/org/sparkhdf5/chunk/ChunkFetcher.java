package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.PendingRead;
import org.sparkhdf5.storage.RangeCoalescer;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.ReadPace;

/**
 * Fetches the stored bytes of chunks: the one that is asked for, and with it those that come next in the schedule, merged into
 * few reads. Begins with a single chunk and doubles, so that a query that stops early is cheap. Where a call costs much it fetches
 * at once what takes that many times over, and begins the next reads beside the decoding of these. Not thread-safe.
 *
 * <p>Fetched bytes are kept until they are released. Buffers and all that describes them are used again: nothing is allocated
 * for a chunk.
 */
final class ChunkFetcher {
    private final RangeReader reader;
    private final ChunkSchedule schedule;
    private final FetchLimits limits;
    private final FetchBuffers buffers;
    private final RangeCoalescer coalescer = new RangeCoalescer();
    /** Per entry where it was fetched to, or null. */
    private final @Nullable Slice[] slices;

    private final BitSet released = new BitSet();
    private @Nullable Slice[] freeSlices = new Slice[64];
    private int freeSliceCount;
    /** Entries of the ranges of {@link #coalescer}. */
    private int[] batch = new int[64];

    private int batchCount;
    private long fetchBytes;
    /** Entry behind the last one that was fetched or passed over. */
    private int front;

    private long unfetchedBytes;
    /** Stored bytes that were fetched last, and released since. */
    private long batchBytes;

    private long usedBytes;
    /** Stored bytes of reads that were begun and not waited for. */
    private long aheadBytes;

    private boolean readsAhead;

    ChunkFetcher(RangeReader reader, ChunkSchedule schedule, FetchLimits limits) {
        this(reader, schedule, limits, new FetchBuffers(limits.fetchBytesMax()));
    }

    /**
     * One whose chunks are all wanted: nothing begins small.
     *
     * @param buffers of other fetchers before this one, which have released all of theirs
     */
    static ChunkFetcher ofAll(RangeReader reader, ChunkSchedule schedule, FetchLimits limits, FetchBuffers buffers) {
        ChunkFetcher fetcher = new ChunkFetcher(reader, schedule, limits, buffers);
        fetcher.fetchBytes = limits.fetchBytesMax();
        return fetcher;
    }

    private ChunkFetcher(RangeReader reader, ChunkSchedule schedule, FetchLimits limits, FetchBuffers buffers) {
        this.reader = reader;
        this.schedule = schedule;
        this.limits = limits;
        this.buffers = buffers;
        this.slices = new Slice[schedule.size()];
        this.unfetchedBytes = schedule.storedBytes();
        this.readsAhead = limits.fetchesAhead();
    }

    /** The stored bytes of one chunk; valid until {@link #release}. */
    Slice fetch(int entry) throws IOException {
        Slice slice = slices[entry];
        if (slice == null) {
            fetchFrom(entry);
            slice = slices[entry];
        } else if (slice.buffer.pending != null && !arrives(slice.buffer)) {
            readsAhead = false;
            fetchBytes = 0;
        }
        if (slice != null && slice.buffer.isLost) {
            forget(entry, slice);
            fetchAlone(entry);
            slice = slices[entry];
        }
        if (slice == null) {
            throw new IllegalStateException("chunk entry " + entry + " was not fetched");
        }
        return slice;
    }

    /** Gives up the bytes of one chunk. */
    void release(int entry) {
        released.set(entry);
        Slice slice = slices[entry];
        if (slice != null) {
            usedBytes += slice.lengthBytes;
            forget(entry, slice);
            readAhead();
        }
    }

    private void forget(int entry, Slice slice) {
        slices[entry] = null;
        buffers.giveUp(slice.buffer);
        slice.buffer = FetchBuffers.Buffer.NONE;
        if (freeSliceCount == freeSlices.length) {
            freeSlices = Arrays.copyOf(freeSlices, freeSliceCount * 2);
        }
        freeSlices[freeSliceCount++] = slice;
    }

    /**
     * Waits for a read that was begun; whether its bytes are there. If the waiting fails, the read may go on, and its buffer is
     * never used again.
     */
    private boolean arrives(FetchBuffers.Buffer buffer) throws IOException {
        PendingRead pending = buffer.pending;
        buffer.isLost = pending == null || !pending.await();
        buffer.pending = null;
        aheadBytes -= buffer.wantedBytes;
        return !buffer.isLost;
    }

    private void fetchAlone(int entry) throws IOException {
        batchCount = 0;
        coalescer.clear();
        addToBatch(entry);
        coalescer.coalesce(limits.policy());
        read(0, buffer(coalescer.readLengthBytes(0)), 0);
    }

    private void fetchFrom(int entry) throws IOException {
        ReadPace pace = reader.pace();
        boolean first = fetchBytes == 0;
        fetchBytes = Math.max(fetchBytes, schedule.storedBytes(entry));
        if (readsAhead && pace.isSlow()) {
            long worthwhile = pace.bytesIn(first ? WindowReads.FIRST_LATENCIES : WindowReads.LATENCIES);
            long room = limits.slowBytesMax() - buffers.heldBytes();
            fetchBytes = Math.max(fetchBytes, Math.min(worthwhile, limits.halfBytes()));
            fetchBytes = Math.min(fetchBytes, Math.max(schedule.storedBytes(entry), room));
        }
        released.clear(entry);
        int end = collect(entry, limits.fetchesAhead() ? fetchBytes : 0);
        front = Math.max(front, end);
        long doubled = Math.max(fetchBytes, Math.min(fetchBytes * 2, limits.fetchBytesMax()));
        coalescer.coalesce(limits.policy().at(pace, limits.fetchesAhead() ? doubled : fetchBytes));
        readWithin(doubled, readsAhead && pace.isSlow());
        fetchBytes = doubled;
    }

    /** Gathers entries to be fetched; the entry behind the last one. */
    private int collect(int from, long bytesMax) {
        batchCount = 0;
        coalescer.clear();
        long bytes = 0;
        int next = from;
        for (; next < schedule.size(); next++) {
            long storedBytes = schedule.storedBytes(next);
            if (batchCount > 0 && bytes + storedBytes > bytesMax) {
                break;
            }
            if (!released.get(next) && slices[next] == null) {
                addToBatch(next);
                bytes += storedBytes;
            }
        }
        return next;
    }

    private void addToBatch(int entry) {
        if (batchCount == batch.length) {
            batch = Arrays.copyOf(batch, batchCount * 2);
        }
        batch[batchCount++] = entry;
        coalescer.add(schedule.address(entry), schedule.storedBytes(entry));
    }

    /**
     * Does the read of the first entry, and others as far as they fit: gaps between chunks are read, and held, too. All go to
     * one buffer, unless they are begun beside: then each has its own.
     *
     * @param beside whether the others are begun only
     */
    private void readWithin(long bytesMax, boolean beside) throws IOException {
        batchBytes = 0;
        usedBytes = 0;
        int needed = readOf(0);
        if (needed < 0) {
            throw new IllegalStateException("chunk entry " + batch[0] + " is empty");
        }
        long spent = coalescer.readLengthBytes(needed);
        FetchBuffers.Buffer buffer = buffer(beside ? spent : fittingBytes(needed, bytesMax));
        read(needed, buffer, 0);
        for (int read = 0; read < coalescer.readCount(); read++) {
            long lengthBytes = coalescer.readLengthBytes(read);
            if (read != needed && spent + lengthBytes <= bytesMax) {
                if (beside) {
                    begin(read);
                } else {
                    read(read, buffer, Math.toIntExact(spent));
                }
                spent += lengthBytes;
            } else if (read != needed) {
                passOver(read);
            }
        }
    }

    /** Length of a read and of those that are done with it. */
    private long fittingBytes(int needed, long bytesMax) {
        long bytes = coalescer.readLengthBytes(needed);
        for (int read = 0; read < coalescer.readCount(); read++) {
            long lengthBytes = coalescer.readLengthBytes(read);
            bytes += read != needed && bytes + lengthBytes <= bytesMax ? lengthBytes : 0;
        }
        return bytes;
    }

    /** Lets the next fetch begin before the entries of a read that did not fit. */
    private void passOver(int read) {
        for (int place = coalescer.firstMember(read); place < coalescer.firstMember(read + 1); place++) {
            front = Math.min(front, batch[coalescer.member(place)]);
        }
    }

    /** The read of a range, or a negative number where it is empty. */
    private int readOf(int range) {
        for (int read = 0; read < coalescer.readCount(); read++) {
            for (int place = coalescer.firstMember(read); place < coalescer.firstMember(read + 1); place++) {
                if (coalescer.member(place) == range) {
                    return read;
                }
            }
        }
        return -1;
    }

    private void read(int read, FetchBuffers.Buffer buffer, int offset) throws IOException {
        int lengthBytes = Math.toIntExact(coalescer.readLengthBytes(read));
        reader.readFully(coalescer.readAddress(read), buffer.bytes, offset, lengthBytes);
        place(read, buffer, offset);
    }

    private void begin(int read) {
        int lengthBytes = Math.toIntExact(coalescer.readLengthBytes(read));
        FetchBuffers.Buffer buffer = buffer(lengthBytes);
        buffer.pending = reader.begin(coalescer.readAddress(read), buffer.bytes, 0, lengthBytes);
        place(read, buffer, 0);
        aheadBytes += buffer.wantedBytes;
    }

    private FetchBuffers.Buffer buffer(long lengthBytes) {
        return buffers.take(Math.toIntExact(lengthBytes), fetchBytes, limits.heldBytesMax(reader.pace()));
    }

    /** Notes where the chunks of a read are. */
    private void place(int read, FetchBuffers.Buffer buffer, int base) {
        long before = buffer.wantedBytes;
        for (int place = coalescer.firstMember(read); place < coalescer.firstMember(read + 1); place++) {
            int range = coalescer.member(place);
            long inRead = coalescer.address(range) - coalescer.readAddress(read);
            Slice free = freeSliceCount > 0 ? freeSlices[--freeSliceCount] : null;
            Slice slice = free != null ? free : new Slice();
            slice.buffer = buffer;
            slice.offset = Math.toIntExact(base + inRead);
            slice.lengthBytes = (int) coalescer.lengthBytes(range);
            slices[batch[range]] = slice;
            buffer.sliceCount++;
            buffer.wantedBytes += slice.lengthBytes;
        }
        batchBytes += buffer.wantedBytes - before;
        unfetchedBytes -= buffer.wantedBytes - before;
    }

    /** Begins the next reads when some of those before were used and there is room. */
    private void readAhead() {
        boolean due = readsAhead
                && front < slices.length
                && usedBytes >= batchBytes / WindowReads.USED_ONE_IN
                && aheadBytes <= batchBytes / 2;
        ReadPace pace = due ? reader.pace() : ReadPace.FAST;
        if (!pace.isSlow()) {
            return;
        }
        long worthwhile = Math.min(pace.bytesIn(WindowReads.LATENCIES), limits.halfBytes());
        long fit = Math.min(worthwhile, evenShare(worthwhile));
        long bytes = Math.max(1, Math.min(limits.halfBytes(), Math.max(limits.fetchBytesMax(), fit)));
        if (buffers.heldBytes() + bytes > limits.slowBytesMax()) {
            return;
        }
        fetchBytes = Math.max(bytes, schedule.storedBytes(front));
        front = collect(front, bytes);
        coalescer.coalesce(limits.policy().at(pace, bytes));
        batchBytes = 0;
        usedBytes = 0;
        long spent = 0;
        for (int read = 0; read < coalescer.readCount(); read++) {
            long lengthBytes = coalescer.readLengthBytes(read);
            if (buffers.heldBytes() + lengthBytes <= limits.slowBytesMax()
                    && (read == 0 || spent + lengthBytes <= bytes)) {
                begin(read);
                spent += lengthBytes;
            } else {
                passOver(read);
            }
        }
    }

    /** The last fetch of a split is decoded while nothing is read: so it should not be a long one. */
    private long evenShare(long worthwhile) {
        return unfetchedBytes <= worthwhile / 2 ? unfetchedBytes : unfetchedBytes * 5 / 8;
    }

    /** The stored bytes of one chunk within the buffer of a read. Belongs to the fetcher, which uses it again. */
    static final class Slice {
        private FetchBuffers.Buffer buffer = FetchBuffers.Buffer.NONE;
        private int offset;
        private int lengthBytes;

        private Slice() {}

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
