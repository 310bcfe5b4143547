package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Hdf5Object;

/**
 * Reads one dataset as a table. The first dimension is the row; a scalar is one row. The members of a compound of one dimension
 * are the columns. Otherwise one dimension gives one column {@code value}; more give one ARRAY column {@code value}, or for two
 * dimensions a column per element of the second.
 */
final class DatasetReading {
    private static final int COLUMNS_MAX = 1_000_000;
    private static final String VALUE = "value";

    private final TableSource source;
    private final Dataset dataset;
    private final TableRequest request;
    private final ObjectLocation location;
    private final Dataspace dataspace;
    private final TableKind kind;
    private final TypeRules rules;
    private final DatasetColumn column;

    /**
     * @param kind of the dataset
     * @param atom what an element is where its datatype does not tell, or null
     */
    DatasetReading(
            TableSource source, Dataset dataset, TableRequest request, TableKind kind, @Nullable ElementType atom)
            throws IOException {
        this.source = source;
        this.dataset = dataset;
        this.request = request;
        this.location = source.location(dataset.path());
        this.dataspace = dataset.dataspace();
        this.kind = kind;
        this.rules = TypeRules.of(source, dataset, request.strings());
        this.column = new DatasetColumn(source, dataset, request, atom);
    }

    Table table() throws IOException {
        if (request.layout() == ArrayLayout.CELLS) {
            return cells();
        }
        List<StoredArray> arrays = List.of();
        long rowCount = 0;
        if (dataspace.kind() != Dataspace.Kind.NULL) {
            StoredArray array = column.stored();
            arrays = List.of(array);
            rowCount = array.rowCount();
        }
        boolean record = kind == TableKind.COMPOUND || kind == TableKind.PYTABLES_TABLE;
        return new Table(
                kind.text(),
                dataset.path(),
                dataset.address(),
                rowCount,
                arrays,
                ColumnNames.distinct(record ? members() : columns()),
                column.metadata());
    }

    /** The dataset in long form; the members of records are columns. */
    private Table cells() throws IOException {
        List<Column> values = new ArrayList<>();
        List<String> labels = isNamed() ? labels() : null;
        if (ElementTypes.isRecord(dataset.datatype())) {
            Datatype.Compound compound = (Datatype.Compound) dataset.datatype();
            for (ElementType.Member member : ElementTypes.members(location, compound, rules, request.nanAsNull())) {
                ColumnSource part = new ColumnSource.CellValue(member.byteOffset());
                values.add(column.column(member.name(), member.element(), part));
            }
        } else {
            String name = DimensionScales.isNetcdf(source, dataset) ? DimensionScales.variableName(dataset) : VALUE;
            values.add(column.column(name, column.element(request.nanAsNull()), new ColumnSource.CellValue(0)));
        }
        List<CellDimension> dimensions = CellDimension.of(source, dataset, request);
        return new CellsReading(location, dataset, dimensions, labels).table(kind.text(), values, column.metadata());
    }

    private boolean isNamed() {
        return request.columnNames() != null || !request.columnNameList().isEmpty();
    }

    /** What the elements of the second dimension are called: the labels of a frame that is stored as a plain dataset. */
    private List<String> labels() throws IOException {
        if (dataspace.rank() != 2 || ElementTypes.isRecord(dataset.datatype())) {
            throw new IllegalArgumentException(
                    location + ": option \"columnNames\" with layout=cells needs a dataset of two dimensions, found "
                            + ElementTypes.name(dataset.datatype()) + " of extent " + dataspace.dimensions()
                            + "; leave out the option \"columnNames\"");
        }
        return names(columnCount());
    }

    private int columnCount() {
        long count = dataspace.dimensions().get(1);
        if (count > COLUMNS_MAX) {
            throw location.unsupported(
                    count + " columns, at most " + COLUMNS_MAX + " are read as columns", "use layout=rows");
        }
        return (int) count;
    }

    private List<Column> members() throws IOException {
        ArrayOptions.refuse(location, request, kind == TableKind.COMPOUND ? "a compound dataset" : "a PyTables table");
        Datatype.Compound compound = (Datatype.Compound) dataset.datatype();
        List<Column> columns = new ArrayList<>();
        for (ElementType.Member member : ElementTypes.members(location, compound, rules, request.nanAsNull())) {
            ColumnSource cells = dataspace.kind() == Dataspace.Kind.NULL
                    ? new ColumnSource.Nowhere()
                    : new ColumnSource.Cell(0, 0, member.byteOffset());
            columns.add(column.column(member.name(), member.element(), cells));
        }
        return columns;
    }

    private List<Column> columns() throws IOException {
        if (request.layout() == ArrayLayout.COLUMNS || isNamed()) {
            return columnPerElement();
        }
        return List.of(column.column(VALUE, 0));
    }

    private List<Column> columnPerElement() throws IOException {
        if (dataspace.rank() != 2) {
            throw new IllegalArgumentException(
                    location + ": layout=columns needs a dataset of two dimensions, found extent "
                            + dataspace.dimensions() + "; leave out the options \"layout\" and \"columnNames\"");
        }
        List<String> names = names(columnCount());
        ElementType element = column.element(request.nanAsNull());
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(column.column(names.get(i), element, new ColumnSource.Cell(0, i)));
        }
        return columns;
    }

    private List<String> names(int count) throws IOException {
        List<String> names = request.columnNameList();
        String path = request.columnNames();
        if (path != null) {
            Hdf5Object companion = source.file().find(path);
            if (!(companion instanceof Dataset namesDataset)) {
                throw new IllegalArgumentException(location + ": option \"columnNames\": a dataset is expected at "
                        + path + ", found " + (companion == null ? "nothing" : "a group")
                        + "; name the dataset of the names");
            }
            names = Labels.texts(source, namesDataset, StandardCharsets.UTF_8);
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
}
