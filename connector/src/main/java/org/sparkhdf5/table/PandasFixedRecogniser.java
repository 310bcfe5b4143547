package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.table.pickle.PythonValue;

/**
 * A frame or a series that pandas wrote with {@code format="fixed"}.
 *
 * <p>Columns of one dtype share a block, a dataset of (rows, items); {@code axis0} holds the labels of all columns in order,
 * {@code axis1} the row index, {@code blockN_items} the labels of block N.
 */
final class PandasFixedRecogniser implements TableRecogniser {
    static final String KIND = "pandas-fixed";

    private static final int BLOCKS_MAX = 100_000;

    @Override
    public @Nullable Table recognise(TableSource source, Hdf5Object object, TableRequest request) throws IOException {
        if (!(object instanceof Group group)) {
            return null;
        }
        PyTablesAttributes attributes = new PyTablesAttributes(source, group);
        String pandasType = attributes.has("pandas_type") ? attributes.text("pandas_type") : null;
        if (!"frame".equals(pandasType) && !"series".equals(pandasType)) {
            return null;
        }
        ArrayOptions.refuseNames(source.location(group.path()), request, "a pandas object");
        return new Reading(source, group, attributes, request).table("series".equals(pandasType));
    }

    /** The state of reading one group. */
    private static final class Reading {
        private final TableSource source;
        private final Group group;
        private final ObjectLocation location;
        private final PyTablesAttributes attributes;
        private final TableRequest request;
        private final Charset charset;
        private final List<StoredArray> arrays = new ArrayList<>();

        Reading(TableSource source, Group group, PyTablesAttributes attributes, TableRequest request)
                throws IOException {
            this.source = source;
            this.group = group;
            this.location = source.location(group.path());
            this.attributes = attributes;
            this.request = request;
            String codec = attributes.text("encoding");
            this.charset = PythonCodecs.charset(location, codec == null ? "UTF-8" : codec);
        }

        Table table(boolean series) throws IOException {
            long rowCount = new PandasRowCount(source, group, attributes).of(series);
            PandasValues values = new PandasValues(source, request, charset, arrays, rowCount);
            List<Column> columns = new ArrayList<>();
            if (request.index() != IndexColumns.FALSE) {
                for (Column level : indexColumns(values, series ? "index" : "axis1")) {
                    boolean named = !"null".equals(level.metadata().get("pandas.label"));
                    if (request.index() == IndexColumns.TRUE || named) {
                        columns.add(level);
                    }
                }
            }
            if (series) {
                columns.add(seriesColumn(values));
            } else if (request.layout() == ArrayLayout.CELLS) {
                return cells(columns, values, rowCount);
            } else {
                columns.addAll(frameColumns(values));
            }
            return new Table(
                    KIND,
                    group.path(),
                    group.address(),
                    rowCount,
                    arrays,
                    ColumnNames.distinct(columns),
                    Map.of("pandas.type", series ? "series" : "frame"));
        }

        private Table cells(List<Column> index, PandasValues values, long rowCount) throws IOException {
            PandasAxis axis = new PandasAxis(source, group, attributes, charset);
            FrameCells cells =
                    new FrameCells(index, frameColumns(values), axis.labels("axis0"), axis.levelNames("axis0"));
            return cells.table(
                    location, KIND, group.address(), rowCount, arrays, false, Map.of("pandas.type", "frame"));
        }

        private List<Column> indexColumns(PandasValues values, String key) throws IOException {
            if (!PandasAxis.isMulti(location, attributes, key)) {
                return List.of(values.index(source.dataset(group, key), 0));
            }
            int count = PandasAxis.levelCount(location, attributes, key, group);
            List<Column> levels = new ArrayList<>();
            for (int level = 0; level < count; level++) {
                Dataset distinct = source.dataset(group, key + "_level" + level);
                Dataset codes = source.dataset(group, key + "_label" + level);
                levels.add(values.level(distinct, codes, level));
            }
            return levels;
        }

        private Column seriesColumn(PandasValues values) throws IOException {
            PythonValue name = attributes.value("name");
            PythonValue label = name == null ? new PythonValue.None() : name;
            Column column = values.block(source.dataset(group, "values"), List.of(label), true)
                    .get(0);
            return label instanceof PythonValue.None ? column.withName("values") : column;
        }

        private List<Column> frameColumns(PandasValues values) throws IOException {
            PandasAxis axis = new PandasAxis(source, group, attributes, charset);
            List<PythonValue> labels = axis.labels("axis0");
            Map<PythonValue, Integer> positions = new HashMap<>();
            for (PythonValue label : labels) {
                if (positions.put(label, positions.size()) != null) {
                    throw location.malformed(
                            "label " + PandasNames.ofLabel(label) + " stands twice in axis0", group.address());
                }
            }
            @Nullable Column[] ordered = new Column[labels.size()];
            Long blockCount = attributes.integer("nblocks");
            if (blockCount == null || blockCount < 0 || blockCount > BLOCKS_MAX) {
                throw location.malformed(
                        "attribute nblocks: 0 to " + BLOCKS_MAX + " blocks expected, found " + blockCount,
                        group.address());
            }
            for (int block = 0; block < blockCount; block++) {
                List<PythonValue> items = axis.labels("block" + block + "_items");
                List<Column> columns = values.block(source.dataset(group, "block" + block + "_values"), items, false);
                for (int item = 0; item < columns.size(); item++) {
                    Integer position = positions.get(items.get(item));
                    if (position == null || ordered[position] != null) {
                        throw location.malformed(
                                "label " + PandasNames.ofLabel(items.get(item)) + " of block" + block
                                        + (position == null ? " is not in axis0" : " is also in another block"),
                                group.address());
                    }
                    ordered[position] = columns.get(item);
                }
            }
            List<Column> columns = new ArrayList<>(ordered.length);
            for (int i = 0; i < ordered.length; i++) {
                Column column = ordered[i];
                if (column == null) {
                    throw location.malformed(
                            "label " + PandasNames.ofLabel(labels.get(i)) + " of axis0 is in no block",
                            group.address());
                }
                columns.add(column);
            }
            return columns;
        }
    }
}
