package org.sparkhdf5.table;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.table.pickle.PythonNotation;
import org.sparkhdf5.table.pickle.PythonValue;

/**
 * What the group of a pandas table says of it.
 *
 * @param indexField field of the records that holds the row index
 * @param valueFields fields of the records that hold columns, in order
 * @param labels of the columns, and of the levels of a MultiIndex, in the order of the frame
 * @param levels names of the columns that are levels of the index; empty where the index is not a MultiIndex
 * @param nullText text that stands for null in columns of strings
 * @param codec Python's name of the encoding of strings
 */
record PandasTableAttributes(
        String indexField,
        List<String> valueFields,
        List<PythonValue> labels,
        List<PythonValue> levels,
        PythonValue.Dict info,
        String nullText,
        String codec) {
    private static final String DEFAULT_NULL_TEXT = "nan";
    private static final String DEFAULT_CODEC = "UTF-8";
    private static final String COLUMNS_AS_ROWS = "write it with axes=[\"index\"], the default, or transpose the frame";

    PandasTableAttributes {
        valueFields = List.copyOf(valueFields);
        labels = List.copyOf(labels);
        levels = List.copyOf(levels);
    }

    /**
     * @param multiIndex whether the rows have more than one level
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the rows of the table are no rows of a frame
     */
    static PandasTableAttributes of(TableSource source, Group group, boolean multiIndex) throws IOException {
        Parser parser = new Parser(source.location(group.path()), group, new PyTablesAttributes(source, group));
        return new PandasTableAttributes(
                parser.indexField(),
                parser.texts("values_cols"),
                parser.labels(),
                multiIndex ? parser.list("levels") : List.of(),
                parser.info(),
                parser.text("nan_rep", DEFAULT_NULL_TEXT),
                parser.text("encoding", DEFAULT_CODEC));
    }

    /** What {@code info} says of a field, or null. */
    @Nullable PythonValue info(String field, String key) {
        return info.get(field) instanceof PythonValue.Dict dict ? dict.get(key) : null;
    }

    /** The names of the levels of labels that are tuples, null where there is none. */
    List<@Nullable String> levelNames() {
        List<@Nullable String> names = new ArrayList<>();
        for (PythonValue.Entry entry : info.entries()) {
            boolean ofColumns = entry.key().equals(new PythonValue.Int(BigInteger.ONE));
            List<PythonValue> items =
                    ofColumns && entry.value() instanceof PythonValue.Dict axis ? items(axis.get("names")) : null;
            for (PythonValue name : items == null ? List.<PythonValue>of() : items) {
                names.add(name instanceof PythonValue.None ? null : PandasNames.ofLabel(name));
            }
        }
        return names;
    }

    private record Parser(ObjectLocation location, Group group, PyTablesAttributes attributes) {

        /** {@code index_cols} is {@code [(axis, field)]}. */
        String indexField() throws IOException {
            List<PythonValue> columns = list("index_cols");
            if (columns.size() > 1) {
                throw location.unsupported(
                        "a pandas table with " + columns.size() + " index fields (a Panel) is not read",
                        "read it with pandas below 0.25 and write it as a DataFrame");
            }
            List<PythonValue> pair = onlyPair(columns);
            if (pair == null
                    || !(pair.get(0) instanceof PythonValue.Int axis)
                    || !(pair.get(1) instanceof PythonValue.Text field)) {
                throw unexpected("index_cols", "a list of one (axis, field)");
            }
            if (axis.value().signum() != 0) {
                throw location.unsupported(
                        "a pandas table whose rows are the columns of the frame, index_cols "
                                + PythonNotation.str(attributeOrNone("index_cols")) + ", is not read",
                        COLUMNS_AS_ROWS);
            }
            return field.value();
        }

        /** {@code non_index_axes} is {@code [(1, labels)]}. */
        List<PythonValue> labels() throws IOException {
            List<PythonValue> pair = onlyPair(list("non_index_axes"));
            List<PythonValue> labels = pair == null ? null : items(pair.get(1));
            if (pair == null || labels == null || !pair.get(0).equals(new PythonValue.Int(BigInteger.ONE))) {
                throw unexpected("non_index_axes", "a list of one (1, labels)");
            }
            return labels;
        }

        private static @Nullable List<PythonValue> onlyPair(List<PythonValue> items) {
            List<PythonValue> pair = items.size() == 1 ? items(items.get(0)) : null;
            return pair == null || pair.size() != 2 ? null : pair;
        }

        List<PythonValue> list(String name) throws IOException {
            List<PythonValue> items = items(attributeOrNone(name));
            if (items == null) {
                throw unexpected(name, "a list");
            }
            return items;
        }

        List<String> texts(String name) throws IOException {
            List<String> texts = new ArrayList<>();
            for (PythonValue value : list(name)) {
                if (!(value instanceof PythonValue.Text text)) {
                    throw unexpected(name, "a list of names");
                }
                texts.add(text.value());
            }
            return texts;
        }

        /** Tables of pandas 0.10 have none. */
        PythonValue.Dict info() throws IOException {
            PythonValue info = attributeOrNone("info");
            if (info instanceof PythonValue.None) {
                return new PythonValue.Dict(List.of());
            }
            if (info instanceof PythonValue.Dict dict) {
                return dict;
            }
            throw unexpected("info", "a dict");
        }

        String text(String name, String whenNone) throws IOException {
            PythonValue value = attributeOrNone(name);
            if (value instanceof PythonValue.None) {
                return whenNone;
            }
            if (value instanceof PythonValue.Text text) {
                return text.value();
            }
            throw unexpected(name, "a text");
        }

        private PythonValue attributeOrNone(String name) throws IOException {
            PythonValue value = attributes.value(name);
            return value == null ? new PythonValue.None() : value;
        }

        private IOException unexpected(String name, String expected) throws IOException {
            PythonValue found = attributes.value(name);
            return location.malformed(
                    "attribute " + name + ": " + expected + " is expected, found "
                            + (found == null ? "none" : PythonNotation.str(found)),
                    group.address());
        }
    }

    /** The items of a list, a tuple or an array, or null. */
    static @Nullable List<PythonValue> items(@Nullable PythonValue value) {
        if (value instanceof PythonValue.Items list) {
            return list.items();
        }
        if (value instanceof PythonValue.Tuple tuple) {
            return tuple.items();
        }
        return value instanceof PythonValue.Array array ? array.elements() : null;
    }
}
