package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.it.testing.CorpusDataset;
import org.sparkhdf5.it.testing.CorpusPandas;
import org.sparkhdf5.it.testing.CorpusRefusals;
import org.sparkhdf5.it.testing.CorpusRows;
import org.sparkhdf5.it.testing.Sessions;
import org.sparkhdf5.testing.SharedFolder;
import org.sparkhdf5.testing.SharedTest;

/**
 * Every key that pandas lists in files of other software, and every leaf that PyTables sees there, is what pandas and h5py say, or is
 * refused by an error that names file, object and kind.
 */
@SharedTest
class CorpusPandasTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SparkSession spark;

    /** A key of pandas or the path of a leaf. */
    record Case(String file, String path, JsonNode expected, JsonNode objects) {
        @Override
        public String toString() {
            return file + " " + path;
        }
    }

    static List<Case> keys() {
        return cases("pandas", "keys", "key");
    }

    static List<Case> leaves() {
        return cases("pytables", "leaves", "path");
    }

    private static List<Case> cases(String section, String list, String name) {
        List<Case> cases = new ArrayList<>();
        if (SharedFolder.isPresent()) {
            for (JsonNode file : json("index.json").get("files")) {
                String path = file.get("name").asText();
                if (Files.exists(resolve(path + ".expected.json"))) {
                    JsonNode oracle = json(path + ".expected.json");
                    for (JsonNode one : oracle.path(section).path(list)) {
                        cases.add(new Case(path, one.get(name).asText(), one, oracle.get("objects")));
                    }
                }
            }
        }
        return cases;
    }

    private static JsonNode json(String name) {
        try {
            return JSON.readTree(resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path resolve(String name) {
        return SharedFolder.resolve("corpus/" + name);
    }

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("keys")
    void aKeyIsWhatPandasReads(Case one) {
        Dataset<Row> frame = null;
        String difference;
        try {
            frame = read(one.path, one.file);
            difference = one.expected.has("unreadable")
                    ? new CorpusPandas(one.expected, one.objects).rawDifference(frame, one.path)
                    : new CorpusPandas(one.expected, one.objects).difference(frame);
        } catch (Exception e) {
            if (kind(one).isEmpty() && e instanceof IllegalArgumentException) {
                assertThat(e).hasMessageContaining(one.file + ": " + one.path).hasMessageContaining("group");
                return;
            }
            String message = ours(e, one);
            boolean damaged = one.file.startsWith("corrupt/");
            assertThat(message).as("%s", e).isNotNull();
            assertThat(damaged || one.expected.has("unreadable")).as(message).isTrue();
            assertThat(message).contains(kind(one));
            return;
        }
        assertThat(difference).isNull();
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("leaves")
    void aLeafIsWhatPyTablesReads(Case one) {
        for (JsonNode object : one.objects) {
            boolean same = object.get("path").asText().equals(one.path)
                    && object.get("kind").asText().equals("dataset");
            if (same) {
                check(one, CorpusDataset.of(one.file, object));
                return;
            }
        }
        // A soft link or a further name: listed by its first name.
    }

    private static void check(Case one, CorpusDataset dataset) {
        String difference;
        try {
            difference =
                    one.expected.has("values") ? texts(one) : CorpusRows.difference(read(one.path, one.file), dataset);
        } catch (Exception e) {
            String message = ours(e, one);
            assertThat(message).as("%s", e).isNotNull();
            boolean damaged = one.file.startsWith("corrupt/");
            assertThat(damaged || CorpusRefusals.load().mayFail(dataset, message))
                    .as(message)
                    .isTrue();
            return;
        }
        if (!CorpusRefusals.load().mayDiffer(dataset)) {
            assertThat(difference).isNull();
        }
    }

    /** An array of text of variable length. */
    private static String texts(Case one) {
        List<String> expected = new ArrayList<>();
        one.expected.get("values").forEach(value -> expected.add(value.asText()));
        List<String> found = new ArrayList<>();
        read(one.path, one.file).collectAsList().forEach(row -> found.add(row.getString(0)));
        return expected.equals(found) ? null : "expected " + expected + ", found " + found;
    }

    private static Dataset<Row> read(String path, String file) {
        return spark.read()
                .format("hdf5")
                .option("dataset", path)
                .load(resolve(file).toUri().toString());
    }

    /** The message of our error, which names file and object; null if there is none. */
    private static String ours(Throwable thrown, Case one) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            boolean ours = cause instanceof UnsupportedHdf5FeatureException || cause instanceof Hdf5FormatException;
            if (ours && message.contains(one.path) && message.contains(one.file + ": ")) {
                return message;
            }
        }
        return null;
    }

    /** What the group says it is, where it says so. */
    private static String kind(Case one) {
        for (JsonNode object : one.objects) {
            if (object.get("path").asText().equals(one.path)) {
                for (JsonNode attribute : object.path("attrs")) {
                    if (attribute.get("name").asText().equals("pandas_type")) {
                        return attribute.get("values").get(0).asText();
                    }
                }
            }
        }
        return "";
    }
}
