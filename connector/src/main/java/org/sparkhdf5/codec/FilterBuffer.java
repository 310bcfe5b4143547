package org.sparkhdf5.codec;

/**
 * The bytes of one chunk on their way through the filters, and the room for the next step. Arrays are kept and reused
 * from chunk to chunk; they grow, up to the given limit. Not thread-safe; one per task.
 *
 * <p>The current bytes are {@code array()[offset(), offset() + lengthBytes())}.
 */
public final class FilterBuffer {
    private final long limitBytes;
    private byte[] current = new byte[0];
    private int offset;
    private int lengthBytes;

    /** @param limitBytes no step may give more bytes than this */
    public FilterBuffer(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Makes bytes of somebody else current; they are only read, and only until the next {@code wrap}. */
    public void wrap(byte[] bytes, int from, int length) {
        throw new UnsupportedOperationException("skeleton");
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

    /**
     * Room for the output of a step, at least {@code length} bytes from index 0 on; the current bytes stay valid.
     *
     * @throws CorruptChunkException if {@code length} is above the limit, naming both
     */
    public byte[] output(long length) throws CorruptChunkException {
        throw new CorruptChunkException("skeleton " + limitBytes + length);
    }

    /** Makes the first {@code length} bytes of the last {@link #output} current. */
    public void commit(int length) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Cuts the current bytes to their first {@code length}. */
    public void truncate(int length) {
        lengthBytes = length;
    }

    /**
     * Hands the current bytes to the caller, who owns them from now on: an array that holds them from index 0 on (a copy
     * if they are wrapped bytes of somebody else). {@code spare}, an array that the caller no longer needs, may be reused
     * here for later steps.
     */
    public byte[] detach(byte[] spare) {
        throw new UnsupportedOperationException("skeleton");
    }
}
