package org.sparkhdf5.table;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.ElementType.TimeKind;
import org.sparkhdf5.table.pickle.PickleSource;
import org.sparkhdf5.table.pickle.PythonNotation;
import org.sparkhdf5.table.pickle.PythonValue;
import org.sparkhdf5.table.pickle.Unpickler;

/**
 * Reads the labels of the columns of a pandas fixed frame: an axis of one level, or of several, whose labels are tuples.
 *
 * <p>Labels are equal where type and value are: 0, "0" and 0.0 are three columns.
 */
final class PandasAxis {
    private static final int LEVELS_MAX = 1_000;

    private final TableSource source;
    private final Group group;
    private final PyTablesAttributes attributes;
    private final Charset charset;

    PandasAxis(TableSource source, Group group, PyTablesAttributes attributes, Charset charset) {
        this.source = source;
        this.group = group;
        this.attributes = attributes;
        this.charset = charset;
    }

    /** Whether an axis has several levels. */
    static boolean isMulti(ObjectLocation location, PyTablesAttributes attributes, String key) throws IOException {
        String variety = attributes.text(key + "_variety");
        if (variety == null || variety.equals("regular")) {
            return false;
        }
        if (!variety.equals("multi")) {
            throw location.unsupported(
                    key + " is an index of variety " + variety + ", which is not read; readable are regular, multi",
                    "write the frame again with a current pandas");
        }
        return true;
    }

    /** Number of levels of an axis that has several. */
    static int levelCount(ObjectLocation location, PyTablesAttributes attributes, String key, Group group)
            throws IOException {
        Long levels = attributes.integer(key + "_nlevels");
        if (levels == null || levels < 1 || levels > LEVELS_MAX) {
            throw location.malformed(
                    "attribute " + key + "_nlevels: 1 to " + LEVELS_MAX + " levels expected, found " + levels,
                    group.address());
        }
        return levels.intValue();
    }

    /** @param key {@code axis0}, {@code block0_items} */
    List<PythonValue> labels(String key) throws IOException {
        ObjectLocation location = source.location(group.path());
        if (!isMulti(location, attributes, key)) {
            return regular(source.dataset(group, key));
        }
        int levels = levelCount(location, attributes, key, group);
        List<List<PythonValue>> columns = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            List<PythonValue> values = regular(source.dataset(group, key + "_level" + level));
            Dataset codes = source.dataset(group, key + "_label" + level);
            columns.add(decoded(values, codes));
            if (columns.get(level).size() != columns.get(0).size()) {
                throw source.location(codes.path())
                        .malformed(
                                columns.get(0).size() + " codes are expected as in level 0, found "
                                        + columns.get(level).size(),
                                codes.address());
            }
        }
        List<PythonValue> labels = new ArrayList<>();
        for (int i = 0; i < columns.get(0).size(); i++) {
            List<PythonValue> parts = new ArrayList<>();
            for (List<PythonValue> column : columns) {
                parts.add(column.get(i));
            }
            labels.add(new PythonValue.Tuple(parts));
        }
        return labels;
    }

    /** The names of the levels of an axis that has several, null where there is none; empty for an axis of one level. */
    List<@Nullable String> levelNames(String key) throws IOException {
        List<@Nullable String> names = new ArrayList<>();
        ObjectLocation location = source.location(group.path());
        if (!isMulti(location, attributes, key)) {
            return names;
        }
        int levels = levelCount(location, attributes, key, group);
        for (int level = 0; level < levels; level++) {
            Dataset values = source.dataset(group, key + "_level" + level);
            PythonValue name = new PyTablesAttributes(source, values).value("name");
            names.add(name == null || name instanceof PythonValue.None ? null : PandasNames.ofLabel(name));
        }
        return names;
    }

    private List<PythonValue> decoded(List<PythonValue> values, Dataset codes) throws IOException {
        List<PythonValue> decoded = new ArrayList<>();
        if (new PyTablesAttributes(source, codes).has("shape")) {
            return decoded; // a dummy element stands for none
        }
        for (PythonValue code : numbers(codes)) {
            BigInteger number = code instanceof PythonValue.Int integer ? integer.value() : BigInteger.TWO.pow(64);
            if (number.equals(BigInteger.ONE.negate())) {
                decoded.add(new PythonValue.Float(Double.NaN));
            } else if (number.signum() >= 0 && number.compareTo(BigInteger.valueOf(values.size())) < 0) {
                decoded.add(values.get(number.intValue()));
            } else {
                throw source.location(codes.path())
                        .malformed(
                                "codes of -1 to " + (values.size() - 1) + " are expected, found " + number,
                                codes.address());
            }
        }
        return decoded;
    }

    private List<PythonValue> regular(Dataset dataset) throws IOException {
        ObjectLocation location = source.location(dataset.path());
        PyTablesAttributes kinds = new PyTablesAttributes(source, dataset);
        if (kinds.has("shape")) {
            return List.of(); // a dummy element stands for an empty axis
        }
        String kind = kinds.text("kind");
        if (kind == null) {
            throw location.malformed("an attribute kind is expected, found none", dataset.address());
        }
        PandasTime time = PandasTime.parse(kind);
        if (time != null) {
            return times(dataset, time, kinds.has("tz"));
        }
        return switch (kind) {
            case "integer", "float", "bool" -> numbers(dataset);
            case "string" -> {
                List<PythonValue> labels = new ArrayList<>();
                for (String text : Labels.texts(source, dataset, charset)) {
                    labels.add(new PythonValue.Text(text));
                }
                yield labels;
            }
            case "date" -> days(location, dataset);
            case "object" -> objects(location, dataset);
            default ->
                throw location.unsupported(
                        "column labels of kind " + kind
                                + " are not read; readable are string, integer, float, bool, date,"
                                + " object, datetime64, timedelta64",
                        "name the columns by text when the frame is written");
        };
    }

    private List<PythonValue> objects(ObjectLocation location, Dataset dataset) throws IOException {
        if (!PandasRowCount.isPickled(source, dataset)) {
            throw location.malformed("pickled labels are expected, found none", dataset.address());
        }
        StoredArray array = StoredArray.of(location, dataset);
        PickledBlock block = PickledBlock.locate(source.file(), source.reader(), array);
        PickledRows.requireHeld(location, block);
        PickleSource pickle = block.source(source.reader());
        PythonValue value = Unpickler.value(location, "the labels", pickle);
        if (value instanceof PythonValue.Array labels && labels.shape().size() == 1) {
            return labels.elements();
        }
        throw location.malformed(
                "a pickled array of one dimension is expected, found "
                        + value.getClass().getSimpleName(),
                dataset.address());
    }

    private List<PythonValue> times(Dataset dataset, PandasTime time, boolean zoned) throws IOException {
        // Shown in UTC, as it is stored: a label is a name, and the zone is in the file.
        TimeKind kind = time.duration() ? TimeKind.DURATION : zoned ? TimeKind.INSTANT : TimeKind.WALL_CLOCK;
        List<PythonValue> times = new ArrayList<>();
        for (PythonValue count : numbers(dataset)) {
            if (!(count instanceof PythonValue.Int integer)) {
                throw source.location(dataset.path())
                        .malformed("integers are expected as labels that are times", dataset.address());
            }
            times.add(PythonElements.time(kind, time.unit(), integer.value()));
        }
        return times;
    }

    private List<PythonValue> days(ObjectLocation location, Dataset dataset) throws IOException {
        if (dataset.datatype().sizeBytes() != Integer.BYTES) {
            throw location.malformed("ordinals of 4 bytes are expected as labels that are dates", dataset.address());
        }
        List<PythonValue> days = new ArrayList<>();
        for (PythonValue ordinal : numbers(dataset)) {
            days.add(
                    ordinal instanceof PythonValue.Int integer
                            ? new PythonValue.Date(integer.value().longValue() - ElementType.DayOrdinal.EPOCH)
                            : ordinal);
        }
        return days;
    }

    private List<PythonValue> numbers(Dataset dataset) throws IOException {
        ObjectLocation location = source.location(dataset.path());
        ElementType type = ElementTypes.of(location, dataset.datatype(), true, false);
        boolean readable = type instanceof ElementType.Flag
                || (type instanceof ElementType.Number number && number.kind() != NumberKind.FLOAT16);
        if (!readable) {
            throw location.unsupported(
                    "column labels of datatype " + ElementTypes.name(dataset.datatype()) + " are not read",
                    "name the columns by text when the frame is written");
        }
        byte[] bytes = Labels.elements(source, dataset);
        List<PythonValue> labels = new ArrayList<>();
        for (int start = 0; start < bytes.length; start += type.sizeBytes()) {
            PythonValue label = Objects.requireNonNull(PythonElements.value(location, type, bytes, start));
            boolean narrow = type.sizeBytes() == Float.BYTES;
            labels.add(narrow && label instanceof PythonValue.Float number ? shown(number) : label);
        }
        return labels;
    }

    /** The number that Python shows of a float of 32 bits: a label is what it is called. */
    private static PythonValue shown(PythonValue.Float number) {
        float narrow = (float) number.value();
        return Float.isFinite(narrow)
                ? new PythonValue.Float(Double.parseDouble(PythonNotation.ofFloat(narrow)))
                : number;
    }
}
