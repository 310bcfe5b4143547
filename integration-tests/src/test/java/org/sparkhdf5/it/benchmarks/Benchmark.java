package org.sparkhdf5.it.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A query of {@code queries.json}: what is read, and what is asked of it.
 *
 * @param id its name there
 * @param data group of files that it reads, as {@code generate.py} names them
 * @param path file or folder below that of the data
 * @param options of our source
 * @param select aggregates; empty where all is written to Parquet, or where there is no query
 * @param where a condition, or empty; may name facts of the data: <code>{window_from}</code>
 * @param check aggregates over what was written to Parquet, or empty
 * @param twin the same data in Parquet, or empty
 * @param chunks the dataset whose chunk index is read, without Spark; or empty
 */
record Benchmark(
        String id,
        String data,
        String path,
        Map<String, String> options,
        List<String> select,
        String where,
        List<String> check,
        String twin,
        String chunks) {

    /** All of them, by id, in the order of the file. */
    static Map<String, Benchmark> parse(Path queries) throws IOException {
        Map<String, Benchmark> all = new LinkedHashMap<>();
        for (JsonNode row : new ObjectMapper().readTree(Files.readAllBytes(queries))) {
            Map<String, String> options = new TreeMap<>();
            row.path("options")
                    .fields()
                    .forEachRemaining(option ->
                            options.put(option.getKey(), option.getValue().asText()));
            Benchmark benchmark = new Benchmark(
                    row.get("id").asText(),
                    row.get("data").asText(),
                    row.get("path").asText(),
                    options,
                    texts(row.path("select")),
                    row.path("where").asText(""),
                    texts(row.path("check")),
                    row.path("twin").asText(""),
                    row.path("chunks").asText(""));
            all.put(benchmark.id, benchmark);
        }
        return all;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The condition with the facts of the data. */
    String where(Path folder) throws IOException {
        String condition = where;
        if (condition.contains("{")) {
            JsonNode facts = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve(data + ".json")));
            for (String name : List.of("window_from", "window_to")) {
                condition = condition.replace("{" + name + "}", facts.path(name).asText());
            }
        }
        return condition;
    }
}
