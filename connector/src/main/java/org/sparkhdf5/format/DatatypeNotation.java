package org.sparkhdf5.format;

import java.util.StringJoiner;
import org.sparkhdf5.format.Datatype.CharacterSet;
import org.sparkhdf5.format.Datatype.FloatingPoint;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.format.Datatype.Padding;

/**
 * Datatypes in a short notation, for people: {@code i4<}, {@code f8>}, {@code S10(ascii,nullterm)},
 * {@code compound{a:i4<,b:vlen<f8<>}}.
 */
public final class DatatypeNotation {
    private DatatypeNotation() {}

    public static String of(Datatype type) {
        if (type instanceof Datatype.Compound compound) {
            StringJoiner members = new StringJoiner(",", "compound{", "}");
            compound.members().forEach(member -> members.add(member.name() + ":" + of(member.type())));
            return members.toString();
        }
        if (type instanceof Datatype.ArrayType array) {
            StringJoiner dimensions = new StringJoiner("x", "array[", "]");
            array.dimensions().forEach(dimension -> dimensions.add(dimension.toString()));
            return dimensions + of(array.element());
        }
        if (type instanceof Datatype.VariableLength sequence) {
            return "vlen<" + of(sequence.element()) + ">";
        }
        if (type instanceof Datatype.Enumeration enumeration) {
            StringJoiner symbols = new StringJoiner(",", "enum{", "}:");
            boolean signed = enumeration.base().signed();
            for (Datatype.Symbol symbol : enumeration.members()) {
                symbols.add(symbol.name() + "="
                        + (signed ? Long.toString(symbol.value()) : Long.toUnsignedString(symbol.value())));
            }
            return symbols + of(enumeration.base());
        }
        return ofPlain(type);
    }

    private static String ofPlain(Datatype type) {
        if (type instanceof Datatype.FixedPoint number) {
            return number(number.signed() ? "i" : "u", number.sizeBytes(), number.order())
                    + bits(number.sizeBytes(), number.bitOffset(), number.bitPrecision());
        }
        if (type instanceof FloatingPoint number) {
            String fields = hasUsualFields(number)
                    ? bits(number.sizeBytes(), number.bitOffset(), number.bitPrecision())
                    : "[p" + number.bitPrecision() + "@" + number.bitOffset() + "]";
            return number("f", number.sizeBytes(), number.order()) + fields;
        }
        if (type instanceof Datatype.Bitfield bitfield) {
            return number("bitfield", bitfield.sizeBytes(), bitfield.order())
                    + bits(bitfield.sizeBytes(), bitfield.bitOffset(), bitfield.bitPrecision());
        }
        if (type instanceof Datatype.FixedString string) {
            return "S" + string.sizeBytes() + "(" + name(string.characterSet()) + "," + name(string.padding()) + ")";
        }
        if (type instanceof Datatype.VariableString string) {
            return "vlen-str-" + name(string.characterSet());
        }
        if (type instanceof Datatype.Reference reference) {
            return switch (reference.kind()) {
                case OBJECT -> "ref";
                case REGION -> "regref";
                case OBJECT2, REGION2, ATTRIBUTE -> "ref-v2";
            };
        }
        String word = type instanceof Datatype.Opaque ? "opaque" : type instanceof Datatype.Time ? "time" : "complex";
        return word + type.sizeBytes();
    }

    private static String number(String kind, int sizeBytes, Order order) {
        return kind + sizeBytes + (sizeBytes == 1 ? "" : order == Order.LITTLE_ENDIAN ? "<" : ">");
    }

    /** Which bits count, where not all do. */
    private static String bits(int sizeBytes, int bitOffset, int bitPrecision) {
        return bitOffset == 0 && bitPrecision == 8 * sizeBytes ? "" : "[p" + bitPrecision + "@" + bitOffset + "]";
    }

    private static boolean hasUsualFields(FloatingPoint number) {
        int bits = 8 * number.sizeBytes();
        int mantissaBits = switch (number.sizeBytes()) {
            case 2 -> 10;
            case 4 -> 23;
            case 8 -> 52;
            default -> -1;
        };
        return number.mantissaSize() == mantissaBits
                && number.mantissaLocation() == 0
                && number.exponentLocation() == mantissaBits
                && number.exponentSize() == bits - 1 - mantissaBits
                && number.signLocation() == bits - 1;
    }

    private static String name(CharacterSet characterSet) {
        return characterSet == CharacterSet.ASCII ? "ascii" : "utf8";
    }

    private static String name(Padding padding) {
        return switch (padding) {
            case NULL_TERMINATED -> "nullterm";
            case NULL_PADDED -> "nullpad";
            case SPACE_PADDED -> "spacepad";
        };
    }
}
