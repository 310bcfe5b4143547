package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.ManySources;
import org.sparkhdf5.it.testing.QueryMetrics;
import org.sparkhdf5.it.testing.RecordingHdfs;
import org.sparkhdf5.it.testing.Sessions;

/**
 * Virtual datasets over a thousand files on three datanodes, whose every value is known by hand: what the driver opens, what tasks
 * read, and what becomes of files that are not there.
 */
class ThousandSourcesTest {
    private static final String FOLDER = "/thousand";
    private static final int SOURCES = 1000;
    private static final int PARTS = 30;
    private static final int ROWS = SOURCES * ManySources.ROWS;
    private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";
    private static final String MISSING_SOURCES = "missing sources of virtual datasets";
    private static final String SOURCE_NAME = "[sp]\\d+\\.h5";

    private static SparkSession spark;

    @BeforeAll
    static void write() throws IOException {
        ManySources.put(SOURCES, FOLDER, "s%03d.h5");
        ManySources.put(PARTS, FOLDER, "p%d.h5");
        HdfsCluster.shared().put(ManySources.file("thousand.h5"), FOLDER + "/thousand.h5");
        HdfsCluster.shared().put(ManySources.file("percent.h5"), FOLDER + "/percent.h5");
    }

    @BeforeEach
    void start() {
        spark = Sessions.shared();
        // Half a megabyte of values in about nine splits: none would end with a source by itself.
        spark.conf().set(MAX_PARTITION_BYTES, "60k");
        RecordingHdfs.reset();
    }

    @AfterEach
    void reset() {
        spark.conf().unset(MAX_PARTITION_BYTES);
    }

    private static Dataset<Row> read(String name, Map<String, String> options) {
        return spark.read()
                .format("hdf5")
                .option("dataset", "/d")
                .option("fs.hdfs.impl", RecordingHdfs.class.getName())
                .options(options)
                .load(RecordingHdfs.uri(FOLDER + "/" + name));
    }

    private static Set<String> openedSources() {
        Set<String> names = new HashSet<>();
        RecordingHdfs.opens().forEach(open -> names.add(open.name()));
        names.removeIf(name -> !name.matches(SOURCE_NAME));
        return names;
    }

    @Test
    void thePlanIsMadeFromTheHeaderOfTheVirtualFile() {
        int partitions = read("thousand.h5", Map.of()).javaRDD().getNumPartitions();

        assertThat(partitions).isBetween(8, 12);
        assertThat(RecordingHdfs.opens()).extracting(RecordingHdfs.Open::name).containsOnly("thousand.h5");
        long bytes = RecordingHdfs.reads().stream()
                .mapToLong(RecordingHdfs.Read::lengthBytes)
                .sum();
        assertThat(bytes).as("read of a file of 59 kB, to load and to plan").isLessThan(200_000);
    }

    /** One source is 512 bytes: splits of 300 need to know of its chunks. */
    @Test
    void whereSourcesHaveToBeCutTheHeaderOfOneIsRead() {
        spark.conf().set(MAX_PARTITION_BYTES, "300");
        int partitions = read("thousand.h5", Map.of()).javaRDD().getNumPartitions();

        assertThat(partitions).isBetween(SOURCES, SOURCES * ManySources.CHUNKS);
        assertThat(openedSources()).hasSize(1);
    }

    @Test
    void everyRowIsInOnePartitionInOrderAndEveryChunkIsReadOnce() throws InterruptedException {
        Dataset<Row> all = read("thousand.h5", Map.of()).selectExpr("_metadata.row_index", "value");
        List<Row> rows = new ArrayList<>();

        Map<String, String> metrics = QueryMetrics.of(spark, () -> rows.addAll(all.collectAsList()));

        assertThat(rows).hasSize(ROWS);
        for (int row = 0; row < ROWS; row++) {
            List<Integer> expected = new ArrayList<>();
            for (int column = 0; column < ManySources.COLUMNS; column++) {
                expected.add(ManySources.value(row / ManySources.ROWS, row % ManySources.ROWS, column));
            }
            assertThat(rows.get(row).getLong(0)).isEqualTo(row);
            assertThat(rows.get(row).getList(1)).as("row %d", row).isEqualTo(expected);
        }
        assertEverySourceIsOpenedByOneTask(SOURCES, "s%03d.h5");
        assertThat(metrics).containsEntry("chunks read", "2000").containsEntry(MISSING_SOURCES, "0");
    }

    private static void assertEverySourceIsOpenedByOneTask(int count, String format) {
        Map<String, Set<Integer>> partitions = new HashMap<>();
        RecordingHdfs.opens()
                .forEach(open -> partitions
                        .computeIfAbsent(open.name(), name -> new HashSet<>())
                        .add(open.partition()));
        for (int source = 0; source < count; source++) {
            String name = String.format(Locale.ROOT, format, source);
            assertThat(partitions.get(name))
                    .as("partitions that opened %s", name)
                    .hasSize(1);
        }
    }

    @Test
    void cellsAreTheSame() throws InterruptedException {
        Dataset<Row> cells = read("thousand.h5", Map.of("layout", "cells"));
        assertThat(cells.javaRDD().getNumPartitions()).isBetween(8, 12);
        cells.createOrReplaceTempView("cells");

        List<Row> sums = new ArrayList<>();
        Map<String, String> metrics = QueryMetrics.of(
                spark,
                () -> sums.addAll(
                        spark.sql("SELECT count(*), sum(value), sum(dim_0), sum(CASE WHEN value = dim_0 DIV 8 * 1000"
                                        + " + dim_0 % 8 * 16 + dim_1 THEN 1 ELSE 0 END) FROM cells")
                                .collectAsList()));

        long count = (long) ROWS * ManySources.COLUMNS;
        assertThat(sums)
                .containsExactly(RowFactory.create(count, sum(SOURCES), (long) ROWS * (ROWS - 1) / 2 * 16, count));
        assertEverySourceIsOpenedByOneTask(SOURCES, "s%03d.h5");
        assertThat(metrics).containsEntry("chunks read", "2000");
    }

    /** Of all cells of the first sources. */
    private static long sum(int sources) {
        long cells = ManySources.ROWS * ManySources.COLUMNS;
        return 1000 * cells * (sources * (sources - 1L) / 2) + sources * (cells * (cells - 1) / 2);
    }

    /** Whichever is the first: the one that says how the scan is planned. */
    @Test
    void plainFilesBesideAreReadToo() throws IOException {
        HdfsCluster.shared().put(ManySources.bytes(6), FOLDER + "/both/0.h5");
        HdfsCluster.shared().put(ManySources.bytes(5), FOLDER + "/both/z.h5");
        HdfsCluster.shared().put(ManySources.file("thousand.h5"), FOLDER + "/both/a.h5");
        for (int source = 0; source < 3; source++) {
            HdfsCluster.shared().put(ManySources.bytes(source), FOLDER + "/both/s00" + source + ".h5");
        }
        Dataset<Row> virtualFirst = read("both/{a,z}.h5", Map.of("layout", "columns"));
        assertThat(virtualFirst
                        .where("c0 >= 0")
                        .selectExpr("count(*)", "sum(c0)")
                        .collectAsList())
                .containsExactly(RowFactory.create(32L, columnSum(0) + columnSum(1) + columnSum(2) + columnSum(5)));
        assertThat(virtualFirst.count()).isEqualTo(ROWS + ManySources.ROWS);

        Dataset<Row> plainFirst = read("both/{0,a}.h5", Map.of("layout", "columns"));
        assertThat(plainFirst.where("c0 >= 0").selectExpr("count(*)", "sum(c0)").collectAsList())
                .containsExactly(RowFactory.create(32L, columnSum(0) + columnSum(1) + columnSum(2) + columnSum(6)));
        assertThat(plainFirst.javaRDD().getNumPartitions())
                .as("the small virtual file is one split")
                .isLessThan(4);
    }

    private static long columnSum(int source) {
        long sum = 0;
        for (int row = 0; row < ManySources.ROWS; row++) {
            sum += ManySources.value(source, row, 0);
        }
        return sum;
    }

    @Test
    void rowNumbersChooseTasksAndSources() {
        Dataset<Row> few = read("thousand.h5", Map.of("layout", "columns"))
                .where("_metadata.row_index BETWEEN 4001 AND 4013")
                .select("c1");

        assertThat(few.javaRDD().getNumPartitions())
                .as("splits that may hold them")
                .isEqualTo(1);
        assertThat(few.collectAsList())
                .extracting(row -> row.getInt(0))
                .startsWith(ManySources.value(500, 1, 1))
                .endsWith(ManySources.value(501, 5, 1))
                .hasSize(13);
        assertThat(openedSources()).containsExactlyInAnyOrder("s500.h5", "s501.h5");
    }

    @Test
    void aFewRowsAndCountsOpenFewSources() {
        Dataset<Row> all = read("thousand.h5", Map.of("layout", "columns"));
        assertThat(all.count()).isEqualTo(ROWS);
        assertThat(openedSources()).isEmpty();

        assertThat(all.select("c2").limit(3).collectAsList())
                .extracting(row -> row.getInt(0))
                .containsExactly(2, 18, 34);
        assertThat(openedSources()).hasSizeLessThan(SOURCES / 4);
    }

    @Test
    void missingSourcesAreFilledAndCounted() throws IOException, InterruptedException {
        HdfsCluster.shared().put(ManySources.file("thousand.h5"), FOLDER + "/holes/thousand.h5");
        HdfsCluster.shared().put(ManySources.bytes(7), FOLDER + "/holes/s007.h5");
        read("holes/thousand.h5", Map.of("layout", "columns")).createOrReplaceTempView("holes");
        List<Row> rows = new ArrayList<>();

        Map<String, String> metrics = QueryMetrics.of(
                spark,
                () -> rows.addAll(spark.sql("SELECT c0, count(*) FROM holes GROUP BY c0 ORDER BY 1")
                        .collectAsList()));

        assertThat(rows)
                .hasSize(1 + ManySources.ROWS)
                .startsWith(RowFactory.create(-1, (long) ROWS - ManySources.ROWS));
        assertThat(rows.get(ManySources.ROWS)).isEqualTo(RowFactory.create(ManySources.value(7, 7, 0), 1L));
        assertThat(metrics).containsEntry(MISSING_SOURCES, "999");
    }

    /** How many there are is found once, when the file is loaded. */
    @Test
    void asManyPartsAsThereAreAreOneDataset() {
        Dataset<Row> parts = read("percent.h5", Map.of("layout", "columns"));
        assertThat(openedSources()).as("parts that give the extent").hasSize(PARTS);
        RecordingHdfs.reset();

        List<Row> sums = parts.selectExpr("count(*)", "sum(c3)").collectAsList();

        long expected = 0;
        for (int part = 0; part < PARTS; part++) {
            expected += columnSum(part) + 3 * ManySources.ROWS;
        }
        assertThat(sums).containsExactly(RowFactory.create((long) PARTS * ManySources.ROWS, expected));
        assertEverySourceIsOpenedByOneTask(PARTS, "p%d.h5");
        assertThat(parts.count()).isEqualTo(PARTS * ManySources.ROWS);
    }

    /** As for a process that has the dataset open in HDF5: the extent stays, what is gone is the fill value. */
    @Test
    void tasksReadTheRowsThatWerePlanned() throws IOException {
        String folder = FOLDER + "/shrinking";
        ManySources.put(3, folder, "p%d.h5");
        HdfsCluster.shared().put(ManySources.file("percent.h5"), folder + "/percent.h5");
        Dataset<Row> parts =
                read("shrinking/percent.h5", Map.of("layout", "columns")).select("c0");
        assertThat(parts.javaRDD().getNumPartitions()).isPositive();
        HdfsCluster.shared().fileSystem().delete(new Path(folder, "p2.h5"), false);

        List<Row> rows = parts.collectAsList();
        assertThat(rows).hasSize(24);
        assertThat(rows.get(15).getInt(0)).isEqualTo(ManySources.value(1, 7, 0));
        assertThat(rows.subList(16, 24)).containsOnly(RowFactory.create(-1));
        HdfsCluster.shared().put(ManySources.bytes(2), folder + "/p2.h5");
        HdfsCluster.shared().put(ManySources.bytes(3), folder + "/p3.h5");
        assertThat(parts.collectAsList()).as("rows that were planned").hasSize(24);
    }

    /** Never what the small file takes: Spark would broadcast what it stands for. */
    @Test
    void statisticsCountWhatIsInOtherFiles() {
        assertThat(read("thousand.h5", Map.of("layout", "columns"))
                        .queryExecution()
                        .optimizedPlan()
                        .stats()
                        .sizeInBytes()
                        .toLong())
                .isGreaterThanOrEqualTo((long) ROWS * ManySources.COLUMNS * Integer.BYTES);
    }
}
