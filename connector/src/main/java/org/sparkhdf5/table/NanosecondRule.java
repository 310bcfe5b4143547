package org.sparkhdf5.table;

/** What becomes of digits below a microsecond, which Spark's types cannot hold: the option {@code nanoseconds}. */
public enum NanosecondRule {
    /** The first value with such digits fails. */
    FAIL,
    /** Toward minus infinity. */
    FLOOR,
    /** To the nearest microsecond, half to even. */
    ROUND,
    /** All datetime and timedelta columns are BIGINT nanoseconds. */
    LONG
}
