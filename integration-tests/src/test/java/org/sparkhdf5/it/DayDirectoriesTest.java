package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.DayFile;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.Sessions;

/**
 * 2,000 files on HDFS in directories of days, once without and once with names of partitions, read through three file systems. The
 * file of number n is the same in both.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DayDirectoriesTest {
    private static final int FILES = 2_000;
    private static final int FILES_PER_DAY = 20;
    private static final int WRITERS = 8;
    private static final String PLAIN = "/h5file/2018/*/*.h5";
    private static final String JANUARY = "/h5file/2018/01*/*.h5";
    private static final int FILES_IN_JANUARY = 28 * FILES_PER_DAY;
    private static final String PARTITIONED = "/h5parts";

    private static HdfsCluster cluster;
    private static SparkSession spark;

    @BeforeAll
    static void write() throws Exception {
        spark = Sessions.shared();
        cluster = HdfsCluster.startWithHttp();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int n = 0; n < FILES; n++) {
                int number = n;
                tasks.add(() -> cluster.put(DayFile.bytes(number), plain(number)));
            }
            for (Future<String> task : writers.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            writers.shutdownNow();
        }
        assertThat(cluster.fileSystem().exists(new Path(plain(FILES - 1)))).isTrue();
    }

    @AfterAll
    static void stop() {
        cluster.stop();
    }

    private static String day(int number) {
        int day = number / FILES_PER_DAY;
        return "%02d%02d".formatted(1 + day / 28, 1 + day % 28);
    }

    private static String plain(int number) {
        return "/h5file/2018/" + day(number) + "/" + name(number);
    }

    private static String partitioned(int number) {
        return PARTITIONED + "/year=2018/day=" + day(number) + "/" + name(number);
    }

    private static String name(int number) {
        return "part-%04d.h5".formatted(number);
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"hdfs", "webhdfs", "viewfs"})
    void aGlobOfDaysHasNoPartitionColumns(String scheme) {
        Dataset<Row> days = read(scheme).load(root(scheme) + PLAIN);

        assertThat(days.columns()).containsExactly("open", "high", "low");
        assertRows(days.selectExpr("*", "_metadata.file_path"), scheme, false);
    }

    @Test
    @Order(2)
    void oneCorruptAndOneVanishedFileFailByNameOrArePassedOver() throws IOException {
        String corrupt = plain(500);
        String vanished = plain(300);
        cluster.put(DayFile.corrupt(), corrupt);
        try {
            Dataset<Row> strict = read("hdfs").load(cluster.uri(PLAIN));
            assertFailure(strict::count).contains(cluster.uri(corrupt), "signature");
            Dataset<Row> tolerant = read("hdfs")
                    .option("ignoreCorruptFiles", "true")
                    .option("ignoreMissingFiles", "true")
                    .load(cluster.uri(PLAIN));
            Dataset<Row> corruptOnly =
                    read("hdfs").option("ignoreCorruptFiles", "true").load(cluster.uri(JANUARY));
            Dataset<Row> missingOnly =
                    read("hdfs").option("ignoreMissingFiles", "true").load(cluster.uri(JANUARY));
            assertThat(corruptOnly.count()).isEqualTo((FILES_IN_JANUARY - 1L) * DayFile.ROWS);
            cluster.fileSystem().delete(new Path(vanished), false);

            Row row = tolerant.selectExpr("count(*)", "sum(low)").first();
            assertThat(row.getLong(0)).isEqualTo((FILES - 2L) * DayFile.ROWS);
            assertThat(row.getDouble(1)).isEqualTo(DayFile.sum(FILES, 2) - sum(500) - sum(300));
            assertFailure(corruptOnly::count).contains(vanished);
            assertFailure(missingOnly::count).contains(cluster.uri(corrupt), "signature");
        } finally {
            cluster.put(DayFile.bytes(500), corrupt);
            cluster.put(DayFile.bytes(300), vanished);
        }
    }

    @ParameterizedTest
    @Order(3)
    @ValueSource(strings = {"hdfs", "webhdfs", "viewfs"})
    void daysAreColumns(String scheme) throws IOException {
        movePartitions();
        Dataset<Row> days = read(scheme).load(root(scheme) + PARTITIONED);

        assertThat(days.columns()).containsExactly("open", "high", "low", "year", "day");
        assertRows(days.selectExpr("open", "high", "low", "_metadata.file_path", "year", "day"), scheme, true);
        assertThat(days.filter("day = 203")
                        .selectExpr("sum(open)", "count(*)")
                        .first()
                        .toString())
                .isEqualTo("[%s,%d]".formatted(sumOfDay("0203"), FILES_PER_DAY * DayFile.ROWS));
        assertThat(days.filter("day = 203").queryExecution().executedPlan().toString())
                .contains(FILES_PER_DAY + " of " + FILES + " files where");
    }

    /** Renames the days, so that the files are written once. */
    private static void movePartitions() throws IOException {
        FileSystem fileSystem = cluster.fileSystem();
        if (fileSystem.exists(new Path(PARTITIONED))) {
            return;
        }
        fileSystem.mkdirs(new Path(PARTITIONED + "/year=2018"));
        for (int number = 0; number < FILES; number += FILES_PER_DAY) {
            assertThat(fileSystem.rename(
                            new Path(plain(number)).getParent(), new Path(partitioned(number)).getParent()))
                    .isTrue();
        }
    }

    private static void assertRows(Dataset<Row> rows, String scheme, boolean partitioned) {
        List<Row> all = rows.collectAsList();
        assertThat(all).hasSize(FILES * DayFile.ROWS);
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            Row row = all.get(i);
            // Files are in path order, rows in file order.
            int number = i / DayFile.ROWS;
            numbers.add(number);
            for (int column = 0; column < DayFile.COLUMNS.size(); column++) {
                assertThat(row.getDouble(column)).isEqualTo(DayFile.value(number, i % DayFile.ROWS, column));
            }
            assertThat(row.getString(3)).isEqualTo(root(scheme) + (partitioned ? partitioned(number) : plain(number)));
            if (partitioned) {
                assertThat(row.getInt(4)).isEqualTo(2018);
                assertThat(row.getInt(5)).isEqualTo(Integer.parseInt(day(number)));
            }
        }
        assertThat(numbers).hasSize(FILES);
    }

    private static double sum(int number) {
        return DayFile.value(number, 0, 2) + DayFile.value(number, 1, 2);
    }

    private static double sumOfDay(String day) {
        double sum = 0;
        for (int number = 0; number < FILES; number++) {
            if (day(number).equals(day)) {
                sum += DayFile.value(number, 0, 0) + DayFile.value(number, 1, 0);
            }
        }
        return sum;
    }

    private static DataFrameReader read(String scheme) {
        DataFrameReader reader = spark.read()
                .format("hdf5")
                .option("columnNames", DayFile.COLUMN_NAMES)
                .option("dataset", DayFile.DATASET);
        return scheme.equals("viewfs")
                ? reader.option("fs.viewfs.mounttable.days.link./h5file", cluster.uri("/h5file"))
                        .option("fs.viewfs.mounttable.days.link." + PARTITIONED, cluster.uri(PARTITIONED))
                : reader;
    }

    private static String root(String scheme) {
        return switch (scheme) {
            case "viewfs" -> "viewfs://days";
            case "webhdfs" -> "webhdfs://" + cluster.httpAddress();
            default -> cluster.uri("/").replaceAll("/$", "");
        };
    }
}
