package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.FilterChains;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.Hdf5Object;

/**
 * A plain dataset of numbers or fixed strings. The first dimension is the row. One dimension gives one column {@code value};
 * more give one ARRAY column {@code value}, or for two dimensions a column per element of the second.
 */
final class ArrayRecogniser implements TableRecogniser {
    static final String KIND = "array";

    private static final int COLUMNS_MAX = 1_000_000;
    private static final long ROW_BYTES_MAX = 128L << 20;
    private static final String VALUE = "value";

    @Override
    public @Nullable Table recognise(TableSource source, Hdf5Object object, TableRequest request) throws IOException {
        if (!(object instanceof Dataset dataset)) {
            return null;
        }
        ObjectLocation location = source.location(dataset.path());
        PyTablesAttributes attributes = new PyTablesAttributes(source, dataset);
        boolean pytablesNode = attributes.has("CLASS") && attributes.has("VERSION");
        Dataspace dataspace = dataset.dataspace();
        ElementType element = ElementTypes.of(location, dataset.datatype(), pytablesNode, request.nanAsNull());
        List<Column> columns;
        List<StoredArray> arrays = List.of();
        long rowCount = 0;
        if (dataspace.kind() == Dataspace.Kind.NULL) {
            columns = List.of(new Column(VALUE, element, new ColumnSource.Nowhere(), Map.of()));
        } else {
            StoredArray array = StoredArray.of(location, dataset);
            FilterChains.checkReadable(location, array.pipeline());
            arrays = List.of(array);
            rowCount = array.rowCount();
            columns = columns(source, dataset, element, request);
        }
        return new Table(
                KIND, dataset.path(), dataset.address(), rowCount, arrays, ColumnNames.distinct(columns), Map.of());
    }

    private static List<Column> columns(TableSource source, Dataset dataset, ElementType element, TableRequest request)
            throws IOException {
        Dataspace dataspace = dataset.dataspace();
        boolean named =
                request.columnNames() != null || !request.columnNameList().isEmpty();
        if (request.layout() == ArrayLayout.COLUMNS || named) {
            return cells(source, dataset, element, request);
        }
        if (dataspace.rank() <= 1) {
            return List.of(new Column(VALUE, element, new ColumnSource.Cell(0, 0), Map.of()));
        }
        List<Long> rowDimensions = dataspace.dimensions().subList(1, dataspace.rank());
        requireRowSize(source.location(dataset.path()), rowDimensions, element.sizeBytes());
        return List.of(new Column(VALUE, element, new ColumnSource.Row(0, rowDimensions), Map.of()));
    }

    private static List<Column> cells(TableSource source, Dataset dataset, ElementType element, TableRequest request)
            throws IOException {
        ObjectLocation location = source.location(dataset.path());
        Dataspace dataspace = dataset.dataspace();
        if (dataspace.rank() != 2) {
            throw new IllegalArgumentException(
                    location + ": layout=columns needs a dataset of two dimensions, found extent "
                            + dataspace.dimensions() + "; leave out the options \"layout\" and \"columnNames\"");
        }
        long count = dataspace.dimensions().get(1);
        if (count > COLUMNS_MAX) {
            throw location.unsupported(
                    count + " columns, at most " + COLUMNS_MAX + " are read as columns", "use layout=rows");
        }
        List<String> names = names(source, request, location, (int) count);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(new Column(names.get(i), element, new ColumnSource.Cell(0, i), Map.of()));
        }
        return columns;
    }

    private static List<String> names(TableSource source, TableRequest request, ObjectLocation location, int count)
            throws IOException {
        List<String> names = request.columnNameList();
        String path = request.columnNames();
        if (path != null) {
            Hdf5Object companion = source.file().find(path);
            if (!(companion instanceof Dataset dataset)) {
                throw new IllegalArgumentException(
                        location + ": option \"columnNames\": a dataset is expected at " + path + ", found "
                                + (companion == null ? "nothing" : "a group") + "; name the dataset of the names");
            }
            names = Labels.texts(source, dataset, StandardCharsets.UTF_8);
        } else if (names.isEmpty()) {
            List<String> numbered = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                numbered.add("c" + i);
            }
            return numbered;
        }
        if (names.size() != count) {
            throw new IllegalArgumentException(location + ": option \"columnNames\": " + count
                    + " names are expected, one per element of the second dimension, found " + names.size()
                    + "; name another dataset or list");
        }
        return names;
    }

    private static void requireRowSize(ObjectLocation location, List<Long> rowDimensions, int elementBytes) {
        long bytes = elementBytes;
        for (long dimension : rowDimensions) {
            bytes = dimension != 0 && bytes > ROW_BYTES_MAX ? Long.MAX_VALUE : bytes * dimension;
            if (bytes > ROW_BYTES_MAX) {
                throw location.unsupported(
                        "a row " + rowDimensions + " holds more than " + ROW_BYTES_MAX
                                + " bytes, too much for one ARRAY",
                        "use layout=cells, or layout=columns for two dimensions");
            }
        }
    }
}
