package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.FilterChains;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.ElementType.TimeKind;

/**
 * Reads the datasets of a pandas fixed object: blocks of values and row indexes. Arrays that are needed are added to the
 * table's list.
 */
final class PandasValues {
    static final String UNNAMED_INDEX = "__index_level_0__";

    private static final String NAN_TEXT = "nan";

    private final TableSource source;
    private final TableRequest request;
    private final Charset charset;
    private final List<StoredArray> arrays;

    PandasValues(TableSource source, TableRequest request, Charset charset, List<StoredArray> arrays) {
        this.source = source;
        this.request = request;
        this.charset = charset;
        this.arrays = arrays;
    }

    /** Rows of an index dataset; one with an attribute {@code shape} is a dummy that stands for none. */
    long rowCount(Dataset index) throws IOException {
        PyTablesAttributes attributes = new PyTablesAttributes(source, index);
        refuseObjects(index, attributes, attributes.text("kind"));
        if (attributes.has("shape")) {
            return 0;
        }
        if (index.dataspace().rank() != 1) {
            throw source.location(index.path())
                    .malformed(
                            "an index of one dimension is expected, found extent "
                                    + index.dataspace().dimensions(),
                            index.address());
        }
        return index.dataspace().dimensions().get(0);
    }

    /** Rows as the values tell, where no index is asked for: then it may be of any kind. */
    long rowCountOfValues(Group group, boolean series) throws IOException {
        Dataset values = source.datasetOrNull(group, series ? "values" : "block0_values");
        if (values == null) {
            return rowCount(source.dataset(group, series ? "index" : "axis1"));
        }
        PyTablesAttributes attributes = new PyTablesAttributes(source, values);
        refuseObjects(values, attributes, attributes.text("value_type"));
        if (attributes.has("shape")) {
            return 0;
        }
        List<Long> extent = values.dataspace().dimensions();
        boolean rowsFirst = series || attributes.flagOrTrue("transposed");
        if (extent.size() != (series ? 1 : 2)) {
            throw source.location(values.path())
                    .malformed(
                            "values of " + (series ? 1 : 2) + " dimensions are expected, found " + extent,
                            values.address());
        }
        return extent.get(rowsFirst ? 0 : 1);
    }

    /** The row index as a column. */
    Column index(Dataset dataset) throws IOException {
        PyTablesAttributes attributes = new PyTablesAttributes(source, dataset);
        ObjectLocation location = source.location(dataset.path());
        String kind = attributes.text("kind");
        if (kind == null) {
            throw location.malformed("an attribute kind is expected, found none", dataset.address());
        }
        String label = attributes.label("name");
        boolean empty = attributes.has("shape");
        PandasTime time = PandasTime.parse(kind);
        ElementType element;
        if (time != null) {
            element = time(location, empty ? null : dataset.datatype(), time, attributes.has("tz"));
        } else if (empty) {
            element = dtype(location, attributes.text("value_type"));
        } else {
            element = indexElement(location, dataset, kind);
        }
        ColumnSource cells = empty ? new ColumnSource.Nowhere() : new ColumnSource.Cell(array(location, dataset), 0);
        Map<String, String> metadata = metadata(attributes, time);
        metadata.put("pandas.index", "0");
        metadata = AttributeMetadata.withRounding(location, metadata, element);
        return new Column(label == null ? UNNAMED_INDEX : label, element, cells, metadata);
    }

    /**
     * The columns of a block.
     *
     * @param names of the columns, in the order of the block's items
     * @param series whether the values have one dimension
     */
    List<Column> block(Dataset dataset, List<String> names, long rowCount, boolean series) throws IOException {
        PyTablesAttributes attributes = new PyTablesAttributes(source, dataset);
        ObjectLocation location = source.location(dataset.path());
        String valueType = attributes.text("value_type");
        refuseObjects(dataset, attributes, valueType);
        boolean empty = attributes.has("shape") || rowCount == 0;
        PandasTime time = PandasTime.parse(valueType);
        ElementType element;
        if (time != null) {
            element = time(location, attributes.has("shape") ? null : dataset.datatype(), time, attributes.has("tz"));
        } else if (attributes.has("shape")) {
            element = dtype(location, valueType);
        } else if (valueType == null) {
            element = ElementTypes.of(location, dataset.datatype(), true, request.nanAsNull());
        } else {
            throw location.unsupported("values of value_type " + valueType + " are not read", "choose another key");
        }
        int array = -1;
        if (!empty) {
            requireExtent(location, dataset, attributes, names.size(), rowCount, series);
            array = array(location, dataset);
        }
        Map<String, String> metadata = AttributeMetadata.withRounding(location, metadata(attributes, time), element);
        List<Column> columns = new ArrayList<>();
        for (int item = 0; item < names.size(); item++) {
            ColumnSource cells = empty ? new ColumnSource.Nowhere() : new ColumnSource.Cell(array, item);
            columns.add(new Column(names.get(item), element, cells, metadata));
        }
        return columns;
    }

    private void requireExtent(
            ObjectLocation location,
            Dataset dataset,
            PyTablesAttributes attributes,
            int itemCount,
            long rowCount,
            boolean series)
            throws IOException {
        List<Long> expected = series ? List.of(rowCount) : List.of(rowCount, (long) itemCount);
        List<Long> found = dataset.dataspace().dimensions();
        if (!found.equals(expected)) {
            throw location.malformed("extent " + expected + " is expected, found " + found, dataset.address());
        }
        if (!series && !attributes.flagOrTrue("transposed")) {
            throw location.unsupported(
                    "a block of (items, rows) is not read, only of (rows, items)", "write the frame again with pandas");
        }
    }

    private void refuseObjects(Dataset dataset, PyTablesAttributes attributes, @Nullable String what)
            throws IOException {
        if (attributes.has("PSEUDOATOM") || "VLARRAY".equals(attributes.text("CLASS"))) {
            String kind = what == null ? "object" : what;
            throw source.location(dataset.path())
                    .unsupported(
                            "values of kind " + kind + ", pickled in a variable-length array, are not read",
                            "write the frame without columns and index of Python objects");
        }
    }

    private ElementType indexElement(ObjectLocation location, Dataset dataset, String kind) throws IOException {
        Datatype type = dataset.datatype();
        switch (kind) {
            case "integer", "float", "bool":
                return ElementTypes.of(location, type, true, request.nanAsNull());
            case "string":
                if (type instanceof Datatype.FixedString) {
                    return new ElementType.Text(
                            type.sizeBytes(), ElementType.Trim.TRAILING_NULS, charset.name(), NAN_TEXT);
                }
                break;
            case "date":
                if (type instanceof Datatype.FixedPoint number && number.sizeBytes() == 4 && number.signed()) {
                    return new ElementType.DayOrdinal(number.order());
                }
                break;
            default:
                throw location.unsupported(
                        "an index of kind " + kind + " is not read; readable are integer, float, bool, string, date,"
                                + " datetime64, timedelta64",
                        "write the frame with reset_index() and option(\"index\", \"false\")");
        }
        throw location.malformed(
                "an index of kind " + kind + " is expected, found datatype " + ElementTypes.name(type),
                dataset.address());
    }

    /** @param type datatype of the dataset, or null where it is a dummy */
    private ElementType time(ObjectLocation location, @Nullable Datatype type, PandasTime time, boolean zoned)
            throws IOException {
        Datatype.Order order = Datatype.Order.LITTLE_ENDIAN;
        if (type != null) {
            if (!(type instanceof Datatype.FixedPoint number) || number.sizeBytes() != 8 || !number.signed()) {
                throw location.malformed(
                        "int64 counts of " + time.dtype() + " are expected, found " + ElementTypes.name(type),
                        ObjectLocation.NO_ADDRESS);
            }
            order = number.order();
        }
        TimeKind kind = time.duration() ? TimeKind.DURATION : zoned ? TimeKind.INSTANT : TimeKind.WALL_CLOCK;
        return new ElementType.Time(kind, time.unit(), order, request.nanoseconds());
    }

    /** The element type of an empty block, which is known by the name of its numpy dtype only. */
    private ElementType dtype(ObjectLocation location, @Nullable String name) {
        Datatype.Order order = Datatype.Order.LITTLE_ENDIAN;
        if (name != null) {
            if (name.equals("bool")) {
                return new ElementType.Flag();
            }
            for (NumberKind kind : NumberKind.values()) {
                if (kind.name().equalsIgnoreCase(name)) {
                    return new ElementType.Number(kind, order, request.nanAsNull());
                }
            }
        }
        throw location.unsupported("empty values of dtype " + name + " are not read", "choose another key");
    }

    private int array(ObjectLocation location, Dataset dataset) throws IOException {
        StoredArray array = StoredArray.of(location, dataset);
        FilterChains.checkReadable(location, array.pipeline());
        arrays.add(array);
        return arrays.size() - 1;
    }

    private static Map<String, String> metadata(PyTablesAttributes attributes, @Nullable PandasTime time)
            throws IOException {
        Map<String, String> metadata = new HashMap<>();
        String zone = attributes.has("tz") ? attributes.text("tz") : null;
        if (zone != null) {
            metadata.put("pandas.tz", zone);
        }
        if (time != null) {
            metadata.put("pandas.unit", time.unit().numpyName());
        }
        return metadata;
    }
}
