package org.sparkhdf5.table.pickle;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes times and durations. */
final class PythonClock {
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger NANOS_PER_DAY = NANOS_PER_SECOND.multiply(BigInteger.valueOf(86_400));
    private static final int NANOS_PER_MICRO = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private PythonClock() {}

    /**
     * Date and time as Python writes them, with six or nine digits of a fraction, or none; as a count of nanoseconds what lies
     * millions of years away.
     */
    static String dateTime(BigInteger nanos, char separator, int offsetSeconds, boolean milliseconds) {
        LocalDateTime time = wallClock(nanos, offsetSeconds);
        return time == null
                ? nanos + " ns"
                : String.format(
                                Locale.ROOT,
                                "%04d-%02d-%02d%c",
                                time.getYear(),
                                time.getMonthValue(),
                                time.getDayOfMonth(),
                                separator)
                        + time(time.toLocalTime(), milliseconds);
    }

    /** The wall clock, or null outside of what Java's calendar holds. */
    static @Nullable LocalDateTime wallClock(BigInteger nanos, int offsetSeconds) {
        BigInteger nano = nanos.mod(NANOS_PER_SECOND);
        BigInteger second = nanos.subtract(nano).divide(NANOS_PER_SECOND).add(BigInteger.valueOf(offsetSeconds));
        try {
            return LocalDateTime.ofEpochSecond(second.longValueExact(), nano.intValue(), ZoneOffset.UTC);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** {@code 01:02:03}, with a fraction of six or nine digits where there is one, and of three if they may be. */
    static String time(LocalTime time, boolean milliseconds) {
        String text = String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        int nano = time.getNano();
        if (nano == 0) {
            return text;
        }
        if (milliseconds && nano % NANOS_PER_MILLI == 0) {
            return text + String.format(Locale.ROOT, ".%03d", nano / NANOS_PER_MILLI);
        }
        return nano % NANOS_PER_MICRO == 0
                ? text + String.format(Locale.ROOT, ".%06d", nano / NANOS_PER_MICRO)
                : text + String.format(Locale.ROOT, ".%09d", nano);
    }

    static LocalTime timeOfDay(PythonValue.TimeOfDay time) {
        return LocalTime.ofNanoOfDay(time.micros() * NANOS_PER_MICRO);
    }

    /** As {@code str(pandas.Timedelta)}: {@code -1 days +23:59:59.999999999}. */
    static String duration(BigInteger nanos) {
        BigInteger rest = nanos.mod(NANOS_PER_DAY);
        BigInteger days = nanos.subtract(rest).divide(NANOS_PER_DAY);
        return days + " days " + (days.signum() < 0 ? "+" : "") + time(LocalTime.ofNanoOfDay(rest.longValue()), false);
    }

    /** As {@code pandas.Timedelta.isoformat()}: {@code P1DT2H3M4.5S}. */
    static String isoDuration(BigInteger nanos) {
        BigInteger rest = nanos.mod(NANOS_PER_DAY);
        BigInteger days = nanos.subtract(rest).divide(NANOS_PER_DAY);
        LocalTime time = LocalTime.ofNanoOfDay(rest.longValue());
        String second = Integer.toString(time.getSecond());
        if (time.getNano() != 0) {
            String fraction = String.format(Locale.ROOT, "%09d", time.getNano());
            second += "." + fraction.replaceFirst("0+$", "");
        }
        return "P" + days + "DT" + time.getHour() + "H" + time.getMinute() + "M" + second + "S";
    }
}
