package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.format.HeapView;

/** Adds attributes that the user asks for to a table, as columns that hold one value in every row of a file. */
final class AttributeColumns {
    private static final int BYTES_MAX = 1 << 20;

    private final TableSource source;
    private final TableRequest request;

    /** @param source of the file that was asked */
    AttributeColumns(TableSource source, TableRequest request) {
        this.source = source;
        this.request = request;
    }

    /** An attribute as {@code path@name}. */
    private record Named(String path, String name) {
        static Named of(String file, String text) {
            int at = text.lastIndexOf('@');
            if (at < 0 || at == text.length() - 1) {
                throw new IllegalArgumentException(file + ": option \"attributes\": path@name is expected, found "
                        + text + "; an attribute of the root group is /@name");
            }
            String path = text.substring(0, at);
            return new Named(path.startsWith("/") ? path : "/" + path, text.substring(at + 1));
        }

        String longName() {
            return path.equals("/") ? "/@" + name : path.substring(1) + "@" + name;
        }
    }

    /**
     * The table with the attributes behind its columns; a name that is taken is written with the path.
     *
     * @throws IllegalArgumentException if there is no such object or attribute; where the schema is known the column is left
     *     out, and whoever needs it says so
     */
    Table addTo(Table table) throws IOException {
        if (request.attributes().isEmpty()) {
            return table;
        }
        List<Named> all = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        Set<String> twice = new HashSet<>();
        table.columns().forEach(column -> taken.add(column.name().toLowerCase(Locale.ROOT)));
        for (String text : request.attributes()) {
            Named named = Named.of(source.reader().file(), text);
            all.add(named);
            if (!taken.add(named.name().toLowerCase(Locale.ROOT))) {
                twice.add(named.name().toLowerCase(Locale.ROOT));
            }
        }
        List<Column> columns = new ArrayList<>(table.columns());
        for (Named named : all) {
            boolean collides = twice.contains(named.name().toLowerCase(Locale.ROOT));
            ElementType value = value(named, table);
            if (value != null) {
                String name = collides ? named.longName() : named.name();
                columns.add(new Column(name, value, new ColumnSource.Nowhere(), Map.of()));
            }
        }
        return table.withColumns(ColumnNames.distinct(columns));
    }

    private @Nullable ElementType value(Named named, Table table) throws IOException {
        ObjectLocation location = source.location(named.path());
        Hdf5Object object = source.file().find(named.path());
        Attribute attribute = object == null || !object.attributeNames().contains(named.name())
                ? null
                : object.attribute(named.name());
        if (object == null || attribute == null) {
            if (request.isAsAsked()) {
                return null;
            }
            throw new IllegalArgumentException(location + ": option \"attributes\": attribute " + named.name()
                    + " is expected, found " + (object == null ? "no such object" : "none of this name")
                    + "; view=attributes lists what is there");
        }
        if (attribute.bytes().length > BYTES_MAX) {
            throw location.unsupported(
                    "attribute " + named.name() + " has " + attribute.bytes().length + " bytes, at most " + BYTES_MAX
                            + " make a column",
                    "leave it out of option \"attributes\"");
        }
        TypeRules rules = TypeRules.of(source.holding(object), object, request.strings());
        ElementType element = ElementTypes.of(location, attribute.datatype(), rules, request.nanAsNull());
        Dataspace dataspace = attribute.dataspace();
        if (dataspace.kind() == Dataspace.Kind.NULL) {
            return new ElementType.AlwaysNull(element.logicalType());
        }
        byte[] bytes = attribute.bytes();
        if (attribute.datatype() instanceof Datatype.VariableString string
                && element instanceof ElementType.HeapText text) {
            List<byte[]> texts = texts(object, location, attribute, string);
            int sizeBytes = texts.stream().mapToInt(one -> one.length).max().orElse(0);
            element = new ElementType.Text(
                    sizeBytes, ElementType.Trim.TRAILING_NULS, text.charset(), null, text.invalid());
            bytes = padded(texts, sizeBytes);
        } else if (needsItsFile(element) && (table.otherFile() != null || object.file() != source.file())) {
            throw location.unsupported(
                    "attribute " + named.name() + " of " + ElementTypes.name(attribute.datatype())
                            + " beside a table of another file is not read",
                    "leave it out of option \"attributes\"");
        }
        if (dataspace.dimensions().equals(List.of(1L)) && isNetcdf(object)) {
            return new ElementType.Constant(element, bytes); // netCDF has no scalars but these
        }
        for (int i = dataspace.rank() - 1; i >= 0; i--) {
            long length = dataspace.dimensions().get(i);
            if (length > Integer.MAX_VALUE) {
                throw location.unsupported(
                        "attribute " + named.name() + " has the extent " + dataspace.dimensions()
                                + ", at most 2147483647 elements are in a list",
                        "leave it out of option \"attributes\"");
            }
            element = new ElementType.FixedList(element, (int) length);
        }
        return new ElementType.Constant(element, bytes);
    }

    private static boolean needsItsFile(ElementType element) {
        return DecodedWidth.isVariable(element)
                || element instanceof ElementType.ReferencePath
                || element instanceof ElementType.ReferenceRegion;
    }

    private boolean isNetcdf(Hdf5Object object) throws IOException {
        TableSource holder = source.holding(object);
        return object instanceof Dataset dataset
                ? DimensionScales.isNetcdf(holder, dataset)
                : DimensionScales.isNetcdfFile(holder);
    }

    private static List<byte[]> texts(
            Hdf5Object object, ObjectLocation location, Attribute attribute, Datatype.VariableString type)
            throws IOException {
        List<byte[]> texts = new ArrayList<>();
        GlobalHeap heap = object.file().globalHeap();
        HeapView view = new HeapView();
        long lengthBytes = 0;
        int count = attribute.bytes().length / type.sizeBytes();
        for (int at = 0; at < attribute.bytes().length; at += type.sizeBytes()) {
            heap.find(location, attribute.bytes(), at, 1, view);
            int end = TextEnd.of(ElementTypes.trim(type.padding()), view.bytes(), view.offset(), view.lengthBytes());
            lengthBytes = Math.max(lengthBytes, end - view.offset());
            // All texts are padded to the longest one.
            if (lengthBytes * count > BYTES_MAX) {
                throw location.unsupported(
                        "attribute " + attribute.name() + " has " + count + " texts of up to " + lengthBytes
                                + " bytes, at most " + BYTES_MAX + " make a column",
                        "leave it out of option \"attributes\"");
            }
            byte[] text = new byte[end - view.offset()];
            System.arraycopy(view.bytes(), view.offset(), text, 0, text.length);
            texts.add(text);
        }
        return texts;
    }

    private static byte[] padded(List<byte[]> texts, int sizeBytes) {
        byte[] bytes = new byte[texts.size() * sizeBytes];
        for (int i = 0; i < texts.size(); i++) {
            System.arraycopy(texts.get(i), 0, bytes, i * sizeBytes, texts.get(i).length);
        }
        return bytes;
    }
}
