package org.sparkhdf5.table.pickle;

/** What an element of a pickled array is; numpy's scalars count as Python's. */
public enum PickledKind {
    /** {@code None}, {@code NaT}, {@code NA}. */
    NONE,
    BOOL,
    INT,
    FLOAT,
    TEXT,
    BYTES,
    DATE,
    /** Anything else: times, decimals, lists, dicts, ... */
    OTHER
}
