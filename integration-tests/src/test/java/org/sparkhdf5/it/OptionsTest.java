package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HandMadeFrame;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.Sessions;

/** What each option does, given to a read or to the session; and which files a path means. */
class OptionsTest {
    private static final String SESSION_PREFIX = "spark.datasource.hdf5.";

    private static SparkSession spark;
    private static String folder;

    @BeforeAll
    static void writeFolder() throws IOException {
        spark = Sessions.shared();
        HdfsCluster cluster = HdfsCluster.shared();
        // Rows 0 to 2, 0 to 1 and 0 to 4: the row counts tell the files apart.
        cluster.put(frame(3), "/options/folder/a.h5", 1);
        cluster.put(frame(2), "/options/folder/b.h5", 1);
        cluster.put(frame(5), "/options/folder/c.hdf5", 1);
        cluster.put(new byte[100], "/options/folder/_committed.h5");
        cluster.put(new byte[100], "/options/folder/.hidden.h5");
        cluster.put(new byte[100], "/options/folder/d.h5._COPYING_");
        cluster.put(new byte[0], "/options/folder/empty.h5");
        folder = cluster.uri("/options/folder");
    }

    @Test
    void keyIsAnotherNameOfDataset() {
        assertThat(reader().option("key", "/named").load(uri("series.h5")).collectAsList())
                .isEqualTo(reader().option("dataset", "named")
                        .load(uri("series.h5"))
                        .collectAsList());
    }

    @Test
    void theOnlyTableNeedsNoName() {
        assertThat(reader().load(uri("frame_zlib.h5")).count()).isEqualTo(1_500);
    }

    @Test
    void anIndexIsAColumnIfItIsWanted() {
        assertThat(columns("frame_index_kinds.h5", "/index/datetime", "index", "true"))
                .containsExactly("when", "v");
        assertThat(columns("frame_index_kinds.h5", "/index/datetime", "index", "named"))
                .containsExactly("when", "v");
        assertThat(columns("frame_index_kinds.h5", "/index/datetime", "index", "false"))
                .containsExactly("v");
        assertThat(columns("frame_index_kinds.h5", "/index/range", "index", "true"))
                .containsExactly("__index_level_0__", "v");
        assertThat(columns("frame_index_kinds.h5", "/index/range", "index", "named"))
                .containsExactly("v");
    }

    @Test
    void nanosecondsAreCutRoundedOrCounted() {
        assertThat(times("floor"))
                .containsExactly(
                        RowFactory.create(time("2021-10-30T22:15:00.123456")),
                        RowFactory.create(time("1969-12-31T23:59:59.999999")),
                        RowFactory.create((Object) null),
                        RowFactory.create(time("2020-01-01T00:00:00")));
        // Half a microsecond goes to the even one.
        assertThat(times("round"))
                .containsExactly(
                        RowFactory.create(time("2021-10-30T22:15:00.123457")),
                        RowFactory.create(time("1970-01-01T00:00:00")),
                        RowFactory.create((Object) null),
                        RowFactory.create(time("2020-01-01T00:00:00")));
        assertThat(times("long"))
                .containsExactly(
                        RowFactory.create(1_635_632_100_123_456_789L),
                        RowFactory.create(-1L),
                        RowFactory.create((Object) null),
                        RowFactory.create(1_577_836_800_000_000_500L));
    }

    @Test
    void nanosecondsOfDurationsFollowTheSameRule() {
        assertThat(durations("floor"))
                .containsExactly(
                        RowFactory.create(Duration.ZERO),
                        RowFactory.create(Duration.of(-1, ChronoUnit.MICROS)),
                        RowFactory.create((Object) null),
                        RowFactory.create(Duration.of(1, ChronoUnit.MICROS)));
        assertThat(durations("round"))
                .containsExactly(
                        RowFactory.create(Duration.ZERO),
                        RowFactory.create(Duration.ZERO),
                        RowFactory.create((Object) null),
                        RowFactory.create(Duration.of(2, ChronoUnit.MICROS)));
        assertThat(durations("long"))
                .containsExactly(
                        RowFactory.create(1L),
                        RowFactory.create(-1L),
                        RowFactory.create((Object) null),
                        RowFactory.create(1_500L));
    }

    @Test
    void nanosecondsAsLongAreForEveryTimeColumn() {
        Dataset<Row> frame = reader().option("dataset", "/whole")
                .option("nanoseconds", "long")
                .load(uri("frame_nanoseconds.h5"));

        assertThat(types(frame)).containsExactly("day BIGINT", "v DOUBLE", "t BIGINT");
        assertThat(frame.collectAsList().get(0))
                .isEqualTo(RowFactory.create(1_577_836_800_000_000_000L, 1.0, 1_577_836_800_000_000_000L));
    }

    @Test
    void nanosecondsOfAColumnThatNobodyAsksForDoNotMatter() {
        assertThat(reader().option("dataset", "/t")
                        .load(uri("frame_nanoseconds.h5"))
                        .select("v")
                        .collectAsList())
                .hasSize(4);
    }

    @Test
    void byteStringsAreReadAsAskedFor() {
        String file = "arrays_types.h5";
        Dataset<Row> tables = reader().option("view", "tables").load(uri(file));
        assertThat(tables.where("schema = 'value STRING'").count()).isPositive();
        assertThat(tables.where("schema = 'value BINARY'").count()).isZero();
        spark.conf().set(SESSION_PREFIX + "stringEncoding", "binary");
        try {
            assertThat(reader().option("view", "tables")
                            .load(uri(file))
                            .where("schema = 'value BINARY'")
                            .count())
                    .isPositive();
            // pandas says how it encodes.
            assertThat(types(reader().option("dataset", "/bool").load(uri("series.h5"))))
                    .containsExactly("k STRING", "b BOOLEAN");
        } finally {
            spark.conf().unset(SESSION_PREFIX + "stringEncoding");
        }
    }

    @Test
    void nanIsNullOnDemandAndThenAggregatesArePandas() {
        DataFrameReader reader = reader().option("dataset", "/df");
        assertThat(reader.load(uri("frame_mixed.h5"))
                        .selectExpr("count(f8)", "count(f4)", "count(f2)")
                        .collectAsList())
                .containsExactly(RowFactory.create(4L, 4L, 4L));
        assertThat(reader.option("nanAsNull", "true")
                        .load(uri("frame_mixed.h5"))
                        .selectExpr("count(f8)", "count(f4)", "count(f2)", "min(f4)")
                        .collectAsList())
                .containsExactly(RowFactory.create(3L, 3L, 3L, Float.NEGATIVE_INFINITY));
        assertThat(reader().option("dataset", "/f2")
                        .option("nanAsNull", "true")
                        .load(uri("arrays.h5"))
                        .where("value IS NULL")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void columnNamesAreAPathOrAList() {
        assertThat(columns("named_columns.h5", "/zipped/data_f", "columnNames", "/zipped/f_axis0"))
                .containsExactly("名0", "名1", "名2", "名3", "名4", "名5", "名6");
        assertThat(columns("named_columns.h5", "/data_f", "columnNames", "a,b,c,d,e,f,g"))
                .containsExactly("a", "b", "c", "d", "e", "f", "g");
        assertThat(columns(
                        "named_columns.h5", "/data_f", "columnNames", "[\"a,b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\"]"))
                .containsExactly("a,b", "c", "d", "e", "f", "g", "h");
    }

    @Test
    void anOptionOfTheSessionHoldsUntilARead() {
        spark.conf().set(SESSION_PREFIX + "index", "false");
        spark.conf().set(SESSION_PREFIX + "nanoseconds", "floor");
        try {
            assertThat(reader().option("dataset", "/t")
                            .load(uri("frame_nanoseconds.h5"))
                            .collectAsList()
                            .get(1))
                    .isEqualTo(RowFactory.create(2.0, time("1969-12-31T23:59:59.999999")));
            assertThat(columns("frame_nanoseconds.h5", "/t", "index", "true")).containsExactly("day", "v", "t");
        } finally {
            spark.conf().unset(SESSION_PREFIX + "index");
            spark.conf().unset(SESSION_PREFIX + "nanoseconds");
        }
    }

    @Test
    void anUnknownOptionOfTheSessionIsAnErrorToo() {
        spark.conf().set(SESSION_PREFIX + "indx", "false");
        try {
            assertFailure(() -> columns("series.h5", "/named", "index", "true")).contains("indx", "index", "dataset");
        } finally {
            spark.conf().unset(SESSION_PREFIX + "indx");
        }
    }

    @Test
    void optionsOfOthersPass() {
        assertThat(reader().option("dataset", "/named")
                        .option("some.library.setting", "1")
                        .option("mergeSchema", "false")
                        .option("timeZone", "UTC")
                        .load(uri("series.h5"))
                        .count())
                .isEqualTo(3);
    }

    @Test
    void taskMemoryBoundsATaskAndChangesNoValue() throws IOException {
        HandMadeFrame frame =
                new HandMadeFrame("df", 100_000, HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 8));
        String uri = HdfsCluster.shared().put(frame, "/options/memory.h5", 1);
        for (String taskMemory : List.of("1m", "64m")) {
            assertThat(reader().option("taskMemory", taskMemory)
                            .load(uri)
                            .selectExpr("sum(f0)", "sum(f7)", "max(__index_level_0__)")
                            .collectAsList())
                    .containsExactly(RowFactory.create(99_999 * 50_000.0, 99_999 * 50_000.0 + 87_500, 99_999L));
        }
        assertFailure(() -> reader().option("taskMemory", "1k").load(uri)).contains("taskMemory", "1m", "1k");
    }

    @Test
    void aFolderIsItsVisibleFilesInPathOrder() {
        assertThat(rows(reader().option("dataset", "df").load(folder)))
                .containsExactly(0L, 1L, 2L, 0L, 1L, 0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void aGlobIsWhatItMatches() {
        assertThat(rows(reader().option("dataset", "df").load(folder + "/*.hdf5")))
                .containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(rows(reader().option("dataset", "df").load(folder + "/{a,b}.h5")))
                .containsExactly(0L, 1L, 2L, 0L, 1L);
    }

    @Test
    void aListOfPathsIsReadInPathOrder() {
        for (String openCost : List.of("0", "4194304")) {
            spark.conf().set("spark.sql.files.openCostInBytes", openCost);
            assertThat(rows(reader().option("dataset", "df").load(folder + "/a.h5", folder + "/c.hdf5")))
                    .containsExactly(0L, 1L, 2L, 0L, 1L, 2L, 3L, 4L);
        }
        spark.conf().unset("spark.sql.files.openCostInBytes");
    }

    @Test
    void filesThatDifferAreNamedWithTheColumn() throws IOException {
        HdfsCluster cluster = HdfsCluster.shared();
        String first = cluster.put(frame(3), "/options/first.h5", 1);
        String narrow = cluster.put(
                new HandMadeFrame("df", 2, HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 1)),
                "/options/narrow.h5",
                1);
        String other = cluster.put(
                new HandMadeFrame("df", 2, HandMadeFrame.Block.of(HandMadeFrame.Kind.INT64, "f", 2)),
                "/options/other.h5",
                1);
        for (String openCost : List.of("0", "4194304")) {
            spark.conf().set("spark.sql.files.openCostInBytes", openCost);
            assertFailure(() -> dataset("df").load(first, narrow).collectAsList())
                    .contains("narrow.h5", "/df", "f1", "DOUBLE", "expected");
            assertFailure(() -> dataset("df").load(first, other).collectAsList())
                    .contains("other.h5", "/df", "f0", "DOUBLE", "BIGINT", "expected", "found");
            assertThat(dataset("df").load(first, narrow).select("f0").collectAsList())
                    .hasSize(5);
        }
        spark.conf().unset("spark.sql.files.openCostInBytes");
    }

    @Test
    void columnsAreFoundByNameInEveryFile() throws IOException {
        HdfsCluster cluster = HdfsCluster.shared();
        HandMadeFrame.Block floats = HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 2);
        HandMadeFrame.Block integers = HandMadeFrame.Block.of(HandMadeFrame.Kind.INT64, "i", 1);
        String one = cluster.put(new HandMadeFrame("df", 1, floats, integers), "/options/one.h5", 1);
        String two = cluster.put(new HandMadeFrame("df", 2, integers, floats), "/options/two.h5", 1);

        assertThat(dataset("df").load(one, two).select("i0", "f1").collectAsList())
                .containsExactly(
                        RowFactory.create(0L, 0.125), RowFactory.create(0L, 0.125), RowFactory.create(31L, 1.125));
    }

    @Test
    void aGlobWithoutAFileIsAnError() {
        assertFailure(() -> reader().option("dataset", "df").load(folder + "/*.nothing"))
                .contains("*.nothing");
    }

    private static HandMadeFrame frame(int rowCount) {
        return new HandMadeFrame("df", rowCount, HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 2));
    }

    private static DataFrameReader dataset(String path) {
        return reader().option("dataset", path);
    }

    private static DataFrameReader reader() {
        return spark.read().format("hdf5");
    }

    private static String uri(String fixture) {
        return CommittedFixtures.onHdfs(fixture);
    }

    private static String[] columns(String fixture, String dataset, String option, String value) {
        return reader().option("dataset", dataset)
                .option(option, value)
                .load(uri(fixture))
                .columns();
    }

    private static List<String> types(Dataset<Row> frame) {
        return Arrays.stream(frame.schema().fields())
                .map(field -> field.name() + " " + field.dataType().sql())
                .toList();
    }

    private static List<Row> times(String nanoseconds) {
        return reader().option("dataset", "/t")
                .option("nanoseconds", nanoseconds)
                .load(uri("frame_nanoseconds.h5"))
                .select("t")
                .collectAsList();
    }

    private static List<Row> durations(String nanoseconds) {
        return reader().option("dataset", "/took")
                .option("nanoseconds", nanoseconds)
                .load(uri("frame_nanoseconds.h5"))
                .select("took")
                .collectAsList();
    }

    private static LocalDateTime time(String text) {
        return LocalDateTime.parse(text);
    }

    private static List<Long> rows(Dataset<Row> frame) {
        return frame.select("__index_level_0__").collectAsList().stream()
                .map(row -> row.getLong(0))
                .toList();
    }
}
