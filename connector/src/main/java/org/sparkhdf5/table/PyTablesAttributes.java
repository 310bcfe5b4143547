package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Hdf5Object;

/**
 * Reads attribute values as PyTables writes them: a string of character set ASCII that ends in a full stop may be a pickle,
 * an empty string is a null dataspace, a boolean is a bitfield of one byte. Nothing is ever unpickled here but {@code None}.
 */
final class PyTablesAttributes {
    private static final String PICKLED_NONE = "N.";

    private final ObjectLocation location;
    private final Hdf5Object object;

    PyTablesAttributes(TableSource source, Hdf5Object object) {
        this.location = source.location(object.path());
        this.object = object;
    }

    /** Whether PyTables wrote the object; attributes that cannot be read are none of PyTables'. */
    static boolean isNode(TableSource source, Hdf5Object object) throws IOException {
        return !nodeClass(source, object).isEmpty();
    }

    /** The class of a node of PyTables ({@code TABLE}, {@code CARRAY}), empty if the object is none. */
    static String nodeClass(TableSource source, Hdf5Object object) throws IOException {
        try {
            PyTablesAttributes attributes = new PyTablesAttributes(source, object);
            String nodeClass = attributes.has("VERSION") ? attributes.text("CLASS") : null;
            return nodeClass == null ? "" : nodeClass;
        } catch (UnsupportedHdf5FeatureException e) {
            return "";
        }
    }

    /** Whether PyTables wrote the file; attributes that cannot be read are none of PyTables'. */
    static boolean isFile(TableSource source) {
        try {
            return new PyTablesAttributes(source, source.file().rootGroup()).has("PYTABLES_FORMAT_VERSION");
        } catch (IOException | UnsupportedHdf5FeatureException e) {
            return false;
        }
    }

    boolean has(String name) throws IOException {
        return object.attributeNames().contains(name);
    }

    /** Text, or null if there is no such attribute, or it holds {@code None}, or something that is not text. */
    @Nullable String text(String name) throws IOException {
        Attribute attribute = object.attribute(name);
        if (attribute == null) {
            return null;
        }
        if (attribute.dataspace().kind() == Dataspace.Kind.NULL) {
            return "";
        }
        if (attribute.datatype() instanceof Datatype.FixedString string
                && attribute.dataspace().elementCount() == 1) {
            String text = new String(attribute.bytes(), StandardCharsets.UTF_8);
            boolean pickle = string.characterSet() == Datatype.CharacterSet.ASCII && text.endsWith(".");
            return pickle ? null : withoutTrailingNuls(text);
        }
        return null;
    }

    /** A scalar integer, or null if there is no such attribute. */
    @Nullable Long integer(String name) throws IOException {
        Attribute attribute = object.attribute(name);
        if (attribute == null) {
            return null;
        }
        if (attribute.datatype() instanceof Datatype.FixedPoint number
                && number.sizeBytes() == 8
                && attribute.bytes().length == 8) {
            return buffer(attribute, number.order()).getLong();
        }
        throw location.malformed("attribute " + name + ": an integer of 8 bytes is expected", object.address());
    }

    /** A boolean; true where there is no such attribute. */
    boolean flagOrTrue(String name) throws IOException {
        Attribute attribute = object.attribute(name);
        return attribute == null || attribute.bytes().length != 1 || attribute.bytes()[0] != 0;
    }

    /**
     * The name of an index or a series, as text: it may be text, an integer, a float, a boolean; null for {@code None} and
     * where there is none.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if it is another pickled object, a tuple for instance
     */
    @Nullable String label(String name) throws IOException {
        Attribute attribute = object.attribute(name);
        if (attribute == null) {
            return null;
        }
        if (attribute.dataspace().kind() == Dataspace.Kind.NULL) {
            return "";
        }
        if (attribute.dataspace().elementCount() == 1) {
            if (attribute.datatype() instanceof Datatype.FixedString string) {
                return stringLabel(name, attribute, string);
            }
            if (attribute.datatype() instanceof Datatype.FixedPoint number
                    && number.sizeBytes() == 8
                    && attribute.bytes().length == 8) {
                long value = buffer(attribute, number.order()).getLong();
                return number.signed() ? Long.toString(value) : Long.toUnsignedString(value);
            }
            if (attribute.datatype() instanceof Datatype.FloatingPoint number
                    && number.sizeBytes() == 8
                    && attribute.bytes().length == 8) {
                return PythonText.ofDouble(buffer(attribute, number.order()).getDouble());
            }
            if (attribute.datatype() instanceof Datatype.Bitfield && attribute.bytes().length == 1) {
                return attribute.bytes()[0] == 0 ? "False" : "True";
            }
        }
        throw refused(name, attribute);
    }

    private @Nullable String stringLabel(String name, Attribute attribute, Datatype.FixedString string) {
        String text = new String(attribute.bytes(), StandardCharsets.UTF_8);
        if (string.characterSet() == Datatype.CharacterSet.ASCII && text.endsWith(".")) {
            if (text.equals(PICKLED_NONE)) {
                return null;
            }
            throw refused(name, attribute);
        }
        return withoutTrailingNuls(text);
    }

    private RuntimeException refused(String name, Attribute attribute) {
        return location.unsupported(
                String.format(
                        Locale.ROOT,
                        "attribute %s holds a pickled object or a %s, which is not read as a name",
                        name,
                        ElementTypes.name(attribute.datatype())),
                "give it a name that is text or a number when it is written");
    }

    private static String withoutTrailingNuls(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private static ByteBuffer buffer(Attribute attribute, Datatype.Order order) {
        ByteOrder byteOrder = order.byteOrder();
        return ByteBuffer.wrap(attribute.bytes()).order(byteOrder);
    }
}
