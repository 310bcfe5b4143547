package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Statistics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HandMadeFrame;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.Sessions;

/** What the optimiser is told: exact rows, and the decoded size of the columns that are asked for. */
class StatisticsTest {
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
