package org.sparkhdf5.it.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** How the datasets of a file are stored, as {@code view=objects} tells; by path. */
final class StoredDatasets {
    /**
     * @param rowChunks chunks along the rows; 0 if it is not chunked
     * @param storedBytes of its chunks, or of its contiguous elements
     */
    record Stored(String path, long rows, long rowChunks, long storedBytes, boolean variableLength) {}

    private final Map<String, Stored> datasets = new TreeMap<>();

    private StoredDatasets() {}

    static StoredDatasets of(SparkSession spark, String uri) {
        StoredDatasets all = new StoredDatasets();
        List<Row> rows = spark.read()
                .format("hdf5")
                .option("view", "objects")
                .load(uri)
                .selectExpr("path", "kind", "shape", "chunkShape", "storedBytes", "datatype")
                .collectAsList();
        for (Row row : rows) {
            boolean sized = row.getString(1).equals("dataset")
                    && !row.isNullAt(2)
                    && !row.getList(2).isEmpty();
            if (sized && !row.isNullAt(4)) {
                long length = row.<Long>getList(2).get(0);
                long chunks = 0;
                if (!row.isNullAt(3)) {
                    long chunkRows = row.<Long>getList(3).get(0);
                    chunks = (length + chunkRows - 1) / chunkRows;
                }
                String path = row.getString(0);
                boolean variable = row.getString(5).startsWith("vlen");
                all.datasets.put(path, new Stored(path, length, chunks, row.getLong(4), variable));
            } else if (row.getString(1).equals("dataset")) {
                all.datasets.put(row.getString(0), new Stored(row.getString(0), 1, 0, 0, false));
            }
        }
        return all;
    }

    /** Paths of the datasets of a group. */
    List<String> children(String group) {
        return datasets.keySet().stream()
                .filter(path ->
                        path.substring(0, Math.max(1, path.lastIndexOf('/'))).equals(group))
                .toList();
    }

    /**
     * The datasets of an object whose rows are its rows: itself, the table of a pandas table, or blocks, labels and index of a
     * fixed frame or series. Pickled blocks, which are one row, are not among them.
     */
    List<Stored> rowsOf(String object, long rowCount) {
        List<Stored> found = new ArrayList<>();
        for (String path : datasets.containsKey(object) ? List.of(object) : children(object)) {
            Stored stored = datasets.get(path);
            String name = path.substring(path.lastIndexOf('/') + 1);
            boolean labels = name.matches("axis0.*|.*_items.*|.*_level\\d+");
            boolean pickled = stored.variableLength && !path.equals(object);
            if (!labels && !pickled && stored.rows == rowCount) {
                found.add(stored);
            }
        }
        return found;
    }
}
