package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HandMadeFrame;
import org.sparkhdf5.it.testing.KnownCondition;
import org.sparkhdf5.it.testing.KnownCondition.KnownColumn;
import org.sparkhdf5.it.testing.QueryMetrics;
import org.sparkhdf5.it.testing.Sessions;

/** Conditions on index and columns that are stored apart choose the rows that are read, and change no answer. */
class RowPredicatesTest {
    private static final int FRAME_ROWS = 1_000;
    private static final int COLUMN_ROWS = 3_000;
    private static final long MICROS_2018 = 1_514_764_800_000_000L;
    private static final long SEED = Long.getLong("sparkhdf5.seed", 20261120);
    private static final String ROWS_SKIPPED = "rows skipped by conditions";

    @TempDir
    private static Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    @AfterEach
    void reset() {
        spark.conf().unset("spark.sql.files.openCostInBytes");
        spark.conf().unset("spark.sql.files.maxPartitionBytes");
        spark.conf().unset("spark.sql.files.minPartitionNum");
    }

    /** The formula of make_window_files.py, as microseconds: digits below one are cut. */
    private static Long micros(long row) {
        return row % 97 == 5 ? null : (Long) (MICROS_2018 + row * 769 % FRAME_ROWS / 3 + 0);
    }

    private static double floats(long row) {
        return switch ((int) (row % 50)) {
            case 0 -> Double.NaN;
            case 1 -> -0.0;
            case 2 -> 0.0;
            case 3 -> Double.POSITIVE_INFINITY;
            case 4 -> Double.NEGATIVE_INFINITY;
            default -> row * 37 % 1000 / 8.0 - 60;
        };
    }

    private static String timestamp(Object micros) {
        long since = (Long) micros - MICROS_2018;
        LocalDateTime time = LocalDateTime.ofEpochSecond(MICROS_2018 / 1_000_000, 0, ZoneOffset.UTC)
                .plusNanos(since * 1000);
        return "timestamp_ntz'" + time + "'";
    }

    private static final KnownColumn TIMES = new KnownColumn(
            "ts",
            RowPredicatesTest::micros,
            LongStream.range(0, 40).mapToObj(i -> MICROS_2018 + i * 9 - 3).toList(),
            RowPredicatesTest::timestamp);

    private static final KnownColumn FLOATS = new KnownColumn(
            "x",
            RowPredicatesTest::floats,
            List.of(
                    Double.NaN,
                    -0.0,
                    0.0,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY,
                    -59.5,
                    1.125,
                    30.0,
                    64.9),
            bound -> "double('" + bound + "')");

    private static final KnownColumn KEYS = integers("k", row -> row * 7 % FRAME_ROWS, FRAME_ROWS, "");
    private static final KnownColumn ROW_INDEX = integers("_metadata.row_index", row -> row, FRAME_ROWS, "L");

    private static KnownColumn integers(String name, LongUnaryOperator values, int max, String suffix) {
        return new KnownColumn(
                name,
                row -> values.applyAsLong(row),
                LongStream.range(0, 50).mapToObj(i -> i * max / 47 - 20).toList(),
                bound -> bound + suffix);
    }

    private static String file(String name) {
        return CommittedFixtures.folder()
                .resolveSibling("windows")
                .resolve(name)
                .toString();
    }

    private static Dataset<Row> frame(String key) {
        return spark.read()
                .format("hdf5")
                .option("dataset", key)
                .option("nanoseconds", "floor")
                .load(file("frames.h5"));
    }

    private static Dataset<Row> columns() {
        return spark.read().format("hdf5").option("dataset", "g").load(file("columns.h5"));
    }

    /** Splits of a few rows, planned by the driver; else one whole file, read by a task. */
    private static void split(boolean several) {
        if (several) {
            spark.conf().set("spark.sql.files.openCostInBytes", "0");
            spark.conf().set("spark.sql.files.maxPartitionBytes", "6000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"times", "floats", "objects"})
    void randomConditionsAnswerWhatIsKnown(String key) {
        Random random = new Random(SEED + key.hashCode());
        KnownColumn index =
                Map.of("times", TIMES, "floats", FLOATS, "objects", KEYS).get(key);
        String selected = key.equals("objects") ? "s" : "f";
        for (int round = 0; round < 24; round++) {
            split(round % 2 == 0);
            int depth = random.nextInt(4);
            KnownCondition condition = KnownCondition.random(
                    random, depth == 0 ? List.of(index) : List.of(index, index, ROW_INDEX), depth);
            List<Object> answer = new ArrayList<>();
            List<Object> known = new ArrayList<>();
            for (Row row :
                    frame(key).where(condition.sql()).select("i", selected).collectAsList()) {
                answer.add(row.getLong(0) + ":" + row.get(1));
            }
            for (long row : condition.rows(FRAME_ROWS)) {
                String text = row % 7 == 0 ? "null" : "t" + row;
                known.add((row * 31 - 500) + ":" + (key.equals("objects") ? text : Double.toString(row / 4.0)));
            }
            assertThat(answer)
                    .as("seed %s, round %s: %s", SEED, round, condition.sql())
                    .isEqualTo(known);
            reset();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Three in each microsecond: 0, 999 and 500 ns behind it.
                "ts = timestamp_ntz'2018-01-01 00:00:00.000007'",
                "ts between timestamp_ntz'2018-01-01 00:00:00.000007' and timestamp_ntz'2018-01-01 00:00:00.000009'",
                "ts > timestamp_ntz'2018-01-01 00:00:00.000330'",
                "ts is null",
                "ts < timestamp_ntz'2017-01-01 00:00:00'",
                "ts in (timestamp_ntz'2018-01-01 00:00:00.000100', timestamp_ntz'2018-01-01 00:00:00.000200')",
                "not (ts > timestamp_ntz'2018-01-01 00:00:00.000003')",
                "ts <=> null or i = 12",
                "ts < timestamp_ntz'2018-01-01 00:00:00.000003' and f > 20",
                "to_date(ts) = date'2018-01-02'",
                "date_format(ts, 'SSSSSS') = '000007'",
            })
    void theAnswerIsThatOfAScanWithoutPushDown(String condition) {
        for (boolean several : new boolean[] {true, false}) {
            split(several);
            List<Row> all = spark.read()
                    .format("hdf5")
                    .option("dataset", "times")
                    .option("nanoseconds", "floor")
                    .option("pushDownPredicates", "false")
                    .load(file("frames.h5"))
                    .where(condition)
                    .collectAsList();

            assertThat(frame("times").where(condition).collectAsList()).isEqualTo(all);
        }
    }

    @Test
    void eachTypeOfColumnIsComparedAsSparkDoes() {
        Map<String, LongPredicate> conditions = Map.of(
                "small = 9", row -> row * row % 120 - 60 == 9,
                "small in (-60, 9, 40)", row -> List.of(-60L, 9L, 40L).contains(row * row % 120 - 60),
                "flag", row -> row % 9 == 4,
                "not flag", row -> row % 9 != 4,
                "single > float('60')", row -> Double.compare(floats(row), 60) > 0,
                "single = float('NaN')", row -> row % 50 == 0,
                "single = 0", row -> floats(row) == 0,
                "large < 9223372036854775818", row -> row * 11 % 3000 < 10,
                "large = 9223372036854775808", row -> row * 11 % 3000 == 0,
                "sorted between 17 and 18 and single <> float('NaN')",
                        row -> (row / 10 == 17 || row / 10 == 18) && row % 50 != 0);
        conditions.forEach((condition, known) -> {
            List<Long> answer = columns().where(condition).select("v").collectAsList().stream()
                    .map(row -> row.getLong(0) / 3)
                    .toList();
            assertThat(answer)
                    .as(condition)
                    .isEqualTo(LongStream.range(0, COLUMN_ROWS)
                            .filter(known)
                            .boxed()
                            .toList());
        });
    }

    @Test
    void chunksWithoutAWantedRowAreNotRead() throws InterruptedException {
        for (String openCost : List.of("0", "4194304")) {
            spark.conf().set("spark.sql.files.openCostInBytes", openCost);
            // 30 chunks of 100 rows; the rows 1,050 to 1,069 are in one of them.
            Map<String, String> metrics = QueryMetrics.of(
                    spark, columns().where("sorted between 105 and 106").select("v", "w"));

            assertThat(value(metrics, "chunks read")).isEqualTo(30 + 2);
            assertThat(value(metrics, ROWS_SKIPPED)).isEqualTo(COLUMN_ROWS - 20);
        }
    }

    @Test
    void nothingElseIsReadWhereNothingMatches() throws InterruptedException {
        Map<String, String> metrics =
                QueryMetrics.of(spark, columns().where("sorted > 1000").select("v", "w"));

        assertThat(value(metrics, "chunks read")).isEqualTo(30);
        assertThat(value(metrics, ROWS_SKIPPED)).isEqualTo(COLUMN_ROWS);
    }

    @Test
    void theSecondConditionReadsWhatTheFirstLeaves() throws InterruptedException {
        Map<String, String> metrics = QueryMetrics.of(
                spark,
                columns().where("sorted between 105 and 106 and w > 1000").select("v"));

        // The column w of one chunk, and nothing of v.
        assertThat(value(metrics, "chunks read")).isEqualTo(30 + 1);
    }

    @Test
    void whatReadsNoOtherColumnSkipsNothing() throws InterruptedException {
        Map<String, String> metrics = QueryMetrics.of(
                spark, columns().where("sorted between 105 and 106").selectExpr("max(sorted)"));

        assertThat(value(metrics, "chunks read")).isEqualTo(30);
        assertThat(value(metrics, ROWS_SKIPPED)).isZero();
    }

    @Test
    void theOptionSwitchesItOff() throws InterruptedException {
        Dataset<Row> off = spark.read()
                .format("hdf5")
                .option("dataset", "g")
                .option("pushDownPredicates", "false")
                .load(file("columns.h5"));

        Map<String, String> metrics =
                QueryMetrics.of(spark, off.where("sorted between 105 and 106").select("v"));

        assertThat(value(metrics, "chunks read")).isEqualTo(60);
        assertThat(value(metrics, ROWS_SKIPPED)).isZero();
    }

    @Test
    void onePercentOfTheRowsReadsTheIndexAndOnePercentOfTheBlocks() throws IOException, InterruptedException {
        int rowCount = 1 << 18;
        Dataset<Row> frame = handMade(rowCount);
        long first = 77_777;
        long end = first + rowCount / 100;
        for (int partitions = 1; partitions <= 4; partitions += 3) {
            spark.conf().set("spark.sql.files.minPartitionNum", String.valueOf(partitions));
            Dataset<Row> window = frame.where("__index_level_0__ >= " + first + " and __index_level_0__ < " + end);

            Map<String, String> metrics = QueryMetrics.of(spark, window);

            long needed = 8L * rowCount + 64L * (end - first);
            assertThat(value(metrics, "bytes read")).isBetween(needed, (long) (1.05 * needed));
            assertThat(value(metrics, ROWS_SKIPPED)).isEqualTo(rowCount - (end - first));
            assertThat(window.selectExpr("sum(f0)", "sum(i1)").first())
                    .isEqualTo(RowFactory.create(
                            LongStream.range(first, end)
                                    .mapToDouble(row -> HandMadeFrame.cell(row, 0))
                                    .sum(),
                            LongStream.range(first, end)
                                    .map(row -> HandMadeFrame.integerCell(row, 1))
                                    .sum()));
        }
    }

    @Test
    void theNumberOfARowIsFoundWithoutTheOthers() throws IOException, InterruptedException {
        int rowCount = 1 << 18;
        spark.conf().set("spark.sql.files.minPartitionNum", "4");
        Dataset<Row> few = handMade(rowCount)
                .where("_metadata.row_index between 100000 and 100999 or _metadata.row_index = 262143")
                .select("_metadata.row_index", "f2");

        Map<String, String> metrics = QueryMetrics.of(spark, few);

        // Rows of the block of six columns, and no index.
        assertThat(value(metrics, "bytes read")).isEqualTo(48L * 1001);
        assertThat(few.collectAsList())
                .hasSize(1001)
                .allMatch(row -> row.getDouble(1) == HandMadeFrame.cell(row.getLong(0), 2));
        assertThat(few.rdd().getNumPartitions()).as("splits with such a row").isEqualTo(2);
    }

    private static Dataset<Row> handMade(int rowCount) throws IOException {
        Path file = folder.resolve("frame" + rowCount + ".h5");
        HandMadeFrame frame = new HandMadeFrame(
                "df",
                rowCount,
                HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 6),
                HandMadeFrame.Block.of(HandMadeFrame.Kind.INT64, "i", 2));
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            frame.writeTo(stream);
        }
        return spark.read().format("hdf5").option("dataset", "df").load(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"grid", "plain"})
    void randomConditionsOnDimensionsAnswerWhatIsKnown(String variable) {
        Random random = new Random(SEED + variable.hashCode());
        KnownColumn time = new KnownColumn(
                "time",
                row -> row / 8 * 7 % 60,
                LongStream.range(-1, 62).boxed().toList(),
                Object::toString);
        KnownColumn y = new KnownColumn(
                "y", row -> row % 8 / 2.0 - 1, List.of(-1.0, -0.5, 0.0, 0.25, 1.5, 2.5, 9.0), bound -> bound + "D");
        KnownColumn index = integers("_metadata.row_index", row -> row, 480, "L");
        for (int round = 0; round < 24; round++) {
            split(round % 3 == 0);
            KnownCondition condition = KnownCondition.random(
                    random, round % 4 == 0 ? List.of(time, y, index) : List.of(time, y), 1 + round % 3);

            List<Long> answer = cells(variable).where(condition.sql()).select("value").collectAsList().stream()
                    .map(row -> (long) row.getFloat(0))
                    .sorted()
                    .toList();

            assertThat(answer)
                    .as("seed %s, round %s: %s", SEED, round, condition.sql())
                    .isEqualTo(condition.rows(480));
            reset();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 60 x 8 cells in chunks of 10 x 4; the time is 7 at index 1, y is above 1.5 at 6 and 7.
                "y > 1.5 | 6 | 240",
                "time = 7 | 2 | 400",
                "time = 7 and y > 1.5 | 1 | 440",
                "time > 100 | 0 | 480",
                "time = 7 or y > 1.5 | 12 | 0",
                "time in (7, 37) | 4 | 320",
            })
    void chunksWithoutAWantedCellAreNotRead(String condition, long chunks, long skipped) throws InterruptedException {
        for (String openCost : List.of("0", "4194304")) {
            spark.conf().set("spark.sql.files.openCostInBytes", openCost);

            Map<String, String> metrics =
                    QueryMetrics.of(spark, cells("grid").where(condition).select("time", "y", "value"));

            assertThat(value(metrics, "chunks read")).isEqualTo(chunks);
            assertThat(value(metrics, ROWS_SKIPPED)).isEqualTo(skipped);
        }
    }

    @Test
    void rowsOfCellsWithoutChunksAreNotReadUnlessWanted() throws InterruptedException {
        Map<String, String> metrics = QueryMetrics.of(spark, cells("plain").where("time = 7"));

        assertThat(value(metrics, ROWS_SKIPPED)).isEqualTo(472);
        assertThat(value(metrics, "number of output rows")).isEqualTo(8);
    }

    private static Dataset<Row> cells(String variable) {
        return spark.read()
                .format("hdf5")
                .option("dataset", variable)
                .option("layout", "cells")
                .load(file("grid.h5"));
    }

    @Test
    void thePlanShowsTheConditions() {
        String plan = columns()
                .where("sorted = 5 and w > 3 and v % 2 = 1 and _metadata.row_index < 70")
                .queryExecution()
                .executedPlan()
                .toString();

        assertThat(plan).contains("rows where").contains("sorted = 5").contains("row_index < 70");
        assertThat(plan).as("Spark checks again").contains("Filter");
    }

    @Test
    void aRefusedValueIsRefusedByItsOwnName() {
        // Without the option a value with digits below a microsecond fails, with push-down and without.
        Dataset<Row> refused =
                spark.read().format("hdf5").option("dataset", "times").load(file("frames.h5"));

        String condition = "ts = timestamp_ntz'2018-01-01 00:00:00.000007'";

        assertThatThrownBy(() -> refused.where(condition).select("f").collectAsList())
                .hasStackTraceContaining("ns has digits below a microsecond");
        assertThat(refused.where("_metadata.row_index = 0").select("f").collectAsList())
                .hasSize(1);
    }

    static long value(Map<String, String> metrics, String name) {
        List<String> values = metrics.entrySet().stream()
                .filter(metric -> metric.getKey().endsWith(name))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(values).as("metric %s in %s", name, metrics).isNotEmpty();
        return Long.parseLong(values.get(0).replace(",", "").replaceAll("(?s)[^0-9].*", ""));
    }
}
