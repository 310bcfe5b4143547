package org.sparkhdf5.table;

import java.io.Serializable;
import java.util.List;

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

    /**
     * The index of each cell along a dimension; only where the rows of the table are cells.
     *
     * @param dimension index in {@link org.sparkhdf5.chunk.CellShape#dimensions()}
     */
    record CellIndex(int dimension) implements ColumnSource {}

    /**
     * What a 1-D array holds at the index of each cell along a dimension that is not the first; only where the rows of the
     * table are cells. For the first dimension {@link Cell} is meant so.
     *
     * @param dimension index in {@link org.sparkhdf5.chunk.CellShape#dimensions()}
     * @param array index of the array in {@link Table#arrays()}
     */
    record CellCoordinate(int dimension, int array) implements ColumnSource {}

    /**
     * A text for each index along the last dimension; only where the rows of the table are cells.
     *
     * @param labels one for each index
     */
    record CellLabel(List<String> labels) implements ColumnSource {
        public CellLabel {
            labels = List.copyOf(labels);
        }
    }

    /**
     * A part of each cell; only where the rows of the table are cells.
     *
     * @param byteOffset of the part in the cell
     * @param array index in {@link Table#arrays()} of one of several arrays that stand beside each other, or {@link #OF_PARTS}
     */
    record CellValue(int byteOffset, int array) implements ColumnSource {
        /** Of the array, or arrays, that the cells are of. */
        public static final int OF_PARTS = -1;

        public CellValue(int byteOffset) {
            this(byteOffset, OF_PARTS);
        }
    }

    /**
     * A part of the record that holds each cell beside others; only where the rows of the table are cells.
     *
     * @param byteOffset of the part in the record
     */
    record CellRecord(int byteOffset) implements ColumnSource {}

    /** No cell: the table has no row. */
    record Nowhere() implements ColumnSource {}
}
