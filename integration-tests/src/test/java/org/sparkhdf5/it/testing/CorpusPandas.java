package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * Holds a frame against what pandas knows of a key of a corpus file: names and types of the columns, number of rows, rows (the
 * index first) and what pandas computed over each column.
 *
 * @param key the oracle's entry of the key
 * @param objects the oracle's raw datasets of the file
 */
public record CorpusPandas(JsonNode key, JsonNode objects) {

    /** What differs, or null. Throws what the source throws. */
    public String difference(Dataset<Row> frame) {
        String columns = columns(frame);
        if (columns != null) {
            return columns;
        }
        List<Row> rows = frame.collectAsList();
        if (rows.size() != key.get("rows").asInt()) {
            return "expected " + key.get("rows") + " rows, found " + rows.size();
        }
        JsonNode head = key.has("values") ? key.get("values") : key.path("head");
        String difference = rows("row ", head, rows, 0);
        if (difference == null) {
            JsonNode tail = key.path("tail");
            difference = rows("row ", tail, rows, rows.size() - tail.size());
        }
        int levels = key.get("index").get("nlevels").asInt();
        for (int i = 0; difference == null && i < key.get("columns").size(); i++) {
            JsonNode column = key.get("columns").get(i);
            int position = levels + i;
            List<Object> values = new ArrayList<>(rows.size());
            rows.forEach(row -> values.add(row.get(position)));
            difference = stats(column.path("stats"), values);
            difference = difference == null ? null : "column " + column.get("name") + ": " + difference;
        }
        return difference;
    }

    /**
     * What differs between a key that pandas itself does not read and its raw datasets, or null: the records of a table, or the
     * values of a series or of a frame of one block.
     */
    public String rawDifference(Dataset<Row> frame, String path) {
        boolean table = has(path + "/table");
        String dataset = path + (table ? "/table" : has(path + "/values") ? "/values" : "/block0_values");
        List<JsonNode> values = new ArrayList<>();
        flatten(raw(dataset), values);
        int skipped = table ? 0 : 1;
        int width = frame.columns().length - skipped;
        List<Row> rows = frame.collectAsList();
        for (int i = 0; i < values.size(); i++) {
            Object found = rows.get(i / width).get(skipped + i % width);
            if (!same(values.get(i), found, i / width)) {
                return "element " + i + " of " + dataset + ": expected " + values.get(i) + ", found " + found;
            }
        }
        return null;
    }

    private static void flatten(JsonNode values, List<JsonNode> flat) {
        for (JsonNode value : values) {
            if (value.isArray()) {
                flatten(value, flat);
            } else {
                flat.add(value);
            }
        }
    }

    private boolean has(String path) {
        for (JsonNode object : objects) {
            if (object.get("path").asText().equals(path)) {
                return true;
            }
        }
        return false;
    }

    private String columns(Dataset<Row> frame) {
        List<String> expected = new ArrayList<>();
        JsonNode names = key.get("index").get("names");
        for (int i = 0; i < names.size(); i++) {
            expected.add(names.get(i).isNull() ? "__index_level_" + i + "__" : name(names.get(i)));
        }
        for (JsonNode column : key.get("columns")) {
            boolean series = key.get("object").asText().equals("Series");
            expected.add(series && column.get("name").isNull() ? "values" : name(column.get("name")));
        }
        if (!expected.equals(List.of(frame.columns()))) {
            return "expected columns " + expected + ", found " + List.of(frame.columns());
        }
        StructField[] fields = frame.schema().fields();
        for (int i = names.size(); i < fields.length; i++) {
            String dtype = key.get("columns").get(i - names.size()).get("dtype").asText();
            String type = sparkType(dtype);
            if (type != null && !type.equals(fields[i].dataType().sql())) {
                return "expected " + type + " for " + dtype + ", found "
                        + fields[i].dataType().sql();
            }
        }
        return null;
    }

    private static String name(JsonNode label) {
        if (!label.isArray()) {
            return label.asText();
        }
        List<String> parts = new ArrayList<>();
        label.forEach(part -> parts.add(name(part)));
        return "(" + String.join(", ", parts) + ")";
    }

    private static String sparkType(String dtype) {
        return switch (dtype) {
            case "float64" -> "DOUBLE";
            case "float32" -> "FLOAT";
            case "int64" -> "BIGINT";
            case "bool" -> "BOOLEAN";
            case "str" -> "STRING";
            case "datetime64[ns]" -> "TIMESTAMP_NTZ";
            default -> dtype.startsWith("datetime64[ns, ") ? "TIMESTAMP" : null;
        };
    }

    private String rows(String what, JsonNode expected, List<Row> found, int from) {
        int levels = key.get("index").get("nlevels").asInt();
        for (int i = 0; i < expected.size(); i++) {
            List<JsonNode> cells = new ArrayList<>();
            JsonNode index = expected.get(i).get(0);
            if (levels > 1) {
                index.forEach(cells::add);
            } else {
                cells.add(index);
            }
            for (int j = 1; j < expected.get(i).size(); j++) {
                cells.add(expected.get(i).get(j));
            }
            Row row = found.get(from + i);
            for (int j = 0; j < cells.size(); j++) {
                if (!same(cells.get(j), row.get(j), from + i)) {
                    return what + (from + i) + ", column " + j + ": expected " + cells.get(j) + ", found " + row.get(j);
                }
            }
        }
        return null;
    }

    private boolean same(JsonNode expected, Object found, int row) {
        if (expected.isNull() || found == null) {
            return expected.isNull() && found == null;
        }
        if (found instanceof Double value) {
            return expected.isTextual() && Double.compare(Double.parseDouble(java(expected.asText())), value) == 0;
        }
        if (found instanceof Float value) {
            return expected.isTextual()
                    && Float.compare((float) Double.parseDouble(java(expected.asText())), value) == 0;
        }
        if (found instanceof String value) {
            return expected.isTextual() && expected.asText().equals(value);
        }
        if (found instanceof Boolean value) {
            return expected.isBoolean() && expected.asBoolean() == value;
        }
        if (found instanceof Instant || found instanceof LocalDateTime) {
            Instant instant = found instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : (Instant) found;
            long nanos = Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
            return (expected.has("ts_utc_ns") ? expected.get("ts_utc_ns") : expected).asLong() == nanos;
        }
        if (found instanceof Duration value) {
            return expected.has("td_ns") && expected.get("td_ns").asLong() == value.toNanos();
        }
        if (found instanceof LocalDate value) {
            return expected.has("date") && expected.get("date").asText().equals(value.toString());
        }
        if (expected.has("period")) {
            return raw(key.get("key").asText() + "/axis1").get(row).asLong() == ((Number) found).longValue();
        }
        return expected.isIntegralNumber() && found instanceof Number number && expected.asLong() == number.longValue();
    }

    private static String java(String text) {
        return switch (text) {
            case "nan" -> "NaN";
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            default -> text;
        };
    }

    /** The elements of a raw dataset. */
    JsonNode raw(String path) {
        for (JsonNode object : objects) {
            if (object.get("path").asText().equals(path)) {
                return object.has("values") ? object.get("values") : object.path("head");
            }
        }
        throw new IllegalArgumentException("no raw dataset " + path);
    }

    private String stats(JsonNode stats, List<Object> values) {
        for (Iterator<Map.Entry<String, JsonNode>> all = stats.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> stat = all.next();
            String found = stat(stat.getKey(), values);
            JsonNode expected = stat.getValue();
            String wanted =
                    expected.has("ts_utc_ns") ? expected.get("ts_utc_ns").asText() : expected.asText();
            if (!wanted.equals(found) && !(stat.getKey().equals("sum") && sameNumber(wanted, found))) {
                return "expected " + stat.getKey() + " " + wanted + ", found " + found;
            }
        }
        return null;
    }

    private static boolean sameNumber(String wanted, String found) {
        return Double.parseDouble(wanted) == Double.parseDouble(found);
    }

    private static String stat(String name, List<Object> values) {
        return switch (name) {
            case "null" ->
                String.valueOf(values.stream().filter(value -> value == null).count());
            case "nan" ->
                String.valueOf(values.stream()
                        .filter(value -> Double.isNaN(((Number) value).doubleValue()))
                        .count());
            case "sum" -> sum(values);
            case "min" ->
                String.valueOf(longs(values).stream().min(Long::compare).orElseThrow());
            case "max" ->
                String.valueOf(longs(values).stream().max(Long::compare).orElseThrow());
            case "sha256" -> sha256(values);
            default -> "unknown " + name;
        };
    }

    /** The exact sum of the finite numbers, rounded once. */
    private static String sum(List<Object> values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Object value : values) {
            if (value instanceof Boolean flag) {
                sum = sum.add(flag ? BigDecimal.ONE : BigDecimal.ZERO);
            } else if (value instanceof Long number) {
                sum = sum.add(BigDecimal.valueOf(number));
            } else if (Double.isFinite(((Number) value).doubleValue())) {
                sum = sum.add(new BigDecimal(((Number) value).doubleValue()));
            }
        }
        boolean integral = values.stream().allMatch(value -> value instanceof Long || value instanceof Boolean);
        return integral ? sum.toBigInteger().toString() : String.valueOf(sum.doubleValue());
    }

    private static List<Long> longs(List<Object> values) {
        List<Long> longs = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof Instant instant) {
                longs.add(instant.getEpochSecond() * 1_000_000_000L + instant.getNano());
            } else if (value instanceof LocalDateTime local) {
                longs.add(local.toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L + local.getNano());
            } else if (value != null) {
                longs.add(((Number) value).longValue());
            }
        }
        return longs;
    }

    private static String sha256(List<Object> values) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object value : values) {
                byte[] bytes = value == null ? new byte[0] : ((String) value).getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(bytes.length)
                        .array());
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
