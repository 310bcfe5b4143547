package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.OracleColumn;
import org.sparkhdf5.it.testing.OracleFile;
import org.sparkhdf5.it.testing.Sessions;

/** Queries over frames, compared with the same rows that came from nowhere near HDF5. */
class SqlTest {
    /** Only the comparisons of Spark testing base: it is not asked to start a session. */
    private static final class Comparison extends JavaDatasetSuiteBase {}

    private static final Comparison COMPARISON = new Comparison();

    private static SparkSession spark;

    @BeforeAll
    static void createViews() {
        spark = Sessions.shared();
        view("frame", "frame_zlib.h5", "/df");
        view("mixed", "frame_mixed.h5", "/df");
    }

    @Test
    void aWholeFrameEqualsTheSameRows() {
        COMPARISON.assertDatasetEquals(twin("frame_zlib", spark.table("frame")), spark.table("frame"));
        COMPARISON.assertDatasetEquals(twin("frame_mixed", spark.table("mixed")), spark.table("mixed"));
    }

    @Test
    void filtersAggregatesAndOrderEqualTheSameQueryOverTheSameRows() {
        twin("frame_zlib", spark.table("frame")).createOrReplaceTempView("twin");
        for (String query : List.of(
                "SELECT i, count(*), sum(f), min(t), max(t) FROM %s WHERE b GROUP BY i ORDER BY i",
                "SELECT * FROM %s WHERE t > timestamp_ntz '1970-01-01 00:10:00' AND h BETWEEN 10 AND 20 ORDER BY t",
                "SELECT h, avg(f) AS average FROM %s WHERE NOT b GROUP BY h HAVING avg(f) > 180 ORDER BY h",
                "SELECT DISTINCT h %% 7 AS r FROM %s ORDER BY r",
                "SELECT a.i, b.h FROM %1$s a JOIN %1$s b ON a.__index_level_0__ = b.i ORDER BY 1, 2 LIMIT 50",
                "SELECT i, row_number() OVER (PARTITION BY h ORDER BY f) AS n FROM %s ORDER BY f")) {
            COMPARISON.assertDatasetEquals(
                    spark.sql(String.format(query, "twin")), spark.sql(String.format(query, "frame")));
        }
    }

    @Test
    void nullsAndNansAreWhatSqlSaysTheyAre() {
        assertThat(spark.sql("SELECT label FROM mixed WHERE `when` IS NULL").collectAsList())
                .containsExactly(RowFactory.create("ä"));
        assertThat(spark.sql("SELECT count(`when`), count(f8), count_if(isnan(f8)) FROM mixed")
                        .collectAsList())
                .containsExactly(RowFactory.create(3L, 4L, 1L));
    }

    @Test
    void aZonedColumnIsAnInstantInEverySessionZone() {
        for (String zone : List.of("UTC", "Asia/Tokyo")) {
            spark.conf().set("spark.sql.session.timeZone", zone);
            assertThat(spark.sql("SELECT unix_micros(zoned) FROM mixed ORDER BY second_i8").collectAsList().stream()
                            .map(row -> row.get(0)))
                    .containsExactly(1_774_747_800_000_001L, null, -1L, 0L);
        }
        spark.conf().set("spark.sql.session.timeZone", "UTC");
    }

    @Test
    void aViewOverSeveralOptionsIsTheSameAsTheReader() {
        spark.sql("CREATE OR REPLACE TEMPORARY VIEW matrix USING hdf5 OPTIONS (path '"
                + CommittedFixtures.onHdfs("named_columns.h5")
                + "', dataset '/data_f', columnNames '/f_axis0')");

        assertThat(spark.sql("SELECT feat_0, feat_6 FROM matrix WHERE feat_0 > 10")
                        .collectAsList())
                .containsExactly(RowFactory.create(161 / 16.0, 167 / 16.0), RowFactory.create(168 / 16.0, 174 / 16.0));
    }

    @Test
    void aFrameBecomesParquetAndComesBackEqual() {
        String parquet = HdfsCluster.shared().uri("/sql/frame.parquet");
        spark.table("frame").write().mode("overwrite").parquet(parquet);

        COMPARISON.assertDatasetEquals(
                spark.table("frame"), spark.read().parquet(parquet).orderBy("__index_level_0__"));
    }

    @Test
    void aCachedFrameKeepsItsValues() {
        Dataset<Row> cached = spark.table("mixed").select("*").cache();
        try {
            COMPARISON.assertDatasetEquals(twin("frame_mixed", spark.table("mixed")), cached);
        } finally {
            cached.unpersist();
        }
    }

    @Test
    void arraysExplodeAndAggregate() {
        Dataset<Row> rows =
                spark.read().format("hdf5").option("dataset", "/i2_3d").load(CommittedFixtures.onHdfs("arrays.h5"));
        rows.createOrReplaceTempView("cube");

        assertThat(spark.sql("SELECT sum(element), count(*) FROM cube LATERAL VIEW explode(flatten(value)) AS element")
                        .collectAsList())
                .containsExactly(RowFactory.create(276L, 24L));
        assertThat(spark.sql("SELECT value[1][0] FROM cube").collectAsList().stream()
                        .map(row -> row.getShort(0)))
                .containsExactly((short) 2, (short) 8, (short) 14, (short) 20);
    }

    private static void view(String name, String file, String dataset) {
        spark.read()
                .format("hdf5")
                .option("dataset", dataset)
                .load(CommittedFixtures.onHdfs(file))
                .createOrReplaceTempView(name);
    }

    /** The rows of the first object of an oracle, with the schema that the reader gives to them. */
    private static Dataset<Row> twin(String name, Dataset<Row> like) {
        List<OracleColumn> columns = OracleFile.in(CommittedFixtures.folder(), name)
                .get(0)
                .objects()
                .get(0)
                .columns();
        List<List<Object>> values = columns.stream().map(OracleColumn::expected).toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < values.get(0).size(); i++) {
            Object[] row = new Object[columns.size()];
            for (int column = 0; column < row.length; column++) {
                row[column] = values.get(column).get(i);
            }
            rows.add(RowFactory.create(row));
        }
        return spark.createDataFrame(rows, like.schema());
    }
}
