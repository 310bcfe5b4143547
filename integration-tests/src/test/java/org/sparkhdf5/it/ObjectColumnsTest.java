package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.QueryMetrics;
import org.sparkhdf5.it.testing.Sessions;

/** Columns of Python objects over several files, and schemas that the user gives. */
class ObjectColumnsTest {
    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    private static DataFrameReader text() {
        return spark.read().format("hdf5").option("dataset", "/text").option("index", "false");
    }

    /** {@code s}: a, b in the first file; c, the integer 7 in the second. */
    private static String[] twoDays() {
        return new String[] {local("frame_objects.h5"), local("frame_objects_next.h5")};
    }

    private static String local(String name) {
        return CommittedFixtures.file(name).toUri().toString();
    }

    @Test
    void aValueOfALaterFileThatDoesNotFitFailsAtItsRow() {
        assertThat(text().load(twoDays()).select("v").collectAsList())
                .extracting(row -> row.getLong(0))
                .containsExactly(1L, 2L, 3L, 4L);
        assertFailure(() -> text().load(twoDays()).collectAsList())
                .contains(
                        "frame_objects_next.h5: /text/block0_values: column s, row 1: text is expected, found an integer;"
                                + " read the column as text with .schema(\"… s STRING …\")");
    }

    @Test
    void objectsAsTextFitEveryFile() {
        List<Row> expected = List.of(
                RowFactory.create("a", 1L),
                RowFactory.create("b", 2L),
                RowFactory.create("c", 3L),
                RowFactory.create("7", 4L));
        assertThat(text().option("objects", "string").load(twoDays()).collectAsList())
                .containsExactlyElementsOf(expected);
        assertThat(text().schema("s STRING, v BIGINT").load(twoDays()).collectAsList())
                .containsExactlyElementsOf(expected);
    }

    @Test
    void aGivenSchemaIsReadAsItIs() {
        Dataset<Row> frame = text().schema("v BIGINT NOT NULL, none INT NOT NULL, s STRING, no DECIMAL(20,0)")
                .load(local("frame_objects.h5"));
        assertThat(frame.schema().fieldNames()).containsExactly("v", "none", "s", "no");
        assertThat(List.of(frame.schema().fields())).allMatch(StructField::nullable);
        assertThat(frame.collectAsList())
                .containsExactly(RowFactory.create(1L, null, "a", null), RowFactory.create(2L, null, "b", null));
        assertThat(frame.where("none IS NULL").count()).isEqualTo(2);
        assertThat(frame.selectExpr("sum(none)", "count(none)").head()).isEqualTo(RowFactory.create(null, 0L));
    }

    @Test
    void caseOfNamesDoesNotCountAsInSpark() {
        DataFrameReader upper = text().schema("V BIGINT, S STRING");
        assertThat(upper.load(local("frame_objects.h5")).collectAsList())
                .containsExactly(RowFactory.create(1L, "a"), RowFactory.create(2L, "b"));
        spark.conf().set("spark.sql.caseSensitive", "true");
        try {
            assertThat(upper.load(local("frame_objects.h5")).collectAsList())
                    .containsExactly(RowFactory.create(null, null), RowFactory.create(null, null));
        } finally {
            spark.conf().unset("spark.sql.caseSensitive");
        }
    }

    @Test
    void kindsOfObjectsAreReadAsTheSchemaSays() {
        DataFrameReader kinds = spark.read().format("hdf5").option("dataset", "/kinds");
        assertThat(kinds.schema("ints BIGINT, bools BOOLEAN, days DATE, mixed STRING")
                        .load(local("frame_objects.h5"))
                        .where("days = DATE'2020-02-29'")
                        .collectAsList())
                .containsExactly(RowFactory.create(1L, true, LocalDate.of(2020, 2, 29), "1"));
    }

    @Test
    void aTypeThatTheFileDoesNotHaveFails() {
        assertFailure(() ->
                        text().schema("v INT").load(local("frame_objects.h5")).collectAsList())
                .contains("frame_objects.h5: /text: column v: the schema asks for INT, the file has BIGINT; ");
        assertFailure(() -> text().schema("s TIMESTAMP")
                        .load(local("frame_objects.h5"))
                        .collectAsList())
                .contains("column s: the schema asks for TIMESTAMP, the file has STRING; ");
        assertFailure(() -> text().option("view", "objects").schema("v STRING").load(local("frame_objects.h5")))
                .contains("option \"view\" has a schema of its own");
    }

    @Test
    void passesOverPicklesAreCounted() throws InterruptedException {
        String many = local("frame_objects.h5");
        DataFrameReader reader = spark.read().format("hdf5").option("dataset", "/many");
        assertThat(passes(reader.load(many))).isEqualTo("1");
        assertThat(passes(reader.load(many).select("i"))).isEqualTo("0");
        spark.conf().set("spark.sql.files.openCostInBytes", "0");
        spark.conf().set("spark.sql.files.maxPartitionBytes", "8000");
        try {
            Dataset<Row> cut = reader.load(many);
            int partitions = cut.queryExecution().toRdd().getNumPartitions();
            assertThat(partitions).isGreaterThanOrEqualTo(3);
            assertThat(passes(cut)).isEqualTo(Integer.toString(partitions));
        } finally {
            spark.conf().unset("spark.sql.files.openCostInBytes");
            spark.conf().unset("spark.sql.files.maxPartitionBytes");
        }
    }

    private static String passes(Dataset<Row> frame) throws InterruptedException {
        return QueryMetrics.of(spark, frame).get("pickle passes");
    }
}
