package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.HandMadeFrame;
import org.sparkhdf5.it.testing.LatentFileSystem;
import org.sparkhdf5.it.testing.Sessions;

/**
 * A frame of an index and two blocks on a file system where a call takes long: a tenth of the sizes and times of an object store
 * that takes 50 ms before the first byte. Calls and bytes are counted; what they cost is computed.
 */
class LatencyTest {
    private static final int ROW_COUNT = 1_400_000;
    private static final LatentFileSystem.Pace SLOW = new LatentFileSystem.Pace(5, 100e6);
    private static final String PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";

    @TempDir
    static Path folder;

    private static HandMadeFrame frame;
    private static String uri;
    private static SparkSession spark;

    @BeforeAll
    static void writeFrame() throws IOException {
        spark = Sessions.shared();
        frame = new HandMadeFrame(
                "df",
                ROW_COUNT,
                HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 6),
                HandMadeFrame.Block.of(HandMadeFrame.Kind.INT64, "i", 2));
        Path file = folder.resolve("frame.h5");
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            frame.writeTo(stream);
        }
        uri = LatentFileSystem.uri(file);
        spark.conf().set(PARTITION_BYTES, "25000000");
    }

    @AfterAll
    static void reset() {
        spark.conf().unset(PARTITION_BYTES);
        LatentFileSystem.reset(new LatentFileSystem.Pace(0, Double.MAX_VALUE));
    }

    @Test
    void aScanSpendsMostOfItsTimeOnBytes() throws IOException, TimeoutException, InterruptedException {
        AtomicLong bytesOfTasks = new AtomicLong();
        SparkListener listener = new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                bytesOfTasks.addAndGet(end.taskMetrics().inputMetrics().bytesRead());
            }
        };
        LatentFileSystem.reset(SLOW);
        Dataset<Row> table = spark.read().format("hdf5").option("dataset", "df").load(uri);
        spark.sparkContext().addSparkListener(listener);
        try {
            Row sums = table.selectExpr("sum(__index_level_0__)", "sum(f5)", "sum(i1)")
                    .collectAsList()
                    .get(0);
            spark.sparkContext().listenerBus().waitUntilEmpty();
            double rows = ROW_COUNT;
            assertThat(sums.getLong(0)).isEqualTo((long) (rows * (rows - 1) / 2));
            assertThat(sums.getDouble(1)).isEqualTo(rows * (rows - 1) / 2 + rows * (5 / 8.0));
            assertThat(sums.getLong(2)).isEqualTo((long) (rows * (rows - 1) / 2 * 31 + rows));
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }
        LatentFileSystem.Counts counts = LatentFileSystem.counts();
        assertThat(counts.bytes()).isBetween(frame.payloadBytes(), (long) (1.05 * frame.payloadBytes()));
        double share = counts.bytes() / SLOW.bytesPerSecond() / SLOW.seconds(counts.calls(), counts.bytes());
        assertThat(share).as("share of the bandwidth, with %s", counts).isGreaterThan(0.8);
        // What threads of their own read counts for the tasks, and once.
        assertThat(bytesOfTasks.get()).isBetween(frame.payloadBytes(), counts.bytes());
    }

    @Test
    void aQueryThatStopsEarlyReadsAPart() {
        LatentFileSystem.reset(SLOW);
        assertThat(spark.read()
                        .format("hdf5")
                        .option("dataset", "df")
                        .load(uri)
                        .select("f0", "i0")
                        .limit(5)
                        .collectAsList())
                .hasSize(5);
        // Metadata in front and between, and the first window of each array.
        assertThat(LatentFileSystem.counts().bytes()).isLessThan(3 << 20);
    }
}
