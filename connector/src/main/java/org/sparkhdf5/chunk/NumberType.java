package org.sparkhdf5.chunk;

import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Datatype.Normalization;

/**
 * A number whose bits all count: an integer of up to eight bytes, or an IEEE 754 number of two, four or eight.
 *
 * @param isFloat else it is an integer
 * @param isSigned of an integer
 */
record NumberType(boolean isFloat, boolean isSigned, int sizeBytes, ByteOrder order) {
    private static final int HALF_BYTES = 2;
    /** Of doubles that are as large as halves: 65504. */
    private static final double HALF_MAX = 65504;

    private static final int HALF_BIAS = 15;
    private static final int HALF_MANTISSA_BITS = 10;
    private static final int HALF_EXPONENT_MASK = 0x1f;

    /** The type, or null where it is another one. */
    static @Nullable NumberType of(Datatype type) {
        if (type instanceof Datatype.FixedPoint integer
                && integer.sizeBytes() <= Long.BYTES
                && integer.bitOffset() == 0
                && integer.bitPrecision() == 8 * integer.sizeBytes()) {
            return new NumberType(
                    false,
                    integer.signed(),
                    integer.sizeBytes(),
                    integer.order().byteOrder());
        }
        if (type instanceof Datatype.FloatingPoint number && isIeee(number)) {
            return new NumberType(true, true, number.sizeBytes(), number.order().byteOrder());
        }
        return null;
    }

    private static boolean isIeee(Datatype.FloatingPoint type) {
        int bits = 8 * type.sizeBytes();
        int mantissa = switch (type.sizeBytes()) {
            case HALF_BYTES -> HALF_MANTISSA_BITS;
            case Float.BYTES -> 23;
            case Double.BYTES -> 52;
            default -> -1;
        };
        return mantissa > 0
                && type.bitOffset() == 0
                && type.bitPrecision() == bits
                && type.mantissaLocation() == 0
                && type.mantissaSize() == mantissa
                && type.exponentLocation() == mantissa
                && type.exponentSize() == bits - 1 - mantissa
                && type.exponentBias() == (1L << bits - 2 - mantissa) - 1
                && type.signLocation() == bits - 1
                && type.normalization() == Normalization.MSB_IMPLIED;
    }

    boolean isHalf() {
        return isFloat && sizeBytes == HALF_BYTES;
    }

    boolean isLittleEndian() {
        return sizeBytes == 1 || order == ByteOrder.LITTLE_ENDIAN;
    }

    /** Whether it is a single byte that is stored as big-endian. */
    boolean isTurnedByte() {
        return sizeBytes == 1 && order == ByteOrder.BIG_ENDIAN;
    }

    /** The bits of a number: of a signed integer those of the same long. */
    long bits(byte[] bytes, int offset) {
        long word = 0;
        for (int i = 0; i < sizeBytes; i++) {
            int at = order == ByteOrder.BIG_ENDIAN ? i : sizeBytes - 1 - i;
            word = word << 8 | bytes[offset + at] & 0xff;
        }
        int unused = Long.SIZE - 8 * sizeBytes;
        return isSigned && !isFloat ? word << unused >> unused : word;
    }

    /** Writes the lowest bits. */
    void write(byte[] bytes, int offset, long bits) {
        long rest = bits;
        for (int i = 0; i < sizeBytes; i++) {
            int at = order == ByteOrder.BIG_ENDIAN ? sizeBytes - 1 - i : i;
            bytes[offset + at] = (byte) rest;
            rest >>>= 8;
        }
    }

    /** The value of the bits of a float. */
    double value(long bits) {
        if (sizeBytes == Double.BYTES) {
            return Double.longBitsToDouble(bits);
        }
        if (sizeBytes == Float.BYTES) {
            return Float.intBitsToFloat((int) bits);
        }
        int exponent = (int) (bits >> HALF_MANTISSA_BITS) & HALF_EXPONENT_MASK;
        long mantissa = bits & (1 << HALF_MANTISSA_BITS) - 1;
        double magnitude;
        if (exponent == HALF_EXPONENT_MASK) {
            magnitude = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((double) mantissa, 1 - HALF_BIAS - HALF_MANTISSA_BITS);
        } else {
            magnitude = Math.scalb(
                    (double) (mantissa | 1 << HALF_MANTISSA_BITS), exponent - HALF_BIAS - HALF_MANTISSA_BITS);
        }
        return bits >> 8 * HALF_BYTES - 1 != 0 ? -magnitude : magnitude;
    }

    /** The bits of the float that is nearest to a value. */
    long bitsOf(double value) {
        if (sizeBytes == Double.BYTES) {
            return Double.doubleToRawLongBits(value);
        }
        return sizeBytes == Float.BYTES ? Float.floatToRawIntBits((float) value) : halfBits(value);
    }

    /** As libhdf5 does it, all beyond the largest number is infinite. */
    private static long halfBits(double value) {
        long sign = Double.doubleToRawLongBits(value) >>> Long.SIZE - 1 << 8 * HALF_BYTES - 1;
        double magnitude = Math.abs(value);
        if (Double.isNaN(value)) {
            return sign | 0x7e00;
        }
        if (magnitude > HALF_MAX) {
            return sign | (long) HALF_EXPONENT_MASK << HALF_MANTISSA_BITS;
        }
        int exponent = Math.max(Math.getExponent(magnitude), 1 - HALF_BIAS);
        long mantissa = (long) Math.rint(Math.scalb(magnitude, HALF_MANTISSA_BITS - exponent));
        // A mantissa below its leading bit is a subnormal number, one above it the next exponent.
        return sign | ((long) (exponent + HALF_BIAS - 1) << HALF_MANTISSA_BITS) + mantissa;
    }
}
