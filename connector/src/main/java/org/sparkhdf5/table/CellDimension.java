package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;

/**
 * A dimension of a dataset whose cells are rows: one column.
 *
 * @param name of the column
 * @param coordinate values that stand for the indices, or null: the column holds the indices
 * @param isValue whether the cells themselves are the coordinates: then the dimension is no column beside them
 */
record CellDimension(String name, @Nullable Coordinate coordinate, boolean isValue) {

    /**
     * A 1-D array with an element for each index of a dimension; it may hold more.
     *
     * @param element how an element becomes a value
     * @param metadata of the column
     */
    record Coordinate(StoredArray array, ElementType element, Map<String, String> metadata) {
        Coordinate {
            metadata = Map.copyOf(metadata);
        }
    }

    /** The dimensions of a dataset, named by their scales, or {@code dim_0}, {@code dim_1}, … */
    static List<CellDimension> of(TableSource source, Dataset dataset, TableRequest request) throws IOException {
        List<CellDimension> dimensions = new ArrayList<>();
        List<DimensionScales.Dimension> described = DimensionScales.of(source, dataset);
        for (int i = 0; i < described.size(); i++) {
            String name = described.get(i).nameOr("dim_" + i);
            Dataset values = described.get(i).values();
            boolean isValue = values != null && values.address() == dataset.address();
            Coordinate coordinate = null;
            if (values != null && !isValue) {
                DatasetColumn column = new DatasetColumn(source, values, request, null);
                Column shown = column.column(name, 0);
                coordinate = new Coordinate(column.stored(), shown.element(), shown.metadata());
            }
            dimensions.add(new CellDimension(name, coordinate, isValue));
        }
        return dimensions;
    }
}
