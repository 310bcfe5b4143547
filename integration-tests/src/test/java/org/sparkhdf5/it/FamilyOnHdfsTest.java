package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.Sessions;

/** Files of the family driver on HDFS: one file of all their members, with the values that h5py reads. */
class FamilyOnHdfsTest {
    private static final Path FOLDER = Path.of("../connector/src/test/resources/hdf5/family");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static HdfsCluster cluster;
    private static SparkSession spark;
    private static JsonNode expected;

    @BeforeAll
    static void start() throws IOException {
        cluster = HdfsCluster.shared();
        spark = Sessions.shared();
        expected = JSON.readTree(FOLDER.resolve("expected.json").toFile());
        put("run%05d.h5", 8, "/family/a");
        put("late%d.h5", 6, "/family/a");
        put("one%03d.h5", 1, "/family/a");
        put("run%05d.h5", 8, "/family/b/day=1");
        put("run%05d.h5", 8, "/family/b/day=2");
    }

    @AfterEach
    void reset() {
        spark.conf().unset("spark.sql.files.openCostInBytes");
        spark.conf().unset("spark.sql.files.maxPartitionBytes");
    }

    private static void put(String pattern, int members, String folder) throws IOException {
        for (int i = 0; i < members; i++) {
            String name = String.format(pattern, i);
            cluster.put(FOLDER.resolve(name), folder + "/" + name);
        }
    }

    private static Dataset<Row> load(String path, String dataset) {
        return spark.read()
                .format("hdf5")
                .option("driver", "family")
                .option("dataset", dataset)
                .load(cluster.uri("/family") + "/" + path);
    }

    /** Splits that the driver plans, some of one member and some of several, and ones that the task finds. */
    @ParameterizedTest
    @CsvSource({
        "run%05d.h5, 0, 2k",
        "run%05d.h5, 4m, 128m",
        "late%d.h5, 0, 2k",
        "late%d.h5, 4m, 128m",
        "one%03d.h5, 0, 128m",
    })
    void haveTheValuesThatH5pyReads(String pattern, String openCost, String partitionBytes) {
        spark.conf().set("spark.sql.files.openCostInBytes", openCost);
        spark.conf().set("spark.sql.files.maxPartitionBytes", partitionBytes);
        int partitions = 0;
        for (String dataset : (Iterable<String>) () -> expected.get(pattern).fieldNames()) {
            Dataset<Row> read = load("a/" + pattern, dataset);
            List<Object> found = new ArrayList<>();
            for (Row row : read.collectAsList()) {
                found.add(row.get(0) instanceof scala.collection.Seq ? row.getList(0) : row.get(0));
            }
            assertThat(JSON.valueToTree(found).toString())
                    .as(dataset)
                    .isEqualTo(expected.get(pattern).get(dataset).toString());
            partitions += read.javaRDD().getNumPartitions();
        }
        int datasets = expected.get(pattern).size();
        assertThat(partitions).satisfies(count -> assertThat(count > datasets).isEqualTo(partitionBytes.equals("2k")));
    }

    @Test
    void areOneFileNamedAsTheFirstMember() {
        Dataset<Row> read = load("a/run%05d.h5", "/plain");
        String first = cluster.uri("/family/a/run00000.h5");

        assertThat(read.selectExpr("_metadata.file_path", "_metadata.file_size", "input_file_name()")
                        .distinct()
                        .collectAsList())
                .containsExactly(RowFactory.create(first, 7 * 4096L + 920, first));
        assertThat(read.where("_metadata.file_name = 'run00000.h5'").count()).isEqualTo(1500);
        assertThat(spark.read()
                        .format("hdf5")
                        .option("driver", "family")
                        .option("view", "objects")
                        .load(cluster.uri("/family") + "/a/run%05d.h5")
                        .where("kind = 'dataset'")
                        .count())
                .isEqualTo(4);
    }

    @Test
    void areFoundByAGlobAndInPartitions() {
        assertThat(spark.read()
                        .format("hdf5")
                        .option("driver", "family")
                        .option("basePath", cluster.uri("/family/b"))
                        .option("dataset", "/packed")
                        .load(cluster.uri("/family/b") + "/day=*/run%05d.h5")
                        .groupBy("day")
                        .count()
                        .orderBy("day")
                        .collectAsList())
                .containsExactly(RowFactory.create(1, 400L), RowFactory.create(2, 400L));
        assertThat(load("a/*n%05d.h5", "/plain").count()).isEqualTo(1500);
    }

    @Test
    void sayWhatIsMissing() throws IOException {
        put("run%05d.h5", 8, "/family/gap");
        cluster.fileSystem().delete(new org.apache.hadoop.fs.Path("/family/gap/run00005.h5"), false);
        assertFailure(() -> load("gap/run%05d.h5", "/plain").count())
                .contains(
                        "truncated: expected 29592 bytes (end-of-file address), found 20480 in 5 members of a family: "
                                + cluster.uri("/family/gap/run00005.h5")
                                + " is missing, or it or one before it is too short");
        put("run%05d.h5", 8, "/family/short");
        cluster.put(new byte[4000], "/family/short/run00003.h5");
        assertFailure(() -> load("short/run%05d.h5", "/plain").count())
                .contains("found 16288 in 4 members of a family: " + cluster.uri("/family/short/run00003.h5")
                        + " is missing, or it or one before it is too short");
        assertThat(spark.read()
                        .format("hdf5")
                        .option("driver", "family")
                        .option("ignoreCorruptFiles", true)
                        .option("dataset", "/plain")
                        .load(cluster.uri("/family") + "/{short,a}/run%05d.h5")
                        .count())
                .as("rows of a family beside a damaged one")
                .isEqualTo(1500);
        String alone = cluster.uri("/family/a/run00000.h5");
        assertFailure(() -> spark.read().format("hdf5").load(alone).count())
                .contains("option(\"driver\", \"family\") and " + cluster.uri("/family/a") + "/run%05d.h5");
        assertFailure(() -> load("a/run00000.h5", "/plain").count())
                .contains("with family a path has the number of the member once, as %d or %05d");
    }

    /** However much may be ignored: that is for files that are gone or damaged as a whole. */
    @ParameterizedTest
    @CsvSource({"0, 2k, 5", "4m, 128m, 5", "0, 2k, 3", "4m, 128m, 3"})
    void noticeAMemberThatChangesAfterPlanning(String openCost, String partitionBytes, int member) throws IOException {
        spark.conf().set("spark.sql.files.openCostInBytes", openCost);
        spark.conf().set("spark.sql.files.maxPartitionBytes", partitionBytes);
        put("late%d.h5", 6, "/family/changed");
        Dataset<Row> read = spark.read()
                .format("hdf5")
                .option("driver", "family")
                .option("ignoreCorruptFiles", true)
                .option("ignoreMissingFiles", true)
                .option("dataset", "/plain")
                .load(cluster.uri("/family") + "/changed/late%d.h5");
        read.queryExecution().executedPlan();
        cluster.fileSystem().delete(new org.apache.hadoop.fs.Path("/family/changed/late" + member + ".h5"), false);
        assertFailure(read::collectAsList).contains("the file changed after the query was planned");
    }
}
