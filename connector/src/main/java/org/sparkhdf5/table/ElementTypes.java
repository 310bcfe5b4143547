package org.sparkhdf5.table;

import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.ElementType.Trim;

/** Maps datatypes to element types, where no convention says more. */
final class ElementTypes {
    private static final String NOT_YET = "choose another dataset; this datatype comes in a later version";

    private ElementTypes() {}

    /**
     * @param pytablesNode whether the dataset was written by PyTables, whose 1-byte bitfields are booleans
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the datatype is not read
     */
    static ElementType of(ObjectLocation location, Datatype type, boolean pytablesNode, boolean nanAsNull) {
        if (type instanceof Datatype.FixedPoint number) {
            return new ElementType.Number(integerKind(location, number), number.order(), false);
        }
        if (type instanceof Datatype.FloatingPoint number) {
            return new ElementType.Number(floatKind(location, number), number.order(), nanAsNull);
        }
        if (type instanceof Datatype.Bitfield bits) {
            if (pytablesNode && bits.sizeBytes() == 1) {
                return new ElementType.Flag();
            }
            Datatype.FixedPoint unsigned = new Datatype.FixedPoint(
                    bits.sizeBytes(), bits.order(), false, bits.bitOffset(), bits.bitPrecision());
            return new ElementType.Number(integerKind(location, unsigned), bits.order(), false);
        }
        if (type instanceof Datatype.FixedString string) {
            return new ElementType.Text(string.sizeBytes(), trim(string.padding()), "UTF-8", null);
        }
        throw location.unsupported("datatype " + name(type) + " is not read", NOT_YET);
    }

    static NumberKind integerKind(ObjectLocation location, Datatype.FixedPoint number) {
        if (number.bitOffset() != 0 || number.bitPrecision() != number.sizeBytes() * 8) {
            throw location.unsupported(
                    "an integer of " + number.bitPrecision() + " bits at bit " + number.bitOffset() + " of "
                            + number.sizeBytes() + " bytes is not read; readable are whole 1, 2, 4 and 8 bytes",
                    NOT_YET);
        }
        return switch (number.sizeBytes()) {
            case 1 -> number.signed() ? NumberKind.INT8 : NumberKind.UINT8;
            case 2 -> number.signed() ? NumberKind.INT16 : NumberKind.UINT16;
            case 4 -> number.signed() ? NumberKind.INT32 : NumberKind.UINT32;
            case 8 -> number.signed() ? NumberKind.INT64 : NumberKind.UINT64;
            default ->
                throw location.unsupported("an integer of " + number.sizeBytes() + " bytes is not read", NOT_YET);
        };
    }

    /** The kind of an IEEE 754 number of 2, 4 or 8 bytes; anything else is refused. */
    static NumberKind floatKind(ObjectLocation location, Datatype.FloatingPoint number) {
        NumberKind kind = switch (number.sizeBytes()) {
            case 2 -> NumberKind.FLOAT16;
            case 4 -> NumberKind.FLOAT32;
            case 8 -> NumberKind.FLOAT64;
            default -> null;
        };
        if (kind == null || !isIeee(number)) {
            throw location.unsupported(
                    "a float of " + number.sizeBytes() + " bytes, precision " + number.bitPrecision() + ", exponent of "
                            + number.exponentSize() + " bits is not read; readable are IEEE 754 of 2, 4 and 8 bytes",
                    NOT_YET);
        }
        return kind;
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

    private static Trim trim(Datatype.Padding padding) {
        return switch (padding) {
            case NULL_TERMINATED -> Trim.FIRST_NUL;
            case NULL_PADDED -> Trim.TRAILING_NULS;
            case SPACE_PADDED -> Trim.TRAILING_BLANKS;
        };
    }

    /** The datatype's class and size for messages. */
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
