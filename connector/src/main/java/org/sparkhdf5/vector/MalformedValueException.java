package org.sparkhdf5.vector;

import java.io.UncheckedIOException;
import org.sparkhdf5.Hdf5FormatException;

/** Carries a malformed-file error through Spark's getters, which declare no exception. Says what its cause says. */
public final class MalformedValueException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    MalformedValueException(Hdf5FormatException cause) {
        super(cause.getMessage(), cause);
    }
}
