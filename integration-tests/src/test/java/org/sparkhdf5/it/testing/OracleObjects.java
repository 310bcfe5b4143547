package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The JSON that a Python object becomes in a column of mixed objects, made from the tagged form of the oracles:
 * {@code {"py":"decimal","v":"1.10"}}. Numbers are compared by value, objects of any key order are equal.
 */
final class OracleObjects {
    /** An object column that holds several kinds: every value is JSON text. */
    static final String OBJECT = "OBJECT";
    /** The same with {@code objects=string}: text as it is, everything else JSON text. */
    static final String OBJECT_TEXT = "OBJECT AS TEXT";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DIGITS = 9;

    private OracleObjects() {}

    static boolean isObject(String sparkType) {
        return sparkType.equals(OBJECT) || sparkType.equals(OBJECT_TEXT);
    }

    /** What to compare: null, the text itself where text comes as it is, else JSON in its normal form. */
    static Object expected(JsonNode tagged, String sparkType) {
        if (tagged.isNull()) {
            return null;
        }
        if (sparkType.equals(OBJECT_TEXT) && tagged.isTextual()) {
            return tagged.textValue();
        }
        return normal(json(tagged));
    }

    /** What Spark gave, made comparable with {@link #expected}. */
    static Object found(Object value, Object expected) {
        if (!(value instanceof String text) || !(expected instanceof JsonNode)) {
            return value;
        }
        try {
            return normal(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return "no JSON: " + text;
        }
    }

    static JsonNode json(JsonNode tagged) {
        if (!tagged.isObject()) {
            return tagged;
        }
        JsonNode value = tagged.path("v");
        return switch (tagged.get("py").textValue()) {
            case "int" -> NODES.numberNode(value.bigIntegerValue());
            case "float" -> floatingPoint(value.textValue());
            case "complex" -> complex(tagged);
            case "bytes" -> object().put("hex", tagged.get("hex").textValue());
            case "decimal", "date" -> value;
            case "timestamp", "datetime", "time" -> NODES.textNode(shortened(value.textValue()));
            case "timedelta" -> NODES.textNode(duration(tagged.get("ns").longValue()));
            case "tuple", "list", "set" -> list(value);
            case "dict" -> dict(value);
            case "ndarray" -> elements(value, tagged.get("dtype").textValue().charAt(1));
            default -> throw new IllegalArgumentException("no JSON form of " + tagged);
        };
    }

    private static ObjectNode object() {
        return NODES.objectNode();
    }

    private static JsonNode complex(JsonNode tagged) {
        ObjectNode complex = object();
        complex.set("re", floatingPoint(tagged.get("re").textValue()));
        complex.set("im", floatingPoint(tagged.get("im").textValue()));
        return complex;
    }

    private static JsonNode floatingPoint(String text) {
        return switch (text) {
            case "nan" -> NODES.textNode("NaN");
            case "inf" -> NODES.textNode("Infinity");
            case "-inf" -> NODES.textNode("-Infinity");
            default -> NODES.numberNode(Double.parseDouble(text));
        };
    }

    private static ArrayNode list(JsonNode values) {
        ArrayNode list = NODES.arrayNode();
        values.forEach(value -> list.add(json(value)));
        return list;
    }

    private static JsonNode dict(JsonNode pairs) {
        boolean textKeys = true;
        for (JsonNode pair : pairs) {
            textKeys &= pair.get(0).isTextual();
        }
        if (!textKeys) {
            ArrayNode list = NODES.arrayNode();
            pairs.forEach(
                    pair -> list.add(NODES.arrayNode().add(json(pair.get(0))).add(json(pair.get(1)))));
            return list;
        }
        ObjectNode dict = object();
        pairs.forEach(pair -> dict.set(pair.get(0).textValue(), json(pair.get(1))));
        return dict;
    }

    private static JsonNode elements(JsonNode values, char kind) {
        if (values.isArray()) {
            ArrayNode list = NODES.arrayNode();
            values.forEach(value -> list.add(elements(value, kind)));
            return list;
        }
        return kind == 'f' ? floatingPoint(values.textValue()) : json(values);
    }

    /** Fractions of a second have 3, 6 or 9 digits, or there is none. */
    private static String shortened(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return text;
        }
        int end = point + 1;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        String digits = text.substring(point + 1, end);
        digits = digits + "0".repeat(DIGITS - digits.length());
        while (digits.endsWith("000")) {
            digits = digits.substring(0, digits.length() - 3);
        }
        return text.substring(0, point) + (digits.isEmpty() ? "" : "." + digits) + text.substring(end);
    }

    /** As {@code pandas.Timedelta.isoformat} writes it: the days may be negative, the rest is not. */
    private static String duration(long nanoseconds) {
        long days = Math.floorDiv(nanoseconds, Duration.ofDays(1).toNanos());
        Duration rest =
                Duration.ofNanos(Math.floorMod(nanoseconds, Duration.ofDays(1).toNanos()));
        String seconds = String.valueOf(rest.toSecondsPart());
        if (rest.toNanosPart() != 0) {
            String digits = String.valueOf(1_000_000_000 + rest.toNanosPart()).substring(1);
            seconds += "." + digits.replaceAll("0+$", "");
        }
        return "P" + days + "DT" + rest.toHoursPart() + "H" + rest.toMinutesPart() + "M" + seconds + "S";
    }

    /** Numbers as decimals without trailing zeros; integers and floats stay different. */
    static JsonNode normal(JsonNode node) {
        if (node.isIntegralNumber()) {
            return NODES.numberNode(node.bigIntegerValue());
        }
        if (node.isNumber()) {
            return NODES.numberNode(node.doubleValue());
        }
        if (node.isArray()) {
            ArrayNode list = NODES.arrayNode();
            node.forEach(element -> list.add(normal(element)));
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = object();
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            names.sort(Comparator.naturalOrder());
            names.forEach(name -> object.set(name, normal(node.get(name))));
            return object;
        }
        return node;
    }
}
