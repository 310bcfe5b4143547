package org.sparkhdf5.table;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Writes values as Python's {@code str} does, for labels that become column names. */
final class PythonText {
    private PythonText() {}

    /** As {@code repr(float)}: the shortest digits, an exponent only below 1e-4 and from 1e16 on. */
    static String ofDouble(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = digits.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String mantissa = digits.movePointLeft(exponent).toPlainString();
        String sign = exponent < 0 ? "-" : "+";
        return mantissa + "e" + sign + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
    }

    /** As {@code str(pandas.Timestamp)} without a zone: six or nine digits of a fraction, or none. */
    static String ofTimestamp(long value, ElementType.Unit unit) {
        if (value == ElementType.Time.NAT) {
            return "NaT";
        }
        long perSecond = ElementType.Unit.SECOND.nanoseconds() / unit.nanoseconds();
        long second = Math.floorDiv(value, perSecond);
        int nano = (int) (Math.floorMod(value, perSecond) * unit.nanoseconds());
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        String text = String.format(
                Locale.ROOT,
                "%04d-%02d-%02d %02d:%02d:%02d",
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
        if (nano == 0) {
            return text;
        }
        return nano % 1000 == 0
                ? text + String.format(Locale.ROOT, ".%06d", nano / 1000)
                : text + String.format(Locale.ROOT, ".%09d", nano);
    }
}
