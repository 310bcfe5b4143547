package org.sparkhdf5.codec;

/**
 * Bytes of a chunk that make use of a feature of their format which is not read here: nothing says that they are
 * damaged. Names filter and feature; the reader of the chunk adds the place and the way out.
 */
public final class UnsupportedChunkException extends CorruptChunkException {
    private static final long serialVersionUID = 1L;

    public UnsupportedChunkException(String message) {
        super(message);
    }

    UnsupportedChunkException(String message, Throwable cause) {
        super(message, cause);
    }
}
