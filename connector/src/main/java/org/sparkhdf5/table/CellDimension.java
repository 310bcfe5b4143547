package org.sparkhdf5.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.StoredArray;

/**
 * A dimension of a dataset whose cells are rows: one column.
 *
 * @param name of the column
 * @param coordinate values that stand for the indices, or null: the column holds the indices
 */
record CellDimension(String name, @Nullable Coordinate coordinate) {

    /**
     * A 1-D array with one element per index of a dimension.
     *
     * @param element how an element becomes a value
     * @param metadata of the column
     */
    record Coordinate(StoredArray array, ElementType element, Map<String, String> metadata) {
        Coordinate {
            metadata = Map.copyOf(metadata);
        }
    }

    /** The dimensions of a dataset that says nothing of them: {@code dim_0}, {@code dim_1}, … */
    static List<CellDimension> numbered(int rank) {
        List<CellDimension> dimensions = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            dimensions.add(new CellDimension("dim_" + i, null));
        }
        return dimensions;
    }
}
