package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One column as pandas or h5py holds it.
 *
 * @param name the column's name in Spark
 * @param sparkType its type in Spark's SQL
 * @param values its values in the encoding of the oracle files
 */
public record OracleColumn(String name, String sparkType, List<JsonNode> values) {
    private static final int NANOSECONDS_PER_MICROSECOND = 1_000;

    public OracleColumn {
        values = List.copyOf(values);
    }

    /** Whether a value has digits below a microsecond, which Spark's types cannot hold. */
    public boolean hasNanoseconds() {
        return values.stream().anyMatch(this::hasNanoseconds);
    }

    private boolean hasNanoseconds(JsonNode value) {
        if (value.isNull()) {
            return false;
        }
        return switch (sparkType) {
            case "TIMESTAMP" -> Instant.parse(value.textValue()).getNano() % NANOSECONDS_PER_MICROSECOND != 0;
            case "TIMESTAMP_NTZ" -> LocalDateTime.parse(value.textValue()).getNano() % NANOSECONDS_PER_MICROSECOND != 0;
            case "INTERVAL DAY TO SECOND" -> value.longValue() % NANOSECONDS_PER_MICROSECOND != 0;
            default -> false;
        };
    }

    /** The values as Spark hands them to Java, structs as lists of their fields, times cut down (toward minus infinity) to the microsecond. */
    public List<Object> expected() {
        List<Object> expected = new ArrayList<>(values.size());
        values.forEach(value -> expected.add(java(value, sparkType)));
        return expected;
    }

    private static Object java(JsonNode value, String type) {
        if (value.isNull()) {
            return null;
        }
        if (type.startsWith("ARRAY<")) {
            String elementType = type.substring("ARRAY<".length(), type.length() - 1);
            List<Object> elements = new ArrayList<>();
            value.forEach(element -> elements.add(java(element, elementType)));
            return elements;
        }
        if (type.startsWith("STRUCT<")) {
            List<Object> fields = new ArrayList<>();
            for (String field :
                    type.substring("STRUCT<".length(), type.length() - 1).split(", ")) {
                String[] nameAndType = field.split(": ", 2);
                fields.add(java(value.get(nameAndType[0]), nameAndType[1]));
            }
            return fields;
        }
        return switch (type) {
            case "BOOLEAN" -> value.booleanValue();
            case "TINYINT" -> (byte) value.intValue();
            case "SMALLINT" -> (short) value.intValue();
            case "INT" -> value.intValue();
            case "BIGINT" -> value.longValue();
            case "DECIMAL(20,0)" -> new BigDecimal(value.bigIntegerValue());
            case "FLOAT" -> (float) floatingPoint(value.textValue());
            case "DOUBLE" -> floatingPoint(value.textValue());
            case "STRING" -> value.textValue();
            case "DATE" -> LocalDate.parse(value.textValue());
            case "TIMESTAMP" -> Instant.parse(value.textValue()).truncatedTo(ChronoUnit.MICROS);
            case "TIMESTAMP_NTZ" -> LocalDateTime.parse(value.textValue()).truncatedTo(ChronoUnit.MICROS);
            case "INTERVAL DAY TO SECOND" ->
                Duration.of(Math.floorDiv(value.longValue(), NANOSECONDS_PER_MICROSECOND), ChronoUnit.MICROS);
            default -> throw new IllegalArgumentException("no Java form of type " + type);
        };
    }

    private static double floatingPoint(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    @Override
    public String toString() {
        return name + " " + sparkType + " "
                + Arrays.toString(values.stream().limit(3).toArray());
    }
}
