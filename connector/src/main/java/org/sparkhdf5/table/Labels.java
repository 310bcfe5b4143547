package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WholeArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;

/** Reads the labels of columns from a 1-D dataset. */
final class Labels {
    private Labels() {}

    /**
     * A label with its kind, because 0, "0" and 0.0 are different labels.
     *
     * @param kind as pandas names it
     * @param text as Python's {@code str} writes it
     */
    record Label(String kind, String text) {}

    /**
     * The labels of a pandas axis stored as a regular index.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if they are pickled objects or of another kind that is not read
     */
    static List<Label> ofPandasAxis(TableSource source, Dataset dataset, Charset charset) throws IOException {
        ObjectLocation location = source.location(dataset.path());
        PyTablesAttributes attributes = new PyTablesAttributes(source, dataset);
        if (attributes.has("shape")) {
            return List.of(); // a dummy element stands for an empty axis
        }
        String kind = attributes.text("kind");
        if (kind == null) {
            throw location.malformed("an attribute kind is expected, found none", dataset.address());
        }
        PandasTime time = PandasTime.parse(kind);
        if (attributes.text("tz") != null || (time != null && time.duration())) {
            throw location.unsupported(
                    "column labels that are " + kind + " with a zone, or timedeltas, are not read",
                    "name the columns by text when the frame is written");
        }
        return switch (time == null ? kind : "datetime64") {
            case "integer", "float", "bool", "datetime64" -> numbers(source, dataset, kind, time);
            case "string" -> {
                List<Label> labels = new ArrayList<>();
                for (String text : texts(source, dataset, charset)) {
                    labels.add(new Label(kind, text));
                }
                yield labels;
            }
            default ->
                throw location.unsupported(
                        "column labels of kind " + kind + " are not read; readable are string, integer, float, bool,"
                                + " datetime64",
                        "name the columns by text when the frame is written");
        };
    }

    /** The elements of a 1-D dataset of fixed strings, trailing NULs removed. */
    static List<String> texts(TableSource source, Dataset dataset, Charset charset) throws IOException {
        ObjectLocation location = source.location(dataset.path());
        if (!(dataset.datatype() instanceof Datatype.FixedString)
                || dataset.dataspace().rank() != 1) {
            throw location.unsupported(
                    "names must be a 1-D dataset of fixed strings, found " + ElementTypes.name(dataset.datatype())
                            + " of extent " + dataset.dataspace().dimensions(),
                    "name another dataset, or give the names as a list");
        }
        byte[] bytes = elements(source, dataset);
        int size = dataset.datatype().sizeBytes();
        List<String> texts = new ArrayList<>(bytes.length / size);
        for (int start = 0; start < bytes.length; start += size) {
            int end = start + size;
            while (end > start && bytes[end - 1] == 0) {
                end--;
            }
            texts.add(new String(bytes, start, end - start, charset));
        }
        return texts;
    }

    private static List<Label> numbers(TableSource source, Dataset dataset, String kind, @Nullable PandasTime time)
            throws IOException {
        ObjectLocation location = source.location(dataset.path());
        ElementType type = ElementTypes.of(location, dataset.datatype(), true, false);
        boolean readable = type instanceof ElementType.Flag
                || (type instanceof ElementType.Number number && number.kind() != ElementType.NumberKind.FLOAT16);
        if (!readable) {
            throw location.unsupported(
                    "column labels of datatype " + ElementTypes.name(dataset.datatype()) + " are not read",
                    "name the columns by text when the frame is written");
        }
        byte[] bytes = elements(source, dataset);
        List<Label> labels = new ArrayList<>();
        for (int start = 0; start < bytes.length; start += type.sizeBytes()) {
            labels.add(new Label(kind, number(bytes, start, type, time)));
        }
        return labels;
    }

    private static String number(byte[] bytes, int start, ElementType type, @Nullable PandasTime time) {
        if (!(type instanceof ElementType.Number number)) {
            return bytes[start] == 0 ? "False" : "True";
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(number.order().byteOrder());
        if (time != null) {
            return PythonText.ofTimestamp(buffer.getLong(start), time.unit());
        }
        return switch (number.kind()) {
            case INT8 -> Integer.toString(bytes[start]);
            case UINT8 -> Integer.toString(bytes[start] & 0xFF);
            case INT16 -> Integer.toString(buffer.getShort(start));
            case UINT16 -> Integer.toString(buffer.getShort(start) & 0xFFFF);
            case INT32 -> Integer.toString(buffer.getInt(start));
            case UINT32 -> Integer.toUnsignedString(buffer.getInt(start));
            case INT64 -> Long.toString(buffer.getLong(start));
            case UINT64 -> Long.toUnsignedString(buffer.getLong(start));
            case FLOAT16 -> throw new IllegalStateException("pandas has no index of float16");
            case FLOAT32 -> PythonText.ofFloat(buffer.getFloat(start));
            case FLOAT64 -> PythonText.ofDouble(buffer.getDouble(start));
        };
    }

    private static byte[] elements(TableSource source, Dataset dataset) throws IOException {
        ObjectLocation location = source.location(dataset.path());
        if (dataset.dataspace().rank() != 1) {
            throw location.malformed(
                    "labels of one dimension are expected, found extent "
                            + dataset.dataspace().dimensions(),
                    dataset.address());
        }
        TableSource holder = source.holding(dataset);
        return WholeArray.read(holder.file(), holder.reader(), StoredArray.of(location, dataset));
    }
}
