package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.examples.FirstPath;
import org.sparkhdf5.examples.ReadFrame;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.OracleCheck;
import org.sparkhdf5.it.testing.OracleFile;
import org.sparkhdf5.it.testing.Sessions;

/** The short list that one jar has to pass on every supported Spark and Scala. */
@Tag("smoke")
class SmokeTest {
    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
        System.out.println("Spark " + spark.version());
    }

    @Test
    void theMainJobReadsAFrameAnswersAndWritesParquet() throws IOException {
        FirstPath.Counts counts = FirstPath.run(spark, HdfsCluster.shared().fileSystem(), new Path("/first-path"));

        assertThat(counts).isEqualTo(new FirstPath.Counts(52_000, 52_000));
        // From pandas: prices().groupby("venue").volume.sum() of examples/python/make_prices.py.
        assertThat(spark.sql("SELECT venue, sum(volume) FROM prices GROUP BY venue ORDER BY venue")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create((byte) 1, 26_091_637L),
                        RowFactory.create((byte) 2, 25_836_375L),
                        RowFactory.create((byte) 3, 26_015_552L),
                        RowFactory.create((byte) 4, 26_660_104L),
                        RowFactory.create((byte) 5, 25_966_926L));
    }

    @Test
    void everyKindOfColumnComesOutAsPandasWroteIt() {
        assertEqualsOracle("frame_mixed", 0);
    }

    @Test
    void aMatrixTakesItsColumnNamesFromAnotherDataset() {
        Dataset<Row> matrix = spark.read()
                .format("hdf5")
                .option("dataset", "/data_f")
                .option("columnNames", "/f_axis0")
                .load(CommittedFixtures.onHdfs("named_columns.h5"));

        assertThat(matrix.columns())
                .containsExactly("feat_0", "feat_1", "feat_2", "feat_3", "feat_4", "feat_5", "feat_6");
        assertThat(matrix.selectExpr("sum(feat_3)").collectAsList().get(0).getDouble(0))
                .isEqualTo((25 * 3 + 7 * 24 * 25 / 2) / 16.0);
    }

    @Test
    void directoriesAreColumnsAndAFilterOnThemLeavesFilesOut() throws IOException {
        String folder = HdfsCluster.shared().uri("/smoke-days");
        byte[] matrix = Files.readAllBytes(CommittedFixtures.file("named_columns.h5"));
        for (String day : List.of("2018-10-11", "2018-10-12")) {
            HdfsCluster.shared().put(matrix, "/smoke-days/day=" + day + "/a.h5");
        }
        Dataset<Row> days = spark.read()
                .format("hdf5")
                .option("dataset", "/data_f")
                .option("columnNames", "/f_axis0")
                .load(folder);

        assertThat(days.schema().fields()[7].dataType()).isEqualTo(DataTypes.DateType);
        Dataset<Row> one = days.where("day = DATE'2018-10-12' AND _metadata.file_name = 'a.h5'");
        assertThat(one.selectExpr("count(*)", "sum(feat_3)", "max(CAST(day AS STRING))", "max(_metadata.row_index)")
                        .collectAsList())
                .containsExactly(RowFactory.create(25L, (25 * 3 + 7 * 24 * 25 / 2) / 16.0, "2018-10-12", 24L));
        assertThat(one.queryExecution().toString()).contains("1 of 2 files where");
        assertThat(days.select("_metadata.file_path", "_metadata.dataset")
                        .distinct()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void cellsAreSummed() {
        List<Row> rows = spark.read()
                .format("hdf5")
                .option("dataset", "/gzip")
                .option("layout", "cells")
                .load(CommittedFixtures.onHdfs("arrays_chunked.h5"))
                .selectExpr("count(*)", "sum(value)", "max(dim_0)", "max(dim_1)")
                .collectAsList();

        assertThat(rows).containsExactly(RowFactory.create(2100L, 2099L * 2100 / 2, 299L, 6L));
    }

    @Test
    void aGzippedDatasetIsRead() {
        List<Row> rows = spark.read()
                .format("hdf5")
                .option("dataset", "/gzip")
                .option("layout", "columns")
                .load(CommittedFixtures.onHdfs("arrays_chunked.h5"))
                .selectExpr("count(*)", "sum(c0)", "max(c6)")
                .collectAsList();

        assertThat(rows).containsExactly(RowFactory.create(300L, 7L * 299 * 300 / 2, 300 * 7 - 1));
    }

    @Test
    void aTemporaryViewAnswersInSql() {
        spark.sql("CREATE OR REPLACE TEMPORARY VIEW named USING hdf5 OPTIONS (path '"
                + CommittedFixtures.onHdfs("series.h5") + "', dataset '/named')");

        assertThat(spark.sql("SELECT sum(ints) AS total, count(*) FROM named WHERE ints > 1")
                        .collectAsList())
                .containsExactly(RowFactory.create(5L, 2L));
    }

    @Test
    void anErrorSaysWhatIsThere() {
        assertFailure(() -> ReadFrame.read(spark, CommittedFixtures.onHdfs("series.h5"), "/nothing"))
                .contains("series.h5", "/nothing", "/named", "/nameless");
    }

    /** What examples/python/read_frame.py does, without Python. */
    @Test
    void theExampleReadsAFrameByItsKey() {
        Dataset<Row> frame = ReadFrame.read(spark, CommittedFixtures.onHdfs("frame_zlib.h5"), "df");

        assertThat(frame.columns()).isEqualTo(new String[] {"__index_level_0__", "i", "f", "b", "h", "t"});
        assertThat(frame.count()).isEqualTo(1_500);
        assertEqualsOracle("frame_zlib", 0);
    }

    private static void assertEqualsOracle(String name, int object) {
        OracleFile oracle = OracleFile.in(CommittedFixtures.folder(), name).get(0);
        OracleFile.Reading reading = oracle.objects().get(object);
        OracleCheck.compare(
                ReadFrame.read(spark, CommittedFixtures.onHdfs(name + ".h5"), reading.object()), reading.columns());
    }
}
