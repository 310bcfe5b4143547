package org.sparkhdf5.plan;

import java.io.Serializable;
import java.util.List;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.table.ObjectRule;

/** Where a column of a table lives whose rows are cells. */
public sealed interface CellColumn extends Serializable {

    /** The index of each cell along a dimension. */
    record Index(int dimension) implements CellColumn {}

    /** What the slot of the bound column holds for the index of each cell along the first dimension. */
    record Axis() implements CellColumn {}

    /** What a small array holds for the index of each cell along a dimension. */
    record Coordinate(int dimension, StoredArray array) implements CellColumn {}

    /** What a small pickled array holds for the index of each cell along the first dimension. */
    record Objects(StoredArray descriptors, ObjectRule rule) implements CellColumn {}

    /** A text for each index along the last dimension. */
    record Label(List<String> labels) implements CellColumn {
        public Label {
            labels = List.copyOf(labels);
        }
    }

    /**
     * A part of each cell.
     *
     * @param beside index among the arrays beside that of the cells, or -1
     */
    record Value(int byteOffset, int beside) implements CellColumn {
        Value(int byteOffset) {
            this(byteOffset, -1);
        }
    }

    /** A part of the record that holds each cell. */
    record RecordField(int byteOffset) implements CellColumn {}

    /** Nowhere: the file does not have the column. */
    record Absent() implements CellColumn {}
}
