package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5Object;

/** Datasets side by side, a column each: row {@code i} of the table is row {@code i} of each of them. Not thread-safe. */
final class SharedRows {
    private final TableSource source;
    private final TableRequest request;
    private final List<StoredArray> arrays = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    SharedRows(TableSource source, TableRequest request) {
        this.source = source;
        this.request = request;
    }

    /**
     * Adds a dataset of one dimension or more, which has at least as many rows as the table.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if it cannot be read; then nothing is added
     */
    void add(String name, Dataset dataset) throws IOException {
        DatasetColumn column =
                new DatasetColumn(source, dataset, request, PyTablesRecogniser.atomOrNull(source, dataset, request));
        StoredArray array = column.stored();
        columns.add(column.column(name, arrays.size()));
        arrays.add(array);
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    /** @param object that the table is found by */
    Table table(TableKind kind, Hdf5Object object, long rowCount, Map<String, String> properties) {
        return new Table(
                kind.text(),
                object.path(),
                object.address(),
                rowCount,
                arrays,
                ColumnNames.distinct(columns),
                properties);
    }
}
