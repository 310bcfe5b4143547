package org.sparkhdf5.table;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.table.pickle.PythonNotation;
import org.sparkhdf5.table.pickle.PythonValue;

/**
 * One field of the records of a pandas table: a block of columns of one type, or a single column.
 *
 * @param byteOffset in the record
 * @param type of one element
 * @param labels of the columns, in the order of the elements
 * @param dtype as pandas names it in the file: {@code int64}, {@code bytes24}, {@code datetime64[ns]}
 * @param meta {@code category}, {@code str}, {@code string}, or null
 */
record PandasTableField(
        String name,
        int byteOffset,
        Datatype type,
        List<PythonValue> labels,
        String dtype,
        @Nullable String meta) {
    /** Before pandas 0.10.1 the attributes of {@code values_block_0} began with {@code values_0}. */
    private static final Pattern BLOCK = Pattern.compile("values_block_(\\d+)");

    PandasTableField {
        labels = List.copyOf(labels);
    }

    static PandasTableField of(TableSource source, Dataset table, Datatype.Compound record, String name)
            throws IOException {
        ObjectLocation location = source.location(table.path());
        Datatype.Member member = member(location, table, record, name);
        Attributes attributes = new Attributes(new PyTablesAttributes(source, table), name);
        Datatype type = member.type();
        int length = 1;
        boolean block = type instanceof Datatype.ArrayType;
        if (type instanceof Datatype.ArrayType array) {
            if (array.dimensions().size() != 1) {
                throw location.malformed(
                        "field " + name + ": a block of one dimension is expected, found " + array.dimensions(),
                        table.address());
            }
            type = array.element();
            length = array.dimensions().get(0);
        }
        List<PythonValue> labels = labels(location, table, attributes, block);
        if (labels.size() != length) {
            throw location.malformed(
                    "attribute " + name + "_kind: " + length + " labels are expected, one per element, found "
                            + labels.size(),
                    table.address());
        }
        String dtype = attributes.text("_dtype");
        if (dtype == null) {
            throw location.malformed(
                    "attribute " + name + "_dtype: a name of a dtype is expected, found none", table.address());
        }
        return new PandasTableField(name, member.byteOffset(), type, labels, dtype, attributes.text("_meta"));
    }

    /** A member of the records; {@code index_cols} or {@code values_cols} say that it must be there. */
    static Datatype.Member member(ObjectLocation location, Dataset table, Datatype.Compound record, String name)
            throws IOException {
        for (Datatype.Member member : record.members()) {
            if (member.name().equals(name)) {
                return member;
            }
        }
        throw location.malformed("a field " + name + " is expected in the records, found none", table.address());
    }

    private static List<PythonValue> labels(
            ObjectLocation location, Dataset table, Attributes attributes, boolean block) throws IOException {
        PythonValue kind = attributes.value("_kind");
        List<PythonValue> labels = PandasTableAttributes.items(kind);
        if (labels != null) {
            return labels;
        }
        if (kind == null && !block) {
            return List.of(new PythonValue.Text(attributes.field)); // a data column is named by its label
        }
        throw location.malformed(
                "attribute " + attributes.field + "_kind: a list of labels is expected, found "
                        + (kind == null ? "none" : PythonNotation.str(kind)),
                table.address());
    }

    /** The attributes of the table that belong to one field. */
    private record Attributes(PyTablesAttributes table, String field) {
        @Nullable PythonValue value(String suffix) throws IOException {
            PythonValue value = table.value(field + suffix);
            Matcher block = BLOCK.matcher(field);
            return value == null && block.matches() ? table.value("values_" + block.group(1) + suffix) : value;
        }

        @Nullable String text(String suffix) throws IOException {
            return value(suffix) instanceof PythonValue.Text text ? text.value() : null;
        }
    }
}
