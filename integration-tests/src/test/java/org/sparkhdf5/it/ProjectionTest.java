package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.Pickles;
import org.sparkhdf5.it.testing.QueryMetrics;
import org.sparkhdf5.it.testing.RecordingFileSystem;
import org.sparkhdf5.it.testing.Sessions;
import org.sparkhdf5.it.testing.SplicedPickle;

/** Who asks for numbers reads no pickle, and who asks for one column of a table decodes each chunk once. */
class ProjectionTest {
    private static final int ROW_COUNT = 1_000;
    /** The file is too large to be read in one piece, as small files are. */
    private static final int TEXT_LENGTH = 12_000;

    private static final int TABLE_ROW_COUNT = 5_000;
    private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
    private static final StructType SCHEMA =
            StructType.fromDDL("__index_level_0__ BIGINT, n BIGINT, word STRING, x DOUBLE");

    @TempDir
    private static Path folder;

    private static SparkSession spark;
    private static SplicedPickle block;
    private static String uri;

    @BeforeAll
    static void writeFrame() throws IOException {
        spark = Sessions.shared();
        block = SplicedPickle.of("block.h5", Pickles.text(ROW_COUNT, ProjectionTest::word));
        uri = RecordingFileSystem.uri(block.write(folder.resolve("block.h5")));
    }

    private static String word(int row) {
        return row + "x".repeat(TEXT_LENGTH);
    }

    @BeforeEach
    void resetRecords() {
        RecordingFileSystem.reset();
    }

    @AfterEach
    void resetSession() {
        spark.conf().unset(OPEN_COST);
    }

    @Test
    void openingReadsTheSampleAndNoMore() {
        assertThat(reader().load(uri).schema().simpleString())
                .isEqualTo("struct<__index_level_0__:bigint,n:bigint,word:string,x:double>");
        assertThat(pickleBytesRead()).isBetween(1L, 1L << 20);

        RecordingFileSystem.reset();
        reader().option("objectSampleBytes", "256k").load(uri);
        assertThat(pickleBytesRead()).isBetween(1L, 256L << 10);
    }

    @Test
    void openingReadsNothingOfItWhereTheTypeIsKnown() {
        reader().option("objects", "string").load(uri);
        assertThat(pickleBytesRead()).isZero();

        reader().schema(SCHEMA).load(uri);
        assertThat(pickleBytesRead()).isZero();
    }

    @Test
    void numbersAndCountsReadNothingOfIt() {
        for (String openCost : List.of("0", "4194304000")) {
            spark.conf().set(OPEN_COST, openCost);
            for (Dataset<Row> frame : List.of(
                    reader().load(uri),
                    reader().option("objects", "string").load(uri),
                    reader().schema(SCHEMA).load(uri))) {
                RecordingFileSystem.reset();
                long last = ROW_COUNT - 1;
                assertThat(frame.selectExpr("sum(n)", "max(x)", "max(__index_level_0__)")
                                .collectAsList())
                        .containsExactly(RowFactory.create(3 * last * ROW_COUNT / 2, last / 8.0, last));
                assertThat(frame.where("n > 30").select("x").count()).isEqualTo(ROW_COUNT - 11);
                assertThat(frame.count()).isEqualTo(ROW_COUNT);
                assertThat(pickleBytesRead()).as("open cost %s", openCost).isZero();
            }
        }
    }

    @Test
    void textIsReadByOneTask() throws InterruptedException {
        spark.conf().set(OPEN_COST, "0");
        Dataset<Row> words = reader().load(uri).select("word", "n");
        List<Row> rows = words.collectAsList();

        assertThat(rows).hasSize(ROW_COUNT);
        for (int row = 0; row < ROW_COUNT; row++) {
            assertThat(rows.get(row)).isEqualTo(RowFactory.create(word(row), 3L * row));
        }
        Map<String, String> metrics = QueryMetrics.of(spark, words);
        assertThat(value(metrics, "pickle passes"))
                .as("%s", metrics)
                .isEqualTo(words.queryExecution().toRdd().getNumPartitions());
    }

    @Test
    void oneColumnOfATableDecodesEachChunkOnce() throws InterruptedException {
        String table = RecordingFileSystem.uri(SplicedPickle.file("table.h5"));
        for (String openCost : List.of("0", "4194304000")) {
            spark.conf().set(OPEN_COST, openCost);
            Dataset<Row> frame = reader().load(table).select("k");
            long chunks = spark.read()
                    .format("hdf5")
                    .option("view", "chunks")
                    .option("dataset", "/df/table")
                    .load(table)
                    .count();

            assertThat(chunks).isGreaterThan(5);
            assertThat(value(QueryMetrics.of(spark, frame), "chunks read")).isEqualTo(chunks);
            assertThat(frame.collectAsList())
                    .hasSize(TABLE_ROW_COUNT)
                    .element(8)
                    .isEqualTo(RowFactory.create(1L));
        }
    }

    private static DataFrameReader reader() {
        return spark.read().format("hdf5").option("dataset", "df");
    }

    /** Bytes of the pickle that were asked for, those read twice counted twice. */
    private static long pickleBytesRead() {
        long bytes = 0;
        for (RecordingFileSystem.Read read : RecordingFileSystem.reads()) {
            if (read.touches(block.pickle())) {
                long from = Math.max(read.position(), block.pickle().address());
                long to = Math.min(
                        read.position() + read.lengthBytes(), block.pickle().end());
                bytes += to - from;
            }
        }
        return bytes;
    }

    private static long value(Map<String, String> metrics, String name) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().endsWith(name))
                .map(metric -> metric.getValue().replace(",", "").replaceAll("(?s)[^0-9].*", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name + " in " + metrics));
    }
}
