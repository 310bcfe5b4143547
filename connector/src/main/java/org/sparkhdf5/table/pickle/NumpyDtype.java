package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The type of numpy's elements.
 *
 * @param kind {@code O b i u f c S U M m}, as numpy's codes begin
 * @param itemBytes of one element
 * @param order of the bytes
 * @param unit of a time, or null for one without
 * @param multiple how many units a count of one is
 */
record NumpyDtype(
        char kind, int itemBytes, ByteOrder order, @Nullable String unit, int multiple) {
    private static final Map<String, Long> NANOS = Map.of(
            "W", 604_800_000_000_000L,
            "D", 86_400_000_000_000L,
            "h", 3_600_000_000_000L,
            "m", 60_000_000_000L,
            "s", 1_000_000_000L,
            "ms", 1_000_000L,
            "us", 1000L,
            "ns", 1L);
    private static final Map<String, Long> FRACTIONS = Map.of("ps", 1000L, "fs", 1_000_000L, "as", 1_000_000_000L);
    private static final int YEAR = 1970;

    /** As numpy writes it: {@code int64}, {@code object}, {@code datetime64[ns]}. */
    String name() {
        boolean big = order.equals(ByteOrder.BIG_ENDIAN);
        return switch (kind) {
            case 'O' -> "object";
            case 'b' -> "bool";
            case 'S' -> "|S" + itemBytes;
            case 'U' -> (big ? ">" : "<") + "U" + itemBytes / 4;
            case 'M', 'm' -> timeName(big);
            default -> big && itemBytes > 1 ? ">" + kind + itemBytes : numberName() + 8 * itemBytes;
        };
    }

    private String numberName() {
        return switch (kind) {
            case 'i' -> "int";
            case 'u' -> "uint";
            case 'f' -> "float";
            default -> "complex";
        };
    }

    private String timeName(boolean big) {
        String resolution = unit == null ? "" : "[" + (multiple == 1 ? "" : multiple) + unit + "]";
        if (big) {
            return ">" + kind + "8" + resolution;
        }
        return (kind == 'M' ? "datetime64" : "timedelta64") + resolution;
    }

    /** One element; not for objects. */
    PythonValue read(PicklePart part, byte[] bytes, int offset, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        return switch (kind) {
            case 'b' -> new PythonValue.Bool(bytes[offset] != 0);
            case 'i' -> PythonValue.Int.of(integer(buffer, offset));
            case 'u' -> {
                long value = integer(buffer, offset);
                yield itemBytes == Long.BYTES
                        ? new PythonValue.Int(new BigInteger(Long.toUnsignedString(value)))
                        : PythonValue.Int.of(value & (1L << 8 * itemBytes) - 1);
            }
            case 'f' -> new PythonValue.Float(floatingPoint(buffer, offset, itemBytes));
            case 'c' ->
                new PythonValue.Complex(
                        floatingPoint(buffer, offset, itemBytes / 2),
                        floatingPoint(buffer, offset + itemBytes / 2, itemBytes / 2));
            case 'S' -> new PythonValue.Bytes(HexFormat.of().formatHex(bytes, offset, textEnd(bytes, offset)));
            case 'U' -> new PythonValue.Text(text(part, buffer, offset, position));
            case 'M', 'm' -> time(part, buffer.getLong(offset), position);
            default -> throw new IllegalStateException("no elements of kind " + kind);
        };
    }

    private long integer(ByteBuffer buffer, int offset) {
        return switch (itemBytes) {
            case 1 -> buffer.get(offset);
            case 2 -> buffer.getShort(offset);
            case 4 -> buffer.getInt(offset);
            default -> buffer.getLong(offset);
        };
    }

    private static double floatingPoint(ByteBuffer buffer, int offset, int sizeBytes) {
        return switch (sizeBytes) {
            case 2 -> half(buffer.getShort(offset));
            case 4 -> buffer.getFloat(offset);
            default -> buffer.getDouble(offset);
        };
    }

    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int mantissa = bits & 0x3FF;
        double magnitude = exponent == 0
                ? mantissa * 0x1p-24
                : exponent == 0x1F
                        ? (mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                        : Math.scalb((double) (mantissa | 0x400), exponent - 25);
        return bits < 0 ? -magnitude : magnitude;
    }

    private int textEnd(byte[] bytes, int offset) {
        int end = offset + itemBytes;
        while (end > offset && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private String text(PicklePart part, ByteBuffer buffer, int offset, long position) throws IOException {
        int end = textEnd(buffer.array(), offset);
        StringBuilder text = new StringBuilder();
        for (int i = offset; i < end; i += 4) {
            int point = buffer.getInt(i);
            if (!Character.isValidCodePoint(point)) {
                throw part.malformed("characters are expected in an array of text", position);
            }
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    private PythonValue time(PicklePart part, long count, long position) {
        if (count == Long.MIN_VALUE) {
            return new PythonValue.Missing(PythonValue.Missing.NAT);
        }
        BigInteger units = BigInteger.valueOf(count).multiply(BigInteger.valueOf(multiple));
        BigInteger nanos = unit == null ? null : nanos(units, unit);
        if (nanos == null) {
            throw part.unsupported("a time of type " + name(), position);
        }
        return kind == 'M' ? new PythonValue.Timestamp(nanos, "") : new PythonValue.Timedelta(nanos);
    }

    private @Nullable BigInteger nanos(BigInteger units, String unitName) {
        Long each = NANOS.get(unitName);
        if (each != null) {
            return units.multiply(BigInteger.valueOf(each));
        }
        Long parts = FRACTIONS.get(unitName);
        if (parts != null) {
            BigInteger[] whole = units.divideAndRemainder(BigInteger.valueOf(parts));
            return whole[1].signum() == 0 ? whole[0] : null;
        }
        boolean calendar = kind == 'M' && (unitName.equals("Y") || unitName.equals("M"));
        if (!calendar || units.bitLength() >= Integer.SIZE) {
            return null;
        }
        long months = unitName.equals("Y") ? units.longValue() * 12 : units.longValue();
        long year = YEAR + Math.floorDiv(months, 12);
        if (Math.abs(year) > 999_999_999) {
            return null;
        }
        long day = LocalDate.of((int) year, (int) Math.floorMod(months, 12L) + 1, 1)
                .toEpochDay();
        return BigInteger.valueOf(day).multiply(BigInteger.valueOf(NANOS.getOrDefault("D", 0L)));
    }
}
