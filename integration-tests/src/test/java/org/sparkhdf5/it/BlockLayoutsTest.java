package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.it.testing.QueryMetrics;
import org.sparkhdf5.it.testing.Sessions;

/**
 * What is decoded of a frame of 9,000 rows whose four blocks of float64 are chunked by 1,000 rows (a: 9 chunks), by 8,192 (b: 2)
 * and as one (c), and contiguous (d); its index is one chunk. See {@code python/make_cells_files.py}.
 */
class BlockLayoutsTest {
    private static final String[] SIZES = {"spark.sql.files.openCostInBytes", "spark.sql.files.maxPartitionBytes"};

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    @AfterEach
    void defaultSizes() {
        for (String size : SIZES) {
            spark.conf().unset(size);
        }
    }

    private static Dataset<Row> frame(String layout) throws URISyntaxException {
        File file =
                new File(BlockLayoutsTest.class.getResource("/cells/blocks.h5").toURI());
        return spark.read()
                .format("hdf5")
                .option("dataset", "blocks")
                .option("layout", layout)
                .load(file.toURI().toString());
    }

    /** Splits of so many stored bytes, planned by the driver. */
    private static void splitBytes(String bytes) {
        spark.conf().set(SIZES[0], "0");
        spark.conf().set(SIZES[1], bytes);
    }

    // A border inside of a chunk decodes it twice: there are none beyond a quarter of all, two of the nine chunks of a.
    @ParameterizedTest
    @CsvSource({
        "a,             134217728, 1,  9",
        "b,             134217728, 1,  2",
        "c,             134217728, 1,  1",
        "d,             134217728, 2,  0",
        "'a,b,c,d',     134217728, 1, 12",
        "a,             100,      11, 11",
        "b,             100,       2,  2",
        "c,             100,       1,  1",
        "d,             9000,      8,  0",
        "'b,d',         9000,      2,  2",
        "'c,d',         9000,      1,  1"
    })
    void rowsDecodeTheirChunks(String columns, String bytes, int partitions, String chunks) throws Exception {
        splitBytes(bytes);
        Dataset<Row> rows = frame("rows").select("a", "b", "c", "d").selectExpr(columns.split(",", -1));
        assertThat(rows.rdd().getNumPartitions()).isEqualTo(partitions);
        assertThat(QueryMetrics.of(spark, rows)).containsEntry("chunks read", chunks);
    }

    @ParameterizedTest
    @CsvSource({"134217728, 2", "9000, 3", "100, 0"})
    void cellsDecodeEveryChunkOnce(String bytes, int partitions) throws Exception {
        splitBytes(bytes);
        Dataset<Row> cells = frame("cells");
        if (partitions > 0) {
            assertThat(cells.select("value").rdd().getNumPartitions()).isEqualTo(partitions);
        }
        Map<String, String> metrics = QueryMetrics.of(spark, cells.select("column", "value"));
        assertThat(metrics).containsEntry("chunks read", "12");
    }

    @Test
    void cellsOfBlocksThatAreStoredInFourWaysAreRight() throws Exception {
        splitBytes("9000");
        Row sums = frame("cells")
                .selectExpr(
                        "count(*)",
                        "count_if(value <> __index_level_0__ % 50 + (ascii(column) - ascii('a')) / 8D)",
                        "count_if(_metadata.row_index <> __index_level_0__ * 4 + ascii(column) - ascii('a'))")
                .first();
        assertThat(sums.mkString(",")).isEqualTo("36000,0,0");
    }
}
