package org.sparkhdf5.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The committed files of {@code make_chunk_index_files.py}, and what h5py says about them. */
public final class ChunkIndexFiles {
    /** All of them. */
    public static final List<String> NAMES = List.of(
            "btree_v1",
            "btree_v2",
            "extensible_array",
            "extensible_array_blocks",
            "fixed_array",
            "fixed_array_paged",
            "huge_latest",
            "huge_old",
            "large_chunks",
            "partial_edges",
            "single_and_implicit",
            "sizes48");

    private static final ObjectMapper JSON = new ObjectMapper();

    private ChunkIndexFiles() {}

    /** What messages call the file. */
    public static String file(String name) {
        return "mem:/" + name + ".h5";
    }

    public static byte[] bytes(String name) {
        return resource(name + ".h5");
    }

    /** One dataset of the file, as h5py sees it. */
    public static JsonNode expected(String name, String path) throws IOException {
        for (JsonNode dataset : datasets(name)) {
            if (dataset.get("path").asText().equals(path)) {
                return dataset;
            }
        }
        throw new IllegalArgumentException(path);
    }

    /** All datasets of the file. */
    public static List<JsonNode> datasets(String name) throws IOException {
        List<JsonNode> datasets = new ArrayList<>();
        JSON.readTree(resource(name + ".expected.json")).get("datasets").forEach(datasets::add);
        return datasets;
    }

    private static byte[] resource(String name) {
        try (InputStream stream = ChunkIndexFiles.class.getResourceAsStream("/hdf5/chunkindex/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
