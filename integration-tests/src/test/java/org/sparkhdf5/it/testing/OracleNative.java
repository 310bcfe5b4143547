package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What PyTables knows about objects that pandas did not write: the {@code native} part of an oracle. */
final class OracleNative {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern DTYPE = Pattern.compile("(\\((.*)\\))?[<>|=]?([a-zA-Z])(\\d+)");

    private OracleNative() {}

    /** The ways to read one entry; an object that ends in {@code /*} stands for all children of a group. */
    static List<OracleFile.Reading> readings(JsonNode entry) {
        String path = entry.get("path").textValue();
        if (entry.has("formula")) {
            return List.of(reading(path, formula(path)));
        }
        if (entry.has("hex")) {
            List<OracleFile.Reading> readings = new ArrayList<>();
            entry.get("hex").fields().forEachRemaining(child -> {
                byte[] bytes = HexFormat.of().parseHex(child.getValue().textValue());
                readings.add(reading(
                        path.replace("*", child.getKey()),
                        List.of(made("value", "SMALLINT", bytes.length, i -> NODES.numberNode(bytes[i] & 0xff)))));
            });
            return readings;
        }
        JsonNode dtype = entry.path("dtype");
        if (dtype.isArray()) {
            return List.of(reading(path, members(entry)));
        }
        return List.of(reading(path, List.of(array(entry))));
    }

    private static OracleFile.Reading reading(String path, List<OracleColumn> columns) {
        return new OracleFile.Reading(path, Map.of(), columns);
    }

    private static OracleColumn array(JsonNode entry) {
        String type;
        JsonNode values = entry.get("values");
        if (entry.has("spark_type")) {
            type = entry.get("spark_type").textValue();
        } else if (entry.has("enum")) {
            type = "STRING";
            values = labels(values, entry.get("enum"));
        } else if (entry.path("pseudoatom").asText().equals("object")) {
            type = OracleObjects.OBJECT;
        } else {
            // A Python float has no dtype.
            type = element(entry.path("dtype").asText("<f8"));
            int rank = entry.path("shape").size() - 1;
            if (entry.get("class").textValue().equals("VLARRAY")) {
                rank = 1;
            }
            type = "ARRAY<".repeat(Math.max(0, rank)) + type + ">".repeat(Math.max(0, rank));
        }
        if (entry.has("shape") && entry.get("shape").isEmpty()) {
            values = NODES.arrayNode().add(values);
        }
        return new OracleColumn("value", type, list(values));
    }

    private static List<OracleColumn> members(JsonNode entry) {
        List<OracleColumn> columns = new ArrayList<>();
        for (int i = 0; i < entry.get("dtype").size(); i++) {
            JsonNode member = entry.get("dtype").get(i);
            String name = member.get("name").textValue();
            JsonNode known = entry.path("columns_spark").path(i);
            String type = known.isMissingNode()
                    ? type(member)
                    : known.get("spark_type").textValue();
            ArrayNode values = NODES.arrayNode();
            entry.get("values").forEach(row -> values.add(row.get(name)));
            columns.add(
                    new OracleColumn(name, type, list(known.has("enum") ? labels(values, known.get("enum")) : values)));
        }
        return columns;
    }

    private static JsonNode labels(JsonNode values, JsonNode enumeration) {
        ArrayNode labels = NODES.arrayNode();
        for (JsonNode value : values) {
            enumeration.fields().forEachRemaining(label -> {
                if (label.getValue().equals(value)) {
                    labels.add(label.getKey());
                }
            });
        }
        return labels;
    }

    private static String type(JsonNode member) {
        JsonNode type = member.get("type");
        String element;
        if (type.isArray()) {
            List<String> fields = new ArrayList<>();
            type.forEach(field -> fields.add(field.get("name").textValue() + ": " + type(field)));
            element = "STRUCT<" + String.join(", ", fields) + ">";
        } else {
            element = element(type.textValue());
        }
        int rank = member.path("shape").size();
        return "ARRAY<".repeat(rank) + element + ">".repeat(rank);
    }

    private static String element(String dtype) {
        Matcher matcher = DTYPE.matcher(dtype.equals("bool") ? "|b1" : dtype);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("dtype " + dtype);
        }
        int size = Integer.parseInt(matcher.group(4));
        String type = switch (matcher.group(3)) {
            case "b" -> "BOOLEAN";
            case "i" -> integer(size);
            case "u" -> size == 8 ? "DECIMAL(20,0)" : integer(size * 2);
            case "f" -> size < 8 ? "FLOAT" : "DOUBLE";
            case "c" -> size == 8 ? "STRUCT<re: FLOAT, im: FLOAT>" : "STRUCT<re: DOUBLE, im: DOUBLE>";
            case "S" -> "STRING";
            default -> throw new IllegalArgumentException("dtype " + dtype);
        };
        int rank = matcher.group(2) == null
                ? 0
                : (int) Pattern.compile("\\d+")
                        .matcher(matcher.group(2))
                        .results()
                        .count();
        return "ARRAY<".repeat(rank) + type + ">".repeat(rank);
    }

    private static String integer(int size) {
        return switch (size) {
            case 1 -> "TINYINT";
            case 2 -> "SMALLINT";
            case 4 -> "INT";
            default -> "BIGINT";
        };
    }

    /** The formulas of the codec fixtures, by the group they describe. */
    private static List<OracleColumn> formula(String path) {
        return switch (path) {
            case "/multi/*" -> List.of(made("value", "BIGINT", 30_000, i -> NODES.numberNode((long) i / 100)));
            case "/fl32/*" -> List.of(made("value", "SMALLINT", 500, i -> NODES.numberNode(i % 11)));
            case "/wide/*" -> List.of(made("value", "STRING", 40, i -> NODES.textNode(("w" + i % 3).repeat(20))));
            case "/zeros/*" -> List.of(made("value", "DOUBLE", 1_000, i -> NODES.textNode("0.0")));
            case "/tab/*" ->
                List.of(
                        made("a", "INT", 700, NODES::numberNode),
                        made("b", "DOUBLE", 700, i -> NODES.textNode(String.valueOf(i / 8.0))),
                        made("c", "STRING", 700, i -> NODES.textNode("r" + i % 9)));
            case "/b2nd/*" ->
                List.of(made("value", "ARRAY<BIGINT>", 700, row -> {
                    ArrayNode elements = NODES.arrayNode();
                    IntStream.range(0, 450).forEach(column -> elements.add((long) row / 16 * 100 + column / 16));
                    return elements;
                }));
            default -> throw new IllegalArgumentException("no formula of " + path);
        };
    }

    private static OracleColumn made(String name, String type, int count, IntFunction<JsonNode> value) {
        return new OracleColumn(
                name, type, IntStream.range(0, count).mapToObj(value).toList());
    }

    private static List<JsonNode> list(JsonNode values) {
        List<JsonNode> list = new ArrayList<>();
        values.forEach(list::add);
        return list;
    }
}
