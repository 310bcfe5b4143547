package org.sparkhdf5.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.IntegerBits;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.ElementType.Trim;

/** Maps datatypes to element types, where no convention says more. */
final class ElementTypes {
    private static final String REAL = "re";
    private static final String IMAGINARY = "im";
    private static final String WAY_OUT = "choose another dataset";

    private final ObjectLocation location;
    private final TypeRules rules;

    private ElementTypes(ObjectLocation location, TypeRules rules) {
        this.location = location;
        this.rules = rules;
    }

    /**
     * @param pytablesNode whether the dataset was written by PyTables, whose 1-byte bitfields are booleans and whose times are
     *     Unix times
     * @param nanAsNull whether NaN is null; not inside lists and structs
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the datatype is not read
     */
    static ElementType of(ObjectLocation location, Datatype type, boolean pytablesNode, boolean nanAsNull) {
        return of(location, type, new TypeRules(pytablesNode, pytablesNode, StringEncoding.UTF_8), nanAsNull);
    }

    /**
     * @param nanAsNull whether NaN is null; not inside lists and structs
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the datatype is not read
     */
    static ElementType of(ObjectLocation location, Datatype type, TypeRules rules, boolean nanAsNull) {
        return new ElementTypes(location, rules).element(type, nanAsNull);
    }

    private ElementType element(Datatype type, boolean nanAsNull) {
        if (type instanceof Datatype.FixedPoint number) {
            return integer(number);
        }
        if (type instanceof Datatype.FloatingPoint number) {
            return floatingPoint(number, nanAsNull);
        }
        if (type instanceof Datatype.Bitfield bits) {
            return rules.pytablesNode() && bits.sizeBytes() == 1 ? new ElementType.Flag() : bitfield(bits);
        }
        if (type instanceof Datatype.FixedString string) {
            return fixedText(string);
        }
        if (type instanceof Datatype.VariableString string) {
            return heapText(string);
        }
        if (type instanceof Datatype.Opaque opaque) {
            return new ElementType.Opaque(opaque.sizeBytes());
        }
        if (type instanceof Datatype.Enumeration enumeration) {
            return enumeration(enumeration);
        }
        if (type instanceof Datatype.Reference reference) {
            boolean region = reference.kind() == Datatype.ReferenceKind.REGION
                    || reference.kind() == Datatype.ReferenceKind.REGION2;
            return region ? new ElementType.ReferenceRegion(reference) : new ElementType.ReferencePath(reference);
        }
        return composed(type);
    }

    private ElementType fixedText(Datatype.FixedString string) {
        boolean nulsInside = rules.numpyStrings() && string.padding() == Datatype.Padding.NULL_TERMINATED;
        Trim trim = nulsInside ? Trim.TRAILING_NULS : trim(string.padding());
        boolean bytes = string.characterSet() == Datatype.CharacterSet.ASCII;
        return bytes && rules.strings() == StringEncoding.BINARY
                ? new ElementType.TextBytes(string.sizeBytes(), trim)
                : new ElementType.Text(string.sizeBytes(), trim, charset(bytes), null, invalid(bytes));
    }

    private ElementType heapText(Datatype.VariableString string) {
        Trim trim = trim(string.padding());
        boolean bytes = string.characterSet() == Datatype.CharacterSet.ASCII;
        return bytes && rules.strings() == StringEncoding.BINARY
                ? new ElementType.HeapBytes(string.sizeBytes(), trim)
                : new ElementType.HeapText(string.sizeBytes(), trim, charset(bytes), invalid(bytes));
    }

    /** @param bytes whether the character set is ASCII, which says no more than that these are bytes */
    private String charset(boolean bytes) {
        return bytes && rules.strings() == StringEncoding.LATIN_1 ? "ISO-8859-1" : "UTF-8";
    }

    private InvalidText invalid(boolean bytes) {
        if (rules.strings() == StringEncoding.LATIN_1) {
            return InvalidText.AS_LATIN_1;
        }
        return bytes ? InvalidText.REFUSED_BYTES : InvalidText.REFUSED_UTF_8;
    }

    private ElementType composed(Datatype type) {
        if (type instanceof Datatype.Complex complex) {
            ElementType part = floatingPoint(complex.base(), false);
            return complex(
                    new ElementType.Member(REAL, 0, part),
                    new ElementType.Member(IMAGINARY, part.sizeBytes(), part),
                    type.sizeBytes());
        }
        if (type instanceof Datatype.Compound compound) {
            return isComplex(compound) ? complex(compound) : struct(compound);
        }
        if (type instanceof Datatype.ArrayType array) {
            ElementType element = element(array.element(), false);
            for (int i = array.dimensions().size() - 1; i >= 0; i--) {
                element = new ElementType.FixedList(element, array.dimensions().get(i));
            }
            return element;
        }
        if (type instanceof Datatype.VariableLength list) {
            return new ElementType.HeapList(list.sizeBytes(), element(list.element(), false));
        }
        if (type instanceof Datatype.Time time
                && rules.pytablesNode()
                && (time.sizeBytes() == 4 || time.sizeBytes() == 8)) {
            return new ElementType.PyTablesTime(time.sizeBytes(), time.order());
        }
        throw location.unsupported("datatype " + name(type) + " is not read", WAY_OUT);
    }

    private ElementType integer(Datatype.FixedPoint number) {
        boolean whole = number.bitOffset() == 0 && number.bitPrecision() == number.sizeBytes() * 8;
        boolean power = Integer.bitCount(number.sizeBytes()) == 1 && number.sizeBytes() <= 8;
        return whole && power
                ? new ElementType.Number(integerKind(number.sizeBytes(), number.signed()), number.order(), false)
                : packed(IntegerBits.of(location, number));
    }

    private ElementType bitfield(Datatype.Bitfield bits) {
        return integer(
                new Datatype.FixedPoint(bits.sizeBytes(), bits.order(), false, bits.bitOffset(), bits.bitPrecision()));
    }

    private static ElementType packed(IntegerBits bits) {
        return new ElementType.PackedInteger(bits, integerKind(bits.sizeBytes(), bits.signed()));
    }

    /** The kind that holds an integer of 1 to 8 bytes. */
    private static NumberKind integerKind(int sizeBytes, boolean signed) {
        if (sizeBytes == 1) {
            return signed ? NumberKind.INT8 : NumberKind.UINT8;
        }
        if (sizeBytes == 2) {
            return signed ? NumberKind.INT16 : NumberKind.UINT16;
        }
        if (sizeBytes <= 4) {
            return signed ? NumberKind.INT32 : NumberKind.UINT32;
        }
        return signed ? NumberKind.INT64 : NumberKind.UINT64;
    }

    private ElementType floatingPoint(Datatype.FloatingPoint number, boolean nanAsNull) {
        NumberKind kind = switch (number.sizeBytes()) {
            case 2 -> NumberKind.FLOAT16;
            case 4 -> NumberKind.FLOAT32;
            default -> NumberKind.FLOAT64;
        };
        if (number.sizeBytes() == kind.sizeBytes() && isIeee(number)) {
            return new ElementType.Number(kind, number.order(), nanAsNull);
        }
        if (number.sizeBytes() > 16 || number.exponentSize() > 15) {
            throw location.unsupported(
                    "a float of " + number.sizeBytes() + " bytes, precision " + number.bitPrecision() + ", exponent of "
                            + number.exponentSize()
                            + " bits is not read; readable are 1 to 16 bytes with exponents up to 15 bits",
                    WAY_OUT);
        }
        return new ElementType.OtherFloat(number, nanAsNull);
    }

    private static boolean isIeee(Datatype.FloatingPoint number) {
        int bits = number.sizeBytes() * 8;
        int exponentSize = switch (bits) {
            case 16 -> 5;
            case 32 -> 8;
            default -> 11;
        };
        int mantissaSize = bits - 1 - exponentSize;
        return number.bitOffset() == 0
                && number.bitPrecision() == bits
                && number.signLocation() == bits - 1
                && number.exponentSize() == exponentSize
                && number.exponentLocation() == mantissaSize
                && number.mantissaLocation() == 0
                && number.mantissaSize() == mantissaSize
                && number.exponentBias() == (1L << exponentSize - 1) - 1
                && number.normalization() == Datatype.Normalization.MSB_IMPLIED;
    }

    /** The booleans of h5py are an enumeration of FALSE and TRUE. */
    private ElementType enumeration(Datatype.Enumeration enumeration) {
        Map<Long, String> names = new HashMap<>();
        for (Datatype.Symbol symbol : enumeration.members()) {
            names.putIfAbsent(symbol.value(), symbol.name());
        }
        if (enumeration.sizeBytes() == 1 && names.equals(Map.of(0L, "FALSE", 1L, "TRUE"))) {
            return new ElementType.Flag();
        }
        return new ElementType.Enumeration(IntegerBits.of(location, enumeration.base()), names);
    }

    /** Two floats named r and i are how h5py and PyTables write complex numbers. */
    private static boolean isComplex(Datatype.Compound compound) {
        List<Datatype.Member> members = compound.members();
        return members.size() == 2
                && members.get(0).name().equals("r")
                && members.get(1).name().equals("i")
                && members.get(0).type() instanceof Datatype.FloatingPoint
                && members.get(1).type() instanceof Datatype.FloatingPoint;
    }

    /** Whether a struct stands for a complex number. */
    static boolean isComplex(ElementType.Struct struct) {
        return struct.members().stream().map(ElementType.Member::name).toList().equals(List.of(REAL, IMAGINARY));
    }

    private ElementType complex(Datatype.Compound compound) {
        return complex(
                part(REAL, compound.members().get(0)),
                part(IMAGINARY, compound.members().get(1)),
                compound.sizeBytes());
    }

    private ElementType.Member part(String name, Datatype.Member member) {
        return new ElementType.Member(name, member.byteOffset(), element(member.type(), false));
    }

    private static ElementType complex(ElementType.Member real, ElementType.Member imaginary, int sizeBytes) {
        return new ElementType.Struct(sizeBytes, List.of(real, imaginary));
    }

    private ElementType struct(Datatype.Compound compound) {
        return new ElementType.Struct(compound.sizeBytes(), members(compound, false));
    }

    /** The members of a compound, their names made distinct. */
    static List<ElementType.Member> members(
            ObjectLocation location, Datatype.Compound compound, TypeRules rules, boolean nanAsNull) {
        return new ElementTypes(location, rules).members(compound, nanAsNull);
    }

    private List<ElementType.Member> members(Datatype.Compound compound, boolean nanAsNull) {
        Set<String> taken = new HashSet<>();
        List<ElementType.Member> members = new ArrayList<>();
        for (Datatype.Member member : compound.members()) {
            ElementType element = element(member.type(), nanAsNull);
            members.add(new ElementType.Member(distinct(member.name(), taken), member.byteOffset(), element));
        }
        return members;
    }

    private static String distinct(String name, Set<String> taken) {
        String candidate = name;
        for (int i = 1; !taken.add(candidate); i++) {
            candidate = name + "_" + i;
        }
        return candidate;
    }

    /** Whether a datatype is a compound that is not a complex number. */
    static boolean isRecord(Datatype type) {
        return type instanceof Datatype.Compound compound && !isComplex(compound);
    }

    static Trim trim(Datatype.Padding padding) {
        return switch (padding) {
            case NULL_TERMINATED -> Trim.FIRST_NUL;
            case NULL_PADDED -> Trim.TRAILING_NULS;
            case SPACE_PADDED -> Trim.TRAILING_BLANKS;
        };
    }

    /** The datatype for messages. */
    static String name(Datatype type) {
        if (type instanceof Datatype.VariableLength) {
            return "variable-length (class 9)";
        }
        if (type instanceof Datatype.VariableString) {
            return "variable-length string (class 9)";
        }
        if (type instanceof Datatype.Compound compound) {
            return "compound of " + compound.members().size() + " members";
        }
        if (type instanceof Datatype.ArrayType array) {
            return "array " + array.dimensions() + " of " + name(array.element());
        }
        return type.getClass().getSimpleName() + " of " + type.sizeBytes() + " bytes";
    }
}
