package org.sparkhdf5.table;

import java.io.Serializable;

/** Where the cells of a column live. */
public sealed interface ColumnSource extends Serializable {

    /**
     * One element of each row of an array, or a part of it.
     *
     * @param array index of the array in {@link Table#arrays()}
     * @param element index of the element in the row, C order
     * @param byteOffset of the part in the element
     */
    record Cell(int array, long element, int byteOffset) implements ColumnSource {
        public Cell(int array, long element) {
            this(array, element, 0);
        }
    }

    /**
     * All elements of each row of an array.
     *
     * @param array index of the array in {@link Table#arrays()}
     */
    record Row(int array) implements ColumnSource {}

    /**
     * One item of each row of a pickled array.
     *
     * @param array index of the array in {@link Table#arrays()} that holds the pickle: one element of variable length
     * @param item index of the item in a row of the pickled array
     */
    record Pickled(int array, int item) implements ColumnSource {}

    /** No cell: the table has no row. */
    record Nowhere() implements ColumnSource {}
}
