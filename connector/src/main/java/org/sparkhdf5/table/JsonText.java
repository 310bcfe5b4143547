package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.FloatBits;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.HeapView;
import org.sparkhdf5.format.IntegerBits;
import org.sparkhdf5.format.ReferenceTarget;
import org.sparkhdf5.table.pickle.PythonNotation;

/**
 * Writes values as JSON: numbers as numbers, except NaN and the infinities, which are strings; text as strings; names of
 * enumerations; compounds as objects; arrays and sequences as lists; opaque bytes and text that is not UTF-8 as hexadecimal
 * strings; references as paths; a null dataspace as null.
 */
final class JsonText {
    private static final int DEPTH_MAX = 64;

    private final Hdf5File file;
    private final ObjectLocation location;
    private final StringBuilder json = new StringBuilder();
    private final int lengthMax;

    private JsonText(Hdf5File file, ObjectLocation location, int lengthMax) {
        this.file = file;
        this.location = location;
        this.lengthMax = lengthMax;
    }

    /**
     * The value of an attribute.
     *
     * @param lengthMax longest text, in characters
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the text would be longer, or a datatype is not read
     */
    static String of(Hdf5File file, ObjectLocation location, Attribute attribute, int lengthMax) throws IOException {
        Dataspace dataspace = attribute.dataspace();
        if (dataspace.kind() == Dataspace.Kind.NULL) {
            return "null";
        }
        JsonText text = new JsonText(file, location, lengthMax);
        text.list(attribute.datatype(), dataspace.dimensions(), 0, attribute.bytes(), 0);
        return text.json.toString();
    }

    /** Elements of the dimensions from {@code axis} on; returns the offset behind them. */
    private int list(Datatype type, List<? extends Number> dimensions, int axis, byte[] bytes, int offset)
            throws IOException {
        if (axis == dimensions.size()) {
            value(type, bytes, offset, 0);
            return offset + type.sizeBytes();
        }
        int at = offset;
        json.append('[');
        for (long i = 0; i < dimensions.get(axis).longValue(); i++) {
            json.append(i == 0 ? "" : ",");
            at = list(type, dimensions, axis + 1, bytes, at);
        }
        json.append(']');
        return at;
    }

    private void value(Datatype type, byte[] bytes, int offset, int depth) throws IOException {
        if (json.length() > lengthMax || depth > DEPTH_MAX) {
            throw location.unsupported(
                    "a value is longer than " + lengthMax + " characters as JSON, or nested deeper than " + DEPTH_MAX,
                    "read it with h5dump");
        }
        if (type instanceof Datatype.FixedPoint number) {
            integer(IntegerBits.of(location, number).read(bytes, offset), number.signed());
        } else if (type instanceof Datatype.Bitfield bits) {
            integer(IntegerBits.of(location, bits).read(bytes, offset), false);
        } else if (type instanceof Datatype.FloatingPoint number) {
            floatingPoint(number, bytes, offset);
        } else if (type instanceof Datatype.FixedString string) {
            text(bytes, offset, TextEnd.of(ElementTypes.trim(string.padding()), bytes, offset, string.sizeBytes()));
        } else if (type instanceof Datatype.Enumeration enumeration) {
            enumeration(enumeration, bytes, offset);
        } else if (type instanceof Datatype.Opaque opaque) {
            string(hex(bytes, offset, opaque.sizeBytes()));
        } else if (type instanceof Datatype.Compound compound) {
            compound(compound, bytes, offset, depth);
        } else if (type instanceof Datatype.ArrayType array) {
            array(array, bytes, offset);
        } else {
            reference(type, bytes, offset, depth);
        }
    }

    private void reference(Datatype type, byte[] bytes, int offset, int depth) throws IOException {
        if (type instanceof Datatype.VariableString string) {
            HeapView view = new HeapView();
            file.globalHeap().find(location, bytes, offset, 1, view);
            int end = TextEnd.of(ElementTypes.trim(string.padding()), view.bytes(), view.offset(), view.lengthBytes());
            text(view.bytes(), view.offset(), end);
        } else if (type instanceof Datatype.VariableLength list) {
            HeapView view = new HeapView();
            int size = list.element().sizeBytes();
            file.globalHeap().find(location, bytes, offset, size, view);
            json.append('[');
            for (int i = 0; i < view.lengthBytes() / size; i++) {
                json.append(i == 0 ? "" : ",");
                value(list.element(), view.bytes(), view.offset() + i * size, depth + 1);
            }
            json.append(']');
        } else if (type instanceof Datatype.Complex complex) {
            json.append('[');
            floatingPoint(complex.base(), bytes, offset);
            json.append(',');
            floatingPoint(complex.base(), bytes, offset + complex.base().sizeBytes());
            json.append(']');
        } else if (type instanceof Datatype.Reference reference) {
            ReferenceTarget target = file.references().read(location, reference, bytes, offset);
            target(target);
        } else {
            throw location.unsupported("datatype " + ElementTypes.name(type) + " is not read", "read it with h5dump");
        }
    }

    private void integer(long value, boolean signed) {
        json.append(signed ? Long.toString(value) : Long.toUnsignedString(value));
    }

    private void floatingPoint(Datatype.FloatingPoint type, byte[] bytes, int offset) {
        double value = FloatBits.of(location, type).read(bytes, offset);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            string(PythonNotation.ofDouble(value));
        } else {
            json.append(type.sizeBytes() <= 4 ? Float.toString((float) value) : Double.toString(value));
        }
    }

    private void enumeration(Datatype.Enumeration type, byte[] bytes, int offset) {
        long value = IntegerBits.of(location, type.base()).read(bytes, offset);
        for (Datatype.Symbol symbol : type.members()) {
            if (symbol.value() == value) {
                string(symbol.name());
                return;
            }
        }
        integer(value, type.base().signed());
    }

    private void compound(Datatype.Compound type, byte[] bytes, int offset, int depth) throws IOException {
        json.append('{');
        for (int i = 0; i < type.members().size(); i++) {
            Datatype.Member member = type.members().get(i);
            json.append(i == 0 ? "" : ",");
            string(member.name());
            json.append(':');
            value(member.type(), bytes, offset + member.byteOffset(), depth + 1);
        }
        json.append('}');
    }

    private void array(Datatype.ArrayType type, byte[] bytes, int offset) throws IOException {
        list(type.element(), type.dimensions(), 0, bytes, offset);
    }

    private void text(byte[] bytes, int offset, int end) {
        try {
            string(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, end - offset))
                    .toString());
        } catch (CharacterCodingException e) {
            string(hex(bytes, offset, end - offset));
        }
    }

    private static String hex(byte[] bytes, int offset, int lengthBytes) {
        return HexFormat.of().formatHex(bytes, offset, offset + lengthBytes);
    }

    private void target(@Nullable ReferenceTarget target) {
        if (target instanceof ReferenceTarget.ToRegion region) {
            json.append("{\"path\":");
            string(ReferenceText.path(region));
            json.append(",\"selection\":");
            string(region.selection().text());
            json.append('}');
        } else if (target == null) {
            json.append("null");
        } else {
            string(ReferenceText.path(target));
        }
    }

    private void string(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
