package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.IntegerBits;
import org.sparkhdf5.table.ElementType.TimeKind;
import org.sparkhdf5.table.pickle.PythonValue;

/** Tells how the fields of a pandas table become values, and what pandas says of them beside. */
final class PandasTableElements {
    private static final String INDEX_NULL_TEXT = "nan";
    private static final String AS_TEXT = "write it again with pandas, the column as text or as numbers";

    private final ObjectLocation location;
    private final TableRequest request;
    private final PandasTableAttributes attributes;
    private final @Nullable String nullText;

    /**
     * What a field becomes.
     *
     * @param metadata of all of its columns
     */
    record Described(ElementType element, Map<String, String> metadata) {
        Described(ElementType element, PandasMetadata metadata) {
            this(element, metadata.entries());
        }
    }

    /**
     * @param location of the table, for messages
     * @param categories whether the table is a list of categories, of which none is null
     */
    PandasTableElements(
            ObjectLocation location, TableRequest request, PandasTableAttributes attributes, boolean categories) {
        this.location = location;
        this.request = request;
        this.attributes = attributes;
        this.nullText = categories ? null : attributes.nullText();
    }

    /** The row index, whose {@code kind} says what it is. */
    Described index(Datatype type, String kind) throws IOException {
        String field = attributes.indexField();
        PandasTime time = PandasTime.parse(kind);
        PythonValue frequency = attributes.info(field, "freq");
        PandasMetadata metadata = new PandasMetadata(location).frequency(frequency);
        if (time != null) {
            return time(field, type, time, metadata, null);
        }
        switch (kind) {
            case "integer":
                ElementType integer = number(field, type);
                boolean period = frequency != null && !(frequency instanceof PythonValue.None);
                return period
                        ? new Described(ElementType.PeriodOrdinal.of(integer), metadata.dtype(PandasDtypes.PERIOD))
                        : new Described(integer, metadata.dtype(PandasDtypes.of(integer)));
            case "float", "bool":
                ElementType number = number(field, type);
                return new Described(number, metadata.dtype(PandasDtypes.of(number)));
            case "string":
                return new Described(text(field, type, INDEX_NULL_TEXT), metadata.dtype(PandasDtypes.OBJECT));
            case "date":
                return new Described(day(field, type), metadata.dtype(PandasDtypes.OBJECT));
            default:
                throw location.unsupported(
                        "an index of kind " + kind + " is not read; readable are integer, float, bool, string, date,"
                                + " datetime64, timedelta64",
                        "read it with option(\"index\", \"false\"), or write it with reset_index()");
        }
    }

    /** A field of columns that are no categories. */
    Described values(PandasTableField field) throws IOException {
        PandasMetadata metadata = new PandasMetadata(location);
        PandasTime time = PandasTime.parse(withoutZone(field.dtype()));
        if (time != null) {
            return time(field.name(), field.type(), time, metadata, zoneOf(field.dtype()));
        }
        if (field.type() instanceof Datatype.FixedString) {
            String dtype = field.meta() == null ? PandasDtypes.OBJECT : field.meta();
            return new Described(text(field.name(), field.type(), nullText), metadata.dtype(dtype));
        }
        if (field.dtype().equals("date")) {
            return new Described(day(field.name(), field.type()), metadata.dtype(PandasDtypes.OBJECT));
        }
        if (PandasDtypes.isNumber(field.dtype())) {
            return new Described(narrowed(field), metadata.dtype(field.dtype()));
        }
        throw location.unsupported(
                "field " + field.name() + ": values of dtype " + field.dtype() + " in "
                        + ElementTypes.name(field.type()) + " are not read",
                AS_TEXT);
    }

    /** Codes of categories. */
    ElementType.Number code(PandasTableField field) throws IOException {
        if (ElementTypes.of(location, field.type(), true, false) instanceof ElementType.Number number
                && (number.kind() == ElementType.NumberKind.INT8
                        || number.kind() == ElementType.NumberKind.INT16
                        || number.kind() == ElementType.NumberKind.INT32)) {
            return number;
        }
        throw mismatch(field.name(), "codes of categories, int8, int16 or int32,", field.type());
    }

    /** @param zoneInDtype that the dtype names, or null; the one in {@code info} goes before it */
    private Described time(
            String field, Datatype type, PandasTime time, PandasMetadata metadata, @Nullable String zoneInDtype)
            throws IOException {
        if (!(type instanceof Datatype.FixedPoint number) || number.sizeBytes() != 8 || !number.signed()) {
            throw mismatch(field, "int64 counts of " + time.dtype(), type);
        }
        String zone =
                PandasTime.zoneId(location, "attribute info: a zone of field " + field, attributes.info(field, "tz"));
        if (zone == null) {
            zone = zoneInDtype;
        }
        TimeKind kind = time.duration() ? TimeKind.DURATION : zone == null ? TimeKind.WALL_CLOCK : TimeKind.INSTANT;
        metadata.unit(time.unit()).zone(zone).dtype(PandasDtypes.of(time, zone));
        return new Described(new ElementType.Time(kind, time.unit(), number.order(), request.nanoseconds()), metadata);
    }

    private ElementType text(String field, Datatype type, @Nullable String marker) throws IOException {
        if (!(type instanceof Datatype.FixedString)) {
            throw mismatch(field, "fixed strings", type);
        }
        Charset charset = PythonCodecs.charset(location, attributes.codec());
        if (charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32")) {
            throw location.unsupported(
                    "field " + field + ": strings of encoding " + attributes.codec()
                            + " are not read: the padding of a table cuts their last character",
                    "write the table with encoding=\"utf-8\"");
        }
        boolean encodable = marker != null && charset.newEncoder().canEncode(marker);
        return new ElementType.Text(
                type.sizeBytes(), ElementType.Trim.TRAILING_NULS, charset.name(), encodable ? marker : null);
    }

    private ElementType day(String field, Datatype type) throws IOException {
        if (type instanceof Datatype.Time time && time.sizeBytes() == 4) {
            return new ElementType.DayOrdinal(time.order());
        }
        if (type instanceof Datatype.FixedPoint number && number.sizeBytes() == 4 && number.signed()) {
            return new ElementType.DayOrdinal(number.order());
        }
        throw mismatch(field, "ordinals of dates in 4 bytes", type);
    }

    /** pandas 0.10 stored an int32 as int64 and says so. */
    private ElementType narrowed(PandasTableField field) throws IOException {
        ElementType stored = number(field.name(), field.type());
        ElementType.NumberKind kind = PandasDtypes.signedInteger(field.dtype());
        return kind != null
                        && field.type() instanceof Datatype.FixedPoint type
                        && type.signed()
                        && type.sizeBytes() > kind.sizeBytes()
                ? new ElementType.PackedInteger(IntegerBits.of(location, type), kind)
                : stored;
    }

    private ElementType number(String field, Datatype type) throws IOException {
        ElementType element = ElementTypes.of(location, type, true, request.nanAsNull());
        boolean number = element instanceof ElementType.Number
                || element instanceof ElementType.Flag
                || element instanceof ElementType.OtherFloat
                || (element instanceof ElementType.Struct && !ElementTypes.isRecord(type));
        if (!number) {
            throw mismatch(field, "a number or a boolean", type);
        }
        return element;
    }

    private IOException mismatch(String field, String expected, Datatype found) {
        return location.malformed(
                "field " + field + ": " + expected + " is expected, found " + ElementTypes.name(found),
                ObjectLocation.NO_ADDRESS);
    }

    /** The zone of {@code datetime64[ns, UTC]}, or null. */
    private static @Nullable String zoneOf(String dtype) {
        int comma = dtype.indexOf(',');
        return comma > 0 && dtype.endsWith("]")
                ? PandasTime.zoneId(
                        dtype.substring(comma + 1, dtype.length() - 1).trim())
                : null;
    }

    /** {@code datetime64[ns]} of {@code datetime64[ns, UTC]}: the zone is also in {@code info}. */
    private static String withoutZone(String dtype) {
        int comma = dtype.indexOf(',');
        return comma > 0 && dtype.endsWith("]") ? dtype.substring(0, comma) + "]" : dtype;
    }
}
