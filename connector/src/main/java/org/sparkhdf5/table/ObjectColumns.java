package org.sparkhdf5.table;

import java.io.Serializable;

/**
 * What becomes of columns of Python objects, whose values are pickled.
 *
 * @param typing how their types are found
 * @param sampleBytes of each pickled block that are read at most to find them
 * @param pickleBytesMax length of a pickled block that is read at most
 */
public record ObjectColumns(Typing typing, int sampleBytes, long pickleBytesMax) implements Serializable {
    public static final int SAMPLE_BYTES_DEFAULT = 1 << 20;
    public static final long PICKLE_BYTES_MAX_DEFAULT = 1L << 30;
    public static final ObjectColumns DEFAULT =
            new ObjectColumns(Typing.INFER, SAMPLE_BYTES_DEFAULT, PICKLE_BYTES_MAX_DEFAULT);

    /** How the types of object columns are found. */
    public enum Typing {
        /** By the first values. */
        INFER,
        /** Each is STRING: text as it is, anything else as JSON. Nothing is read for it. */
        STRING,
        /** Each has the type that is asked of it. Nothing is read for it. */
        ASKED
    }

    ObjectColumns with(Typing other) {
        return new ObjectColumns(other, sampleBytes, pickleBytesMax);
    }
}
