package org.sparkhdf5.table;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;

/**
 * The units of a time: {@code days since 1900-01-01 00:00:0.0}, in a calendar.
 *
 * @param text as the file has it
 * @param calendar of the dates
 * @param unitNanos length of the unit
 * @param toNanoseconds whether fractions are taken to whole nanoseconds, toward zero, as xarray does where numpy's datetimes
 *     reach; else to microseconds
 * @param referenceMicros the date since; see {@link #epochMicros}
 * @param referenceNanos what of it is below a microsecond, 0 to 999
 * @see <a href="https://cfconventions.org/cf-conventions/cf-conventions.html#time-coordinate">CF conventions 4.4</a>
 */
public record CfTimeUnits(
        String text, Calendar calendar, long unitNanos, boolean toNanoseconds, long referenceMicros, int referenceNanos)
        implements Serializable {
    /** No date of Spark: stands for one that the Gregorian calendar does not have. */
    public static final long NO_DATE = Long.MIN_VALUE;

    private static final long MICROS_PER_DAY = 86_400_000_000L;
    /** 1582-10-15, the first day of the Gregorian calendar, in days since 1970-01-01. */
    private static final long GREGORIAN_DAY = -141_427;

    /** Longer texts say no date, and would be long to match. */
    private static final int UNITS_LENGTH_MAX = 200;

    private static final long NANOS_MAX_MICROS = Long.MAX_VALUE / 1_000;
    private static final Pattern UNITS =
            Pattern.compile("(?<unit>.+?)\\s+since\\s+(?<date>.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DATE = Pattern.compile("(?<year>[+-]?\\d{1,5})-(?<month>\\d{1,2})-(?<day>\\d{1,2})"
            + "(?:(?:\\s+|\\s*[Tt])(?<hour>\\d{1,2})(?::(?<minute>\\d{1,2})(?::(?<second>\\d{1,2})(?:\\.(?<fraction>\\d{0,9}))?)?)?)?"
            + "\\s*(?<zone>Z|z|UTC|utc|GMT|[+-]\\d{1,2}(?::?\\d{2})?)?");

    private static final Map<String, Long> UNIT_NANOS = Map.of(
            "nanosecond", 1L,
            "microsecond", 1_000L,
            "millisecond", 1_000_000L,
            "second", 1_000_000_000L,
            "minute", 60_000_000_000L,
            "hour", 3_600_000_000_000L,
            "day", 86_400_000_000_000L);
    private static final Map<String, String> SHORT_UNITS = Map.ofEntries(
            Map.entry("microsec", "microsecond"),
            Map.entry("millisec", "millisecond"),
            Map.entry("msec", "millisecond"),
            Map.entry("ms", "millisecond"),
            Map.entry("sec", "second"),
            Map.entry("s", "second"),
            Map.entry("min", "minute"),
            Map.entry("hr", "hour"),
            Map.entry("h", "hour"),
            Map.entry("d", "day"));

    /** Calendars whose dates can be said in the Gregorian one. */
    public enum Calendar {
        /** Julian before 1582-10-15, Gregorian from then on. */
        STANDARD,
        PROLEPTIC_GREGORIAN,
        /** Every year has 365 days. */
        NOLEAP,
        /** Every month has 30 days. */
        DAYS_360
    }

    /** Whether the text of an attribute {@code units} is that of a time with a date, not of a length of time. */
    static boolean isTime(String units) {
        return units.length() <= UNITS_LENGTH_MAX
                && UNITS.matcher(units.strip()).matches();
    }

    /**
     * @param calendar name, or null for the standard one
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if unit, date or calendar are not read
     */
    static CfTimeUnits parse(ObjectLocation location, String units, @Nullable String calendar) {
        Matcher parts = UNITS.matcher(units.strip());
        if (!parts.matches()) {
            throw refused(location, units, "no unit and date");
        }
        Calendar known = calendar(location, calendar);
        String unit = parts.group("unit").strip().toLowerCase(Locale.ROOT);
        String singular = unit.length() > 1 && unit.endsWith("s") && !unit.equals("ms")
                ? unit.substring(0, unit.length() - 1)
                : unit;
        Long unitNanos = UNIT_NANOS.get(SHORT_UNITS.getOrDefault(singular, singular));
        if (unitNanos == null) {
            throw refused(location, units, "unit " + unit + "; readable are days to nanoseconds");
        }
        Matcher date = DATE.matcher(parts.group("date").strip());
        if (!date.matches()) {
            throw refused(location, units, "date " + parts.group("date"));
        }
        long day = day(location, units, known, date);
        String fraction = (group(date, "fraction", "") + "000000000").substring(0, 9);
        long seconds = number(date, "hour", 23) * 3_600 + number(date, "minute", 59) * 60 + number(date, "second", 59);
        if (seconds < 0) {
            throw refused(location, units, "date " + parts.group("date"));
        }
        long nanos = Long.parseLong(fraction);
        long micros = day * MICROS_PER_DAY
                + seconds * 1_000_000
                + nanos / 1_000
                - offsetMinutes(group(date, "zone", "Z")) * 60_000_000;
        boolean numpy = known == Calendar.STANDARD || known == Calendar.PROLEPTIC_GREGORIAN;
        boolean toNanoseconds =
                unitNanos == 1 || (numpy && UNIT_NANOS.containsKey(singular) && Math.abs(micros) < NANOS_MAX_MICROS);
        return new CfTimeUnits(units, known, unitNanos, toNanoseconds, micros, (int) (nanos % 1_000));
    }

    private static Calendar calendar(ObjectLocation location, @Nullable String name) {
        return switch (name == null ? "standard" : name.strip().toLowerCase(Locale.ROOT)) {
            case "standard", "gregorian" -> Calendar.STANDARD;
            case "proleptic_gregorian" -> Calendar.PROLEPTIC_GREGORIAN;
            case "noleap", "365_day" -> Calendar.NOLEAP;
            case "360_day" -> Calendar.DAYS_360;
            default ->
                throw location.unsupported(
                        "calendar " + name
                                + " is not decoded; decoded are standard, gregorian, proleptic_gregorian, noleap,"
                                + " 365_day, 360_day",
                        "leave out option(\"cf\", \"true\") and convert the numbers");
        };
    }

    private static RuntimeException refused(ObjectLocation location, String units, String what) {
        return location.unsupported(
                "units \"" + units + "\" are not decoded: " + what,
                "leave out option(\"cf\", \"true\") and convert the numbers");
    }

    private static String group(Matcher date, String name, String whenAbsent) {
        String text = date.group(name);
        return text == null ? whenAbsent : text;
    }

    /** A part of a time of day, or a number that makes any sum of them negative. */
    private static long number(Matcher date, String name, long max) {
        long value = Long.parseLong(group(date, name, "0"));
        return value > max ? -1_000_000 : value;
    }

    private static long offsetMinutes(String zone) {
        if (zone.charAt(0) != '+' && zone.charAt(0) != '-') {
            return 0;
        }
        String digits = zone.substring(1).replace(":", "");
        long minutes = digits.length() <= 2
                ? Long.parseLong(digits) * 60
                : Long.parseLong(digits.substring(0, digits.length() - 2)) * 60
                        + Long.parseLong(digits.substring(digits.length() - 2));
        return zone.charAt(0) == '-' ? -minutes : minutes;
    }

    /** Days since 1970-01-01, or since the beginning of the year 0 where the calendar is not the Gregorian one. */
    private static long day(ObjectLocation location, String units, Calendar calendar, Matcher date) {
        int year = Integer.parseInt(date.group("year"));
        int month = Integer.parseInt(date.group("month"));
        int day = Integer.parseInt(date.group("day"));
        try {
            switch (calendar) {
                case PROLEPTIC_GREGORIAN:
                    return LocalDate.of(year, month, day).toEpochDay();
                case STANDARD:
                    return standardDay(year, month, day);
                case NOLEAP:
                    return year * 365L + LocalDate.of(1, month, day).getDayOfYear() - 1;
                default:
                    if (month >= 1 && month <= 12 && day >= 1 && day <= 30) {
                        return year * 360L + (month - 1) * 30L + day - 1;
                    }
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw refused(location, units, "there is no such date in the calendar");
    }

    private static long standardDay(int year, int month, int day) {
        if (year < 1) {
            throw new DateTimeException("the calendar has no year 0");
        }
        boolean julianLeapDay = year % 4 == 0 && month == 2 && day == 29;
        long gregorian = LocalDate.of(year, month, julianLeapDay ? 28 : day).toEpochDay();
        if (gregorian >= GREGORIAN_DAY) {
            return LocalDate.of(year, month, day).toEpochDay();
        }
        long shiftedYear = month <= 2 ? year - 1L : year;
        long shiftedMonth = month <= 2 ? month + 9L : month - 3L;
        long julian = 365 * shiftedYear + Math.floorDiv(shiftedYear, 4L) + (153 * shiftedMonth + 2) / 5 + day - 1;
        long epochDay = julian - 719_470;
        if (epochDay >= GREGORIAN_DAY) {
            throw new DateTimeException("a day that was left out");
        }
        return epochDay;
    }

    /**
     * The time that so many microseconds in the terms of {@link #referenceMicros} are, since 1970-01-01 in the Gregorian
     * calendar.
     *
     * @return {@link #NO_DATE} where that calendar has no such date in the years 1 to 9999
     */
    public long epochMicros(long micros) {
        long day = Math.floorDiv(micros, MICROS_PER_DAY);
        long epochDay = switch (calendar) {
            case PROLEPTIC_GREGORIAN -> day;
            case STANDARD -> day < GREGORIAN_DAY ? NO_DATE : day;
            case NOLEAP -> ofNoleap(day);
            case DAYS_360 -> ofDays360(day);
        };
        // 0001-01-01 to 9999-12-31
        boolean fits = epochDay >= -719_162 && epochDay <= 2_932_896;
        return fits ? epochDay * MICROS_PER_DAY + Math.floorMod(micros, MICROS_PER_DAY) : NO_DATE;
    }

    private static long ofNoleap(long day) {
        int dayOfYear = (int) Math.floorMod(day, 365L);
        int month = 1;
        while (dayOfYear >= monthDays(month, false)) {
            dayOfYear -= monthDays(month, false);
            month++;
        }
        return epochDay(Math.floorDiv(day, 365L), month, dayOfYear + 1);
    }

    private static long ofDays360(long day) {
        long year = Math.floorDiv(day, 360L);
        int dayOfYear = (int) Math.floorMod(day, 360L);
        int month = dayOfYear / 30 + 1;
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return dayOfYear % 30 >= monthDays(month, leap) ? NO_DATE : epochDay(year, month, dayOfYear % 30 + 1);
    }

    private static int monthDays(int month, boolean leap) {
        return month == 2 ? leap ? 29 : 28 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Without an object per value; years count from March, so that a leap day comes last. */
    private static long epochDay(long year, int month, int day) {
        long shiftedYear = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shiftedYear, 400L);
        long yearOfEra = shiftedYear - era * 400;
        long dayOfYear = (153L * (month <= 2 ? month + 9 : month - 3) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }
}
