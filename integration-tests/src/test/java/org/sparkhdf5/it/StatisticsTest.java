package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Statistics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HandMadeFrame;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.Sessions;

/** What the optimiser is told: exact rows, and the decoded size of the columns that are asked for. */
class StatisticsTest {
    private static final long GIB = 1 << 30;

    @TempDir
    private Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    @Test
    void rowsAreExactAndTheSizeIsTheDecodedOne() {
        Dataset<Row> frame = read(CommittedFixtures.onHdfs("frame_zlib.h5"), "/df");
        Statistics statistics = statistics(frame);

        assertThat(statistics.rowCount().get().longValue()).isEqualTo(1_500);
        // Four columns of eight bytes, one of two and one of one; the gzipped file is smaller.
        assertThat(statistics.sizeInBytes().longValue()).isBetween(1_500 * 35L, 1_500 * 60L);
    }

    @Test
    void fewerColumnsAreSmaller() {
        Dataset<Row> frame = read(CommittedFixtures.onHdfs("frame_zlib.h5"), "/df");

        assertThat(statistics(frame.select("h")).sizeInBytes().longValue())
                .isLessThan(statistics(frame).sizeInBytes().longValue() / 2);
    }

    @Test
    void aSmallFrameIsBroadcastAndALargeOneIsNot() throws IOException {
        HandMadeFrame large =
                new HandMadeFrame("df", 1 << 18, HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 7));
        String uri = HdfsCluster.shared().put(large, "/statistics/large.h5", 1);
        Dataset<Row> many = read(uri, "df");
        Dataset<Row> few = read(CommittedFixtures.onHdfs("frame_zlib.h5"), "/df");

        assertThat(plan(many.as("a").join(few.as("b"), "__index_level_0__"))).contains("BroadcastHashJoin");
        assertThat(plan(many.as("a").join(many.as("b"), "__index_level_0__"))).doesNotContain("BroadcastHashJoin");
    }

    /** Datasets without a chunk in the file: a few bytes that claim 1 GiB each. */
    @ParameterizedTest
    @CsvSource({"floats, rows", "matrix, rows", "matrix, columns", "names, rows"})
    void whatIsLargeWhenDecodedIsNotBroadcast(String dataset, String layout) throws URISyntaxException {
        Dataset<Row> large = unwritten(dataset, layout);
        assertThat(statistics(large).sizeInBytes().longValue()).isBetween(GIB, GIB + GIB / 10);
        assertThat(statistics(large).rowCount().get().longValue()).isEqualTo(rows(dataset));
        String plan = plan(large.as("a").crossJoin(large.as("b")));
        assertThat(plan).doesNotContain("Broadcast");
    }

    @Test
    void aColumnOfAWideTableIsSmall() throws URISyntaxException {
        Dataset<Row> column = unwritten("matrix", "columns").select("c7");
        assertThat(statistics(column).sizeInBytes().longValue()).isEqualTo(GIB / 128);
        assertThat(plan(unwritten("floats", "rows").crossJoin(column))).contains("Broadcast");
        assertThat(plan(unwritten("floats", "rows").crossJoin(unwritten("small", "rows"))))
                .contains("Broadcast");
    }

    /** Nothing is known of the other tables of a pattern: no small size is claimed. */
    @Test
    void severalTablesOfAFileAreNotTakenForTheFirst() throws URISyntaxException {
        Dataset<Row> pattern = unwritten("{floats,small}", "rows");
        assertThat(statistics(pattern).rowCount().isEmpty()).isTrue();
        assertThat(plan(pattern.as("a").crossJoin(pattern.as("b")))).doesNotContain("Broadcast");
    }

    @Test
    void filesThatWereNotReadAreScaledFromTheFirst() throws IOException, URISyntaxException {
        Path day = Path.of(
                StatisticsTest.class.getResource("/drift/days/2023-01-01.h5").toURI());
        Path empty = Path.of(
                StatisticsTest.class.getResource("/drift/days/2023-01-14.h5").toURI());
        for (int i = 1; i < 10; i++) {
            Files.copy(day, folder.resolve(i + ".h5"));
        }
        Dataset<Row> days = read(folder.toUri().toString(), "day");
        assertThat(statistics(days).rowCount().get().longValue()).isEqualTo(36);
        // A first file without rows says nothing of the others.
        Files.copy(empty, folder.resolve("0.h5"));
        days = read(folder.toUri().toString(), "day");
        assertThat(statistics(days).rowCount().isEmpty()).isTrue();
        Dataset<Row> merged = spark.read()
                .format("hdf5")
                .option("mergeSchema", "true")
                .load(folder.toUri().toString());
        assertThat(statistics(merged).rowCount().get().longValue()).isEqualTo(36);
    }

    /** Where a Python with h5py is named: every chunk is stored. */
    @Test
    @Tag("slow")
    @EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
    void aGigabyteInTwentyMegabytesIsNotBroadcast() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("sparkhdf5.python"),
                        Path.of("python/make_statistics_files.py").toString(),
                        folder.toString(),
                        "stored")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        String stored = folder.resolve("stored.h5").toUri().toString();
        assertThat(Files.size(folder.resolve("stored.h5"))).isBetween(18L << 20, 22L << 20);
        assertThat(statistics(read(stored, "floats")).sizeInBytes().longValue()).isEqualTo(GIB);
        assertThat(plan(read(stored, "floats")
                        .as("a")
                        .crossJoin(read(stored, "floats").as("b"))))
                .doesNotContain("Broadcast");
        // Texts of 256 KiB in 96 rows: of variable length, so that only the file's length says how much they are.
        String texts = folder.resolve("texts.h5").toUri().toString();
        assertThat(statistics(read(texts, "texts")).sizeInBytes().longValue()).isGreaterThanOrEqualTo(24L << 20);
    }

    private static long rows(String dataset) {
        return switch (dataset) {
            case "floats" -> GIB / 8;
            case "matrix" -> GIB / 8 / 128;
            default -> GIB / 1024;
        };
    }

    private static Dataset<Row> unwritten(String dataset, String layout) throws URISyntaxException {
        return spark.read()
                .format("hdf5")
                .option("dataset", dataset)
                .option("layout", layout)
                .load(StatisticsTest.class
                        .getResource("/statistics/unwritten.h5")
                        .toURI()
                        .toString());
    }

    private static Dataset<Row> read(String uri, String dataset) {
        return spark.read().format("hdf5").option("dataset", dataset).load(uri);
    }

    private static Statistics statistics(Dataset<Row> frame) {
        return frame.queryExecution().optimizedPlan().stats();
    }

    private static String plan(Dataset<Row> frame) {
        return frame.queryExecution().executedPlan().toString();
    }
}
