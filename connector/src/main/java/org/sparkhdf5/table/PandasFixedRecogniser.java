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
import org.sparkhdf5.table.Labels.Label;

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
        ArrayOptions.refuse(source.location(group.path()), request, "a pandas object");
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
            PandasValues values = new PandasValues(source, request, charset, arrays);
            List<Column> columns = new ArrayList<>();
            long rowCount;
            if (request.index() == IndexColumns.FALSE) {
                rowCount = values.rowCountOfValues(group, series);
            } else {
                String indexKey = series ? "index" : "axis1";
                requireRegular(indexKey);
                Dataset index = source.dataset(group, indexKey);
                rowCount = values.rowCount(index);
                Column column = values.index(index);
                if (request.index() == IndexColumns.TRUE || !column.name().equals(PandasValues.UNNAMED_INDEX)) {
                    columns.add(column);
                }
            }
            if (series) {
                columns.add(seriesColumn(values, rowCount));
            } else {
                columns.addAll(frameColumns(values, rowCount));
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

        private Column seriesColumn(PandasValues values, long rowCount) throws IOException {
            String name = attributes.label("name");
            Dataset dataset = source.dataset(group, "values");
            List<Column> columns = values.block(dataset, List.of(name == null ? "values" : name), rowCount, true);
            return columns.get(0);
        }

        private List<Column> frameColumns(PandasValues values, long rowCount) throws IOException {
            requireRegular("axis0");
            List<Label> labels = Labels.ofPandasAxis(source, source.dataset(group, "axis0"), charset);
            Map<Label, Integer> positions = new HashMap<>();
            for (Label label : labels) {
                if (positions.put(label, positions.size()) != null) {
                    throw location.malformed("label " + label.text() + " stands twice in axis0", group.address());
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
                for (LabelledColumn item : blockColumns(values, block, rowCount)) {
                    Integer position = positions.get(item.label);
                    if (position == null || ordered[position] != null) {
                        throw location.malformed(
                                "label " + item.label.text() + " of block" + block
                                        + (position == null ? " is not in axis0" : " is also in another block"),
                                group.address());
                    }
                    ordered[position] = item.column;
                }
            }
            List<Column> columns = new ArrayList<>(ordered.length);
            for (int i = 0; i < ordered.length; i++) {
                Column column = ordered[i];
                if (column == null) {
                    throw location.malformed(
                            "label " + labels.get(i).text() + " of axis0 is in no block", group.address());
                }
                columns.add(column);
            }
            return columns;
        }

        private List<LabelledColumn> blockColumns(PandasValues values, int block, long rowCount) throws IOException {
            String items = "block" + block + "_items";
            requireRegular(items);
            List<Label> labels = Labels.ofPandasAxis(source, source.dataset(group, items), charset);
            List<String> names = labels.stream().map(Label::text).toList();
            Dataset dataset = source.dataset(group, "block" + block + "_values");
            List<Column> columns = values.block(dataset, names, rowCount, false);
            List<LabelledColumn> labelled = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                labelled.add(new LabelledColumn(labels.get(i), columns.get(i)));
            }
            return labelled;
        }

        private void requireRegular(String axis) throws IOException {
            String variety = attributes.text(axis + "_variety");
            if (variety != null && !variety.equals("regular")) {
                throw location.unsupported(
                        axis + " is a " + variety + " index (MultiIndex), which is not read",
                        "write the frame with reset_index(), or with single column labels");
            }
        }
    }

    private record LabelledColumn(Label label, Column column) {}
}
