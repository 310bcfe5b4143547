package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One object of the files of {@code make_pytables_files.py}, as PyTables reads it.
 *
 * @param file name of the file in the folder
 * @param dataset path of the object
 * @param kind of the table
 * @param options of the read
 * @param columns name and type of each column, empty where the read fails
 * @param rows values as Java has them, structs and arrays as lists, bytes in hexadecimal
 * @param error a part of the message where the read fails, else empty
 */
public record PyTablesOracle(
        String file,
        String dataset,
        String kind,
        Map<String, String> options,
        List<String> columns,
        List<List<Object>> rows,
        String error) {
    private static final String FOLDER = "/hdf5/pytables/";

    /** All that the generator wrote. */
    public static List<PyTablesOracle> all() {
        List<PyTablesOracle> all = new ArrayList<>();
        try {
            new ObjectMapper().readTree(bytes("expected.json")).forEach(entry -> all.add(of(entry)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    public static byte[] bytes(String name) {
        try (InputStream in = PyTablesOracle.class.getResourceAsStream(FOLDER + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PyTablesOracle of(JsonNode entry) {
        Map<String, String> options = new LinkedHashMap<>();
        entry.get("options")
                .fields()
                .forEachRemaining(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        List<String> columns = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode column : entry.path("columns")) {
            String type = column.get("type").asText();
            columns.add(column.get("name").asText() + " " + type);
            int row = 0;
            for (JsonNode value : column.get("values")) {
                if (row == rows.size()) {
                    rows.add(new ArrayList<>());
                }
                rows.get(row++).add(java(value, type));
            }
        }
        return new PyTablesOracle(
                entry.get("file").asText(),
                entry.get("dataset").asText(),
                entry.path("kind").asText(),
                options,
                columns,
                rows,
                entry.path("error").asText());
    }

    private static Object java(JsonNode value, String type) {
        if (value.isNull()) {
            return null;
        }
        if (type.startsWith("ARRAY<")) {
            String inner = type.substring("ARRAY<".length(), type.length() - 1);
            List<Object> elements = new ArrayList<>();
            value.forEach(element -> elements.add(java(element, inner)));
            return elements;
        }
        if (type.startsWith("STRUCT<")) {
            List<Object> fields = new ArrayList<>();
            fields(type).forEach((name, inner) -> fields.add(java(value.get(name), inner)));
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
            case "STRING", "BINARY" -> value.textValue();
            case "DATE" -> LocalDate.parse(value.textValue());
            case "TIMESTAMP" -> Instant.parse(value.textValue());
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

    private static Map<String, String> fields(String struct) {
        Map<String, String> fields = new LinkedHashMap<>();
        String inside = struct.substring("STRUCT<".length(), struct.length() - 1) + ",";
        int depth = 0;
        int start = 0;
        for (int at = 0; at < inside.length(); at++) {
            char letter = inside.charAt(at);
            depth += letter == '<' ? 1 : letter == '>' ? -1 : 0;
            if (letter == ',' && depth == 0) {
                String[] nameAndType = inside.substring(start, at).strip().split(": ", 2);
                fields.put(nameAndType[0], nameAndType[1]);
                start = at + 1;
            }
        }
        return fields;
    }

    /** A value of Spark in the form of {@link #rows}. */
    public static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> list) {
            List<Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(comparable(element)));
            return elements;
        }
        return value;
    }

    @Override
    public String toString() {
        return file + " " + dataset + (options.isEmpty() ? "" : " " + options);
    }
}
