package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * An HDF5 file and what pandas or h5py know about it: {@code NAME.h5} (or {@code NAME.h5.gz}) beside
 * {@code NAME.expected.json}.
 *
 * @param folder the folder's name, which says who wrote the file
 * @param path the HDF5 file
 * @param objects its objects, each in every way it can be read
 */
public record OracleFile(String folder, Path path, List<Reading> objects) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".expected.json";

    /**
     * One way to read one object.
     *
     * @param object its path in the file
     * @param options what is asked for beside the object
     * @param columns what comes out; empty if the oracle does not say, then the object is one to refuse
     */
    public record Reading(String object, Map<String, String> options, List<OracleColumn> columns) {
        public boolean hasNanoseconds() {
            return columns.stream().anyMatch(OracleColumn::hasNanoseconds);
        }

        /** The object, one of those that the name stands for. */
        public Reading of(String path) {
            return new Reading(path, options, columns);
        }

        public int rowCount() {
            return columns.isEmpty() ? 0 : columns.get(0).values().size();
        }

        @Override
        public String toString() {
            return options.isEmpty() ? object : object + " " + options;
        }
    }

    /** The oracles of a folder whose names begin with the prefix, in the order of their names. */
    public static List<OracleFile> in(Path folder, String prefix) {
        try (var files = Files.list(folder)) {
            List<OracleFile> oracles = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(SUFFIX)) {
                    oracles.add(read(file));
                }
            }
            return oracles;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OracleFile read(Path oracle) throws IOException {
        String name = oracle.getFileName().toString();
        Path file = oracle.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + ".h5");
        JsonNode root = JSON.readTree(oracle.toFile());
        List<Reading> readings = new ArrayList<>();
        root.path("native").forEach(entry -> readings.addAll(OracleNative.readings(entry)));
        for (JsonNode object : root.path("objects")) {
            if (object.has("key")) {
                readings.addAll(pandas(object));
            } else {
                readings.addAll(h5py(object, root.get("objects")));
            }
        }
        return new OracleFile(oracle.getParent().getFileName().toString(), file, readings);
    }

    /** The name that the list of expected refusals knows the file by. */
    public String name() {
        return folder + "/" + path.getFileName();
    }

    /** The bytes of the file. */
    public byte[] bytes() throws IOException {
        if (Files.exists(path)) {
            return Files.readAllBytes(path);
        }
        try (GZIPInputStream stream =
                new GZIPInputStream(Files.newInputStream(path.resolveSibling(path.getFileName() + ".gz")))) {
            return stream.readAllBytes();
        }
    }

    private static List<Reading> pandas(JsonNode object) {
        String key = object.get("key").textValue();
        boolean fixed = object.get("format").textValue().equals("fixed");
        List<OracleColumn> columns = new ArrayList<>();
        List<OracleColumn> texts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : List.of("index", "columns")) {
            boolean invented =
                    part.equals("index") && object.get("format").textValue().equals("generic");
            for (JsonNode column : invented ? List.<JsonNode>of() : object.get(part)) {
                String name = distinct(column.get("name").textValue(), names);
                String type = column.get("spark_type").textValue();
                columns.add(column(name, type, column.get("values"))
                        .withMetadata(
                                object.get("format").textValue().equals("generic")
                                        ? Map.of()
                                        : OracleMetadata.of(column)));
                boolean pickled = fixed
                        && (type.equals(OracleObjects.OBJECT) || (part.equals("columns") && column.has("inferred")));
                texts.add(pickled ? asText(name, type, column.get("values")) : columns.get(columns.size() - 1));
            }
        }
        Reading reading = new Reading(key, Map.of(), columns);
        return columns.equals(texts)
                ? List.of(reading)
                : List.of(reading, new Reading(key, Map.of("objects", "string"), texts));
    }

    /** As Spark tells names apart, and the reader: a further column of a name gets a number. */
    private static String distinct(String name, Set<String> names) {
        String distinct = name;
        for (int i = 1; !names.add(distinct.toLowerCase(Locale.ROOT)); i++) {
            distinct = name + "_" + i;
        }
        return distinct;
    }

    /** An object column of one kind, as its values are tagged in a column of several. */
    private static OracleColumn asText(String name, String type, JsonNode values) {
        List<JsonNode> tagged = new ArrayList<>();
        for (JsonNode value : values) {
            String python = switch (type) {
                case "BIGINT" -> "int";
                case "DOUBLE" -> "float";
                case "BINARY" -> "bytes";
                case "DATE" -> "date";
                default -> "";
            };
            if (value.isNull() || python.isEmpty()) {
                tagged.add(value);
            } else if (python.equals("bytes")) {
                tagged.add(((ObjectNode) value.deepCopy()).put("py", python));
            } else {
                tagged.add(JSON.createObjectNode().put("py", python).set("v", value));
            }
        }
        return new OracleColumn(name, OracleObjects.OBJECT_TEXT, tagged);
    }

    private static List<Reading> h5py(JsonNode object, JsonNode siblings) {
        String path = object.get("path").textValue();
        String type = object.has("type") ? elementType(object.get("type")) : "";
        if (object.get("kind").textValue().equals("group")) {
            return List.of(new Reading(path, Map.of(), children(path, siblings)));
        }
        if (type.isEmpty()) {
            return List.of(new Reading(path, Map.of(), List.of()));
        }
        int rank = object.get("shape").size();
        JsonNode values = object.get("values");
        if (rank == 1 && object.get("type").has("members") && !isComplex(object.get("type"))) {
            return List.of(new Reading(path, Map.of(), members(object.get("type"), values)));
        }
        String rowType = "ARRAY<".repeat(rank - 1) + type + ">".repeat(rank - 1);
        List<Reading> readings = new ArrayList<>();
        readings.add(new Reading(path, Map.of(), List.of(column("value", rowType, values))));
        if (rank == 2) {
            int width = object.get("shape").get(1).intValue();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                names.add("c" + i);
            }
            readings.add(new Reading(path, Map.of("layout", "columns"), transposed(names, type, values)));
        }
        if (path.endsWith("/data_f")) {
            String namesPath = path.replace("data_f", "f_axis0");
            List<String> names = new ArrayList<>();
            for (JsonNode sibling : siblings) {
                if (sibling.get("path").textValue().equals(namesPath)) {
                    sibling.get("values").forEach(name -> names.add(name.textValue()));
                }
            }
            readings.add(new Reading(path, Map.of("columnNames", namesPath), transposed(names, type, values)));
        }
        return readings;
    }

    /** The datasets of a group are its columns, where they have one length. */
    private static List<OracleColumn> children(String group, JsonNode objects) {
        List<OracleColumn> columns = new ArrayList<>();
        for (JsonNode object : objects) {
            String path = object.get("path").textValue();
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (object.has("shape") && path.equals(group + "/" + name)) {
                OracleColumn column = h5py(object, objects).get(0).columns().get(0);
                columns.add(new OracleColumn(name, column.sparkType(), column.values()));
            }
        }
        long lengths = columns.stream()
                .map(column -> column.values().size())
                .distinct()
                .count();
        return lengths == 1 ? columns : List.of();
    }

    /** The Spark type of an element, or an empty text where it has none that we know. */
    private static String elementType(JsonNode type) {
        int size = type.path("size").intValue();
        return switch (type.get("class").textValue()) {
            case "float" -> size == 8 ? "DOUBLE" : "FLOAT";
            case "int" -> {
                // An unsigned integer takes the next wider type.
                int width = type.get("signed").booleanValue() ? size : 2 * size;
                yield new TreeMap<>(Map.of(1, "TINYINT", 2, "SMALLINT", 4, "INT", 8, "BIGINT", 16, "DECIMAL(20,0)"))
                        .get(width);
            }
            case "string" -> "STRING";
            case "compound" -> isComplex(type) ? complex(type) : "STRUCT";
            default -> "";
        };
    }

    private static boolean isComplex(JsonNode type) {
        JsonNode members = type.get("members");
        return members.size() == 2
                && members.get(0).get("name").textValue().equals("r")
                && members.get(1).get("name").textValue().equals("i");
    }

    private static String complex(JsonNode type) {
        String part = elementType(type.get("members").get(0).get("type"));
        return "STRUCT<re: " + part + ", im: " + part + ">";
    }

    /** The members of a compound are the columns. */
    private static List<OracleColumn> members(JsonNode type, JsonNode records) {
        List<OracleColumn> columns = new ArrayList<>();
        for (JsonNode member : type.get("members")) {
            String name = member.get("name").textValue();
            List<JsonNode> values = new ArrayList<>();
            records.forEach(row -> values.add(row.get(name)));
            columns.add(new OracleColumn(name, elementType(member.get("type")), values));
        }
        return columns;
    }

    private static List<OracleColumn> transposed(List<String> names, String type, JsonNode rows) {
        List<OracleColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            List<JsonNode> values = new ArrayList<>();
            for (JsonNode row : rows) {
                values.add(row.get(i));
            }
            columns.add(new OracleColumn(names.get(i), type, values));
        }
        return columns;
    }

    private static OracleColumn column(String name, String type, JsonNode values) {
        List<JsonNode> list = new ArrayList<>();
        values.forEach(list::add);
        return new OracleColumn(name, type, list);
    }
}
