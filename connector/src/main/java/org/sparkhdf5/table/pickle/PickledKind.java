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
    OTHER;

    /** The kind of a value. */
    public static PickledKind of(PythonValue value) {
        if (value instanceof PythonValue.None || value instanceof PythonValue.Missing) {
            return NONE;
        }
        if (value instanceof PythonValue.Bool) {
            return BOOL;
        }
        if (value instanceof PythonValue.Int) {
            return INT;
        }
        if (value instanceof PythonValue.Float) {
            return FLOAT;
        }
        if (value instanceof PythonValue.Text) {
            return TEXT;
        }
        if (value instanceof PythonValue.Bytes) {
            return BYTES;
        }
        return value instanceof PythonValue.Date ? DATE : OTHER;
    }
}
