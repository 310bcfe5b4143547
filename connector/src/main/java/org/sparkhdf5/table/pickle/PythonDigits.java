package org.sparkhdf5.table.pickle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.Predicate;

/** Writes floats as Python's {@code repr} does. */
final class PythonDigits {
    private static final int DOUBLE_DIGITS_MAX = 17;
    private static final int FLOAT_DIGITS_MAX = 9;

    private PythonDigits() {}

    static String ofDouble(double value) {
        boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
        return finite && value != 0
                ? ofDigits(shortest(new BigDecimal(value), DOUBLE_DIGITS_MAX, digits -> digits.doubleValue() == value))
                : special(value);
    }

    static String ofFloat(float value) {
        boolean finite = !Float.isNaN(value) && !Float.isInfinite(value);
        return finite && value != 0
                ? ofDigits(shortest(new BigDecimal(value), FLOAT_DIGITS_MAX, digits -> digits.floatValue() == value))
                : special(value);
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

    /** Java 17 does not always print the shortest digits, so they are sought: of one length the nearer of both sides. */
    private static BigDecimal shortest(BigDecimal exact, int digitsMax, Predicate<BigDecimal> sameValue) {
        for (int length = 1; length < digitsMax; length++) {
            BigDecimal below = exact.round(new MathContext(length, RoundingMode.DOWN));
            BigDecimal above = exact.round(new MathContext(length, RoundingMode.UP));
            boolean belowIsNearer =
                    exact.subtract(below).abs().compareTo(exact.subtract(above).abs()) <= 0;
            BigDecimal nearer = belowIsNearer ? below : above;
            BigDecimal other = belowIsNearer ? above : below;
            if (sameValue.test(nearer)) {
                return nearer;
            }
            if (sameValue.test(other)) {
                return other;
            }
        }
        return exact.round(new MathContext(digitsMax, RoundingMode.HALF_EVEN));
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
