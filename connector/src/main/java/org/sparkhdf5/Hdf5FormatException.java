package org.sparkhdf5;

import java.io.IOException;

/**
 * A file that breaks the HDF5 File Format Specification, or a convention it claims to follow, or that is cut short.
 *
 * <p>The message has the shape {@code <file>: <object>: <what is wrong: expected, found> [at address 0x…]; <what you can
 * do>}; {@link ObjectLocation} builds it. This is the only error that {@code ignoreCorruptFiles} may skip.
 */
public final class Hdf5FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public Hdf5FormatException(String message) {
        super(message);
    }

    public Hdf5FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
