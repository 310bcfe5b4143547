package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.it.testing.CorpusDataset;
import org.sparkhdf5.it.testing.CorpusRefusals;
import org.sparkhdf5.it.testing.CorpusRows;
import org.sparkhdf5.it.testing.Sessions;
import org.sparkhdf5.testing.SharedFolder;
import org.sparkhdf5.testing.SharedTest;

/**
 * Every dataset of every file that other software wrote, read with {@code layout=rows}: columns, number of rows, first and
 * last elements are what h5py says, or it is refused by an error that names file and object, for a reason that is listed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusRowsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What makes thousands of small queries fast. */
    private static final Map<String, String> SETTINGS = Map.of("spark.sql.adaptive.enabled", "false");

    private final CorpusRefusals refusals = CorpusRefusals.load();
    private SparkSession spark;
    private int files;
    private int equal;
    private int refused;
    private int unverified;

    static List<String> files() {
        List<String> names = new ArrayList<>();
        if (SharedFolder.isPresent()) {
            for (JsonNode file : json("index.json").get("files")) {
                String name = file.get("name").asText();
                if (name.startsWith("files/")) {
                    names.add(name);
                }
            }
        }
        return names;
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
    void start() {
        if (SharedFolder.isPresent()) {
            spark = Sessions.shared();
            SETTINGS.forEach((key, value) -> spark.conf().set(key, value));
        }
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("files")
    @SharedTest
    void equalsItsOracleOrIsRefused(String name) {
        files++;
        List<String> findings = new ArrayList<>();
        for (JsonNode object : json(name + ".expected.json").path("objects")) {
            if (object.get("kind").asText().equals("dataset")) {
                CorpusDataset dataset = CorpusDataset.of(name, object);
                String finding = finding(dataset);
                if (finding != null) {
                    findings.add(dataset + ": " + finding);
                }
            }
        }
        assertThat(findings).isEmpty();
    }

    /** A row of 1 GiB: the error says what to do, and then its first cells are there. */
    @Test
    @SharedTest
    void readsByCellsWhatIsTooLongAsARow() {
        String name = "files/hdf5/tlayouto.h5";
        JsonNode object = json(name + ".expected.json").get("objects").get(1);
        CorpusDataset dataset = CorpusDataset.of(name, object);
        DataFrameReader read = spark.read().format("hdf5").option("dataset", dataset.path());
        String file = resolve(name).toUri().toString();
        assertThatThrownBy(() -> read.load(file)).hasMessageContaining("layout=cells");
        Dataset<Row> cells = read.option("layout", "cells").load(file);
        assertThat(cells.columns()).containsExactly("dim_0", "dim_1", "value");
        List<Row> head = cells.takeAsList(dataset.head().size());
        for (int i = 0; i < head.size(); i++) {
            assertThat(head.get(i))
                    .isEqualTo(RowFactory.create(
                            0L, (long) i, dataset.head().get(i).asInt()));
        }
        assertThat(head).hasSize(20);
    }

    private String finding(CorpusDataset dataset) {
        String difference;
        try {
            difference = CorpusRows.difference(spark, resolve(dataset.file()), dataset);
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            String message = ours(e, dataset);
            if (message == null) {
                return "BROKEN " + e;
            }
            refused++;
            return refusals.mayFail(dataset, message) ? null : "ERROR " + message;
        }
        if (refusals.mayDiffer(dataset)) {
            unverified++;
            return null;
        }
        equal += difference == null ? 1 : 0;
        return difference == null ? null : "WRONG " + difference;
    }

    /** The message of our error, which names file and object; null if there is none. */
    private static String ours(Throwable thrown, CorpusDataset dataset) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            boolean ours = cause instanceof UnsupportedHdf5FeatureException || cause instanceof Hdf5FormatException;
            boolean object = message.contains(dataset.path()) || message.contains(": superblock");
            if (ours && object && message.contains(dataset.file() + ": ")) {
                return message;
            }
        }
        return null;
    }

    @AfterAll
    void stop() {
        if (spark != null) {
            SETTINGS.keySet().forEach(key -> spark.conf().unset(key));
        }
    }

    @AfterAll
    void everyRefusalIsNeeded() {
        if (files < files().size() || files == 0) {
            return; // only some were run
        }
        System.out.println("corpus by rows: " + equal + " datasets equal the oracle, " + refused + " refused, "
                + unverified + " without an oracle");
        assertThat(refusals.unused()).as("refusals that nothing needs").isEmpty();
    }
}
