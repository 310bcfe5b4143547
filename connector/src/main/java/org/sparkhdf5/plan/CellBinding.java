package org.sparkhdf5.plan;

import java.io.Serializable;
import java.util.List;
import org.sparkhdf5.chunk.CellShape;

/**
 * How the cells of one file are read.
 *
 * @param shape the cells; their parts count the arrays of the binding, or are not read where no column needs a value
 * @param columns one per column of the binding, in the same order
 */
public record CellBinding(CellShape shape, List<CellColumn> columns) implements Serializable {
    public CellBinding {
        columns = List.copyOf(columns);
    }

    /** What its labels weigh when they are shipped, about. */
    long weightBytes() {
        long bytes = 0;
        for (CellColumn column : columns) {
            if (column instanceof CellColumn.Label label) {
                for (String text : label.labels()) {
                    bytes += 3L + text.length();
                }
            }
        }
        return bytes;
    }
}
