package org.sparkhdf5.table;

/** How a plain dataset of more than one dimension becomes columns: the option {@code layout}. */
public enum ArrayLayout {
    /** The first dimension is the row, the others are one ARRAY column {@code value}. */
    ROWS,
    /** Two dimensions only: a column per element of the second. */
    COLUMNS,
    /** Long form: a row per element, with a column for each dimension. */
    CELLS
}
