package org.sparkhdf5.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.table.pickle.PythonNotation;
import org.sparkhdf5.table.pickle.PythonValue;

/**
 * Reads attribute values as PyTables writes them: a string of character set ASCII that ends in a full stop may be a pickle,
 * an empty string is a null dataspace, a boolean is a bitfield of one byte.
 */
final class PyTablesAttributes {
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

    /**
     * The value as PyTables reads it: text, a number, a boolean, an array, or what a pickle stands for.
     *
     * @return null if there is no such attribute
     * @throws UnsupportedHdf5FeatureException if a pickle holds what is not on the allow-list, or the datatype is not read
     */
    @Nullable PythonValue value(String name) throws IOException {
        Attribute attribute = object.attribute(name);
        return attribute == null ? null : new PythonAttribute(object.file(), location, attribute).value();
    }

    /** Text, or null if there is no such attribute, or it holds {@code None}, or something that is not text. */
    @Nullable String text(String name) throws IOException {
        return value(name) instanceof PythonValue.Text text ? text.value() : null;
    }

    /** The object, for messages. */
    ObjectLocation location() {
        return location;
    }

    /** A scalar integer of any size, or null if there is no such attribute: PyTables on Windows wrote them in 4 bytes. */
    @Nullable Long integer(String name) throws IOException {
        PythonValue value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof PythonValue.Int number && number.value().bitLength() < Long.SIZE) {
            return number.value().longValue();
        }
        throw location.malformed(
                "attribute " + name + ": an integer is expected, found " + PythonNotation.str(value), object.address());
    }

    /** A boolean; true where there is no such attribute. */
    boolean flagOrTrue(String name) throws IOException {
        Attribute attribute = object.attribute(name);
        return attribute == null || attribute.bytes().length != 1 || attribute.bytes()[0] != 0;
    }

    /**
     * The name of an index or a series, as text: it may be text, a number, a boolean, a tuple, a time; null for {@code None} and
     * where there is none.
     *
     * @throws UnsupportedHdf5FeatureException as {@link #value}
     */
    @Nullable String label(String name) throws IOException {
        PythonValue value = value(name);
        if (value instanceof PythonValue.Array array && array.elements().size() == 1) {
            value = array.elements().get(0);
        }
        return value == null || value instanceof PythonValue.None ? null : PythonNotation.str(value);
    }
}
