package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.DriftingDays;
import org.sparkhdf5.it.testing.OracleCheck;
import org.sparkhdf5.it.testing.OracleColumn;
import org.sparkhdf5.it.testing.RecordingFileSystem;
import org.sparkhdf5.it.testing.Sessions;

/** Files that differ from each other, read as one table: as the first one says, or merged. */
class DriftTest {
    private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
    private static final String OPEN_COST_DEFAULT = "4194304";
    private static final int YEAR = 365;
    /** Days that are committed, each of its own form. */
    private static final int FORM_COUNT = 16;

    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    @AfterEach
    void resetSession() {
        spark.conf().unset(OPEN_COST);
    }

    static Path committed() {
        try {
            return Path.of(DriftTest.class.getResource("/drift").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String file(String name) {
        return "file:" + committed().resolve(name);
    }

    private static String day(int day) {
        return file(String.format("days/2023-01-%02d.h5", day));
    }

    private static DataFrameReader days() {
        return spark.read().format("hdf5").option("key", DriftingDays.KEY).option("index", "false");
    }

    private static DataFrameReader merged() {
        return days().option("mergeSchema", "true").option("ignoreMissingDatasets", "true");
    }

    private static void assertIsAsPandasHasIt(DriftingDays drifting) {
        OracleCheck.compare(merged().load(drifting.folder().toUri().toString()), drifting.columns());
    }

    @ParameterizedTest
    @ValueSource(strings = {OPEN_COST_DEFAULT, "0"})
    void everyFormOfADayIsPartOfOneTable(String openCost) throws IOException {
        spark.conf().set(OPEN_COST, openCost);
        assertIsAsPandasHasIt(DriftingDays.in(committed()));
    }

    @Test
    void aYearOfDaysIsOneTable() throws IOException {
        DriftingDays year = DriftingDays.in(committed()).repeated(YEAR, folder);
        assertIsAsPandasHasIt(year);
        long rows = year.rowCounts().stream().mapToLong(Integer::longValue).sum();
        assertThat(merged().load(folder.toUri().toString()).count()).isEqualTo(rows);
    }

    /** Each day different from each other: where a Python with pandas is named. */
    @Test
    @Tag("slow")
    @EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
    void aYearThatPandasWritesIsOneTable() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("sparkhdf5.python"),
                        Path.of("python/make_drifting_days.py").toString(),
                        folder.toString(),
                        String.valueOf(YEAR))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        DriftingDays year = DriftingDays.in(folder);
        assertThat(year.rowCounts()).hasSize(YEAR);
        assertIsAsPandasHasIt(year);
    }

    @Test
    void everyColumnOfFilesThatDifferIsNullable() {
        Dataset<Row> one = merged().load(day(1));
        Dataset<Row> two = merged().load(day(1), day(2));
        assertThat(nullable(one)).containsExactly("time", "side", "note");
        // price is DOUBLE in both, volume BIGINT in one of them.
        assertThat(nullable(two)).containsExactly("time", "volume", "side", "note");
        assertThat(two.where("volume IS NULL").count()).isZero();
        assertThat(nullable(merged().load(day(1), day(10)))).contains("ratio").doesNotContain("price");
    }

    private static List<String> nullable(Dataset<Row> frame) {
        return Arrays.stream(frame.schema().fields())
                .filter(StructField::nullable)
                .map(StructField::name)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {OPEN_COST_DEFAULT, "0"})
    void withoutMergingBothFilesAreNamed(String openCost) {
        spark.conf().set(OPEN_COST, openCost);
        Dataset<Row> frame = days().load(day(1), day(2));
        assertThat(frame.select("price").count()).isEqualTo(8);
        assertFailure(() -> frame.select("volume").collectAsList())
                .contains("2023-01-02.h5: /day: column volume: type BIGINT is expected as in the first file, " + day(1)
                        + ", found DOUBLE; set option(\"mergeSchema\", \"true\"), or read the files that differ on"
                        + " their own");
        assertFailure(() -> days().load(day(1), day(10)).collectAsList())
                .contains("2023-01-10.h5: /day: column ratio: type FLOAT is expected as in the first file, " + day(1)
                        + ", found no such column; set option(\"mergeSchema\", \"true\"), or");
        assertFailure(() -> days().load(day(1), file("aware.h5")).collectAsList())
                .contains("aware.h5: /day: column time: type TIMESTAMP_NTZ is expected as in the first file, " + day(1)
                        + ", found TIMESTAMP; read the files that differ on their own");
    }

    @Test
    void orderAndFurtherColumnsOfLaterFilesDoNotMatter() {
        assertThat(days().load(day(1), day(9), day(11)).columns())
                .containsExactly(days().load(day(1)).columns());
        assertThat(days().load(day(1), day(9), day(11))
                        .select("size")
                        .as(Encoders.INT())
                        .collectAsList())
                .containsExactly(0, 1, 2, 3, 80, 81, 82, 83, 100, 101, 102, 103);
    }

    @Test
    void typesThatDoNotGoTogetherAreNamedWithBothFiles() {
        assertFailure(() -> merged().load(day(1), day(2), file("text_price.h5")))
                .contains("text_price.h5: /day: column price: a type that goes with DOUBLE of " + day(1)
                        + ": /day is expected, found STRING; read the files that differ on their own, or leave the column"
                        + " out with .schema(…)");
        assertFailure(() -> merged().load(day(1), file("aware.h5")))
                .contains("aware.h5: /day: column time: a type that goes with TIMESTAMP_NTZ of " + day(1)
                        + ": /day is expected, found TIMESTAMP; ");
        // Mixed objects are JSON, in which text has quotes.
        assertThat(merged().load(day(1), file("mixed_notes.h5")).select("note").collectAsList())
                .startsWith(RowFactory.create("\"note 0\""))
                .endsWith(RowFactory.create("7"), RowFactory.create((Object) null), RowFactory.create("\"d\""));
    }

    @Test
    void aLongThatIsNoDoubleFailsAtItsRow() {
        Dataset<Row> frame = merged().load(day(2), file("wide_integers.h5"));
        assertThat(frame.select("price").collectAsList()).hasSize(8);
        assertFailure(() -> frame.select("volume").collectAsList())
                .contains("wide_integers.h5: /day: column volume, row 2: 9007199254740993 is not exact as DOUBLE;"
                        + " round it with .schema(\"… volume DOUBLE …\"), or read the files that hold integers on their"
                        + " own");
        assertThat(days().schema("volume DOUBLE")
                        .load(day(2), file("wide_integers.h5"))
                        .collectAsList())
                .endsWith(RowFactory.create(0x1p53), RowFactory.create(0x1p63));
    }

    @Test
    void aColumnOfNullsThatHasAValueAfterAllFailsAtIt() {
        // Of the block only the first bytes are looked at, in which there is nothing.
        DataFrameReader sampled = merged().option("objectSampleBytes", "300");
        Dataset<Row> frame = sampled.load(day(1), file("late_text.h5"));
        assertThat(frame.schema().apply("price").dataType().sql()).isEqualTo("DOUBLE");
        assertFailure(() -> frame.collectAsList())
                .contains("late_text.h5: ", "column price, row 299: a float is expected, found text; ");
    }

    @Test
    void elementsOfListsAreWidenedToo() {
        DataFrameReader reader =
                spark.read().format("hdf5").option("dataset", "a").option("mergeSchema", "true");
        Dataset<Row> integers = reader.load(file("rows_int16.h5"), file("rows_int32.h5"));
        assertThat(integers.schema().apply("value").dataType().sql()).isEqualTo("ARRAY<INT>");
        assertThat(integers.selectExpr("cast(value as string)")
                        .as(Encoders.STRING())
                        .collectAsList())
                .containsExactly("[0, 1]", "[2, 3]", "[4, 5]", "[0, 1]", "[2, 3]", "[4, 5]");
        Dataset<Row> numbers = reader.load(file("rows_int32.h5"), file("rows_float64.h5"));
        assertThat(numbers.schema().apply("value").dataType().sql()).isEqualTo("ARRAY<DOUBLE>");
        assertThat(numbers.selectExpr("cast(value as string)")
                        .as(Encoders.STRING())
                        .collectAsList())
                .containsExactly("[0.0, 1.0]", "[2.0, 3.0]", "[4.0, 5.0]", "[0.5, 1.5]", "[2.5, 3.5]", "[4.5, 5.5]");
    }

    @Test
    void cellsAndAttributesAreWidenedToo() {
        DataFrameReader cells = spark.read()
                .format("hdf5")
                .option("dataset", "a")
                .option("layout", "cells")
                .option("attributes", "/a@gain");
        Dataset<Row> merged = cells.option("mergeSchema", "true").load(file("rows_int16.h5"), file("rows_float64.h5"));
        assertThat(merged.dtypes())
                .extracting(Object::toString)
                .containsExactly("(dim_0,LongType)", "(dim_1,LongType)", "(value,DoubleType)", "(gain,DoubleType)");
        assertThat(merged.where("dim_0 = 1").collectAsList())
                .containsExactly(
                        RowFactory.create(1L, 0L, 2.0, 2.0),
                        RowFactory.create(1L, 1L, 3.0, 2.0),
                        RowFactory.create(1L, 0L, 2.5, 3.5),
                        RowFactory.create(1L, 1L, 3.5, 3.5));
        assertThat(cells.schema("gain STRING, value STRING, dim_1 DOUBLE, other INT")
                        .load(file("rows_int32.h5"))
                        .where("dim_1 = 0")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create("2.5", "0", 0.0, null),
                        RowFactory.create("2.5", "2", 0.0, null),
                        RowFactory.create("2.5", "4", 0.0, null));
    }

    /** What merging and a given schema cost: each header once, or that of the first file only. */
    @Test
    void onlyMergingOpensEveryFile() {
        String recorded = RecordingFileSystem.uri(committed().resolve("days"));
        RecordingFileSystem.reset();
        Dataset<Row> given = days().option("ignoreMissingDatasets", "true")
                .schema("price DOUBLE, fee DOUBLE, size BIGINT")
                .load(recorded);
        given.queryExecution().executedPlan().execute();
        assertThat(RecordingFileSystem.openingThreads()).hasSizeBetween(1, 2);
        RecordingFileSystem.reset();
        merged().load(recorded).queryExecution().executedPlan().execute();
        // The first one is opened once more: it names the table.
        assertThat(RecordingFileSystem.openingThreads()).hasSize(FORM_COUNT + 1);
    }

    @Test
    void theSessionMayAskForMerging() {
        spark.conf().set("spark.datasource.hdf5.mergeSchema", "true");
        try {
            assertThat(days().load(day(1), day(2))
                            .schema()
                            .apply("volume")
                            .dataType()
                            .sql())
                    .isEqualTo("DOUBLE");
        } finally {
            spark.conf().unset("spark.datasource.hdf5.mergeSchema");
        }
    }

    @Test
    void aGivenSchemaTakesTheDaysAsTheyAre() throws IOException {
        DriftingDays drifting = DriftingDays.in(committed());
        String schema = drifting.columns().stream()
                .map(column -> column.name() + " " + column.sparkType() + " NOT NULL")
                .reduce("", (left, right) -> left.isEmpty() ? right : left + ", " + right);
        Dataset<Row> frame = days().option("ignoreMissingDatasets", "true")
                .schema(schema)
                .load(drifting.folder().toUri().toString());
        OracleCheck.compare(frame, drifting.columns());
        assertThat(frame.schema().fields()).allMatch(StructField::nullable);
        OracleColumn fee = drifting.columns().stream()
                .filter(column -> column.name().equals("fee"))
                .findFirst()
                .orElseThrow();
        Stream<Object> fees = fee.expected().stream();
        assertThat(frame.where("fee IS NULL").count())
                .isEqualTo(fees.filter(Objects::isNull).count())
                .isPositive();
        assertThat(frame.where("time IS NULL").count()).isEqualTo(4);
        assertThat(frame.selectExpr("sum(fee)", "count(fee)", "sum(desk)").head())
                .isEqualTo(RowFactory.create(3.0, 4L, 32L));
    }
}
