package org.sparkhdf5.storage;

import java.io.IOException;

/** A read that was begun beside its thread; see {@link RangeReader#begin}. */
@FunctionalInterface
public interface PendingRead {
    /** One that was not begun. */
    PendingRead NONE = () -> false;

    /**
     * Waits until the bytes are there; where the read was not begun yet, the calling thread does it. To be called once.
     *
     * @return false if the bytes could not be read ahead: whoever needs them reads them, and meets the error if it is still
     *     there
     * @throws java.io.InterruptedIOException if the thread is interrupted; it stays so
     * @throws IOException if the calling thread did the read, and it failed
     */
    boolean await() throws IOException;
}
