package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.QueryMetrics;
import org.sparkhdf5.it.testing.Sessions;

/** What {@code ignoreCorruptFiles} and {@code ignoreMissingFiles} pass over, and what they never do. */
class IgnoringTest {
    private static final String OPEN_COST = "spark.sql.files.openCostInBytes";

    private SparkSession spark;

    @TempDir
    Path folder;

    @BeforeEach
    void writeThreeFiles() throws IOException, URISyntaxException {
        spark = Sessions.shared();
        byte[] keys = Files.readAllBytes(
                Path.of(IgnoringTest.class.getResource("/keys/keys.h5").toURI()));
        Files.write(folder.resolve("a.h5"), keys);
        Files.write(folder.resolve("b.h5"), keys);
        Files.write(folder.resolve("c.h5"), keys);
    }

    @AfterEach
    void defaults() {
        spark.conf().unset(OPEN_COST);
        spark.conf().unset("spark.sql.files.ignoreCorruptFiles");
    }

    private DataFrameReader reader(String... options) {
        DataFrameReader reader = spark.read().format("hdf5").option("dataset", "/df");
        for (int i = 0; i < options.length; i += 2) {
            reader = reader.option(options[i], options[i + 1]);
        }
        return reader;
    }

    private Dataset<Row> load(String... options) {
        return reader(options).load(folder.toString());
    }

    private List<String> filesOf(Dataset<Row> table) {
        return table.select("_metadata.file_name").distinct().orderBy("file_name").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4m", "0"})
    void aFileThatIsNoHdf5IsPassedOver(String openCost) throws Exception {
        spark.conf().set(OPEN_COST, openCost);
        Files.write(folder.resolve("b.h5"), new byte[5000]);
        assertFailure(() -> load().collectAsList()).contains("b.h5: superblock:");
        Dataset<Row> table = load("ignoreCorruptFiles", "true");
        assertThat(filesOf(table)).containsExactly("a.h5", "c.h5");
        assertThat(table.count()).isEqualTo(6);
        assertThat(QueryMetrics.of(spark, table)).containsEntry("corrupt files given up", "1");
        spark.conf().set("spark.sql.files.ignoreCorruptFiles", "true");
        assertThat(load().count()).isEqualTo(6);
        assertFailure(() -> load("ignoreCorruptFiles", "false").count()).contains("b.h5: superblock:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4m", "0"})
    void theSchemaComesFromTheFirstFileThatIsNotPassedOver(String openCost) throws IOException {
        spark.conf().set(OPEN_COST, openCost);
        Files.write(folder.resolve("a.h5"), new byte[5000]);
        assertThat(filesOf(load("ignoreCorruptFiles", "true"))).containsExactly("b.h5", "c.h5");
        Files.write(folder.resolve("b.h5"), new byte[5000]);
        Files.write(folder.resolve("c.h5"), new byte[5000]);
        assertFailure(() -> load("ignoreCorruptFiles", "true")).contains("a.h5: superblock:");
        assertThat(reader("ignoreCorruptFiles", "true")
                        .schema("v BIGINT")
                        .load(folder.toString())
                        .count())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4m", "0"})
    void aVanishedFileIsPassedOver(String openCost) throws Exception {
        spark.conf().set(OPEN_COST, openCost);
        Dataset<Row> strict = load();
        Dataset<Row> table = load("ignoreMissingFiles", "true");
        Dataset<Row> other = load("ignoreCorruptFiles", "true");
        Files.delete(folder.resolve("b.h5"));
        assertFailure(strict::collectAsList).contains("b.h5");
        assertFailure(other::collectAsList).contains("b.h5");
        assertThat(filesOf(table)).containsExactly("a.h5", "c.h5");
        assertThat(table.count()).isEqualTo(6);
        assertThat(QueryMetrics.of(spark, table)).containsEntry("missing files", "1");
        assertFailure(() -> reader("ignoreMissingFiles", "true")
                        .load(folder.resolve("none.h5").toString()))
                .contains("none.h5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4m", "0"})
    void damageBehindTheHeaderGivesUpTheRestOfTheFileAlsoForACount(String openCost) throws IOException {
        spark.conf().set(OPEN_COST, openCost);
        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        byte[] bytes = Files.readAllBytes(CommittedFixtures.file("frame_fletcher32.h5"));
        Files.write(damaged.resolve("good.h5"), bytes);
        byte[] broken = bytes.clone();
        int from = broken.length - broken.length / 4;
        Arrays.fill(broken, from, broken.length - 100, (byte) 0x5A);
        Files.write(damaged.resolve("broken.h5"), broken);
        DataFrameReader reader = spark.read().format("hdf5");
        assertFailure(() -> reader.load(damaged.toString()).collectAsList()).contains("broken.h5");
        Dataset<Row> table = reader.option("ignoreCorruptFiles", "true").load(damaged.toString());
        long collected = table.collectAsList().size();
        long good = reader.load(damaged.resolve("good.h5").toString()).count();
        assertThat(collected).isGreaterThanOrEqualTo(good).isLessThan(2 * good);
        assertThat(table.count()).as("a count").isEqualTo(collected);
    }

    @Test
    void aMalformedTextIsMetBeforeSparkMeetsIt() throws IOException, InterruptedException {
        Path text = Files.createDirectory(folder.resolve("text"));
        byte[] bytes = Files.readAllBytes(CommittedFixtures.file("arrays_types.h5"));
        Files.write(text.resolve("b.h5"), bytes);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(latin).contains("GCOL");
        Files.writeString(text.resolve("a.h5"), latin.replace("GCOL", "GCO_"), StandardCharsets.ISO_8859_1);
        DataFrameReader reader = spark.read().format("hdf5").option("dataset", "/variable_text");
        assertFailure(() -> reader.load(text.toString()).collectAsList()).contains("a.h5: ");
        Dataset<Row> table = reader.option("ignoreCorruptFiles", "true").load(text.toString());
        assertThat(table.select("value", "_metadata.file_name").collectAsList()).hasSize(3);
        assertThat(QueryMetrics.of(spark, table)).containsEntry("corrupt files given up", "1");
    }

    @Test
    void allElseFailsTheQuery() throws IOException {
        Map<String, String> ignoring = Map.of("ignoreCorruptFiles", "true", "ignoreMissingFiles", "true");
        // Unsupported, wrong use: another type, a dataset that is not there.
        Files.copy(CommittedFixtures.file("arrays_refused.h5"), folder.resolve("d.h5"));
        assertFailure(() -> reader().options(ignoring).load(folder.toString()).collectAsList())
                .contains("d.h5: no dataset \"/df\"");
        Files.delete(folder.resolve("d.h5"));
        // Changed between plan and task.
        Dataset<Row> changed = reader().options(ignoring).load(folder.toString());
        Files.write(folder.resolve("b.h5"), new byte[7000]);
        assertFailure(changed::collectAsList).contains("b.h5");
        if (!System.getProperty("user.name").equals("root")) {
            Files.setPosixFilePermissions(folder.resolve("b.h5"), PosixFilePermissions.fromString("---------"));
            assertFailure(() ->
                            reader().options(ignoring).load(folder.toString()).collectAsList())
                    .contains("b.h5");
        }
    }

    @Test
    void countsWithoutIgnoringReadNoValues() throws InterruptedException {
        spark.conf().set(OPEN_COST, "0");
        Map<String, String> metrics = QueryMetrics.of(spark, load().groupBy().count());
        assertThat(metrics.get("bytes read")).isEqualTo("0");
        assertThat(load().groupBy().count().collectAsList()).containsExactly(RowFactory.create(9L));
    }

    @Test
    void aCountMeetsNoValuesThatNobodyAskedFor() {
        String nanoseconds = CommittedFixtures.file("frame_nanoseconds.h5").toString();
        for (String option : List.of("ignoreMissingFiles", "ignoreCorruptFiles")) {
            Dataset<Row> table = spark.read()
                    .format("hdf5")
                    .option("dataset", "/t")
                    .option(option, "true")
                    .load(nanoseconds);
            assertThat(table.count()).isPositive();
            assertFailure(table::collectAsList).contains("nanoseconds");
        }
    }
}
