package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.FilterChains;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.ElementType.TimeKind;
import org.sparkhdf5.table.pickle.PythonValue;

/**
 * Reads the datasets of a pandas fixed object: blocks of values and row indexes. Arrays that are needed are added to the
 * table's list.
 */
final class PandasValues {
    private static final String NAN_TEXT = "nan";

    private final TableSource source;
    private final TableRequest request;
    private final Charset charset;
    private final List<StoredArray> arrays;
    private final long rowCount;

    PandasValues(TableSource source, TableRequest request, Charset charset, List<StoredArray> arrays, long rowCount) {
        this.rowCount = rowCount;
        this.source = source;
        this.request = request;
        this.charset = charset;
        this.arrays = arrays;
    }

    /**
     * A row index of one level as a column.
     *
     * @param level its number, for the name of one without
     */
    Column index(Dataset dataset, int level) throws IOException {
        PyTablesAttributes attributes = new PyTablesAttributes(source, dataset);
        ObjectLocation location = source.location(dataset.path());
        ElementType element;
        ColumnSource cells = new ColumnSource.Nowhere();
        if (PandasRowCount.isPickled(source, dataset)) {
            ObjectBlock block = new ObjectBlock(source, dataset, request.objects(), 1);
            element = new ElementType.PickledObject(block.rules().get(0));
            if (rowCount > 0) {
                cells = new ColumnSource.Pickled(array(location, dataset), 0);
            }
        } else {
            element = indexElement(location, dataset, attributes);
            if (!attributes.has("shape")) {
                requireRows(location, dataset, dataset.dataspace().dimensions(), List.of(rowCount));
                cells = new ColumnSource.Cell(array(location, dataset), 0);
            }
        }
        return indexColumn(attributes, level, element, cells);
    }

    /**
     * One level of a row index of several.
     *
     * @param distinct values
     * @param codes of the rows: positions in the values, -1 where missing
     */
    Column level(Dataset distinct, Dataset codes, int level) throws IOException {
        PyTablesAttributes attributes = new PyTablesAttributes(source, distinct);
        ObjectLocation location = source.location(distinct.path());
        ElementType value;
        if (PandasRowCount.isPickled(source, distinct)) {
            value = new ElementType.PickledObject(new ObjectBlock(source, distinct, request.objects(), 1)
                    .rules()
                    .get(0));
        } else {
            value = indexElement(location, distinct, attributes);
        }
        StoredArray list = attributes.has("shape") ? null : readable(location, distinct);
        ObjectLocation codesLocation = source.location(codes.path());
        boolean empty = new PyTablesAttributes(source, codes).has("shape");
        // No codes are stored as a dummy, which may be of any type.
        ElementType code = empty
                ? new ElementType.Number(NumberKind.INT8, Datatype.Order.LITTLE_ENDIAN, false)
                : ElementTypes.of(codesLocation, codes.datatype(), true, false);
        if (!(code instanceof ElementType.Number number) || !number.kind().isSigned()) {
            throw codesLocation.malformed(
                    "codes that are signed integers are expected, found " + ElementTypes.name(codes.datatype()),
                    codes.address());
        }
        if (empty && rowCount > 0) {
            throw codesLocation.malformed(rowCount + " codes are expected, found a dummy for none", codes.address());
        }
        if (!empty) {
            requireRows(codesLocation, codes, codes.dataspace().dimensions(), List.of(rowCount));
        }
        ElementType element = new ElementType.Category(number, list, value, 0, isFloat(value) && !request.nanAsNull());
        ColumnSource cells = empty ? new ColumnSource.Nowhere() : new ColumnSource.Cell(array(codesLocation, codes), 0);
        return indexColumn(attributes, level, element, cells);
    }

    /** What is said of the frequency only informs: one that is not read hides no value. */
    private static @Nullable PythonValue frequency(PyTablesAttributes attributes) throws IOException {
        try {
            return attributes.value("freq");
        } catch (UnsupportedHdf5FeatureException e) {
            return null;
        }
    }

    private static boolean isPeriod(PyTablesAttributes attributes) throws IOException {
        return "period".equals(attributes.text("index_class"));
    }

    private static boolean isFloat(ElementType element) {
        return element.logicalType() == LogicalType.Atomic.DOUBLE || element.logicalType() == LogicalType.Atomic.FLOAT;
    }

    private Column indexColumn(PyTablesAttributes attributes, int level, ElementType element, ColumnSource cells)
            throws IOException {
        PythonValue label = attributes.value("name");
        PandasMetadata metadata = metadata(attributes, attributes.text("kind"), element)
                .frequency(frequency(attributes))
                .label(label)
                .index(level);
        if (isPeriod(attributes)) {
            metadata.dtype(PandasDtypes.PERIOD);
        }
        return new Column(
                PandasNames.ofIndex(label, level),
                element,
                cells,
                AttributeMetadata.withRounding(attributes.location(), metadata.entries(), element));
    }

    /**
     * The columns of a block.
     *
     * @param labels of the columns, in the order of the block's items
     * @param series whether the values have one dimension
     */
    List<Column> block(Dataset dataset, List<PythonValue> labels, boolean series) throws IOException {
        PyTablesAttributes attributes = new PyTablesAttributes(source, dataset);
        ObjectLocation location = source.location(dataset.path());
        String valueType = attributes.text("value_type");
        PandasTime time = PandasTime.parse(valueType);
        boolean empty = attributes.has("shape") || rowCount == 0;
        List<Column> columns = new ArrayList<>();
        if (attributes.has("shape") && rowCount > 0 && !labels.isEmpty()) {
            throw location.malformed(rowCount + " rows are expected, found a dummy for none", dataset.address());
        }
        if (PandasRowCount.isPickled(source, dataset)) {
            if (!empty) { // pandas writes an empty block the other way round
                requireRowsFirst(location, attributes, series);
            }
            ObjectBlock block = new ObjectBlock(source, dataset, request.objects(), labels.size());
            int array = empty ? -1 : array(location, dataset);
            for (int item = 0; item < labels.size(); item++) {
                ElementType element =
                        new ElementType.PickledObject(block.rules().get(item));
                ColumnSource cells = empty ? new ColumnSource.Nowhere() : new ColumnSource.Pickled(array, item);
                columns.add(column(labels.get(item), element, cells, attributes, valueType));
            }
            return columns;
        }
        ElementType element = blockElement(location, dataset, attributes, time, valueType);
        int array = -1;
        if (!empty) {
            requireExtent(location, dataset, attributes, labels.size(), series);
            array = array(location, dataset);
        }
        for (int item = 0; item < labels.size(); item++) {
            ColumnSource cells = empty ? new ColumnSource.Nowhere() : new ColumnSource.Cell(array, item);
            columns.add(column(labels.get(item), element, cells, attributes, valueType));
        }
        return columns;
    }

    private static Column column(
            PythonValue label,
            ElementType element,
            ColumnSource cells,
            PyTablesAttributes attributes,
            @Nullable String valueType)
            throws IOException {
        PandasMetadata metadata = metadata(attributes, valueType, element).label(label);
        return new Column(
                PandasNames.ofLabel(label),
                element,
                cells,
                AttributeMetadata.withRounding(attributes.location(), metadata.entries(), element));
    }

    private ElementType blockElement(
            ObjectLocation location,
            Dataset dataset,
            PyTablesAttributes attributes,
            @Nullable PandasTime time,
            @Nullable String valueType)
            throws IOException {
        if (time != null) {
            return time(location, attributes.has("shape") ? null : dataset.datatype(), time, zone(attributes) != null);
        }
        if (attributes.has("shape")) {
            return dtype(location, valueType);
        }
        if (valueType == null) {
            return ElementTypes.of(location, dataset.datatype(), true, request.nanAsNull());
        }
        throw location.unsupported("values of value_type " + valueType + " are not read", "choose another key");
    }

    private void requireExtent(
            ObjectLocation location, Dataset dataset, PyTablesAttributes attributes, int itemCount, boolean series)
            throws IOException {
        List<Long> expected = series ? List.of(rowCount) : List.of(rowCount, (long) itemCount);
        requireRows(location, dataset, dataset.dataspace().dimensions(), expected);
        requireRowsFirst(location, attributes, series);
    }

    private static void requireRowsFirst(ObjectLocation location, PyTablesAttributes attributes, boolean series)
            throws IOException {
        if (!series && !attributes.flagOrTrue("transposed")) {
            throw location.unsupported(
                    "a block of (items, rows) is not read, only of (rows, items)", "write the frame again with pandas");
        }
    }

    private static void requireRows(ObjectLocation location, Dataset dataset, List<Long> found, List<Long> expected)
            throws IOException {
        if (!found.equals(expected)) {
            throw location.malformed("extent " + expected + " is expected, found " + found, dataset.address());
        }
    }

    /** What an index dataset that is not pickled holds. */
    private ElementType indexElement(ObjectLocation location, Dataset dataset, PyTablesAttributes attributes)
            throws IOException {
        String kind = attributes.text("kind");
        if (kind == null) {
            throw location.malformed("an attribute kind is expected, found none", dataset.address());
        }
        boolean empty = attributes.has("shape");
        PandasTime time = PandasTime.parse(kind);
        if (time != null) {
            return time(location, empty ? null : dataset.datatype(), time, zone(attributes) != null);
        }
        return empty
                ? dtype(location, attributes.text("value_type"))
                : indexElement(location, dataset, kind, isPeriod(attributes));
    }

    private ElementType indexElement(ObjectLocation location, Dataset dataset, String kind, boolean period)
            throws IOException {
        Datatype type = dataset.datatype();
        switch (kind) {
            case "integer", "float", "bool":
                ElementType stored = ElementTypes.of(location, type, true, request.nanAsNull());
                return period ? ElementType.PeriodOrdinal.of(stored) : stored;
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
            if (name.equals("object")) {
                return new ElementType.PickledObject(ObjectRule.UNSEEN);
            }
            if (name.equals("str") || name.equals("string")) {
                return new ElementType.PickledObject(ObjectRule.TEXT);
            }
            switch (name) {
                case "float96", "float128":
                    return new ElementType.Number(NumberKind.FLOAT64, order, request.nanAsNull());
                case "complex64":
                    return complex(NumberKind.FLOAT32);
                case "complex128", "complex192", "complex256":
                    return complex(NumberKind.FLOAT64);
                default:
                    break;
            }
            for (NumberKind kind : NumberKind.values()) {
                if (kind.name().equalsIgnoreCase(name)) {
                    return new ElementType.Number(kind, order, request.nanAsNull());
                }
            }
        }
        throw location.unsupported("empty values of dtype " + name + " are not read", "choose another key");
    }

    private static ElementType complex(NumberKind part) {
        ElementType number = new ElementType.Number(part, Datatype.Order.LITTLE_ENDIAN, false);
        return new ElementType.Struct(
                2 * part.sizeBytes(),
                List.of(
                        new ElementType.Member("re", 0, number),
                        new ElementType.Member("im", part.sizeBytes(), number)));
    }

    private int array(ObjectLocation location, Dataset dataset) throws IOException {
        arrays.add(readable(location, dataset));
        return arrays.size() - 1;
    }

    private static StoredArray readable(ObjectLocation location, Dataset dataset) throws IOException {
        StoredArray array = StoredArray.of(location, dataset);
        FilterChains.checkReadable(location, array.pipeline());
        return array;
    }

    /** @param type what pandas wrote of the values: {@code value_type} of a block, {@code kind} of an index, or null */
    private static PandasMetadata metadata(PyTablesAttributes attributes, @Nullable String type, ElementType element)
            throws IOException {
        PandasMetadata metadata = new PandasMetadata(attributes.location());
        PandasTime time = PandasTime.parse(type);
        if (time != null) {
            String zone = zone(attributes);
            return metadata.zone(zone).unit(time.unit()).dtype(PandasDtypes.of(time, zone));
        }
        if (element instanceof ElementType.PickledObject && type != null && !type.equals("string")) {
            return metadata.dtype(type);
        }
        boolean extension = element instanceof ElementType.PickledObject && "string".equals(type);
        return metadata.dtype(extension ? "string" : PandasDtypes.of(valueOf(element)));
    }

    private static ElementType valueOf(ElementType element) {
        return element instanceof ElementType.Category codes ? codes.category() : element;
    }

    /** The id of the zone in which times are shown, or null if they are of none. */
    private static @Nullable String zone(PyTablesAttributes attributes) throws IOException {
        return PandasTime.zoneId(attributes.location(), "attribute tz: a zone", attributes.value("tz"));
    }
}
