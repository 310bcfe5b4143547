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
import java.util.Map;

/**
 * One column as pandas or h5py holds it.
 *
 * @param name the column's name in Spark
 * @param sparkType its type in Spark's SQL
 * @param values its values in the encoding of the oracle files
 * @param metadata what its metadata has to hold, by key: a text, or what a JSON text stands for
 */
public record OracleColumn(String name, String sparkType, List<JsonNode> values, Map<String, Object> metadata) {
    private static final int NANOSECONDS_PER_MICROSECOND = 1_000;

    public OracleColumn {
        values = List.copyOf(values);
        metadata = Map.copyOf(metadata);
    }

    public OracleColumn(String name, String sparkType, List<JsonNode> values) {
        this(name, sparkType, values, Map.of());
    }

    OracleColumn withMetadata(Map<String, Object> more) {
        return new OracleColumn(name, sparkType, values, more);
    }

    /** Whether a value has digits below a microsecond, which Spark's types cannot hold. */
    public boolean hasNanoseconds() {
        return values.stream().anyMatch(this::hasNanoseconds);
    }

    /** Whether a value is an integer beyond 64 bits, which no column of integers can hold. */
    public boolean hasHugeIntegers() {
        return sparkType.equals("BIGINT") && values.stream().anyMatch(JsonNode::isBigInteger);
    }

    /** The row of the first of these. */
    public int firstHugeInteger() {
        int row = 0;
        while (!values.get(row).isBigInteger()) {
            row++;
        }
        return row;
    }

    private boolean hasNanoseconds(JsonNode value) {
        if (value.isNull() || (value.isTextual() && value.textValue().indexOf('T') < 0)) {
            return false;
        }
        return switch (sparkType) {
            case "TIMESTAMP" ->
                value.isTextual() && Instant.parse(value.textValue()).getNano() % NANOSECONDS_PER_MICROSECOND != 0;
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
        if (OracleObjects.isObject(type)) {
            return OracleObjects.expected(value, type);
        }
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
            for (String field : fields(type.substring("STRUCT<".length(), type.length() - 1))) {
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
            case "BINARY" -> value.get("hex").textValue();
            case "TIMESTAMP" -> instant(value);
            case "TIMESTAMP_NTZ" -> LocalDateTime.parse(value.textValue()).truncatedTo(ChronoUnit.MICROS);
            case "INTERVAL DAY TO SECOND" ->
                Duration.of(Math.floorDiv(value.longValue(), NANOSECONDS_PER_MICROSECOND), ChronoUnit.MICROS);
            default -> throw new IllegalArgumentException("no Java form of type " + type);
        };
    }

    /** The parts of a text between commas that are in no brackets. */
    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                fields.add(text.substring(start, i));
                start = i + 2;
            }
        }
        fields.add(text.substring(start));
        return fields;
    }

    /** PyTables' times are seconds, pandas' are ISO texts. */
    private static Instant instant(JsonNode value) {
        if (value.isTextual() && value.textValue().indexOf('T') >= 0) {
            return Instant.parse(value.textValue()).truncatedTo(ChronoUnit.MICROS);
        }
        long microseconds = new BigDecimal(value.asText()).movePointRight(6).longValueExact();
        return Instant.EPOCH.plus(microseconds, ChronoUnit.MICROS);
    }

    private static double floatingPoint(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The type as Spark's SQL names it. */
    public String sqlType() {
        return OracleObjects.isObject(sparkType) ? "STRING" : sparkType;
    }

    /** A value as Spark hands it to Java, made comparable with what is expected. */
    public Object found(Object value, Object expected) {
        return OracleObjects.isObject(sparkType) ? OracleObjects.found(value, expected) : value;
    }

    @Override
    public String toString() {
        return name + " " + sparkType + " "
                + Arrays.toString(values.stream().limit(3).toArray());
    }
}
