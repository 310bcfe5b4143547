package org.sparkhdf5.table;

/** Which index levels of a pandas object become columns: the option {@code index}. */
public enum IndexColumns {
    /** All of them. */
    TRUE,
    /** Those that have a name. */
    NAMED,
    /** None. */
    FALSE
}
