package org.sparkhdf5.vector;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.InvalidText;
import org.sparkhdf5.table.LogicalType.Atomic;

/** Values as the text that Spark's cast to STRING gives them. */
final class CastTextVector extends WidenedVector {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int MICROS_DIGITS = 6;
    /** Digits of a uint64. */
    private static final int PRECISION = 20;

    private static final DateTimeFormatter CLOCK = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern(" HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private final Atomic from;
    private final ZoneId timeZone;
    private final Texts texts;

    CastTextVector(DataType type, CellLocation location, ElementType.Widened element, RowVector stored) {
        super(type, stored);
        this.from = (Atomic) element.stored().logicalType();
        this.timeZone = Objects.requireNonNull(element.timeZone());
        this.texts = new Texts(location, StandardCharsets.UTF_8, InvalidText.REFUSED);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        if (isNullAt(rowId)) {
            return null;
        }
        if (from == Atomic.BINARY) {
            byte[] bytes = stored().getBinary(rowId);
            return texts.of(bytes, 0, bytes.length, stored().row(rowId));
        }
        return UTF8String.fromString(text(rowId));
    }

    private String text(int rowId) {
        RowVector stored = stored();
        return switch (from) {
            case BOOLEAN -> Boolean.toString(stored.getBoolean(rowId));
            case TINYINT -> Byte.toString(stored.getByte(rowId));
            case SMALLINT -> Short.toString(stored.getShort(rowId));
            case INT -> Integer.toString(stored.getInt(rowId));
            case BIGINT -> Long.toString(stored.getLong(rowId));
            case DECIMAL_20_0 -> decimal(stored.getDecimal(rowId, PRECISION, 0));
            case FLOAT -> Float.toString(stored.getFloat(rowId));
            case DOUBLE -> Double.toString(stored.getDouble(rowId));
            case DATE -> LocalDate.ofEpochDay(stored.getInt(rowId)).format(DateTimeFormatter.ISO_LOCAL_DATE);
            case TIMESTAMP ->
                CastTimeVector.clock(stored.getLong(rowId), timeZone).format(CLOCK);
            case TIMESTAMP_NTZ ->
                CastTimeVector.clock(stored.getLong(rowId), ZoneOffset.UTC).format(CLOCK);
            case DAY_TIME_INTERVAL -> interval(stored.getLong(rowId));
            case STRING, BINARY -> throw new IllegalStateException(from + " is text, or bytes");
        };
    }

    private static String decimal(@Nullable Decimal decimal) {
        return Objects.requireNonNull(decimal).toJavaBigDecimal().toPlainString();
    }

    /** As ANSI SQL writes it. */
    static String interval(long micros) {
        // Below zero all the way: the least long has no opposite.
        long rest = micros > 0 ? -micros : micros;
        long seconds = -(rest / MICROS_PER_SECOND);
        BigDecimal fraction = BigDecimal.valueOf(-(rest % MICROS_PER_SECOND), MICROS_DIGITS);
        String digits = fraction.signum() == 0
                ? ""
                : fraction.stripTrailingZeros().toPlainString().substring(1);
        return String.format(
                Locale.ROOT,
                "INTERVAL '%s%d %02d:%02d:%02d%s' DAY TO SECOND",
                micros < 0 ? "-" : "",
                seconds / 86_400,
                seconds / 3_600 % 24,
                seconds / 60 % 60,
                seconds % 60,
                digits);
    }
}
