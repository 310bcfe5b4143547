package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.OracleCheck;
import org.sparkhdf5.it.testing.PyTablesOracle;
import org.sparkhdf5.it.testing.Sessions;

/** Tables and arrays of PyTables are what PyTables reads, however the file is cut. */
class PyTablesTest {
    /** Of the file as a whole in one task; of the file in one planned split; of at least three where there are chunks for it. */
    private static final List<Map<String, String>> CUTS = List.of(
            Map.of(),
            Map.of("spark.sql.files.openCostInBytes", "0"),
            Map.of("spark.sql.files.openCostInBytes", "0", "spark.sql.files.maxPartitionBytes", "100"));

    private static SparkSession spark;

    @BeforeAll
    static void start() throws IOException {
        spark = Sessions.shared();
        for (String name : List.of("tables.h5", "arrays.h5", "refused.h5", "user_block.h5", "by_h5py.h5")) {
            HdfsCluster.shared().put(PyTablesOracle.bytes(name), "/pytables/" + name);
        }
    }

    @AfterEach
    void uncut() {
        CUTS.forEach(cut -> cut.keySet().forEach(spark.conf()::unset));
    }

    static Stream<PyTablesOracle> objects() {
        return PyTablesOracle.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("objects")
    void equalsItsOracle(PyTablesOracle object) {
        for (Map<String, String> cut : CUTS) {
            cut.forEach(spark.conf()::set);
            if (!object.error().isEmpty()) {
                assertFailure(() -> read(object).collectAsList())
                        .contains(uri(object.file()) + ": " + object.dataset(), object.error());
                continue;
            }
            Dataset<Row> frame = read(object);
            assertThat(Stream.of(frame.schema().fields())
                            .map(field ->
                                    field.name() + " " + field.dataType().sql().replace(" NOT NULL", "")))
                    .isEqualTo(object.columns());
            List<List<Object>> rows = new ArrayList<>();
            for (Row row : frame.collectAsList()) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < row.length(); i++) {
                    values.add(PyTablesOracle.comparable(OracleCheck.java(row.get(i))));
                }
                rows.add(values);
            }
            assertThat(rows).as("%s", cut).isEqualTo(object.rows());
        }
    }

    @Test
    void everyCutIsOne() {
        CUTS.get(2).forEach(spark.conf()::set);
        assertThat(spark.read()
                        .format("hdf5")
                        .option("dataset", "/indexed")
                        .load(uri("tables.h5"))
                        .rdd()
                        .getNumPartitions())
                .isGreaterThan(3);
    }

    @Test
    void theViewListsThemWithoutWhatPyTablesKeepsForItself() {
        List<Row> rows = spark.read()
                .format("hdf5")
                .option("view", "tables")
                .load(uri("tables.h5"), uri("arrays.h5"), uri("by_h5py.h5"))
                .collectAsList();
        assertThat(rows)
                .extracting(row -> row.<String>getAs("dataset"))
                .contains("/indexed", "/group/table", "/meta", "/vl/text", "/padded")
                .doesNotContain("/group")
                .noneMatch(dataset -> dataset.contains("_i_"));
        for (PyTablesOracle object : PyTablesOracle.all()) {
            for (Row row : rows) {
                boolean same = row.<String>getAs("file").equals(uri(object.file()))
                        && row.getAs("dataset").equals(object.dataset());
                if (same && object.error().isEmpty()) {
                    assertThat(row.<String>getAs("kind")).as("%s", object).isEqualTo(object.kind());
                    assertThat(row.<String>getAs("error")).as("%s", object).isNull();
                    assertThat(row.<Long>getAs("rows"))
                            .as("%s", object)
                            .isEqualTo(object.rows().size());
                } else if (same && row.getAs("error") != null) {
                    assertThat(row.<String>getAs("error")).as("%s", object).contains(object.error());
                }
            }
        }
    }

    /** The command is in the only row: whoever unpickles it fails. */
    @Test
    void theViewLooksAtObjectsForTheirTypesOnly() {
        Dataset<Row> tables = spark.read()
                .format("hdf5")
                .option("view", "tables")
                .load(uri("refused.h5"))
                .where("dataset = '/command'");
        assertThat(tables.select("kind", "rows").collectAsList())
                .containsExactly(RowFactory.create("pytables-array", 1L));
        assertThat(tables.select("rows", "error").collectAsList())
                .singleElement()
                .matches(row -> row.isNullAt(0) && row.getString(1).contains("global posix.system"));
        assertThat(spark.read()
                        .format("hdf5")
                        .option("view", "tables")
                        .option("objects", "string")
                        .load(uri("refused.h5"))
                        .where("dataset = '/command'")
                        .select("schema", "error")
                        .collectAsList())
                .containsExactly(RowFactory.create("value STRING", null));
    }

    @Test
    void aSchemaIsTheTypeOfObjects() {
        DataFrameReader reader = spark.read().format("hdf5").option("dataset", "/objects/integers");
        assertThat(reader.schema("value STRING").load(uri("arrays.h5")).collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("1", null, "-9223372036854775808", "9223372036854775807", "7");
        assertFailure(() -> reader.schema("value DOUBLE").load(uri("arrays.h5")).collectAsList())
                .contains("/objects/integers: column value, row 2: a float is expected, found an integer");
    }

    @Test
    void theTableOfAFileNeedsNoName() {
        Dataset<Row> frame = spark.read().format("hdf5").load(uri("user_block.h5"));
        assertThat(frame.columns()).containsExactly("a", "b");
        assertThat(frame.count()).isEqualTo(2);
    }

    @Test
    void aTableHasNamesOfItsOwn() {
        assertFailure(() -> spark.read()
                        .format("hdf5")
                        .option("dataset", "/indexed")
                        .option("columnNames", "a,b")
                        .load(uri("tables.h5")))
                .contains("/indexed: options \"layout\" and \"columnNames\" are for plain datasets, found a PyTables"
                        + " table with names of its own; leave them out");
    }

    private static Dataset<Row> read(PyTablesOracle object) {
        DataFrameReader reader = spark.read().format("hdf5").option("dataset", object.dataset());
        object.options().forEach(reader::option);
        return reader.load(uri(object.file()));
    }

    private static String uri(String name) {
        return HdfsCluster.shared().uri("/pytables/" + name);
    }
}
