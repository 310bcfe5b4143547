package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.format.Datatype.CharacterSet;
import org.sparkhdf5.format.Datatype.Normalization;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.format.Datatype.Padding;
import org.sparkhdf5.format.Datatype.ReferenceKind;

/**
 * Parses datatype messages, versions 1 to 5.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.d</a>
 */
final class DatatypeMessage {
    static final int DEPTH_MAX = 32;
    private static final int VERSION_PACKED = 3;
    private static final int MEMBER_BYTES_LEAST = 10;

    private final MetadataCursor cursor;

    private DatatypeMessage(MetadataCursor cursor) {
        this.cursor = cursor;
    }

    static Datatype parse(MetadataCursor cursor) throws Hdf5FormatException {
        return new DatatypeMessage(cursor).parse(1);
    }

    /** The first eight bytes of every datatype. */
    private record Prefix(int version, int bits, int sizeBytes) {
        int bits(int from, int count) {
            return (bits >>> from) & ((1 << count) - 1);
        }
    }

    private Datatype parse(int depth) throws Hdf5FormatException {
        if (depth > DEPTH_MAX) {
            throw cursor.malformed("datatypes nested deeper than " + DEPTH_MAX);
        }
        int classAndVersion = cursor.readByte("class and version");
        int version = classAndVersion >>> 4;
        int classNumber = classAndVersion & 0x0f;
        if (version < 1 || version > 5) {
            throw cursor.malformed("expected datatype version 1 to 5, found " + version);
        }
        int bits = (int) cursor.readUnsigned("class bit field", 3);
        long size = cursor.readUnsignedInt("size");
        if (size == 0 || size > Integer.MAX_VALUE) {
            throw cursor.malformed("datatype of " + size + " bytes");
        }
        return parseClass(classNumber, new Prefix(version, bits, (int) size), depth);
    }

    private Datatype parseClass(int classNumber, Prefix prefix, int depth) throws Hdf5FormatException {
        return switch (classNumber) {
            case 0 -> fixedPoint(prefix);
            case 1 -> floatingPoint(prefix);
            case 2 -> time(prefix);
            case 3 -> fixedString(prefix);
            case 4 -> bitfield(prefix);
            case 5 -> opaque(prefix);
            case 6 -> compound(prefix, depth);
            case 7 -> reference(prefix);
            case 8 -> enumeration(prefix, depth);
            case 9 -> variableLength(prefix, depth);
            case 10 -> array(prefix, depth);
            case 11 -> complex(prefix, depth);
            default -> throw cursor.malformed("expected datatype class 0 to 11, found " + classNumber);
        };
    }

    private Datatype fixedPoint(Prefix prefix) throws Hdf5FormatException {
        int bitOffset = cursor.readShort("bit offset");
        int bitPrecision = cursor.readShort("bit precision");
        checkBits("precision", bitOffset, bitPrecision, prefix);
        return new Datatype.FixedPoint(
                prefix.sizeBytes(), order(prefix.bits(0, 1)), prefix.bits(3, 1) == 1, bitOffset, bitPrecision);
    }

    private Datatype bitfield(Prefix prefix) throws Hdf5FormatException {
        int bitOffset = cursor.readShort("bit offset");
        int bitPrecision = cursor.readShort("bit precision");
        checkBits("precision", bitOffset, bitPrecision, prefix);
        return new Datatype.Bitfield(prefix.sizeBytes(), order(prefix.bits(0, 1)), bitOffset, bitPrecision);
    }

    private Datatype floatingPoint(Prefix prefix) throws Hdf5FormatException {
        int bitOffset = cursor.readShort("bit offset");
        int bitPrecision = cursor.readShort("bit precision");
        int exponentLocation = cursor.readByte("exponent location");
        int exponentSize = cursor.readByte("exponent size");
        int mantissaLocation = cursor.readByte("mantissa location");
        int mantissaSize = cursor.readByte("mantissa size");
        long exponentBias = cursor.readUnsignedInt("exponent bias");
        int signLocation = prefix.bits(8, 8);
        checkBits("precision", bitOffset, bitPrecision, prefix);
        checkBits("exponent", exponentLocation, exponentSize, prefix);
        checkBits("mantissa", mantissaLocation, mantissaSize, prefix);
        checkBits("sign", signLocation, 1, prefix);
        return new Datatype.FloatingPoint(
                prefix.sizeBytes(),
                floatOrder(prefix),
                bitOffset,
                bitPrecision,
                exponentLocation,
                exponentSize,
                mantissaLocation,
                mantissaSize,
                exponentBias,
                normalization(prefix.bits(4, 2)),
                signLocation);
    }

    private Order floatOrder(Prefix prefix) throws Hdf5FormatException {
        if (prefix.bits(6, 1) == 0) {
            return order(prefix.bits(0, 1));
        }
        if (prefix.bits(0, 1) == 0) {
            throw cursor.malformed("floating-point byte order 2 is reserved");
        }
        throw cursor.unsupported(
                "floating-point numbers in VAX byte order are not supported", "convert them to IEEE order");
    }

    private static Order order(int bit) {
        return bit == 0 ? Order.LITTLE_ENDIAN : Order.BIG_ENDIAN;
    }

    private Normalization normalization(int number) throws Hdf5FormatException {
        if (number >= Normalization.values().length) {
            throw cursor.malformed("mantissa normalization " + number + " is reserved");
        }
        return Normalization.values()[number];
    }

    private void checkBits(String what, int location, int count, Prefix prefix) throws Hdf5FormatException {
        if (count == 0 || location + count > 8L * prefix.sizeBytes()) {
            throw cursor.malformed(what + " of " + count + " bits at bit " + location + " does not lie within "
                    + prefix.sizeBytes() + " bytes");
        }
    }

    private Datatype fixedString(Prefix prefix) throws Hdf5FormatException {
        return new Datatype.FixedString(
                prefix.sizeBytes(), padding(prefix.bits(0, 4)), characterSet(prefix.bits(4, 4)));
    }

    private Padding padding(int number) throws Hdf5FormatException {
        if (number >= Padding.values().length) {
            throw cursor.malformed("string padding " + number + " is reserved");
        }
        return Padding.values()[number];
    }

    private CharacterSet characterSet(int number) throws Hdf5FormatException {
        if (number >= CharacterSet.values().length) {
            throw cursor.malformed("character set " + number + " is reserved");
        }
        return CharacterSet.values()[number];
    }

    private Datatype compound(Prefix prefix, int depth) throws Hdf5FormatException {
        int count = prefix.bits(0, 16);
        if (count == 0 || count > cursor.remaining() / MEMBER_BYTES_LEAST) {
            throw cursor.malformed("compound of " + count + " members in " + cursor.remaining() + " bytes");
        }
        List<Datatype.Member> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(member(prefix, depth));
        }
        return new Datatype.Compound(prefix.sizeBytes(), List.copyOf(members));
    }

    private Datatype.Member member(Prefix prefix, int depth) throws Hdf5FormatException {
        String name = NameText.decode(name(prefix.version(), "member name"));
        boolean packed = prefix.version() >= VERSION_PACKED;
        long byteOffset = cursor.readUnsigned("byte offset", packed ? bytesFor(prefix.sizeBytes()) : 4);
        List<Integer> dimensions = prefix.version() == 1 ? memberDimensions() : List.of();
        Datatype type = parse(depth + 1);
        if (!dimensions.isEmpty()) {
            checkArraySize(dimensions, type, Integer.MAX_VALUE);
            type = new Datatype.ArrayType(dimensions, type);
        }
        if (byteOffset + type.sizeBytes() > prefix.sizeBytes()) {
            throw cursor.malformed("member " + name + " of " + type.sizeBytes() + " bytes at " + byteOffset
                    + " does not lie within the compound of " + prefix.sizeBytes() + " bytes");
        }
        return new Datatype.Member(name, (int) byteOffset, type);
    }

    /** Version 1 gives every member room for four dimensions. */
    private List<Integer> memberDimensions() throws Hdf5FormatException {
        int rank = cursor.readByteBetween("member dimensionality", 0, 4);
        cursor.skip("reserved", 3);
        cursor.skip("dimension permutation", 4);
        cursor.skip("reserved", 4);
        List<Integer> dimensions = new ArrayList<>(rank);
        for (int i = 0; i < 4; i++) {
            long dimension = cursor.readUnsignedInt("dimension " + i);
            if (i < rank) {
                dimensions.add(arrayDimension(dimension));
            }
        }
        return List.copyOf(dimensions);
    }

    private int arrayDimension(long dimension) throws Hdf5FormatException {
        if (dimension == 0 || dimension > Integer.MAX_VALUE) {
            throw cursor.malformed("array dimension of " + dimension);
        }
        return (int) dimension;
    }

    /** Bytes that hold every offset into an element of this size. */
    private static int bytesFor(int sizeBytes) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(sizeBytes) + 7) / 8;
    }

    /** A name that ends with NUL; before version 3 padded with NULs to a multiple of eight bytes. */
    private byte[] name(int version, String field) throws Hdf5FormatException {
        int before = cursor.consumed();
        byte[] name = cursor.readTerminated(field);
        if (version < VERSION_PACKED) {
            int taken = cursor.consumed() - before;
            cursor.skip(field + " padding", -taken & 7);
        }
        return name;
    }

    private Datatype enumeration(Prefix prefix, int depth) throws Hdf5FormatException {
        int count = prefix.bits(0, 16);
        if (!(parse(depth + 1) instanceof Datatype.FixedPoint base) || base.sizeBytes() != prefix.sizeBytes()) {
            throw cursor.malformed(
                    "enumeration of " + prefix.sizeBytes() + " bytes whose base is no integer of that size");
        }
        if (base.sizeBytes() > Long.BYTES) {
            throw cursor.unsupported(
                    "enumeration of integers of " + base.sizeBytes() + " bytes is not read; readable are up to 8 bytes",
                    "write the values as plain integers of 8 bytes");
        }
        int leastBytes = base.sizeBytes() + 1;
        if (count > cursor.remaining() / leastBytes) {
            throw cursor.malformed("enumeration of " + count + " members in " + cursor.remaining() + " bytes");
        }
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(NameText.decode(name(prefix.version(), "enumeration name")));
        }
        List<Datatype.Symbol> members = new ArrayList<>(count);
        for (String name : names) {
            byte[] value = cursor.readBytes("enumeration value", base.sizeBytes());
            members.add(new Datatype.Symbol(name, IntegerBits.of(base).read(value, 0)));
        }
        return new Datatype.Enumeration(base, members);
    }

    private Datatype time(Prefix prefix) throws Hdf5FormatException {
        int bitPrecision = cursor.readShort("bit precision");
        checkBits("precision", 0, bitPrecision, prefix);
        return new Datatype.Time(prefix.sizeBytes(), order(prefix.bits(0, 1)), bitPrecision);
    }

    /** The tag is filled with NULs up to its length; one that fills it has none. */
    private Datatype opaque(Prefix prefix) throws Hdf5FormatException {
        byte[] tag = cursor.readBytes("tag", prefix.bits(0, 8));
        int end = 0;
        while (end < tag.length && tag[end] != 0) {
            end++;
        }
        return new Datatype.Opaque(prefix.sizeBytes(), NameText.decode(Arrays.copyOf(tag, end)));
    }

    private Datatype reference(Prefix prefix) throws Hdf5FormatException {
        int number = prefix.bits(0, 4);
        if (number >= ReferenceKind.values().length) {
            throw cursor.malformed("reference type " + number + " is reserved");
        }
        ReferenceKind kind = ReferenceKind.values()[number];
        int addressBytes = cursor.sizes().addressBytes();
        int least = switch (kind) {
            case OBJECT -> addressBytes;
            case REGION -> addressBytes + 4;
            case OBJECT2, REGION2, ATTRIBUTE -> References.REVISED_BYTES_LEAST + addressBytes;
        };
        if (prefix.sizeBytes() < least) {
            throw cursor.malformed("reference of " + prefix.sizeBytes() + " bytes, expected at least " + least);
        }
        return new Datatype.Reference(prefix.sizeBytes(), kind);
    }

    private Datatype variableLength(Prefix prefix, int depth) throws Hdf5FormatException {
        int expected = GlobalHeap.descriptorBytes(cursor.sizes());
        if (prefix.sizeBytes() != expected) {
            throw cursor.malformed("variable-length element of " + prefix.sizeBytes() + " bytes, expected " + expected);
        }
        int kind = prefix.bits(0, 4);
        if (kind > 1) {
            throw cursor.malformed("variable-length type " + kind + " is reserved");
        }
        Datatype element = parse(depth + 1);
        return kind == 0
                ? new Datatype.VariableLength(prefix.sizeBytes(), element)
                : new Datatype.VariableString(
                        prefix.sizeBytes(), padding(prefix.bits(4, 4)), characterSet(prefix.bits(8, 4)));
    }

    private Datatype complex(Prefix prefix, int depth) throws Hdf5FormatException {
        if (prefix.bits(0, 1) == 0 || prefix.bits(1, 2) != 0) {
            throw cursor.unsupported(
                    "complex numbers that are not one real and one imaginary part of the same type are not supported",
                    "convert them to rectangular form");
        }
        if (!(parse(depth + 1) instanceof Datatype.FloatingPoint base) || 2L * base.sizeBytes() != prefix.sizeBytes()) {
            throw cursor.malformed(
                    "complex number of " + prefix.sizeBytes() + " bytes whose base is no float of half that size");
        }
        return new Datatype.Complex(base);
    }

    /** Version 1 has no arrays by the specification; early writers used them, laid out as in version 2. */
    private Datatype array(Prefix prefix, int depth) throws Hdf5FormatException {
        int rank = cursor.readByteBetween("array dimensionality", 1, Dataspace.RANK_MAX);
        boolean padded = prefix.version() < VERSION_PACKED;
        if (padded) {
            cursor.skip("reserved", 3);
        }
        List<Integer> dimensions = new ArrayList<>(rank);
        for (int i = 0; i < rank; i++) {
            dimensions.add(arrayDimension(cursor.readUnsignedInt("array dimension " + i)));
        }
        if (padded) {
            cursor.skip("permutation indices", 4L * rank);
        }
        Datatype element = parse(depth + 1);
        int size = checkArraySize(dimensions, element, prefix.sizeBytes());
        if (size != prefix.sizeBytes()) {
            throw cursor.malformed("array " + dimensions + " of elements of " + element.sizeBytes() + " bytes takes "
                    + size + " bytes, found size " + prefix.sizeBytes());
        }
        return new Datatype.ArrayType(List.copyOf(dimensions), element);
    }

    private int checkArraySize(List<Integer> dimensions, Datatype element, int most) throws Hdf5FormatException {
        long size = element.sizeBytes();
        for (int dimension : dimensions) {
            size *= dimension;
            if (size > most) {
                throw cursor.malformed("array " + dimensions + " of elements of " + element.sizeBytes()
                        + " bytes is larger than " + most + " bytes");
            }
        }
        return (int) size;
    }
}
