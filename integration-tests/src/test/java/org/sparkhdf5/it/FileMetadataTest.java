package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.Sessions;

/** The hidden column {@code _metadata}: what Spark's own source of binary files says of the same files. */
class FileMetadataTest {
    private static SparkSession spark;

    @BeforeAll
    static void session() {
        spark = Sessions.shared();
    }

    private static void assertSameAsSparks(String folder) {
        String[] fields = {
            "_metadata.file_path",
            "_metadata.file_name",
            "_metadata.file_size",
            "_metadata.file_modification_time",
            "_metadata.file_block_start",
            "_metadata.file_block_length"
        };
        Dataset<Row> sparks = spark.read().format("binaryFile").load(folder);
        Dataset<Row> ours = spark.read().format("hdf5").option("dataset", "/u1").load(folder);
        assertThat(ours.selectExpr(fields).distinct().orderBy("file_path").collectAsList())
                .isNotEmpty()
                .isEqualTo(sparks.selectExpr(fields).orderBy("file_path").collectAsList());
        assertThat(ours.selectExpr("input_file_name() f")
                        .distinct()
                        .orderBy("f")
                        .collectAsList())
                .isEqualTo(sparks.selectExpr("input_file_name() f").orderBy("f").collectAsList());
    }

    @Test
    void filesAreNamedAsSparkNamesThem(@TempDir Path folder) throws IOException {
        for (String name : List.of("a.h5", "b c.h5", "d%20e+.h5", "ü#?.h5")) {
            Files.copy(CommittedFixtures.file("arrays.h5"), folder.resolve(name));
        }
        assertSameAsSparks(folder.toString());
    }

    @Test
    void alsoOnHdfs() throws IOException {
        HdfsCluster cluster = HdfsCluster.shared();
        cluster.put(CommittedFixtures.file("arrays.h5"), "/metadata/a b.h5");
        cluster.put(CommittedFixtures.file("arrays.h5"), "/metadata/c.h5");
        assertSameAsSparks(cluster.uri("/metadata"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4m", "0"})
    void aSplitSaysWhichBytesItReadsAndWhichRowsItHas(String openCost, @TempDir Path folder) throws IOException {
        Files.copy(CommittedFixtures.file("arrays_chunked.h5"), folder.resolve("f.h5"));
        spark.conf().set("spark.sql.files.openCostInBytes", openCost);
        spark.conf().set("spark.sql.files.maxPartitionBytes", "2000");
        try {
            Dataset<Row> table =
                    spark.read().format("hdf5").option("dataset", "/fletcher32").load(folder.toString());
            List<Row> blocks = table.groupBy("_metadata.file_block_start", "_metadata.file_block_length")
                    .agg(
                            functions.min("_metadata.row_index").as("first"),
                            functions.max("_metadata.row_index"),
                            functions.count("*"),
                            functions.sum("value"))
                    .orderBy("first")
                    .collectAsList();
            long next = 0;
            for (Row block : blocks) {
                assertThat(block.getLong(2)).isEqualTo(next);
                next += block.getLong(4);
                assertThat(block.getLong(3)).isEqualTo(next - 1);
                assertThat(block.getLong(0) + block.getLong(1)).isLessThanOrEqualTo(Files.size(folder.resolve("f.h5")));
            }
            assertThat(next).isEqualTo(1_000);
            if (openCost.equals("0")) {
                assertThat(blocks)
                        .hasSizeGreaterThan(1)
                        .allSatisfy(block -> assertThat(block.getLong(0)).isPositive());
            } else {
                assertThat(blocks).hasSize(1);
                assertThat(blocks.get(0).getLong(0)).isZero();
                assertThat(blocks.get(0).getLong(1)).isEqualTo(Files.size(folder.resolve("f.h5")));
            }
        } finally {
            spark.conf().unset("spark.sql.files.openCostInBytes");
            spark.conf().unset("spark.sql.files.maxPartitionBytes");
        }
    }

    @Test
    void theHiddenColumnIsHiddenAndAloneReadsNoValues() {
        Dataset<Row> table = spark.read()
                .format("hdf5")
                .option("dataset", "/u1")
                .load(CommittedFixtures.file("arrays.h5").toString());
        assertThat(table.columns()).containsExactly("value");
        assertThat(table.selectExpr("max(_metadata.row_index)", "count(*)").collectAsList())
                .containsExactly(RowFactory.create(table.count() - 1, table.count()));
    }
}
