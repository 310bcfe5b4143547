package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Days, times and durations of Python's {@code datetime} and of pandas. */
final class TimeCalls {
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long NANOS_PER_MICRO = 1000;
    private static final int DATE_BYTES = 4;
    private static final int TIME_BYTES = 6;
    private static final int DATETIME_BYTES = 10;
    /** Set in the month of a datetime, the hour of a time: the second of two equal wall-clock times. */
    private static final int FOLD = 0x80;

    private static final long NAT = Long.MIN_VALUE;
    private static final int RESOLUTION_SECONDS = 7;
    private static final int RESOLUTION_NANOS = 10;

    private TimeCalls() {}

    static PythonValue call(Global global, Arguments given) throws IOException {
        return switch (global) {
            case DATE -> {
                given.count(1, 1);
                yield new PythonValue.Date(
                        date(given, payload(given, DATE_BYTES), 0).toEpochDay());
            }
            case TIME -> {
                given.count(1, 2);
                byte[] bytes = payload(given, TIME_BYTES);
                long micros = time(given, bytes, bytes[0] & ~FOLD & 0xFF, 1).toNanoOfDay() / NANOS_PER_MICRO;
                yield new PythonValue.TimeOfDay(micros, given.zone(1));
            }
            case DATETIME -> dateTime(given);
            case TIMEDELTA -> {
                given.count(3, 3);
                yield new PythonValue.Timedelta(BigInteger.valueOf(given.integer(0))
                        .multiply(BigInteger.valueOf(SECONDS_PER_DAY))
                        .add(BigInteger.valueOf(given.integer(1)))
                        .multiply(NANOS_PER_SECOND)
                        .add(BigInteger.valueOf(given.integer(2)).multiply(BigInteger.valueOf(NANOS_PER_MICRO))));
            }
            case PANDAS_TIMESTAMP -> {
                given.count(3, 4);
                boolean frequency = given.isNone(1) || given.node(1) instanceof Node.Offset;
                if (!frequency) {
                    given.text(1);
                }
                BigInteger nanos = nanos(given, 3);
                yield given.integer(0) == NAT
                        ? new PythonValue.Missing(PythonValue.Missing.NAT)
                        : new PythonValue.Timestamp(nanos, given.zone(2));
            }
            case PANDAS_TIMEDELTA -> {
                given.count(1, 2);
                BigInteger nanos = nanos(given, 1);
                yield given.integer(0) == NAT
                        ? new PythonValue.Missing(PythonValue.Missing.NAT)
                        : new PythonValue.Timedelta(nanos);
            }
            case NAT -> new PythonValue.Missing(PythonValue.Missing.NAT);
            default -> throw given.unexpected();
        };
    }

    /** The first argument as nanoseconds; its unit is a later argument, if that is there. */
    private static BigInteger nanos(Arguments given, int unit) {
        int resolution =
                given.count() > unit ? given.integer(unit, RESOLUTION_SECONDS, RESOLUTION_NANOS) : RESOLUTION_NANOS;
        return BigInteger.valueOf(given.integer(0))
                .multiply(BigInteger.valueOf(1000).pow(RESOLUTION_NANOS - resolution));
    }

    private static byte[] payload(Arguments given, int length) {
        byte[] bytes = given.bytes(0);
        if (bytes.length != length) {
            throw given.unexpected();
        }
        return bytes;
    }

    private static PythonValue dateTime(Arguments given) throws IOException {
        given.count(1, 2);
        byte[] bytes = payload(given, DATETIME_BYTES);
        boolean fold = (bytes[2] & FOLD) != 0;
        LocalDateTime wallClock = date(given, bytes, 0).atTime(time(given, bytes, bytes[4], 5));
        String zone = given.zone(1);
        long second = wallClock.toEpochSecond(ZoneOffset.UTC);
        if (!given.isNone(1) && given.node(1) instanceof Node.Zoned zoned) {
            second -= ZoneCalls.offsetSeconds(given, zoned, wallClock, fold);
        }
        BigInteger nanos =
                BigInteger.valueOf(second).multiply(NANOS_PER_SECOND).add(BigInteger.valueOf(wallClock.getNano()));
        return new PythonValue.Timestamp(nanos, zone);
    }

    private static LocalDate date(Arguments given, byte[] bytes, int at) throws IOException {
        try {
            int year = (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
            if (year >= 1 && year <= 9999) {
                return LocalDate.of(year, bytes[at + 2] & ~FOLD & 0xFF, bytes[at + 3]);
            }
        } catch (DateTimeException e) {
            // refused below
        }
        throw given.part.malformed("a day of the years 1 to 9999 is expected", given.position);
    }

    /**
     * Minute, second and microseconds.
     *
     * @param at where the minute is
     */
    private static LocalTime time(Arguments given, byte[] bytes, int hour, int at) throws IOException {
        int micros = (bytes[at + 2] & 0xFF) << 16 | (bytes[at + 3] & 0xFF) << 8 | bytes[at + 4] & 0xFF;
        try {
            return LocalTime.of(hour, bytes[at], bytes[at + 1], Math.toIntExact(micros * NANOS_PER_MICRO));
        } catch (DateTimeException | ArithmeticException e) {
            throw given.part.malformed("a time of a day is expected", given.position);
        }
    }
}
