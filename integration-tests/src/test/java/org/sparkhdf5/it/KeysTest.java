package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.QueryMetrics;
import org.sparkhdf5.it.testing.RecordingFileSystem;
import org.sparkhdf5.it.testing.Sessions;

/**
 * Several tables of a file as one DataFrame: patterns and lists of the option {@code dataset}. Written by
 * {@code make_key_files.py}: in the values of a table are its number times 100 plus the row.
 */
class KeysTest {
    private static SparkSession spark;

    @BeforeAll
    static void session() {
        spark = Sessions.shared();
    }

    private static String file(String name) {
        try {
            return Path.of(KeysTest.class.getResource("/keys/" + name).toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DataFrameReader reader(String dataset) {
        return spark.read().format("hdf5").option("dataset", dataset);
    }

    /** Dataset and value of each row, in the order in which they come. */
    private static List<String> rows(Dataset<Row> table, String column) {
        List<String> rows = new ArrayList<>();
        for (Row row : table.select("_metadata.dataset", column).collectAsList()) {
            rows.add(row.getString(0) + " " + row.getLong(1));
        }
        return rows;
    }

    private static List<String> expected(int rowCount, Object... datasetsAndNumbers) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < datasetsAndNumbers.length; i += 2) {
            for (int row = 0; row < rowCount; row++) {
                rows.add(datasetsAndNumbers[i] + " " + ((Integer) datasetsAndNumbers[i + 1] * 100 + row));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"4m", "0"})
    void aPatternIsAllTablesThatMatchInTheOrderOfTheirPaths(String openCost) {
        spark.conf().set("spark.sql.files.openCostInBytes", openCost);
        try {
            assertThat(rows(reader("/sym/*").load(file("keys.h5")), "v"))
                    .isEqualTo(expected(3, "/sym/A", 1, "/sym/B", 2));
            assertThat(rows(reader("sym/[A-C]").load(file("keys.h5")), "v"))
                    .isEqualTo(expected(3, "/sym/A", 1, "/sym/B", 2));
            assertThat(rows(reader("/**/df").load(file("keys.h5")), "v"))
                    .isEqualTo(expected(3, "/df", 0, "/sym/deep/df", 3, "/year=2018/df", 4));
            assertThat(rows(reader("/{a,b}/x").load(file("tree.h5")), "value"))
                    .isEqualTo(expected(2, "/a/x", 0, "/b/x", 2));
            // A group in a circle is passed once; a second name of an object is a table of its own where it is matched.
            assertThat(rows(reader("/**/x").load(file("tree.h5")), "value"))
                    .isEqualTo(expected(2, "/a/x", 0, "/b/c/x", 3, "/b/x", 2, "/soft/x", 0));
            assertThat(rows(reader("/b/*").load(file("tree.h5")), "value"))
                    .isEqualTo(expected(2, "/b/again", 2, "/b/x", 2));
            assertThat(rows(reader("/so?t/*").load(file("tree.h5")), "value")).isEqualTo(expected(2, "/soft/x", 0));
        } finally {
            spark.conf().unset("spark.sql.files.openCostInBytes");
        }
    }

    @Test
    void aGroupOfColumnsIsATableThatMatches() {
        assertThat(reader("/{a,none}")
                        .load(file("tree.h5"))
                        .selectExpr("x", "y", "_metadata.dataset")
                        .collectAsList())
                .containsExactly(RowFactory.create(0L, 100L, "/a"), RowFactory.create(1L, 101L, "/a"));
    }

    @Test
    void aListIsInTheOrderThatIsGivenAndNamesATableOnce() {
        assertThat(rows(reader("[\"/sym/B\", \"/df\", \"/sym/*\"]").load(file("keys.h5")), "v"))
                .isEqualTo(expected(3, "/sym/B", 2, "/df", 0, "/sym/A", 1));
    }

    @Test
    void anExactNameWinsOverAPattern() {
        assertThat(rows(reader("/odd/*").load(file("tree.h5")), "value")).isEqualTo(expected(2, "/odd/*", 4));
        assertThat(rows(reader("[\"/[1]\"]").load(file("tree.h5")), "value")).isEqualTo(expected(2, "/[1]", 6));
        assertThat(rows(reader("/odd/?").load(file("tree.h5")), "value"))
                .isEqualTo(expected(2, "/odd/*", 4, "/odd/z", 5));
    }

    @Test
    void whatDoesNotMatchIsAnErrorUnlessItIsIgnored() {
        assertFailure(() -> reader("/nothing/*").load(file("keys.h5")).count())
                .contains("keys.h5: no dataset \"/nothing/*\" in this file; tables found: /df (pandas-fixed");
        // Parts of a frame are no tables.
        assertFailure(() -> reader("/df/*").load(file("keys.h5")).count())
                .contains("no dataset \"/df/*\" in this file");
        assertFailure(() -> reader("[\"/df\", \"/none\"]").load(file("keys.h5")).count())
                .contains("no dataset \"/none\" in this file");
        assertFailure(() -> reader("/dangling/*").load(file("tree.h5")).count())
                .contains("tree.h5: no dataset \"/dangling/*\" in this file");
        assertFailure(() -> reader("/a/[x").load(file("tree.h5")).count()).contains("no dataset \"/a/[x\"");
        assertFailure(() -> reader("/a/{x").load(file("tree.h5")).count())
                .contains("option \"dataset\": /a/{x is no pattern of paths: a bracket is left open in {x; close it");
        assertFailure(() -> reader("[]").load(file("tree.h5")).count())
                .contains("option \"dataset\": a JSON list of strings is expected, found []");
        assertFailure(() -> reader("[\"/df\"]").option("view", "objects").load(file("keys.h5")))
                .contains("option \"view\": one path is expected as option \"dataset\", found a list");
        assertThat(reader("[\"/df\", \"/none\"]")
                        .option("ignoreMissingDatasets", "true")
                        .load(file("keys.h5"))
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aFileWithoutTheDatasetHasNoRowsWhereThatIsIgnored() {
        String[] files = {file("tree.h5"), file("keys.h5")};
        assertFailure(() -> reader("/sym/A").load(files).count()).contains("tree.h5: no dataset \"/sym/A\"");
        assertThat(rows(reader("/sym/A").option("ignoreMissingDatasets", "true").load(files), "v"))
                .isEqualTo(expected(3, "/sym/A", 1));
        assertFailure(() ->
                        reader("/no").option("ignoreMissingDatasets", "true").load(files))
                .contains("tree.h5: no dataset /no in this file, nor in the 1 files after it; view=tables lists what"
                        + " there is, and .schema(…) gives a schema without reading one");
        assertThat(reader("/no")
                        .schema("v BIGINT")
                        .option("ignoreMissingDatasets", "true")
                        .load(files)
                        .collectAsList())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4m, true", "0, false"})
    void metadataSayWhichRowIsWhich(String openCost, boolean whole) {
        spark.conf().set("spark.sql.files.openCostInBytes", openCost);
        try {
            Dataset<Row> table = reader("/sym/*").load(file("keys.h5"));
            assertThat(table.columns()).containsExactly("__index_level_0__", "v");
            assertThat(table.selectExpr("_metadata.row_index", "v - 100 * (v div 100)")
                            .collectAsList())
                    .isEqualTo(LongStream.of(0, 1, 2, 0, 1, 2)
                            .mapToObj(row -> RowFactory.create(row, row))
                            .toList());
            // Each table is its own split where the file is planned: then no block is the whole file.
            assertThat(table.selectExpr("_metadata.file_block_start > 0")
                            .distinct()
                            .collectAsList())
                    .containsExactly(RowFactory.create(!whole));
            assertThat(table.filter("_metadata.dataset = '/sym/B'")
                            .selectExpr("sum(v)")
                            .collectAsList())
                    .containsExactly(RowFactory.create(603L));
            assertThat(table.select("_metadata").head().getStruct(0).schema().fieldNames())
                    .containsExactly(
                            "file_path",
                            "file_name",
                            "file_size",
                            "file_block_start",
                            "file_block_length",
                            "file_modification_time",
                            "dataset",
                            "row_index");
        } finally {
            spark.conf().unset("spark.sql.files.openCostInBytes");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
    void fiveThousandTablesArePlannedInOnePass(@TempDir Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("sparkhdf5.python"),
                        "-B",
                        Path.of("python/make_key_files.py").toString(),
                        "--many",
                        "5000",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();

        Path many = folder.resolve("many.h5");
        Dataset<Row> table = reader("/sym/*").load(RecordingFileSystem.uri(many));
        RecordingFileSystem.reset();
        assertThat(table.rdd().getNumPartitions()).isPositive();
        System.out.println("5,000 tables of " + Files.size(many) + " bytes: planned with "
                + RecordingFileSystem.reads().size() + " reads of " + RecordingFileSystem.readBytes() + " bytes");
        // One pass over the group, whose nodes are all over the file, and one over the headers of its members.
        assertThat(RecordingFileSystem.readBytes()).isLessThan(Files.size(many) * 9 / 4);
        assertThat(table.selectExpr("count(*)", "sum(v)", "count(distinct _metadata.dataset)")
                        .collectAsList())
                .containsExactly(RowFactory.create(10_000L, 2 * 100 * (4_999L * 5_000 / 2) + 5_000, 5_000L));
        Map<String, String> metrics = QueryMetrics.of(spark, table);
        long reads = Long.parseLong(metrics.get("number of reads").replace(",", ""));
        System.out.println("5,000 tables: tasks read " + metrics.get("bytes read") + " bytes in " + reads);
        // Two small ranges per table at most; neighbours are merged.
        assertThat(reads).isLessThanOrEqualTo(10_000);
    }
}
