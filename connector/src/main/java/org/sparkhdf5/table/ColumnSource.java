package org.sparkhdf5.table;

import java.io.Serializable;
import java.util.List;

/** Where the cells of a column live. */
public sealed interface ColumnSource extends Serializable {

    /**
     * One element of each row of an array.
     *
     * @param array index of the array in {@link Table#arrays()}
     * @param element index of the element in the row, C order
     */
    record Cell(int array, long element) implements ColumnSource {}

    /**
     * All elements of each row of an array.
     *
     * @param array index of the array in {@link Table#arrays()}
     * @param dimensions of a row, slowest first, at least one
     */
    record Row(int array, List<Long> dimensions) implements ColumnSource {
        public Row {
            dimensions = List.copyOf(dimensions);
        }
    }

    /** No cell: the table has no row. */
    record Nowhere() implements ColumnSource {}
}
