package org.sparkhdf5.spark;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.PartitionText;
import scala.Option;

/**
 * The types of partition values and the values themselves, as Spark's own file sources find them in the names of
 * directories.
 *
 * @param infer whether text that looks like a number or a time is one; else everything is text
 * @param timestampType that times have: with or without zone
 */
record PartitionTypes(boolean infer, DataType timestampType) {
    private static final DateTimeFormatter DATE = strict("uuuu-MM-dd");
    private static final DateTimeFormatter TIME = strict("uuuu-MM-dd HH:mm:ss[.S]");
    private static final int DECIMAL_DIGITS_MAX = 38;
    private static final int INT_DIGITS = 10;
    private static final int LONG_DIGITS = 20;

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).withResolverStyle(ResolverStyle.STRICT);
    }

    /** The type of one value, escaped as the directory is named. */
    DataType of(String raw) {
        if (raw.equals(PartitionText.NULL)) {
            return DataTypes.NullType;
        }
        DataType number = infer ? number(raw) : null;
        if (number != null) {
            return number;
        }
        if (infer && parses(TIME, PartitionText.unescaped(raw))) {
            return timestampType;
        }
        return infer && parses(DATE, raw) ? DataTypes.DateType : DataTypes.StringType;
    }

    private static @Nullable DataType number(String raw) {
        try {
            Long.parseLong(raw);
        } catch (NumberFormatException e) {
            return largeOrFractional(raw);
        }
        long value = Long.parseLong(raw);
        return value == (int) value ? DataTypes.IntegerType : DataTypes.LongType;
    }

    private static @Nullable DataType largeOrFractional(String raw) {
        try {
            BigDecimal decimal = new BigDecimal(raw);
            long digits = (long) decimal.precision() - decimal.scale();
            if (decimal.scale() <= 0 && digits <= DECIMAL_DIGITS_MAX) {
                return DataTypes.createDecimalType((int) digits, 0);
            }
        } catch (NumberFormatException e) {
            // It may still be a Double, as NaN is.
        }
        try {
            Double.parseDouble(raw);
            return DataTypes.DoubleType;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean parses(DateTimeFormatter format, String text) {
        try {
            format.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The type that holds the values of both exactly; text where no other does. */
    static DataType wider(DataType one, DataType other) {
        if (one.equals(other) || other instanceof NullType) {
            return one;
        }
        if (one instanceof NullType) {
            return other;
        }
        int digits = digits(one);
        int otherDigits = digits(other);
        if (digits > 0 && otherDigits > 0) {
            boolean decimal = one instanceof DecimalType || other instanceof DecimalType;
            return decimal ? DataTypes.createDecimalType(Math.max(digits, otherDigits), 0) : DataTypes.LongType;
        }
        boolean intAndDouble = (one instanceof IntegerType && other instanceof DoubleType)
                || (one instanceof DoubleType && other instanceof IntegerType);
        if (intAndDouble) {
            return DataTypes.DoubleType;
        }
        if (one instanceof DateType && isTimestamp(other)) {
            return other;
        }
        return isTimestamp(one) && other instanceof DateType ? one : DataTypes.StringType;
    }

    private static int digits(DataType type) {
        return type instanceof IntegerType
                ? INT_DIGITS
                : type instanceof LongType
                        ? LONG_DIGITS
                        : type instanceof DecimalType decimal ? decimal.precision() : 0;
    }

    private static boolean isTimestamp(DataType type) {
        return type instanceof TimestampType || type instanceof TimestampNTZType;
    }

    /**
     * A value as Spark holds it inside.
     *
     * @param raw escaped as the directory is named
     * @param zone of times without one
     * @throws IllegalArgumentException if the type has no such value, or is none that a partition can have
     */
    static @Nullable Object value(String raw, DataType type, ZoneId zone) {
        if (raw.equals(PartitionText.NULL) || type instanceof NullType) {
            return null;
        }
        String text = PartitionText.unescaped(raw);
        if (type instanceof StringType) {
            return UTF8String.fromString(text);
        }
        if (type instanceof BinaryType) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (type instanceof DateType) {
            return present(DateTimeUtils.stringToDate(UTF8String.fromString(text)));
        }
        if (type instanceof TimestampType) {
            return present(DateTimeUtils.stringToTimestamp(UTF8String.fromString(text), zone));
        }
        if (type instanceof TimestampNTZType) {
            return present(DateTimeUtils.stringToTimestampWithoutTimeZone(UTF8String.fromString(text), true));
        }
        return number(text, type);
    }

    private static Object number(String text, DataType type) {
        if (type instanceof ByteType) {
            return Byte.parseByte(text);
        }
        if (type instanceof ShortType) {
            return Short.parseShort(text);
        }
        if (type instanceof IntegerType) {
            return Integer.parseInt(text);
        }
        if (type instanceof LongType) {
            return Long.parseLong(text);
        }
        if (type instanceof FloatType) {
            return (float) Double.parseDouble(text);
        }
        if (type instanceof DoubleType) {
            return Double.parseDouble(text);
        }
        if (type instanceof DecimalType decimal) {
            return decimal(text, decimal);
        }
        if (type instanceof BooleanType && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
            return Boolean.parseBoolean(text);
        }
        throw new IllegalArgumentException(text);
    }

    private static Decimal decimal(String text, DecimalType type) {
        BigDecimal value = new BigDecimal(text);
        // First: 1e999999999 would become a billion digits.
        if ((long) value.precision() - value.scale() > type.precision() - type.scale()) {
            throw new IllegalArgumentException(text);
        }
        try {
            return Decimal.apply(
                    value.setScale(type.scale(), RoundingMode.UNNECESSARY), type.precision(), type.scale());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Object present(Option<Object> value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("not a time");
        }
        return value.get();
    }
}
