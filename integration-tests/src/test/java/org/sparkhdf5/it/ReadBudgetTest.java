package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HandMadeFile;
import org.sparkhdf5.it.testing.HandMadeFrame;
import org.sparkhdf5.it.testing.OracleCheck;
import org.sparkhdf5.it.testing.OracleFile;
import org.sparkhdf5.it.testing.RecordingFileSystem;
import org.sparkhdf5.it.testing.Sessions;

/** How many reads and bytes things cost, and which bytes nobody may touch; counted by the file system. */
class ReadBudgetTest {
    private static final int ROW_COUNT = 1 << 18;
    private static final int FLOATS = 0;
    private static final int INTEGERS = 1;
    private static final int SMALL_FLOATS = 2;

    @TempDir
    private static Path folder;

    private static HandMadeFrame frame;
    private static String frameUri;
    private static String crowdedUri;
    private static SparkSession spark;

    @BeforeAll
    static void writeFrames() throws IOException {
        spark = Sessions.shared();
        frame = new HandMadeFrame(
                "df",
                ROW_COUNT,
                HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 4),
                HandMadeFrame.Block.of(HandMadeFrame.Kind.INT64, "i", 3),
                HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT32, "s", 2));
        frameUri = write(frame, "frame.h5");
        HandMadeFrame crowded =
                new HandMadeFrame("mmm", 1_000, HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 2));
        crowdedUri = write(crowded.withSiblings(5_000), "crowded.h5");
    }

    @BeforeEach
    void resetRecords() {
        RecordingFileSystem.reset();
    }

    @Test
    void openingAFrameAmongFiveThousandSiblingsTakesTwentyReads() {
        Dataset<Row> opened =
                spark.read().format("hdf5").option("dataset", "mmm").load(crowdedUri);
        assertThat(opened.columns()).containsExactly("__index_level_0__", "f0", "f1");

        List<RecordingFileSystem.Read> reads = RecordingFileSystem.reads();
        assertThat(reads).hasSizeBetween(1, 20);
        assertThat(RecordingFileSystem.readBytes()).isLessThanOrEqualTo(2 << 20);
    }

    @Test
    void scanningEveryColumnReadsTheFrameOnce() {
        read().write().format("noop").mode("overwrite").save();

        assertThat(RecordingFileSystem.readBytes())
                .isBetween(frame.payloadBytes(), (long) (1.05 * frame.payloadBytes()));
    }

    @Test
    void scanningOneBlockDoesNotTouchTheOthers() {
        JavaRDD<Row> rows = read().select("i0", "i2").javaRDD();
        assertThat(rows.getNumPartitions()).isPositive();
        RecordingFileSystem.reset();

        assertThat(rows.count()).isEqualTo(ROW_COUNT);

        assertUntouched(frame.indexRegion());
        assertUntouched(frame.blockRegion(FLOATS));
        assertUntouched(frame.blockRegion(SMALL_FLOATS));
        assertThat(RecordingFileSystem.reads()).anyMatch(read -> read.touches(frame.blockRegion(INTEGERS)));
        assertThat(RecordingFileSystem.readBytes())
                .isLessThanOrEqualTo((long) (1.05 * frame.blockRegion(INTEGERS).lengthBytes()));
    }

    @Test
    void countReadsNoRange() {
        Dataset<Row> opened = read();
        RecordingFileSystem.reset();

        assertThat(opened.count()).isEqualTo(ROW_COUNT);

        assertNoDataRead();
    }

    @Test
    void explainAndPrintSchemaPlanNothing() {
        Dataset<Row> opened = read();
        Dataset<Row> query = opened.where("f0 > 10").groupBy("i0").count();
        RecordingFileSystem.reset();

        opened.printSchema();
        opened.explain();
        query.explain(true);

        assertThat(RecordingFileSystem.reads()).isEmpty();
        assertThat(RecordingFileSystem.openingThreads()).isEmpty();
    }

    @Test
    void oneQueryPlansOnce() {
        spark.conf().set("spark.sql.files.openCostInBytes", "0");
        try {
            // Chunked and filtered: planning it means to read its chunk indexes.
            Dataset<Row> query = spark.read()
                    .format("hdf5")
                    .option("dataset", "df")
                    .load(RecordingFileSystem.uri(CommittedFixtures.file("frame_zlib.h5")))
                    .groupBy("h")
                    .sum("i");
            query.explain(true);
            RecordingFileSystem.reset();

            assertThat(query.collectAsList()).hasSize(100);

            assertThat(RecordingFileSystem.openingThreads().stream()
                            .filter(thread -> !thread.startsWith("Executor task launch")))
                    .as("opens by the driver")
                    .hasSizeLessThanOrEqualTo(1);
        } finally {
            spark.conf().unset("spark.sql.files.openCostInBytes");
        }
    }

    @Test
    void aScanIsPlannedOnceHoweverOftenSparkAsks() {
        Scan scan = scan(read().queryExecution().executedPlan());

        assertThat(scan.columnarSupportMode()).isEqualTo(Scan.ColumnarSupportMode.SUPPORTED);
        InputPartition[] first = scan.toBatch().planInputPartitions();
        RecordingFileSystem.reset();
        assertThat(first).isNotEmpty();
        assertThat(scan.toBatch().planInputPartitions())
                .usingElementComparator((one, other) -> one == other ? 0 : 1)
                .containsExactly(first);
        assertThat(RecordingFileSystem.openingThreads()).isEmpty();
    }

    @Test
    void limitReadsLittle() {
        assertThat(read().limit(5).collectAsList()).hasSize(5);

        assertThat(RecordingFileSystem.readBytes()).isLessThan(frame.payloadBytes() / 2);
    }

    @Test
    void shortReadsChangeNoValue() {
        long seed = 20261120;
        List<Path> files = List.of(
                CommittedFixtures.file("frame_mixed.h5"),
                CommittedFixtures.file("frame_zlib.h5"),
                CommittedFixtures.file("frame_fletcher32.h5"));
        for (String openCost : List.of("0", "4194304")) {
            spark.conf().set("spark.sql.files.openCostInBytes", openCost);
            for (Path file : files) {
                RecordingFileSystem.resetToShortReads(seed);
                String name = file.getFileName().toString().replace(".h5", "");
                OracleFile oracle =
                        OracleFile.in(CommittedFixtures.folder(), name).get(0);
                OracleCheck.compare(
                        spark.read().format("hdf5").option("dataset", "df").load(RecordingFileSystem.uri(file)),
                        oracle.objects().get(0).columns());
                assertThat(RecordingFileSystem.reads()).as("seed %s", seed).allMatch(read -> read.lengthBytes() <= 300);
            }
        }
        spark.conf().unset("spark.sql.files.openCostInBytes");
    }

    private static Dataset<Row> read() {
        return spark.read().format("hdf5").option("dataset", "df").load(frameUri);
    }

    private static String write(HandMadeFrame made, String name) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            made.writeTo(stream);
        }
        return RecordingFileSystem.uri(file);
    }

    /** The scan at the end of a plan of one branch. */
    private static Scan scan(SparkPlan plan) {
        SparkPlan current = plan;
        while (!(current instanceof BatchScanExec)) {
            current = current.children().iterator().next();
        }
        return ((BatchScanExec) current).scan();
    }

    private static void assertUntouched(HandMadeFile.Region region) {
        assertThat(RecordingFileSystem.reads().stream().filter(read -> read.touches(region)))
                .as("reads within %s", region)
                .isEmpty();
    }

    /** No read of the data, but for what a block of metadata drags along at the borders of a region. */
    private static void assertNoDataRead() {
        long margin = 1 << 20;
        for (HandMadeFile.Region region :
                List.of(frame.indexRegion(), frame.blockRegion(FLOATS), frame.blockRegion(INTEGERS))) {
            assertUntouched(
                    new HandMadeFile.Region(region.address() + margin, Math.max(0, region.lengthBytes() - 2 * margin)));
        }
        assertThat(RecordingFileSystem.readBytes()).isLessThan(2 << 20);
    }
}
