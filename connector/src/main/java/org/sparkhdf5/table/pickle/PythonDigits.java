package org.sparkhdf5.table.pickle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes floats as Python's {@code repr} does. */
final class PythonDigits {
    private static final int DOUBLE_DIGITS_MAX = 17;
    private static final int FLOAT_DIGITS_MAX = 9;
    /** Of so many digits no two are the same double. */
    private static final int DOUBLE_DIGITS_EXACT = 15;

    private static final int FLOAT_DIGITS_EXACT = 6;

    private PythonDigits() {}

    static String ofDouble(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return special(value);
        }
        BigDecimal printed = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        boolean only = printed.precision() <= DOUBLE_DIGITS_EXACT && Math.abs(value) >= Double.MIN_NORMAL;
        return ofDigits(
                only
                        ? printed
                        : shortest(
                                new BigDecimal(value),
                                printed.precision(),
                                DOUBLE_DIGITS_MAX,
                                digits -> digits.doubleValue() == value));
    }

    static String ofFloat(float value) {
        if (value == 0 || Float.isNaN(value) || Float.isInfinite(value)) {
            return special(value);
        }
        BigDecimal printed = new BigDecimal(Float.toString(value)).stripTrailingZeros();
        boolean only = printed.precision() <= FLOAT_DIGITS_EXACT && Math.abs(value) >= Float.MIN_NORMAL;
        return ofDigits(
                only
                        ? printed
                        : shortest(
                                new BigDecimal(value),
                                printed.precision(),
                                FLOAT_DIGITS_MAX,
                                digits -> digits.floatValue() == value));
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return 1 / value < 0 ? "-0.0" : "0.0";
    }

    /**
     * Java 17 does not always print the shortest digits, nor the nearest of that length, so they are sought. Where no digits of
     * one length are the value, no fewer are: those of both sides only move away from it.
     *
     * @param printed length of the digits that Java prints
     */
    private static BigDecimal shortest(BigDecimal exact, int printed, int digitsMax, Predicate<BigDecimal> sameValue) {
        BigDecimal best = exact.round(new MathContext(digitsMax, RoundingMode.HALF_EVEN));
        for (int length = Math.min(printed, digitsMax - 1); length >= 1; length--) {
            BigDecimal shorter = ofLength(exact, length, sameValue);
            if (shorter == null && length < printed) {
                break;
            }
            best = shorter == null ? best : shorter;
        }
        return best;
    }

    /** The digits of one length that are the value: the nearer of both sides, or the other one, or null. */
    private static @Nullable BigDecimal ofLength(BigDecimal exact, int length, Predicate<BigDecimal> sameValue) {
        BigDecimal below = exact.round(new MathContext(length, RoundingMode.DOWN));
        BigDecimal above = exact.round(new MathContext(length, RoundingMode.UP));
        boolean belowIsNearer =
                exact.subtract(below).abs().compareTo(exact.subtract(above).abs()) <= 0;
        BigDecimal nearer = belowIsNearer ? below : above;
        if (sameValue.test(nearer)) {
            return nearer;
        }
        BigDecimal other = belowIsNearer ? above : below;
        return sameValue.test(other) ? other : null;
    }

    private static String ofDigits(BigDecimal number) {
        BigDecimal digits = number.stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = digits.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String mantissa = digits.movePointLeft(exponent).toPlainString();
        String sign = exponent < 0 ? "-" : "+";
        return mantissa + "e" + sign + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
    }
}
