package org.sparkhdf5.codec;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.Objects;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one chunk on their way through the filters, and the room for the next step. Arrays are kept and reused
 * from chunk to chunk; they grow, up to the given limit. Not thread-safe, except for {@link #close}; one per task.
 *
 * <p>The current bytes are {@code array()[offset(), offset() + lengthBytes())}. At most two arrays besides the wrapped
 * one are kept: those two that a pipeline of compressor and shuffle needs; and two more, of the length of a block, where
 * a compressor with filters of its own is read (blosc, bitshuffle).
 */
public final class FilterBuffer implements AutoCloseable {
    /** The longest array that every JVM allocates. */
    private static final int ARRAY_BYTES_MAX = Integer.MAX_VALUE - 8;

    private static final byte[] NO_BYTES = new byte[0];

    private final long limitBytes;
    private byte[] current = NO_BYTES;
    private int offset;
    private int lengthBytes;
    private boolean currentIsOurs;
    private byte @Nullable [] pending;
    private byte[] firstFree = NO_BYTES;
    private byte[] secondFree = NO_BYTES;
    private final byte[][] scratch = {NO_BYTES, NO_BYTES};
    private final byte[] oneByte = new byte[1];

    private @Nullable Inflater inflater;
    private @Nullable ZstdDecompressCtx zstd;
    private boolean inUse;
    private boolean closed;

    /** @param limitBytes no step may give more bytes than this */
    public FilterBuffer(long limitBytes) {
        if (limitBytes < 0) {
            throw new IllegalArgumentException("limit of " + limitBytes + " bytes");
        }
        this.limitBytes = Math.min(limitBytes, ARRAY_BYTES_MAX);
    }

    /** Makes bytes of somebody else current; they are only read, and only until the next {@code wrap}. */
    public void wrap(byte[] bytes, int from, int length) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        release();
        dropOutput();
        current = bytes;
        offset = from;
        lengthBytes = length;
    }

    public byte[] array() {
        return current;
    }

    public int offset() {
        return offset;
    }

    public int lengthBytes() {
        return lengthBytes;
    }

    /** No step may give more bytes than this; never above the longest array. */
    public long limitBytes() {
        return limitBytes;
    }

    /**
     * Room for the output of a step, at least {@code length} bytes from index 0 on; the current bytes stay valid. What
     * the room holds is undefined.
     *
     * @throws CorruptChunkException if {@code length} is above the limit, naming both
     */
    public byte[] output(long length) throws CorruptChunkException {
        checkLimit(length);
        dropOutput();
        byte[] taken = takeFree((int) length);
        pending = taken;
        return taken;
    }

    /**
     * A longer room for the output of a step that could not know its length: the first {@code keptLength} bytes are
     * those of the last {@link #output}.
     *
     * @throws CorruptChunkException if {@code length} is above the limit, naming both
     */
    public byte[] growOutput(long length, int keptLength) throws CorruptChunkException {
        checkLimit(length);
        byte[] shorter = pendingOutput();
        byte[] longer = takeFree((int) length);
        System.arraycopy(shorter, 0, longer, 0, keptLength);
        keepFree(shorter);
        pending = longer;
        return longer;
    }

    /** Makes the first {@code length} bytes of the last {@link #output} current. */
    public void commit(int length) {
        byte[] committed = pendingOutput();
        Objects.checkFromIndexSize(0, length, committed.length);
        pending = null;
        release();
        current = committed;
        currentIsOurs = true;
        offset = 0;
        lengthBytes = length;
    }

    /** Cuts the current bytes to their first {@code length}. */
    public void truncate(int length) {
        Objects.checkFromIndexSize(0, length, lengthBytes);
        lengthBytes = length;
    }

    /**
     * Hands the current bytes to the caller, who owns them from now on: an array that holds them from index 0 on (a copy
     * if they are wrapped bytes of somebody else) and may be longer. Nothing is current afterwards. {@code spare}, an
     * array that the caller no longer needs, may be reused here for later steps; an empty one is fine.
     */
    public byte[] detach(byte[] spare) {
        byte[] detached = current;
        if (!currentIsOurs) {
            detached = takeFree(lengthBytes);
            System.arraycopy(current, offset, detached, 0, lengthBytes);
        }
        currentIsOurs = false;
        release();
        keepFree(spare);
        return detached;
    }

    /** Takes an array that the caller no longer needs, for later steps. */
    public void reuse(byte[] spare) {
        keepFree(spare);
    }

    /** Frees what the filters hold outside of the heap; may be called more than once and from another thread. */
    @Override
    public synchronized void close() {
        closed = true;
        if (inUse) {
            return;
        }
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
        if (zstd != null) {
            zstd.close();
            zstd = null;
        }
    }

    /**
     * The inflater of this buffer, fresh for one stream, until {@link #returnInflater}. A {@link #close} in between takes
     * effect on return.
     *
     * @throws IllegalStateException if the buffer is closed
     */
    synchronized Inflater borrowInflater() {
        takeIntoUse();
        Inflater borrowed = inflater;
        if (borrowed == null) {
            borrowed = new Inflater();
            inflater = borrowed;
        }
        return borrowed;
    }

    synchronized void returnInflater() {
        inUse = false;
        if (closed) {
            close();
        } else if (inflater != null) {
            inflater.reset();
        }
    }

    /**
     * The Zstandard context of this buffer, until {@link #returnZstd}. A {@link #close} in between takes effect on return.
     *
     * @throws IllegalStateException if the buffer is closed
     */
    synchronized ZstdDecompressCtx borrowZstd() {
        takeIntoUse();
        ZstdDecompressCtx borrowed = zstd;
        if (borrowed == null) {
            borrowed = new ZstdDecompressCtx();
            zstd = borrowed;
        }
        return borrowed;
    }

    synchronized void returnZstd() {
        inUse = false;
        if (closed) {
            close();
        }
    }

    private void takeIntoUse() {
        if (closed || inUse) {
            throw new IllegalStateException("the filter buffer is " + (closed ? "closed" : "in use"));
        }
        inUse = true;
    }

    /**
     * Room for what a step holds between two of its own steps, at least {@code length} bytes; what it holds is undefined.
     *
     * @param which 0 or 1: two rooms that do not overlap
     * @throws CorruptChunkException if {@code length} is above the limit, naming both
     */
    byte[] scratch(int which, long length) throws CorruptChunkException {
        checkLimit(length);
        if (scratch[which].length < length) {
            scratch[which] = new byte[(int) length];
        }
        return scratch[which];
    }

    /** Room for a byte that should not be there. */
    byte[] oneByte() {
        return oneByte;
    }

    private void checkLimit(long length) throws CorruptChunkException {
        if (length > limitBytes) {
            throw new CorruptChunkException(
                    "a filter step gives " + length + " bytes, more than the limit of " + limitBytes + " bytes");
        }
    }

    private byte[] pendingOutput() {
        if (pending == null) {
            throw new IllegalStateException("no output to commit");
        }
        return pending;
    }

    private void dropOutput() {
        if (pending != null) {
            keepFree(pending);
            pending = null;
        }
    }

    /** Leaves nothing current; keeps the array if it is ours. */
    private void release() {
        byte[] released = current;
        boolean keep = currentIsOurs;
        current = NO_BYTES;
        currentIsOurs = false;
        offset = 0;
        lengthBytes = 0;
        if (keep) {
            keepFree(released);
        }
    }

    /** The shorter of the free arrays that are long enough, or else a new one in place of the shorter one. */
    private byte[] takeFree(int length) {
        boolean firstIsShorter = firstFree.length <= secondFree.length;
        byte[] shorter = firstIsShorter ? firstFree : secondFree;
        byte[] longer = firstIsShorter ? secondFree : firstFree;
        if (shorter.length < length && longer.length >= length) {
            firstFree = shorter;
            secondFree = NO_BYTES;
            return longer;
        }
        firstFree = longer;
        secondFree = NO_BYTES;
        return shorter.length >= length ? shorter : new byte[length];
    }

    /** Keeps an array for later steps, dropping the shortest where there are three. */
    private void keepFree(byte[] freed) {
        if (firstFree.length <= secondFree.length) {
            firstFree = freed.length > firstFree.length ? freed : firstFree;
        } else {
            secondFree = freed.length > secondFree.length ? freed : secondFree;
        }
    }
}
