package org.sparkhdf5.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.PendingRead;

/** Buffers that reads of chunks go to, used again. Not thread-safe. */
final class FetchBuffers {
    /** Buffers are a multiple of this long, so that they fit other reads too. */
    static final int STEP_BYTES = 64 << 10;

    /** Free buffers that are kept whatever reads there are. */
    private final long keptBytesMax;

    private final List<Buffer> free = new ArrayList<>();
    private long freeBytes;
    private long heldBytes;

    FetchBuffers(long keptBytesMax) {
        this.keptBytesMax = keptBytesMax;
    }

    /** Bytes of one read or several, shared by the chunks in them. */
    static final class Buffer {
        static final Buffer NONE = new Buffer(new byte[0]);

        final byte[] bytes;
        int sliceCount;
        /** Stored bytes of its chunks. */
        long wantedBytes;
        /** The read that fills it, while nobody has waited for it. */
        @Nullable PendingRead pending;
        /** Whether the read that was to fill it failed. */
        boolean isLost;

        private Buffer(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** Length of all buffers that are in use. */
    long heldBytes() {
        return heldBytes;
    }

    /**
     * The shortest free buffer that is long enough, or a new one of a length that fits later reads too.
     *
     * @param usualBytes how long reads are at most
     * @param bytesMax of all buffers: free ones make room
     */
    Buffer take(int lengthBytes, long usualBytes, long bytesMax) {
        int best = -1;
        for (int i = 0; i < free.size(); i++) {
            int length = free.get(i).bytes.length;
            if (length >= lengthBytes && (best < 0 || length < free.get(best).bytes.length)) {
                best = i;
            }
        }
        Buffer buffer = best >= 0 ? removeFree(best) : allocated(lengthBytes, usualBytes, bytesMax);
        buffer.isLost = false;
        buffer.pending = null;
        buffer.wantedBytes = 0;
        heldBytes += buffer.bytes.length;
        return buffer;
    }

    private Buffer allocated(int lengthBytes, long usualBytes, long bytesMax) {
        long useful = lengthBytes > usualBytes / 2 ? Math.max(lengthBytes, usualBytes) : lengthBytes;
        long rounded = -Math.floorDiv(-useful, STEP_BYTES) * STEP_BYTES;
        while (!free.isEmpty() && heldBytes + freeBytes + rounded > bytesMax) {
            removeFree(shortest());
        }
        long length = heldBytes + rounded > bytesMax ? lengthBytes : rounded;
        return new Buffer(new byte[(int) Math.min(length, Integer.MAX_VALUE - 8)]);
    }

    private Buffer removeFree(int index) {
        int last = free.size() - 1;
        Buffer removed = free.get(index);
        free.set(index, free.get(last));
        free.remove(last);
        freeBytes -= removed.bytes.length;
        return removed;
    }

    private int shortest() {
        int shortest = 0;
        for (int i = 1; i < free.size(); i++) {
            if (free.get(i).bytes.length < free.get(shortest).bytes.length) {
                shortest = i;
            }
        }
        return shortest;
    }

    /** Gives up one chunk of a buffer; with the last one the buffer is free, and shorter ones make room for it. */
    void giveUp(Buffer buffer) {
        if (--buffer.sliceCount > 0) {
            return;
        }
        heldBytes -= buffer.bytes.length;
        if (buffer.pending != null) {
            return; // still being filled
        }
        free.add(buffer);
        freeBytes += buffer.bytes.length;
        while (freeBytes > keptBytesMax && free.size() > 1) {
            removeFree(shortest());
        }
    }
}
