package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.FilterChains;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.table.PandasTableElements.Described;
import org.sparkhdf5.table.pickle.PythonValue;

/** The state of reading one pandas table. */
final class PandasTableReading {
    private static final PythonValue SERIES_WITHOUT_NAME = new PythonValue.Text("values");
    /** How pandas names the levels of a MultiIndex that have no name. */
    private static final Pattern LEVEL_WITHOUT_NAME = Pattern.compile("level_\\d+");

    private final TableSource source;
    private final Group group;
    private final TableRequest request;
    private final ObjectLocation location;
    private final Dataset table;
    private final Datatype.Compound record;
    private final PandasTableAttributes attributes;
    private final PandasTableElements elements;
    private final PandasCategories categories;
    private final boolean isList;
    private final Map<String, Described> described = new HashMap<>();

    private PandasTableReading(
            TableSource source,
            Group group,
            TableRequest request,
            Dataset table,
            Datatype.Compound record,
            PandasTableAttributes attributes,
            boolean isList) {
        this.source = source;
        this.group = group;
        this.request = request;
        this.location = source.location(table.path());
        this.table = table;
        this.record = record;
        this.attributes = attributes;
        this.elements = new PandasTableElements(location, request, attributes, isList);
        this.isList = isList;
        this.categories = new PandasCategories(source, group, request);
    }

    /**
     * @param multiIndex whether the rows have more than one level
     * @param isList whether the table is a list of categories: none of them is null, and none a category
     */
    static PandasTableReading of(
            TableSource source, Group group, TableRequest request, boolean multiIndex, boolean isList)
            throws IOException {
        Dataset table = source.dataset(group, "table");
        if (!(table.datatype() instanceof Datatype.Compound record)
                || table.dataspace().rank() != 1) {
            throw source.location(table.path())
                    .malformed(
                            "records of one dimension are expected, found " + ElementTypes.name(table.datatype())
                                    + " of extent " + table.dataspace().dimensions(),
                            table.address());
        }
        PandasTableAttributes attributes = PandasTableAttributes.of(source, group, multiIndex);
        return new PandasTableReading(source, group, request, table, record, attributes, isList);
    }

    /** One column of a field. */
    private record Cell(PandasTableField field, int element) {
        int byteOffset() {
            return field.byteOffset() + element * field.type().sizeBytes();
        }
    }

    Table table(String pandasType) throws IOException {
        StoredArray array = array();
        boolean series = pandasType.equals(PandasTableRecogniser.SERIES);
        if (request.layout() == ArrayLayout.CELLS && !series) {
            return cells(array, pandasType);
        }
        return new Table(
                PandasTableRecogniser.KIND,
                group.path(),
                group.address(),
                array.rowCount(),
                List.of(array),
                ColumnNames.distinct(columns(series)),
                Map.of("pandas.type", pandasType));
    }

    StoredArray array() throws IOException {
        StoredArray array = StoredArray.of(location, table);
        FilterChains.checkReadable(location, array.pipeline());
        return array;
    }

    private Table cells(StoredArray array, String pandasType) throws IOException {
        Map<PythonValue, Deque<Cell>> cells = cells();
        int indexCount = index(cells).size();
        List<Column> columns = columns(false);
        List<PythonValue> labels = new ArrayList<>(attributes.labels());
        labels.removeAll(new HashSet<>(attributes.levels()));
        FrameCells frame = new FrameCells(
                columns.subList(0, indexCount),
                columns.subList(indexCount, columns.size()),
                labels,
                attributes.levelNames());
        return frame.table(
                source.location(group.path()),
                PandasTableRecogniser.KIND,
                group.address(),
                array.rowCount(),
                List.of(array),
                true,
                Map.of("pandas.type", pandasType));
    }

    /** The columns in order, those of the index first as far as they are asked for. */
    List<Column> columns(boolean series) throws IOException {
        Map<PythonValue, Deque<Cell>> cells = cells();
        List<Column> columns = new ArrayList<>(index(cells));
        Set<PythonValue> levels = new HashSet<>(attributes.levels());
        for (PythonValue label : attributes.labels()) {
            if (!levels.contains(label)) {
                columns.add(column(label, take(cells, label), series));
            }
        }
        for (Deque<Cell> left : cells.values()) {
            if (!left.isEmpty()) {
                Cell cell = left.getFirst();
                PythonValue label = cell.field().labels().get(cell.element());
                throw location.malformed(
                        "label " + PandasNames.ofLabel(label) + " of field "
                                + cell.field().name() + " is not in the attribute non_index_axes",
                        table.address());
            }
        }
        return columns;
    }

    /** The columns of the records by their labels; several of one label in the order of the fields. */
    private Map<PythonValue, Deque<Cell>> cells() throws IOException {
        Map<PythonValue, Deque<Cell>> cells = new HashMap<>();
        for (String name : attributes.valueFields()) {
            PandasTableField field = PandasTableField.of(source, table, record, name);
            for (int i = 0; i < field.labels().size(); i++) {
                cells.computeIfAbsent(field.labels().get(i), label -> new ArrayDeque<>())
                        .add(new Cell(field, i));
            }
        }
        return cells;
    }

    private Cell take(Map<PythonValue, Deque<Cell>> cells, PythonValue label) throws IOException {
        Deque<Cell> sameLabel = cells.get(label);
        Cell cell = sameLabel == null ? null : sameLabel.poll();
        if (cell == null) {
            throw location.malformed(
                    "label " + PandasNames.ofLabel(label) + " of the group's attributes is in no field of the records",
                    table.address());
        }
        return cell;
    }

    private List<Column> index(Map<PythonValue, Deque<Cell>> cells) throws IOException {
        List<Column> columns = new ArrayList<>();
        if (!attributes.levels().isEmpty()) {
            for (PythonValue level : attributes.levels()) {
                Cell cell = take(cells, level);
                boolean named = !(level instanceof PythonValue.Text text)
                        || !LEVEL_WITHOUT_NAME.matcher(text.value()).matches();
                if (isAskedFor(named)) {
                    int number = attributes.levels().indexOf(level);
                    Described what = described(cell.field());
                    columns.add(indexColumn(named ? level : null, number, what, cell.byteOffset()));
                }
            }
            return columns;
        }
        PythonValue name = attributes.info(attributes.indexField(), "index_name");
        if (isAskedFor(name != null && !(name instanceof PythonValue.None))) {
            columns.add(rowIndex(name));
        }
        return columns;
    }

    private boolean isAskedFor(boolean named) {
        return !isList && (request.index() == IndexColumns.TRUE || (named && request.index() == IndexColumns.NAMED));
    }

    private Column rowIndex(@Nullable PythonValue name) throws IOException {
        String field = attributes.indexField();
        Datatype.Member member = PandasTableField.member(location, table, record, field);
        String kind = new PyTablesAttributes(source, table).text(field + "_kind");
        if (kind == null) {
            throw location.malformed(
                    "attribute " + field + "_kind: a kind of index is expected, found none", table.address());
        }
        return indexColumn(name, 0, elements.index(member.type(), kind), member.byteOffset());
    }

    private Column indexColumn(@Nullable PythonValue name, int level, Described what, int byteOffset) {
        PandasMetadata metadata =
                new PandasMetadata(location, what.metadata()).label(name).index(level);
        return column(PandasNames.ofIndex(name, level), what.element(), byteOffset, metadata);
    }

    private Column column(PythonValue label, Cell cell, boolean series) throws IOException {
        Described what = described(cell.field());
        boolean unnamed = series && label.equals(SERIES_WITHOUT_NAME);
        PandasMetadata metadata = new PandasMetadata(location, what.metadata()).label(unnamed ? null : label);
        return column(PandasNames.ofLabel(label), what.element(), cell.byteOffset(), metadata);
    }

    private Column column(String name, ElementType element, int byteOffset, PandasMetadata metadata) {
        return new Column(
                name,
                element,
                new ColumnSource.Cell(0, 0, byteOffset),
                AttributeMetadata.withRounding(location, metadata.entries(), element));
    }

    private Described described(PandasTableField field) throws IOException {
        Described known = described.get(field.name());
        if (known == null) {
            known = PandasDtypes.CATEGORY.equals(field.meta()) ? categorical(field) : elements.values(field);
            described.put(field.name(), known);
        }
        return known;
    }

    private Described categorical(PandasTableField field) throws IOException {
        if (isList) {
            throw location.malformed("categories are expected, found codes of others", table.address());
        }
        PythonValue ordered = attributes.info(field.name(), "ordered");
        return categories.of(field.name(), elements.code(field), ordered);
    }
}
