package org.sparkhdf5.table;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.FloatBits;
import org.sparkhdf5.table.pickle.PythonValue;

/** Turns stored elements into the Python objects that pandas makes of them, for metadata. */
final class PythonElements {
    private static final BigInteger NAT = BigInteger.valueOf(ElementType.Time.NAT);
    private static final BigInteger UNSIGNED = BigInteger.ONE.shiftLeft(Long.SIZE);

    private PythonElements() {}

    /** The value of an element, or null where it is not text, a number, a boolean or a time. */
    static @Nullable PythonValue value(ObjectLocation location, ElementType element, byte[] bytes, int at) {
        if (element instanceof ElementType.Text text) {
            return text(text, bytes, at);
        }
        if (element instanceof ElementType.Number number) {
            return number(number, ByteBuffer.wrap(bytes).order(number.order().byteOrder()), at);
        }
        if (element instanceof ElementType.OtherFloat number) {
            return new PythonValue.Float(FloatBits.of(location, number.type()).read(bytes, at));
        }
        if (element instanceof ElementType.Flag) {
            return new PythonValue.Bool(bytes[at] != 0);
        }
        if (element instanceof ElementType.DayOrdinal day) {
            int ordinal = ByteBuffer.wrap(bytes).order(day.order().byteOrder()).getInt(at);
            return new PythonValue.Date((long) ordinal - ElementType.DayOrdinal.EPOCH);
        }
        if (element instanceof ElementType.Time time) {
            long count = ByteBuffer.wrap(bytes).order(time.order().byteOrder()).getLong(at);
            return time(time.kind(), time.unit(), BigInteger.valueOf(count));
        }
        return null;
    }

    private static @Nullable PythonValue text(ElementType.Text text, byte[] bytes, int at) {
        int end = TextEnd.of(text.trim(), bytes, at, text.sizeBytes());
        try {
            CharBuffer decoded =
                    Charset.forName(text.charset()).newDecoder().decode(ByteBuffer.wrap(bytes, at, end - at));
            return new PythonValue.Text(decoded.toString());
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static PythonValue number(ElementType.Number number, ByteBuffer buffer, int at) {
        return switch (number.kind()) {
            case INT8 -> PythonValue.Int.of(buffer.get(at));
            case UINT8 -> PythonValue.Int.of(buffer.get(at) & 0xFF);
            case INT16 -> PythonValue.Int.of(buffer.getShort(at));
            case UINT16 -> PythonValue.Int.of(buffer.getShort(at) & 0xFFFF);
            case INT32 -> PythonValue.Int.of(buffer.getInt(at));
            case UINT32 -> PythonValue.Int.of(buffer.getInt(at) & 0xFFFF_FFFFL);
            case INT64 -> PythonValue.Int.of(buffer.getLong(at));
            case UINT64 -> {
                BigInteger value = BigInteger.valueOf(buffer.getLong(at));
                yield new PythonValue.Int(value.signum() < 0 ? value.add(UNSIGNED) : value);
            }
            case FLOAT16 -> new PythonValue.Float(float16(buffer.getShort(at)));
            case FLOAT32 -> new PythonValue.Float(buffer.getFloat(at));
            case FLOAT64 -> new PythonValue.Float(buffer.getDouble(at));
        };
    }

    /** An IEEE 754 binary16 number. */
    private static double float16(short bits) {
        int exponent = bits >>> 10 & 0x1F;
        int mantissa = bits & 0x3FF;
        double magnitude = exponent == 0
                ? mantissa * 0x1p-24
                : exponent < 0x1F
                        ? Math.scalb(1 + mantissa * 0x1p-10, exponent - 15)
                        : mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        return bits < 0 ? -magnitude : magnitude;
    }

    /** A time that is so many units. */
    static PythonValue time(ElementType.TimeKind kind, ElementType.Unit unit, BigInteger count) {
        if (count.equals(NAT)) {
            return new PythonValue.Missing(PythonValue.Missing.NAT);
        }
        BigInteger nanos = count.multiply(BigInteger.valueOf(unit.nanoseconds()));
        return switch (kind) {
            case DURATION -> new PythonValue.Timedelta(nanos);
            case INSTANT -> new PythonValue.Timestamp(nanos, "UTC");
            case WALL_CLOCK -> new PythonValue.Timestamp(nanos, "");
        };
    }
}
