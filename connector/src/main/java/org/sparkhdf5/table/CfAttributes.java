package org.sparkhdf5.table;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.FloatBits;
import org.sparkhdf5.format.IntegerBits;
import org.sparkhdf5.table.ElementType.NumberKind;

/**
 * Reads the attributes of a dataset by the CF conventions, as xarray does: {@code _Unsigned}, {@code _FillValue} and
 * {@code missing_value}, {@code scale_factor} and {@code add_offset}, {@code units} with {@code calendar}.
 */
final class CfAttributes {
    private static final List<String> NULLS = List.of("_FillValue", "missing_value");

    private final TableSource source;
    private final Dataset dataset;
    private final ObjectLocation location;

    private CfAttributes(TableSource source, Dataset dataset) {
        this.source = source;
        this.dataset = dataset;
        this.location = source.location(dataset.path());
    }

    /** One number of an attribute; an integer has no float. */
    private record Value(long integer, double number, boolean isFloat, int sizeBytes) {}

    /**
     * The element decoded; itself where the attributes say nothing, or it is no number.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if they say what is not decoded
     */
    static ElementType decoded(
            TableSource source, Dataset dataset, ElementType element, NanosecondRule rule, boolean nanAsNull)
            throws IOException {
        CfAttributes attributes = new CfAttributes(source, dataset);
        if (element instanceof ElementType.Number number) {
            return attributes.decoded(number, rule, nanAsNull);
        }
        boolean bits = element instanceof ElementType.PackedInteger || element instanceof ElementType.OtherFloat;
        if (bits
                && (attributes.isTime()
                        || !attributes.nulls().isEmpty()
                        || attributes.has("scale_factor", "add_offset"))) {
            throw attributes.location.unsupported(
                    "CF attributes of " + ElementTypes.name(dataset.datatype()) + " are not decoded",
                    "leave out option(\"cf\", \"true\")");
        }
        return element;
    }

    private ElementType decoded(ElementType.Number stored, NanosecondRule rule, boolean nanAsNull) throws IOException {
        String unsigned = text("_Unsigned");
        ElementType.Number number = stored;
        if (unsigned != null && !stored.kind().isFloat()) {
            number = new ElementType.Number(kind(stored.kind(), unsigned), stored.order(), stored.nanIsNull());
        }
        List<Long> integers = new ArrayList<>();
        List<Double> floats = new ArrayList<>();
        for (Value value : nulls()) {
            if (number.kind().isFloat()) {
                floats.add(value.number());
            } else {
                addInteger(value, number.kind(), unsigned != null, integers);
            }
        }
        CfDecoding.Packing packing = packing(number.kind());
        String units = isTime() ? text("units") : null;
        CfTimeUnits time = units == null ? null : CfTimeUnits.parse(location, units, text("calendar"));
        if (integers.isEmpty() && floats.isEmpty() && packing == null && time == null) {
            return number;
        }
        return new ElementType.Cf(
                new ElementType.Number(number.kind(), number.order(), false),
                new CfDecoding(integers, floats, packing, time, rule, nanAsNull));
    }

    private static NumberKind kind(NumberKind stored, String unsigned) {
        boolean wanted = unsigned.equalsIgnoreCase("true");
        if (wanted == !stored.isSigned() || (!wanted && !unsigned.equalsIgnoreCase("false"))) {
            return stored;
        }
        return switch (stored) {
            case INT8 -> NumberKind.UINT8;
            case UINT8 -> NumberKind.INT8;
            case INT16 -> NumberKind.UINT16;
            case UINT16 -> NumberKind.INT16;
            case INT32 -> NumberKind.UINT32;
            case UINT32 -> NumberKind.INT32;
            case INT64 -> NumberKind.UINT64;
            case UINT64 -> NumberKind.INT64;
            default -> stored;
        };
    }

    /** @param bits whether a number of the other signedness means the same bits */
    private static void addInteger(Value value, NumberKind kind, boolean bits, List<Long> integers) {
        if (value.isFloat()) {
            boolean whole = value.number() == Math.rint(value.number()) && Math.abs(value.number()) < 0x1p63;
            if (whole && (kind != NumberKind.UINT64 || value.number() >= 0)) {
                integers.add((long) value.number());
            }
            return;
        }
        int width = kind.sizeBytes() * 8;
        long integer = value.integer();
        if (bits && width < Long.SIZE) {
            integer = kind.isSigned() ? integer << Long.SIZE - width >> Long.SIZE - width : integer & (1L << width) - 1;
        }
        integers.add(integer);
    }

    private CfDecoding.@Nullable Packing packing(NumberKind kind) throws IOException {
        Value scale = scalar("scale_factor");
        Value offset = scalar("add_offset");
        if (scale == null && offset == null) {
            return null;
        }
        return new CfDecoding.Packing(
                isSingle(kind, scale, offset),
                scale != null,
                scale == null ? 1 : scale.number(),
                offset != null,
                offset == null ? 0 : offset.number());
    }

    /** The rule of xarray: the precision of the attributes, where they agree and it holds the integers. */
    private static boolean isSingle(NumberKind kind, @Nullable Value scale, @Nullable Value offset) {
        if (scale == null || !isSingle(scale) || (offset != null && !isSingle(offset))) {
            return false;
        }
        return offset == null || kind.isFloat() || kind.sizeBytes() != 4;
    }

    private static boolean isSingle(Value value) {
        return value.isFloat() && value.sizeBytes() == 4;
    }

    private boolean isTime() throws IOException {
        String units = text("units");
        return units != null && CfTimeUnits.isTime(units);
    }

    private boolean has(String... names) throws IOException {
        return dataset.attributeNames().stream().anyMatch(List.of(names)::contains);
    }

    private List<Value> nulls() throws IOException {
        List<Value> values = new ArrayList<>();
        for (String name : NULLS) {
            values.addAll(values(name));
        }
        return values;
    }

    private @Nullable Value scalar(String name) throws IOException {
        if (!has(name)) {
            return null;
        }
        List<Value> values = values(name);
        if (values.size() != 1) {
            throw location.unsupported(
                    "attribute " + name + ": one number is expected, found " + values.size(),
                    "leave out option(\"cf\", \"true\")");
        }
        return values.get(0);
    }

    /** The numbers of an attribute; none where there is no such attribute, or it is not of numbers. */
    private List<Value> values(String name) throws IOException {
        List<Value> values = new ArrayList<>();
        Attribute attribute = has(name) ? dataset.attribute(name) : null;
        if (attribute == null || attribute.dataspace().elementCount() == 0) {
            return values;
        }
        Datatype type = attribute.datatype();
        for (int at = 0; at < attribute.bytes().length; at += type.sizeBytes()) {
            if (type instanceof Datatype.FixedPoint integer) {
                long value = IntegerBits.of(location, integer).read(attribute.bytes(), at);
                double number = integer.signed() || value >= 0
                        ? value
                        : new BigDecimal(Long.toUnsignedString(value)).doubleValue();
                values.add(new Value(value, number, false, type.sizeBytes()));
            } else if (type instanceof Datatype.FloatingPoint floating) {
                double number = FloatBits.of(location, floating).read(attribute.bytes(), at);
                values.add(new Value(0, number, true, type.sizeBytes()));
            }
        }
        return values;
    }

    private @Nullable String text(String name) throws IOException {
        Attribute attribute = has(name) ? dataset.attribute(name) : null;
        if (attribute == null || attribute.dataspace().elementCount() != 1) {
            return null;
        }
        return AttributeText.of(source.file(), location, attribute);
    }
}
