package org.sparkhdf5.codec;

import java.io.IOException;

/** Bytes of a chunk that a filter cannot decode. Names filter, expected and found; the reader of the chunk adds the place. */
public sealed class CorruptChunkException extends IOException permits UnsupportedChunkException {
    private static final long serialVersionUID = 1L;

    public CorruptChunkException(String message) {
        super(message);
    }

    public CorruptChunkException(String message, Throwable cause) {
        super(message, cause);
    }
}
