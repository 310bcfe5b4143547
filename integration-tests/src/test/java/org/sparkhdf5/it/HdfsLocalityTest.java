package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.scheduler.TaskLocation;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.HandMadeFile;
import org.sparkhdf5.it.testing.HandMadeFrame;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.Sessions;
import scala.collection.Iterator;

/** A frame of 64 MiB on three datanodes: how it is split, where its tasks want to run, what a lost datanode does. */
class HdfsLocalityTest {
    private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";
    private static final long ROW_COUNT = 1 << 20;
    private static final int FLOAT_COUNT = 5;
    private static final int INTEGER_COUNT = 2;

    /** The rows of one partition, as the index column says. */
    private record Rows(int partition, long first, long last) implements java.io.Serializable {}

    private static HdfsCluster cluster;
    private SparkSession spark;

    @BeforeAll
    static void startCluster() {
        cluster = HdfsCluster.shared();
    }

    @BeforeEach
    void setPartitionSize() {
        spark = Sessions.shared();
        spark.conf().set(MAX_PARTITION_BYTES, "8m");
    }

    @AfterEach
    void resetPartitionSize() {
        spark.conf().unset(MAX_PARTITION_BYTES);
    }

    @Test
    void eachPartitionPrefersTheHostWithMostOfItsBytes() throws IOException {
        HandMadeFrame frame = frame();
        String uri = cluster.put(frame, "/locality/one.h5", 1);
        JavaRDD<Row> rows = read(uri).javaRDD();

        List<Rows> partitions = rowsOf(rows);

        assertThat(partitions).hasSizeGreaterThanOrEqualTo(8);
        for (Rows partition : partitions) {
            Map<String, Long> bytesByHost = bytesByHost(frame, uri, partition);
            List<String> preferred = preferred(rows, partition.partition);
            assertThat(preferred).as("%s of %s", partition, bytesByHost).isNotEmpty();
            assertThat(bytesByHost.get(preferred.get(0)))
                    .as("bytes of %s on its first preferred host %s of %s", partition, preferred, bytesByHost)
                    .isEqualTo(Collections.max(bytesByHost.values()));
        }
    }

    @Test
    void everyRowIsInOnePartitionAndInOrder() throws IOException {
        String uri = cluster.put(frame(), "/locality/order.h5", 1);

        long next = 0;
        for (Rows partition : rowsOf(read(uri).javaRDD())) {
            assertThat(partition.first).isEqualTo(next);
            next = partition.last + 1;
        }
        assertThat(next).isEqualTo(ROW_COUNT);
    }

    @Test
    void aDatanodeLostAfterPlanningChangesNoValue() throws IOException {
        HdfsCluster losing = HdfsCluster.start();
        try {
            String uri = losing.put(frame(), "/locality/two.h5", 2);
            JavaRDD<Row> sums = sums(read(uri)).javaRDD();
            assertThat(sums.getNumPartitions()).isPositive();
            JavaRDD<Row> planned = read(uri).javaRDD();
            assertThat(planned.getNumPartitions()).isGreaterThanOrEqualTo(8);

            losing.cluster().stopDataNode(0);

            assertSums(sums.collect().get(0));
            assertThat(planned.mapPartitions(HdfsLocalityTest::wrongRows).collect())
                    .as("rows that are not the formula's")
                    .isEmpty();
        } finally {
            losing.stop();
        }
    }

    @Test
    void executorsOfTheirOwnGiveTheSameAnswer() throws IOException {
        String uri = cluster.put(frame(), "/locality/executors.h5", 2);
        try {
            SparkSession executors = Sessions.localCluster();
            executors.conf().set(MAX_PARTITION_BYTES, "8m");

            assertSums(
                    sums(executors.read().format("hdf5").option("dataset", "df").load(uri))
                            .collectAsList()
                            .get(0));
        } finally {
            Sessions.stop();
            spark = Sessions.shared();
        }
    }

    private static HandMadeFrame frame() {
        return new HandMadeFrame(
                "df",
                ROW_COUNT,
                HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", FLOAT_COUNT),
                HandMadeFrame.Block.of(HandMadeFrame.Kind.INT64, "i", INTEGER_COUNT));
    }

    private Dataset<Row> read(String uri) {
        return spark.read().format("hdf5").option("dataset", "df").load(uri);
    }

    private static Dataset<Row> sums(Dataset<Row> frame) {
        return frame.selectExpr("count(*)", "sum(__index_level_0__)", "sum(f0)", "sum(f4)", "sum(i1)");
    }

    private static void assertSums(Row sums) {
        long rowSum = ROW_COUNT * (ROW_COUNT - 1) / 2;
        assertThat(sums.getLong(0)).isEqualTo(ROW_COUNT);
        assertThat(sums.getLong(1)).isEqualTo(rowSum);
        assertThat(sums.getDouble(2)).isEqualTo((double) rowSum);
        assertThat(sums.getDouble(3)).isEqualTo(rowSum + ROW_COUNT * 4 / 8.0);
        assertThat(sums.getLong(4)).isEqualTo(31 * rowSum + ROW_COUNT);
    }

    private static java.util.Iterator<String> wrongRows(java.util.Iterator<Row> rows) {
        List<String> wrong = new ArrayList<>();
        while (rows.hasNext()) {
            Row row = rows.next();
            long number = row.getLong(0);
            boolean right = true;
            for (int i = 0; i < FLOAT_COUNT; i++) {
                right &= row.getDouble(1 + i) == HandMadeFrame.cell(number, i);
            }
            for (int i = 0; i < INTEGER_COUNT; i++) {
                right &= row.getLong(1 + FLOAT_COUNT + i) == HandMadeFrame.integerCell(number, i);
            }
            if (!right && wrong.size() < 3) {
                wrong.add(row.toString());
            }
        }
        return wrong.iterator();
    }

    private static List<Rows> rowsOf(JavaRDD<Row> rows) {
        return rows.mapPartitionsWithIndex(
                        (partition, iterator) -> {
                            long first = -1;
                            long last = -1;
                            while (iterator.hasNext()) {
                                last = iterator.next().getLong(0);
                                first = first < 0 ? last : first;
                            }
                            return List.of(new Rows(partition, first, last)).iterator();
                        },
                        true)
                .collect();
    }

    private List<String> preferred(JavaRDD<Row> rows, int partition) {
        List<String> hosts = new ArrayList<>();
        Iterator<TaskLocation> locations =
                spark.sparkContext().getPreferredLocs(rows.rdd(), partition).iterator();
        while (locations.hasNext()) {
            hosts.add(locations.next().host());
        }
        return hosts;
    }

    /** How many bytes of the rows of a partition, in all columns, each host holds: from the namenode alone. */
    private static Map<String, Long> bytesByHost(HandMadeFrame frame, String uri, Rows rows) throws IOException {
        Map<String, Long> bytes = new TreeMap<>();
        addBytes(bytes, uri, frame.indexRegion(), 8, rows);
        for (int block = 0; block < frame.blocks().size(); block++) {
            addBytes(
                    bytes,
                    uri,
                    frame.blockRegion(block),
                    frame.blocks().get(block).rowBytes(),
                    rows);
        }
        return bytes;
    }

    private static void addBytes(
            Map<String, Long> bytes, String uri, HandMadeFile.Region region, int rowBytes, Rows rows)
            throws IOException {
        FileSystem fileSystem = cluster.fileSystem();
        long start = region.address() + rows.first * rowBytes;
        long end = region.address() + (rows.last + 1) * rowBytes;
        for (BlockLocation block :
                fileSystem.getFileBlockLocations(fileSystem.getFileStatus(new Path(uri)), start, end - start)) {
            long overlap = Math.min(end, block.getOffset() + block.getLength()) - Math.max(start, block.getOffset());
            for (String host : block.getHosts()) {
                bytes.merge(host, overlap, Long::sum);
            }
        }
    }
}
