package org.sparkhdf5.table;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.FloatBits;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.HeapView;
import org.sparkhdf5.format.IntegerBits;
import org.sparkhdf5.table.pickle.PythonValue;
import org.sparkhdf5.table.pickle.Unpickler;

/**
 * One attribute as the Python object that PyTables, or h5py, wrote.
 *
 * @param file that the object is in
 * @param location of the object
 */
record PythonAttribute(Hdf5File file, ObjectLocation location, Attribute attribute) {

    /**
     * A null dataspace is the empty text; a single string of character set ASCII that ends in a full stop is a pickle, if it can
     * be one (old versions of PyTables put a NUL behind it); one element without a dimension is a scalar, other elements are an array.
     */
    PythonValue value() throws IOException {
        Dataspace dataspace = attribute.dataspace();
        Datatype type = attribute.datatype();
        byte[] bytes = attribute.bytes();
        if (dataspace.kind() == Dataspace.Kind.NULL) {
            return new PythonValue.Text("");
        }
        if (type instanceof Datatype.FixedString string && dataspace.elementCount() == 1) {
            return string(string, bytes);
        }
        if (dataspace.kind() == Dataspace.Kind.SCALAR) {
            return element(type, bytes, 0);
        }
        List<PythonValue> elements = new ArrayList<>();
        for (int offset = 0; offset < bytes.length; offset += type.sizeBytes()) {
            elements.add(element(type, bytes, offset));
        }
        List<Long> shape = new ArrayList<>();
        for (Number extent : dataspace.dimensions()) {
            shape.add(extent.longValue());
        }
        return new PythonValue.Array(dtype(type), shape, elements);
    }

    private PythonValue string(Datatype.FixedString type, byte[] stored) throws IOException {
        byte[] bytes = Arrays.copyOf(stored, textEnd(stored, 0, stored.length));
        boolean mayBePickle = type.characterSet() == Datatype.CharacterSet.ASCII
                && bytes.length > 0
                && bytes[bytes.length - 1] == '.'
                && !Arrays.equals(bytes, new byte[] {'0', '.'});
        if (mayBePickle) {
            PythonValue pickled = Unpickler.valueOrNull(location, "attribute " + attribute.name(), bytes);
            if (pickled != null) {
                return pickled;
            }
        }
        return text(bytes, 0, bytes.length);
    }

    /** Text if it is UTF-8, otherwise bytes; without the zeros that fill it up. */
    private static PythonValue text(byte[] bytes, int offset, int length) {
        int end = textEnd(bytes, offset, length);
        try {
            return new PythonValue.Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, end - offset))
                    .toString());
        } catch (CharacterCodingException e) {
            return new PythonValue.Bytes(HexFormat.of().formatHex(bytes, offset, end));
        }
    }

    private static int textEnd(byte[] bytes, int offset, int length) {
        int end = offset + length;
        while (end > offset && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private PythonValue element(Datatype type, byte[] bytes, int offset) throws IOException {
        if (type instanceof Datatype.FixedPoint number) {
            return integer(number, bytes, offset);
        }
        if (type instanceof Datatype.FloatingPoint number) {
            return new PythonValue.Float(real(number, bytes, offset));
        }
        if (type instanceof Datatype.Bitfield bits && bits.sizeBytes() == 1) {
            return new PythonValue.Bool(bytes[offset] != 0);
        }
        if (type instanceof Datatype.Enumeration enumeration) {
            PythonValue value = integer(enumeration.base(), bytes, offset);
            return isBoolean(enumeration) ? new PythonValue.Bool(!value.equals(PythonValue.Int.of(0))) : value;
        }
        if (type instanceof Datatype.FixedString string) {
            return text(bytes, offset, string.sizeBytes());
        }
        if (type instanceof Datatype.VariableString) {
            HeapView view = new HeapView();
            file.globalHeap().find(location, bytes, offset, 1, view);
            return text(view.bytes(), view.offset(), view.lengthBytes());
        }
        if (type instanceof Datatype.Complex complex) {
            int half = complex.base().sizeBytes();
            return new PythonValue.Complex(
                    real(complex.base(), bytes, offset), real(complex.base(), bytes, offset + half));
        }
        if (type instanceof Datatype.Compound compound && isComplex(compound)) {
            return new PythonValue.Complex(part(compound, 0, bytes, offset), part(compound, 1, bytes, offset));
        }
        throw location.unsupported(
                String.format(
                        Locale.ROOT,
                        "attribute %s holds a %s, which is not read",
                        attribute.name(),
                        ElementTypes.name(type)),
                "write it as text or a number");
    }

    private PythonValue integer(Datatype.FixedPoint type, byte[] bytes, int offset) {
        long value = IntegerBits.of(location, type).read(bytes, offset);
        return value < 0 && !type.signed()
                ? new PythonValue.Int(new BigInteger(Long.toUnsignedString(value)))
                : PythonValue.Int.of(value);
    }

    private double real(Datatype.FloatingPoint type, byte[] bytes, int offset) {
        return FloatBits.of(location, type).read(bytes, offset);
    }

    private double part(Datatype.Compound compound, int i, byte[] bytes, int offset) {
        Datatype.Member member = compound.members().get(i);
        return real((Datatype.FloatingPoint) member.type(), bytes, offset + member.byteOffset());
    }

    private static boolean isComplex(Datatype.Compound compound) {
        List<Datatype.Member> members = compound.members();
        return members.size() == 2
                && members.get(0).name().equals("r")
                && members.get(1).name().equals("i")
                && members.get(0).type() instanceof Datatype.FloatingPoint
                && members.get(1).type() instanceof Datatype.FloatingPoint;
    }

    /** As h5py writes them. */
    private static boolean isBoolean(Datatype.Enumeration type) {
        return type.base().sizeBytes() == 1
                && type.members().equals(List.of(new Datatype.Symbol("FALSE", 0), new Datatype.Symbol("TRUE", 1)));
    }

    private static String dtype(Datatype type) {
        int bits = 8 * type.sizeBytes();
        if (type instanceof Datatype.FixedPoint number) {
            return (number.signed() ? "int" : "uint") + bits;
        }
        if (type instanceof Datatype.FloatingPoint) {
            return "float" + bits;
        }
        if (type instanceof Datatype.Bitfield || (type instanceof Datatype.Enumeration e && isBoolean(e))) {
            return "bool";
        }
        if (type instanceof Datatype.Complex || type instanceof Datatype.Compound) {
            return "complex" + bits;
        }
        return type instanceof Datatype.FixedString ? "|S" + type.sizeBytes() : "object";
    }
}
