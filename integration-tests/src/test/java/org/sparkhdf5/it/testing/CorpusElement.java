package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import scala.collection.Seq;

/** Holds one value of Spark against what a corpus oracle says of the element: value and Java type. */
public final class CorpusElement {
    private static final int HEAD = 20;
    private static final Pattern SIMPLE = Pattern.compile("([iuf]|bitfield)(\\d+)[<>]?");

    private CorpusElement() {}

    /**
     * What differs, or null.
     *
     * @param dtype the oracle's short type, used where there is no tree; empty inside of others
     * @param type the oracle's tree of the type, or a missing node
     */
    public static String difference(JsonNode expected, String dtype, JsonNode type, Object found) {
        if (found == null) {
            return expected.isNull() ? null : different(expected, "null");
        }
        if (found instanceof Row row) {
            return row(expected, type, row);
        }
        if (found instanceof Seq<?> sequence) {
            return sequence(expected, type, list(sequence));
        }
        if (found instanceof Boolean flag) {
            String kind = type.path("class").asText(dtype);
            boolean same = (kind.equals("enum") || kind.startsWith("bitfield"))
                    && expected.isIntegralNumber()
                    && (expected.asLong() != 0) == flag;
            return same ? null : different(expected, found);
        }
        if (found instanceof byte[] bytes) {
            return bytes(expected, opaque(type, bytes));
        }
        if (found instanceof String text) {
            return text(expected, type, text);
        }
        if (found instanceof Number number) {
            String kind = number(dtype, type, number);
            return kind != null ? kind : number(expected, number);
        }
        return different(expected, found + ", a " + found.getClass().getSimpleName());
    }

    /** h5py hands what it tagged as a numpy string on as one, without the NULs at its end. */
    private static byte[] opaque(JsonNode type, byte[] bytes) {
        int end = bytes.length;
        while (type.path("tag").asText().startsWith("NUMPY:|S") && end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    private static String different(JsonNode expected, Object found) {
        String text = expected.toString();
        return "expected " + text.substring(0, Math.min(text.length(), 200)) + ", found " + found;
    }

    private static String number(JsonNode expected, Number found) {
        boolean same;
        if (found instanceof Double value) {
            same = expected.isTextual() && isSame(floatingPoint(expected.asText()), value);
        } else if (found instanceof Float value) {
            same = expected.isTextual() && Float.compare((float) floatingPoint(expected.asText()), value) == 0;
        } else {
            BigInteger value = found instanceof BigDecimal decimal
                    ? decimal.toBigIntegerExact()
                    : BigInteger.valueOf(found.longValue());
            same = expected.isIntegralNumber() && expected.bigIntegerValue().equals(value);
        }
        return same ? null : different(expected, found);
    }

    /** Whether the number came in another Java class than its type maps to. */
    private static String number(String dtype, JsonNode type, Number found) {
        String kind;
        int sizeBytes;
        boolean odd = type.has("precision");
        Matcher simple = SIMPLE.matcher(dtype);
        if (type.has("size")) {
            kind = type.get("class").asText();
            kind = kind.equals("int") ? (type.get("signed").asBoolean() ? "i" : "u") : kind.substring(0, 1);
            sizeBytes = type.get("size").asInt();
        } else if (simple.matches()) {
            kind = simple.group(1);
            sizeBytes = Integer.parseInt(simple.group(2));
        } else {
            return "unexpected " + found + " for type " + dtype + " " + type;
        }
        Class<?> wanted = kind.equals("f") ? floating(sizeBytes, odd) : integer(kind.equals("i"), sizeBytes);
        return wanted.isInstance(found) ? null : "expected a " + wanted + ", found a " + found.getClass();
    }

    private static Class<?> floating(int sizeBytes, boolean odd) {
        return sizeBytes <= 4 && !odd ? Float.class : Double.class;
    }

    private static Class<?> integer(boolean signed, int sizeBytes) {
        if (sizeBytes == 1) {
            return signed ? Byte.class : Short.class;
        }
        if (sizeBytes == 2) {
            return signed ? Short.class : Integer.class;
        }
        if (sizeBytes <= 4) {
            return signed ? Integer.class : Long.class;
        }
        return signed ? Long.class : BigDecimal.class;
    }

    /** The shortest text that gives back the value in its own width. */
    /** The oracle's text of a float of 4 bytes is no longer than tells it from other floats. */
    private static boolean isSame(double expected, double found) {
        boolean isFloat = (float) found == found;
        return Double.compare(expected, found) == 0 || isFloat && Float.compare((float) expected, (float) found) == 0;
    }

    private static double floatingPoint(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** A string, the name of an enumeration's value, or the path of a reference. */
    private static String text(JsonNode expected, JsonNode type, String found) {
        if (expected.isArray()) { // PyTables' vlunicode, which h5py reads as lists of code points
            List<Integer> codePoints = new ArrayList<>();
            expected.forEach(codePoint -> codePoints.add(codePoint.asInt()));
            return found.codePoints().boxed().toList().equals(codePoints) ? null : different(expected, found);
        }
        if (type.path("class").asText().equals("enum")) {
            for (Iterator<Map.Entry<String, JsonNode>> symbols =
                            type.get("symbols").fields();
                    symbols.hasNext(); ) {
                Map.Entry<String, JsonNode> symbol = symbols.next();
                if (symbol.getKey().equals(found) && symbol.getValue().equals(expected)) {
                    return null;
                }
            }
            return different(expected, found);
        }
        if (expected.has("ref")) {
            JsonNode path = expected.get("ref");
            boolean same = path.isNull()
                    ? found.startsWith("0x")
                    : CorpusDataset.shown(path.asText()).equals(found);
            return same ? null : different(expected, found);
        }
        if (expected.has("dangling")) {
            return null;
        }
        return bytes(expected, found.getBytes(StandardCharsets.UTF_8));
    }

    private static String bytes(JsonNode expected, byte[] found) {
        boolean same;
        if (expected.isTextual()) {
            same = Arrays.equals(expected.asText().getBytes(StandardCharsets.UTF_8), found);
        } else if (expected.has("hex")) {
            same = HexFormat.of().formatHex(found).equals(expected.get("hex").asText());
        } else {
            int length = expected.has("len")
                    ? expected.get("len").asInt()
                    : expected.path("bytes").asInt(-1);
            same = length == found.length
                    && sha256(found).equals(expected.path("sha256").asText());
        }
        return same
                ? null
                : different(
                        expected,
                        found.length + " bytes " + HexFormat.of().formatHex(found, 0, Math.min(found.length, 40)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A compound, a complex number or a region reference. */
    private static String row(JsonNode expected, JsonNode type, Row found) {
        if (expected.has("regref")) {
            String path = CorpusDataset.shown(expected.get("regref").asText());
            boolean same = path.equals(found.get(0))
                    && Objects.toString(found.get(1), "").length() > 2;
            return same ? null : different(expected, found);
        }
        if (!expected.isArray() || expected.size() != found.length()) {
            return different(expected, found);
        }
        boolean compound = type.path("class").asText().equals("compound");
        for (int i = 0; i < expected.size(); i++) {
            JsonNode member = compound ? type.get("members").get(i).get("type") : type.path("base");
            String dtype = compound || type.has("base") ? "" : complexPart(found.get(i));
            String difference = difference(expected.get(i), dtype, member, found.get(i));
            if (difference != null) {
                return "member " + i + ": " + difference;
            }
        }
        return null;
    }

    /** Complex numbers have no tree of their own: the halves are as wide as they are read. */
    private static String complexPart(Object found) {
        return found instanceof Float ? "f4" : "f8";
    }

    private static String sequence(JsonNode expected, JsonNode type, List<?> found) {
        JsonNode base = type.path("base");
        if (type.path("dims").size() > 1) {
            return flattened(expected, type, found);
        }
        if (expected.isArray()) {
            return expected.size() == found.size()
                    ? run(expected, base, found, 0)
                    : different(expected, found.size() + " elements");
        }
        if (expected.path("n").asInt(-1) != found.size() || found.size() < HEAD) {
            return different(expected, found.size() + " elements");
        }
        String difference = run(expected.get("head"), base, found, 0);
        JsonNode tail = expected.get("tail");
        return difference != null ? difference : run(tail, base, found, found.size() - tail.size());
    }

    /** The oracle flattens the dimensions of an array. */
    private static String flattened(JsonNode expected, JsonNode type, List<?> found) {
        List<Object> elements = new ArrayList<>();
        flatten(found, type.get("dims").size(), elements);
        ObjectNode flat = type.deepCopy();
        flat.putArray("dims").add(elements.size());
        return sequence(expected, flat, elements);
    }

    /** Appends the elements of nested lists, in order. */
    public static void flatten(Object value, int depth, List<Object> elements) {
        if (depth == 0) {
            elements.add(value);
            return;
        }
        List<?> values = value instanceof Seq<?> sequence ? list(sequence) : (List<?>) value;
        for (Object element : values) {
            flatten(element, depth - 1, elements);
        }
    }

    private static List<?> list(Seq<?> sequence) {
        List<Object> values = new ArrayList<>(sequence.length());
        for (scala.collection.Iterator<?> elements = sequence.iterator(); elements.hasNext(); ) {
            values.add(elements.next());
        }
        return values;
    }

    private static String run(JsonNode expected, JsonNode type, List<?> found, int from) {
        for (int i = 0; i < expected.size(); i++) {
            String difference = difference(expected.get(i), "", type, found.get(from + i));
            if (difference != null) {
                return "at " + i + " " + difference;
            }
        }
        return null;
    }
}
