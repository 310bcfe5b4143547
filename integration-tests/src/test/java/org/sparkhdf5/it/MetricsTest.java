package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HandMadeFrame;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.QueryMetrics;
import org.sparkhdf5.it.testing.Sessions;

/** What a scan did is visible in Spark's UI. */
class MetricsTest {
    private static final String READS = "reads";
    private static final String BYTES_READ = "bytes read";
    private static final String CHUNKS_READ = "chunks read";
    private static final String CHUNKS_FILLED = "chunks filled";

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    @Test
    void aChunkedDatasetCountsItsChunks() throws InterruptedException {
        for (String openCost : List.of("0", "4194304")) {
            spark.conf().set("spark.sql.files.openCostInBytes", openCost);
            // 300 x 7 in chunks of 64 x 3: five rows of three chunks.
            Map<String, String> metrics = metrics("arrays_chunked.h5", "/gzip");
            assertThat(value(metrics, CHUNKS_READ)).as("%s", metrics).isEqualTo(15);
            assertThat(value(metrics, CHUNKS_FILLED)).as("%s", metrics).isZero();
            assertThat(value(metrics, READS)).as("%s", metrics).isPositive();
            assertThat(value(metrics, BYTES_READ)).as("%s", metrics).isPositive();
        }
        spark.conf().unset("spark.sql.files.openCostInBytes");
    }

    @Test
    void chunksThatWereNeverWrittenAreFilled() throws InterruptedException {
        // 40 x 6 in chunks of 8 x 4: ten chunks, of which one was written.
        Map<String, String> metrics = metrics("arrays_chunked.h5", "/holes");

        assertThat(value(metrics, CHUNKS_READ)).as("%s", metrics).isEqualTo(1);
        assertThat(value(metrics, CHUNKS_FILLED)).as("%s", metrics).isEqualTo(9);
    }

    @Test
    void theBytesOfATaskAreInItsInputMetrics() throws IOException, InterruptedException, TimeoutException {
        HandMadeFrame frame =
                new HandMadeFrame("df", 1 << 18, HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 3));
        String uri = HdfsCluster.shared().put(frame, "/metrics/frame.h5", 1);
        AtomicLong bytes = new AtomicLong();
        SparkListener listener = new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                bytes.addAndGet(end.taskMetrics().inputMetrics().bytesRead());
            }
        };
        spark.sparkContext().addSparkListener(listener);
        try {
            Dataset<Row> all =
                    spark.read().format("hdf5").option("dataset", "df").load(uri);
            Map<String, String> metrics = QueryMetrics.of(spark, all);
            spark.sparkContext().listenerBus().waitUntilEmpty();

            assertThat(bytes.get())
                    .as("bytes read of the tasks, beside %s", metrics)
                    .isBetween(frame.payloadBytes(), (long) (1.1 * frame.payloadBytes()));
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }
    }

    private static Map<String, String> metrics(String fixture, String dataset) throws InterruptedException {
        return QueryMetrics.of(
                spark, spark.read().format("hdf5").option("dataset", dataset).load(CommittedFixtures.onHdfs(fixture)));
    }

    /** The value of the metric whose name ends in a text; the UI writes thousands with commas. */
    private static long value(Map<String, String> metrics, String name) {
        List<String> values = metrics.entrySet().stream()
                .filter(metric -> metric.getKey().endsWith(name))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(values).as("metric %s in %s", name, metrics).isNotEmpty();
        return Long.parseLong(values.get(0).replace(",", "").replaceAll("(?s)[^0-9].*", ""));
    }
}
