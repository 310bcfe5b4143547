package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        for (JsonNode object : root.get("objects")) {
            if (object.has("key")) {
                readings.add(pandas(object));
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

    private static Reading pandas(JsonNode object) {
        List<OracleColumn> columns = new ArrayList<>();
        for (String part : List.of("index", "columns")) {
            for (JsonNode column : object.get(part)) {
                columns.add(column(
                        column.get("name").textValue(), column.get("spark_type").textValue(), column.get("values")));
            }
        }
        return new Reading(object.get("key").textValue(), Map.of(), columns);
    }

    private static List<Reading> h5py(JsonNode object, JsonNode siblings) {
        String path = object.get("path").textValue();
        String type = object.has("type") ? elementType(object.get("type")) : "";
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
