package org.sparkhdf5.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.CellPart;
import org.sparkhdf5.chunk.CellShape;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.table.pickle.PythonValue;

/**
 * A pandas frame in long form: a row per cell, with the columns of the row index, those of the column labels, and {@code value};
 * what pandas' {@code stack()} gives, with the missing values kept. All columns of the frame must be of one type.
 *
 * @param index columns of the row index
 * @param columns of the frame in order, named as in the file
 * @param labels of those columns
 * @param levelNames names of the levels of labels that are tuples, as far as they are known
 */
record FrameCells(
        List<Column> index, List<Column> columns, List<PythonValue> labels, List<@Nullable String> levelNames) {
    private static final String COLUMN = "column";
    private static final String VALUE = "value";
    private static final ElementType LABEL = new ElementType.Text(1, ElementType.Trim.TRAILING_NULS, "UTF-8", null);

    /**
     * The table.
     *
     * @param arrays that the columns lie in
     * @param records whether an element of the only array is a whole row of the frame
     * @throws IllegalArgumentException if the columns are not of one type; names two
     */
    Table table(
            ObjectLocation location,
            String kind,
            long address,
            long rowCount,
            List<StoredArray> arrays,
            boolean records,
            Map<String, String> properties) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(location
                    + ": layout=cells needs at least one column, found a frame without columns; leave the option out");
        }
        requireOneType(location);
        List<Long> dimensions = List.of(rowCount, (long) columns.size());
        if (CellShape.cellCount(dimensions) < 0) {
            throw location.unsupported(dimensions + " cells, less than 2^63 are read", "use layout=rows");
        }
        List<Column> shown = new ArrayList<>();
        for (Column level : index) {
            ColumnSource source = level.source();
            if (records && source instanceof ColumnSource.Cell cell) {
                source = new ColumnSource.CellRecord(cell.byteOffset());
            }
            shown.add(new Column(level.name(), level.element(), source, level.metadata()));
        }
        shown.addAll(labelColumns());
        boolean none = rowCount == 0;
        Map<String, String> metadata = new HashMap<>(columns.get(0).metadata());
        metadata.remove("pandas.label");
        ColumnSource values = none ? new ColumnSource.Nowhere() : new ColumnSource.CellValue(0);
        shown.add(new Column(VALUE, columns.get(0).element(), values, metadata));
        List<CellPart> parts = none ? List.of() : records ? List.of(record(dimensions)) : blocks(rowCount);
        return Table.ofCells(
                kind,
                location.object(),
                address,
                new CellShape(dimensions, parts),
                arrays,
                ColumnNames.distinct(shown),
                properties);
    }

    private void requireOneType(ObjectLocation location) {
        Column first = columns.get(0);
        for (Column column : columns) {
            if (column.element() instanceof ElementType.PickledObject) {
                throw new IllegalArgumentException(
                        location + ": layout=cells needs columns of numbers, booleans or times," + " found "
                                + column.name() + " of Python objects; use layout=rows");
            }
            if (!column.element().equals(first.element())) {
                String one = first.logicalType().sql();
                String other = column.logicalType().sql();
                throw new IllegalArgumentException(location + ": layout=cells needs columns of one type, found "
                        + first.name() + " " + one + " and " + column.name() + " " + other
                        + (one.equals(other) ? ", stored in another way" : "")
                        + "; use layout=rows, and stack() in the query");
            }
        }
    }

    private List<Column> labelColumns() {
        List<Column> shown = new ArrayList<>();
        if (!(labels.get(0) instanceof PythonValue.Tuple first)
                || !allTuples(first.items().size())) {
            List<String> texts = columns.stream().map(Column::name).toList();
            shown.add(labels(texts));
            return shown;
        }
        for (int level = 0; level < first.items().size(); level++) {
            List<String> texts = new ArrayList<>();
            for (PythonValue label : labels) {
                texts.add(
                        PandasNames.ofLabel(((PythonValue.Tuple) label).items().get(level)));
            }
            String name = level < levelNames.size() ? levelNames.get(level) : null;
            String shownName = name == null ? COLUMN + "_" + level : name;
            shown.add(new Column(shownName, LABEL, new ColumnSource.CellLabel(texts), Map.of()));
        }
        return shown;
    }

    /** The column that says which column of the frame a cell is of. */
    static Column labels(List<String> texts) {
        return new Column(COLUMN, LABEL, new ColumnSource.CellLabel(texts), Map.of());
    }

    private boolean allTuples(int length) {
        for (PythonValue label : labels) {
            if (!(label instanceof PythonValue.Tuple tuple) || tuple.items().size() != length) {
                return false;
            }
        }
        return true;
    }

    /** The frame as records of one array. */
    private CellPart record(List<Long> dimensions) {
        List<Integer> offsets = new ArrayList<>();
        for (Column column : columns) {
            offsets.add(((ColumnSource.Cell) column.source()).byteOffset());
        }
        return new CellPart(0, dimensions, List.of(), offsets);
    }

    /** The frame as arrays of rows, whose items are columns in any order. */
    private List<CellPart> blocks(long rowCount) {
        Map<Integer, Map<Long, Integer>> columnsOfItems = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnSource.Cell cell = (ColumnSource.Cell) columns.get(i).source();
            columnsOfItems
                    .computeIfAbsent(cell.array(), array -> new HashMap<>())
                    .put(cell.element(), i);
        }
        List<CellPart> parts = new ArrayList<>();
        columnsOfItems.forEach((array, items) -> {
            List<Integer> places = new ArrayList<>();
            boolean inOrder = items.size() == columns.size();
            for (long item = 0; item < items.size(); item++) {
                int column = items.getOrDefault(item, -1);
                places.add(column);
                inOrder &= column == item;
            }
            List<Long> dimensions = List.of(rowCount, (long) items.size());
            parts.add(new CellPart(array, dimensions, inOrder ? List.of() : places, List.of()));
        });
        return parts;
    }
}
