package org.sparkhdf5.format;

import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Datatype.FloatingPoint;
import org.sparkhdf5.format.Datatype.Normalization;
import org.sparkhdf5.format.Datatype.Order;

/**
 * Reads floating-point numbers by their bit fields, rounded to the nearest double where they have more bits (ties to even).
 * An exponent of all ones is infinity or NaN, as for libhdf5.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.d, floating-point numbers</a>
 */
public final class FloatBits {
    private static final int EXPONENT_BITS_MAX = 31;
    /** Enough for 53 bits and for what decides the rounding. */
    private static final int SIGNIFICAND_BITS = 62;

    private static final int DOUBLE_BITS = 53;
    private static final int DOUBLE_EXPONENT_LEAST = -1022;
    private static final int SCALE_LIMIT = 5000;

    private final FloatingPoint type;
    private final long exponentAllOnes;

    private FloatBits(FloatingPoint type) {
        this.type = type;
        this.exponentAllOnes = (1L << type.exponentSize()) - 1;
    }

    /** @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the exponent has more than 31 bits */
    public static FloatBits of(ObjectLocation location, FloatingPoint type) {
        if (type.exponentSize() > EXPONENT_BITS_MAX) {
            throw location.unsupported(
                    "a float with an exponent of " + type.exponentSize() + " bits is not read; readable are up to "
                            + EXPONENT_BITS_MAX,
                    "convert it to IEEE 754 of 8 bytes");
        }
        return new FloatBits(type);
    }

    /** Whether a double holds every value of the type. */
    public boolean isExact() {
        int implied = type.normalization() == Normalization.MSB_IMPLIED ? 1 : 0;
        return type.mantissaSize() + implied <= DOUBLE_BITS && type.exponentSize() <= 11;
    }

    /** The number that begins at {@code bytes[offset]}. */
    public double read(byte[] bytes, int offset) {
        boolean negative = bits(bytes, offset, type.signLocation(), 1) != 0;
        long exponent = bits(bytes, offset, type.exponentLocation(), type.exponentSize());
        double magnitude = exponent == exponentAllOnes ? special(bytes, offset) : finite(bytes, offset, exponent);
        return negative ? -magnitude : magnitude;
    }

    /** The explicit leading bit of an 80-bit number does not count. */
    private double special(byte[] bytes, int offset) {
        int fractionBits = isImplied() ? type.mantissaSize() : type.mantissaSize() - 1;
        return highestBit(bytes, offset, fractionBits) < 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }

    private boolean isImplied() {
        return type.normalization() == Normalization.MSB_IMPLIED;
    }

    /** The mantissa as an integer, cut to as many bits as can matter, times a power of two. */
    private double finite(byte[] bytes, int offset, long exponent) {
        boolean leadingOne = isImplied() && exponent != 0;
        int mantissaBits = leadingOne ? type.mantissaSize() : highestBit(bytes, offset, type.mantissaSize()) + 1;
        int kept = Math.min(mantissaBits, SIGNIFICAND_BITS - 1);
        int dropped = mantissaBits - kept;
        long significand = bits(bytes, offset, type.mantissaLocation() + dropped, kept) | (leadingOne ? 1L << kept : 0);
        if (significand == 0) {
            return 0;
        }
        boolean subnormal = exponent == 0 && type.normalization() != Normalization.NONE;
        long unbiased = exponent - type.exponentBias() + (subnormal ? 1 : 0);
        long scale = unbiased - (isImplied() ? type.mantissaSize() : type.mantissaSize() - 1) + dropped;
        return scaled(significand, highestBit(bytes, offset, dropped) >= 0, scale);
    }

    /** {@code significand * 2^scale}, rounded once. */
    private static double scaled(long significand, boolean sticky, long scale) {
        int length = Long.SIZE - Long.numberOfLeadingZeros(significand);
        long top = scale + length - 1;
        long precision = top >= DOUBLE_EXPONENT_LEAST ? DOUBLE_BITS : DOUBLE_BITS + top - DOUBLE_EXPONENT_LEAST;
        if (precision < 0) {
            return 0;
        }
        int excess = (int) (length - precision);
        if (excess <= 0) {
            return Math.scalb((double) significand, limited(scale));
        }
        long rounded = significand >>> excess;
        long rest = significand - (rounded << excess);
        long half = 1L << excess - 1;
        boolean up = rest > half || rest == half && (sticky || (rounded & 1) != 0);
        return Math.scalb((double) (up ? rounded + 1 : rounded), limited(scale + excess));
    }

    private static int limited(long scale) {
        return (int) Math.max(-SCALE_LIMIT, Math.min(SCALE_LIMIT, scale));
    }

    /** Up to 62 bits from the location on, counted from the least significant. */
    private long bits(byte[] bytes, int offset, int location, int count) {
        long value = 0;
        int taken = 0;
        while (taken < count) {
            int at = location + taken;
            int within = at & 7;
            int width = Math.min(8 - within, count - taken);
            long part = byteAt(bytes, offset, at >>> 3) >>> within & (1 << width) - 1;
            value |= part << taken;
            taken += width;
        }
        return value;
    }

    /** The highest bit that is set among the lowest of the mantissa, or -1. */
    private int highestBit(byte[] bytes, int offset, int count) {
        int end = count;
        while (end > 0) {
            int width = Math.min(SIGNIFICAND_BITS, end);
            long part = bits(bytes, offset, type.mantissaLocation() + end - width, width);
            if (part != 0) {
                return end - width + Long.SIZE - 1 - Long.numberOfLeadingZeros(part);
            }
            end -= width;
        }
        return -1;
    }

    private int byteAt(byte[] bytes, int offset, int significance) {
        int at = type.order() == Order.BIG_ENDIAN ? type.sizeBytes() - 1 - significance : significance;
        return bytes[offset + at] & 0xff;
    }
}
