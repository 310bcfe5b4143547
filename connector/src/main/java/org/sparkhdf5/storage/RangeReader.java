package org.sparkhdf5.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads byte ranges of one file.
 *
 * <p>A read fills all that was asked for or throws: a short read of the layer below is continued, never returned. Not
 * thread-safe. Nothing is opened before the first read.
 */
public interface RangeReader extends Closeable {

    /** Fully qualified path of the file, for messages. */
    String file();

    /** Length of the file in bytes, as it was listed. */
    long lengthBytes();

    /**
     * Fills {@code target[offset, offset + lengthBytes)} with the bytes from {@code address} on. Bytes of the target
     * outside of that range stay untouched.
     *
     * @param address position in the file, from its first byte (user block included)
     * @throws java.io.EOFException if the file ends before {@code address + lengthBytes}; the message names the file
     * @throws IndexOutOfBoundsException if the range does not lie within {@code target} or {@code address < 0}
     */
    void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException;

    /** How long reads take, as far as it was measured. */
    default ReadPace pace() {
        return ReadPace.FAST;
    }

    /**
     * Begins to read beside the calling thread, if this reader can. Reads of one reader are done one after the other:
     * those that were begun in their order, one that a thread waits for before them. Until the end of the read, or of the
     * reader, the bytes of the target belong to it. What fails in it, fails nobody: {@link PendingRead#await}.
     */
    default PendingRead begin(long address, byte[] target, int offset, int lengthBytes) {
        return PendingRead.NONE;
    }

    /** The same bytes without a cache between: for data, which are read once. Closing this reader closes that one too. */
    default RangeReader uncached() {
        return this;
    }

    /**
     * Gives up streams and what is cached; both come back when bytes are asked for again. For readers of which there are many, each
     * read now and then. Nothing may be on its way that was begun.
     */
    default void rest() throws IOException {}

    /** Closes the streams that were opened; may be called more than once and from another thread. */
    @Override
    void close() throws IOException;
}
