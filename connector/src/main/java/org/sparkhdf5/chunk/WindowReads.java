package org.sparkhdf5.chunk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.PendingRead;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.ReadPace;

/**
 * Reads bytes that need no decoding a window at a time, a little at first, so that a query that stops early is cheap. Windows
 * double; where a call costs much they are as long as takes it many times over, and the next one is read beside what is done
 * with this one. Two buffers at most. Not thread-safe.
 */
final class WindowReads {
    /** A first window of so many latencies spends a ninth of its time waiting. */
    static final int FIRST_LATENCIES = 8;

    static final int LATENCIES = 16;
    /** The next window is begun when this part of one was used: then the query is not one that stops at once. */
    static final int USED_ONE_IN = 8;

    private static final long FIRST_WINDOW_BYTES = 256 << 10;
    private static final byte[] NO_BYTES = new byte[0];

    private final RangeReader reader;
    private final long windowBytesMax;
    private long slowBytesMax;
    private long windowBytes;
    private boolean first = true;
    private byte[] buffer = NO_BYTES;
    private byte[] aheadBuffer = NO_BYTES;
    private @Nullable PendingRead ahead;
    private int aheadBytes;

    /**
     * @param windowBytesMax of a window where reads are fast
     * @param slowBytesMax of a window where reads are slow: twice that may be held
     */
    WindowReads(RangeReader reader, long windowBytesMax, long slowBytesMax) {
        this.reader = reader;
        this.windowBytesMax = windowBytesMax;
        this.slowBytesMax = slowBytesMax;
        this.windowBytes = Math.min(FIRST_WINDOW_BYTES, windowBytesMax);
    }

    /** How long the next window should be. */
    long nextBytes() {
        ReadPace pace = reader.pace();
        if (!pace.isSlow()) {
            return windowBytes;
        }
        long worthwhile = pace.bytesIn(first ? FIRST_LATENCIES : LATENCIES);
        return Math.max(windowBytes, Math.min(worthwhile, slowBytesMax));
    }

    /** Whether {@link #take} would have to make room: then the window before should be let go of. */
    boolean growsFor(int lengthBytes) {
        return buffer.length < lengthBytes;
    }

    /** Reads a window; its bytes stay as they are until the next one is taken. */
    byte[] read(long address, int lengthBytes) throws IOException {
        aheadBuffer = NO_BYTES;
        if (growsFor(lengthBytes)) {
            buffer = NO_BYTES;
            buffer = new byte[lengthBytes];
        }
        reader.readFully(address, buffer, 0, lengthBytes);
        first = false;
        windowBytes = Math.min(windowBytes * 2, windowBytesMax);
        return buffer;
    }

    boolean isReadingAhead() {
        return ahead != null;
    }

    /** Whether the next window should be begun, after this part of the one that was read. */
    boolean mayReadAhead(long used, long total) {
        return ahead == null
                && slowBytesMax > 0
                && used >= total / USED_ONE_IN
                && reader.pace().isSlow();
    }

    /** Begins to read the next window. */
    void begin(long address, int lengthBytes) {
        if (aheadBuffer.length < lengthBytes) {
            aheadBuffer = NO_BYTES;
            aheadBuffer = new byte[lengthBytes];
        }
        ahead = reader.begin(address, aheadBuffer, 0, lengthBytes);
        windowBytes = Math.min(windowBytes * 2, windowBytesMax);
        aheadBytes = lengthBytes;
    }

    /**
     * The bytes of the window that was begun; null if they could not be read ahead, and then windows begin small again and none
     * is begun any more.
     */
    byte @Nullable [] takeAhead() throws IOException {
        PendingRead begun = ahead;
        ahead = null;
        if (begun != null && begun.await()) {
            byte[] free = buffer;
            buffer = aheadBuffer;
            aheadBuffer = free;
            return buffer;
        }
        slowBytesMax = 0;
        windowBytes = Math.min(FIRST_WINDOW_BYTES, windowBytesMax);
        return null;
    }

    /** Length of the window that was begun last. */
    int aheadBytes() {
        return aheadBytes;
    }
}
