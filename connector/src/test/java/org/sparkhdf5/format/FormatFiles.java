package org.sparkhdf5.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.sparkhdf5.storage.InMemoryRangeReader;

/**
 * The committed files of {@code make_format_files.py}, and, with {@code dense/} before the name, those of
 * {@code make_dense_files.py}; and what h5py says about them.
 */
final class FormatFiles {
    /** All that have an oracle. */
    static final List<String> NAMES = List.of(
            "dense",
            "earliest",
            "k_extension",
            "k_v1",
            "latest",
            "pytables",
            "refused",
            "siblings",
            "sizes2",
            "sizes4",
            "sizes48",
            "userblock",
            "userblock_v108",
            "v108");

    /** Those of {@code make_dense_files.py} that have an oracle. */
    static final List<String> DENSE_NAMES = List.of(
            "dense/committed_old",
            "dense/dense_attributes",
            "dense/dense_links",
            "dense/external_main",
            "dense/external_other",
            "dense/file_space",
            "dense/long_attributes",
            "dense/shared_btree",
            "dense/shared_list",
            "dense/user_defined");

    private static final ObjectMapper JSON = new ObjectMapper();

    private FormatFiles() {}

    /** What messages call the file. */
    static String file(String name) {
        return "mem:/" + name + ".h5";
    }

    static byte[] bytes(String name) {
        return Objects.requireNonNull(resource(name + ".h5"), name);
    }

    /** @param name with its ending */
    static boolean exists(String name) {
        return resource(name) != null;
    }

    static Hdf5File open(String name) throws IOException {
        return open(file(name), bytes(name));
    }

    static Hdf5File open(String file, byte[] bytes) throws IOException {
        return Hdf5File.open(new InMemoryRangeReader(file, bytes));
    }

    static JsonNode expected(String name) throws IOException {
        return JSON.readTree(resource(name + ".expected.json"));
    }

    /** A file of JSON beside the files of a folder. */
    static JsonNode json(String name) throws IOException {
        return JSON.readTree(resource(name));
    }

    static JsonNode json(Path path) throws IOException {
        return JSON.readTree(Files.readAllBytes(path));
    }

    /** The files that lie beside each other here. */
    static ExternalFiles externalFiles(ExternalLinkPolicy policy) {
        return new ExternalFiles(policy, path -> {
            byte[] bytes = resource(path.substring("mem:/".length()));
            return bytes == null ? null : new InMemoryRangeReader(path, bytes);
        });
    }

    /** Null where there is none. */
    private static byte[] resource(String name) {
        String path = "/hdf5/" + (name.contains("/") ? "" : "format/") + name;
        try (InputStream stream = FormatFiles.class.getResourceAsStream(path)) {
            return stream == null ? null : stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
