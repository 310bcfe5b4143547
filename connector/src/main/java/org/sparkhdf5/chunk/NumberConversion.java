package org.sparkhdf5.chunk;

import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Datatype;

/**
 * Makes numbers of another type as libhdf5 does: integers that do not fit become the nearest that does, floats lose their
 * fraction, integers become the nearest float. What is no number, or too large for an integer, is what libhdf5 makes of it on the
 * processors of today.
 *
 * <p>Where libhdf5 does not give the nearest number there is no conversion here: floats that become narrower or integers where one
 * of the two is big-endian, floats of two bytes and integers.
 */
record NumberConversion(NumberType from, NumberType to) implements ElementConversion {

    /** The conversion, or null where there is none. */
    static @Nullable NumberConversion of(Datatype from, Datatype to) {
        NumberType source = NumberType.of(from);
        NumberType target = NumberType.of(to);
        if (source == null || target == null) {
            return null;
        }
        boolean plain = source.isLittleEndian() && target.isLittleEndian();
        boolean narrower = source.isFloat() && target.isFloat() && target.sizeBytes() < source.sizeBytes();
        boolean halfAndInteger = source.isFloat() != target.isFloat() && (source.isHalf() || target.isHalf());
        boolean cut = source.isFloat() && !target.isFloat() && !plain;
        return halfAndInteger || cut || narrower && !plain ? null : new NumberConversion(source, target);
    }

    @Override
    public int sourceBytes() {
        return from.sizeBytes();
    }

    @Override
    public void convert(
            byte[] source,
            int sourceOffset,
            int sourceStep,
            byte[] target,
            int targetOffset,
            int targetStep,
            int count) {
        int at = sourceOffset;
        int place = targetOffset;
        for (int i = 0; i < count; i++, at += sourceStep, place += targetStep) {
            to.write(target, place, converted(from.bits(source, at)));
        }
    }

    private long converted(long bits) {
        boolean sameSize = from.sizeBytes() == to.sizeBytes();
        if (from.isFloat()) {
            if (!to.isFloat()) {
                return integer(from.value(bits));
            }
            return sameSize ? bits : to.bitsOf(from.value(bits));
        }
        if (to.isFloat()) {
            return floating(bits);
        }
        // Where only the order differs libhdf5 turns the bytes round, and no more: that of a single byte differs as
        // well.
        boolean turned = sameSize && from.isLittleEndian() != to.isLittleEndian();
        return turned || sameSize && from.isTurnedByte() ? bits : clipped(bits);
    }

    private long floating(long bits) {
        boolean huge = !from.isSigned() && bits < 0;
        if (to.sizeBytes() == Float.BYTES) {
            // Half of it, with what decides the rounding.
            return Float.floatToRawIntBits(huge ? 2 * (float) (bits >>> 1 | bits & 1) : (float) bits);
        }
        return Double.doubleToRawLongBits(huge ? 2 * (double) (bits >>> 1 | bits & 1) : (double) bits);
    }

    private long clipped(long bits) {
        boolean huge = !from.isSigned() && bits < 0;
        int targetBits = 8 * to.sizeBytes();
        if (!to.isSigned()) {
            if (from.isSigned() && bits < 0) {
                return 0;
            }
            boolean fits = targetBits == Long.SIZE || !huge && bits >>> targetBits == 0;
            return fits ? bits : -1;
        }
        long most = Long.MAX_VALUE >>> Long.SIZE - targetBits;
        return huge ? most : Math.max(-most - 1, Math.min(most, bits));
    }

    private long integer(double value) {
        int valueBits = 8 * to.sizeBytes() - (to.isSigned() ? 1 : 0);
        long least = to.isSigned() ? -1L << valueBits : 0;
        double behind = Math.scalb(1.0, valueBits);
        if (Double.isNaN(value)) {
            return to.sizeBytes() >= Integer.BYTES ? castOfNone(least) : 0;
        }
        if (value >= behind) {
            int exactBits = from.sizeBytes() == Float.BYTES ? 24 : 53;
            boolean unnoticed = value == behind && valueBits > exactBits;
            return unnoticed ? least : -1L >>> Long.SIZE - valueBits;
        }
        if (value <= least) {
            return least;
        }
        double half = Math.scalb(1.0, Long.SIZE - 1);
        return value >= half ? (long) (value - half) + Long.MIN_VALUE : (long) value;
    }

    /** What a processor makes an integer of that is no number. */
    private long castOfNone(long least) {
        return to.sizeBytes() == Long.BYTES ? Long.MIN_VALUE : least;
    }
}
