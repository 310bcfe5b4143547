package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.OracleCheck;
import org.sparkhdf5.it.testing.Sessions;

/** Types that the user gives: what Spark up-casts to, with the values of Spark's cast; anything else is refused. */
class GivenSchemaTest {
    private static final String TIME_ZONE = "spark.sql.session.timeZone";
    private static final List<DataType> TYPES = List.of(
            DataTypes.BooleanType,
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.createDecimalType(20, 0),
            DataTypes.createDecimalType(10, 0),
            DataTypes.createDecimalType(12, 2),
            DataTypes.createDecimalType(38, 2),
            DataTypes.FloatType,
            DataTypes.DoubleType,
            DataTypes.StringType,
            DataTypes.BinaryType,
            DataTypes.DateType,
            DataTypes.TimestampType,
            DataTypes.TimestampNTZType,
            DataTypes.createDayTimeIntervalType());

    private SparkSession spark;

    @BeforeEach
    void start() {
        spark = Sessions.shared();
        // A zone with changes of the clock, and with an odd offset before there were zones.
        spark.conf().set(TIME_ZONE, "Europe/Berlin");
    }

    @AfterEach
    void resetSession() {
        spark.conf().set(TIME_ZONE, "UTC");
    }

    private static String file(String name) {
        return "file:" + DriftTest.committed().resolve(name);
    }

    private static DataFrameReader reader() {
        return Sessions.shared().read().format("hdf5").option("nanoseconds", "floor");
    }

    private static Dataset<Row> types() {
        return reader().load(file("types.h5"));
    }

    static List<DataType> askedTypes() {
        return TYPES;
    }

    /** Every column of the file as one type: what becomes that type at once, the others one by one. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("askedTypes")
    void aTypeIsReadAsSparkCastsItOrNotAtAll(DataType asked) {
        StructType schema = new StructType();
        List<Column> casts = new ArrayList<>();
        for (StructField field : types().schema().fields()) {
            if (!isException(field.name(), asked) && Cast.canUpCast(field.dataType(), asked)) {
                schema = schema.add(field.name(), asked, false);
                casts.add(functions.col(field.name()).cast(asked).as(field.name()));
            } else if (!isException(field.name(), asked)) {
                Dataset<Row> given = given(field.name(), asked);
                assertFailure(() -> given.queryExecution().executedPlan())
                        .contains("types.h5: /types: column " + field.name() + ": the schema asks for " + asked.sql()
                                + ", the file has " + field.dataType().sql() + "; give it that type in .schema(…)");
            }
        }
        if (casts.isEmpty()) {
            assertThat(asked).isEqualTo(DataTypes.BinaryType);
            return;
        }
        Dataset<Row> given = reader().schema(schema).load(file("types.h5"));
        assertThat(given.schema().fields()).allMatch(StructField::nullable);
        assertThat(values(given)).isEqualTo(values(types().select(casts.toArray(new Column[0]))));
    }

    private static Dataset<Row> given(String column, DataType asked) {
        return reader().schema(new StructType().add(column, asked)).load(file("types.h5"));
    }

    /** Tested below. */
    private static boolean isException(String column, DataType asked) {
        return (column.equals("unsigned") && asked.equals(DataTypes.DoubleType))
                || (column.equals("wide") && asked.equals(DataTypes.TimestampType));
    }

    @Test
    void whatSparkWouldCutOrRoundUnaskedFailsAtItsRow() {
        // No up-cast of Spark's, but what mergeSchema does.
        assertFailure(() -> given("unsigned", DataTypes.DoubleType).collectAsList())
                .contains("column unsigned, row 1: 18446744073709551615 is not exact as DOUBLE");
        // Spark's cast cuts seconds of all 64 bits to what a timestamp holds.
        assertFailure(() -> given("wide", DataTypes.TimestampType).collectAsList())
                .contains("column wide, row 0: -9223372036854775808 seconds do not fit TIMESTAMP; ");
    }

    @Test
    void bytesAreTextWhereTheyAreUtf8() {
        DataFrameReader bytes = reader().option("stringEncoding", "binary");
        assertThat(bytes.option("dataset", "/t")
                        .schema("n BIGINT, b STRING")
                        .load(file("bytes.h5"))
                        .collectAsList())
                .containsExactly(RowFactory.create(1L, "ab"), RowFactory.create(2L, ""), RowFactory.create(3L, "é"));
        assertFailure(() -> bytes.option("dataset", "/not_text")
                        .schema("b STRING")
                        .load(file("bytes.h5"))
                        .collectAsList())
                .contains("column b, row 0: 1 bytes of text are not UTF-8");
    }

    @Test
    void partsOfTypesAreCastToo() {
        assertThat(reader().option("dataset", "a")
                        .schema("value ARRAY<STRING>")
                        .load(file("rows_int32.h5"), file("rows_float64.h5"))
                        .selectExpr("concat_ws(' ', value)")
                        .as(Encoders.STRING())
                        .collectAsList())
                .containsExactly("0 1", "2 3", "4 5", "0.5 1.5", "2.5 3.5", "4.5 5.5");
        assertFailure(() -> reader().option("dataset", "a")
                        .schema("value ARRAY<SMALLINT>")
                        .load(file("rows_int32.h5"))
                        .collectAsList())
                .contains("column value: the schema asks for ARRAY<SMALLINT>, the file has ARRAY<INT>; ");
    }

    @Test
    void fieldsThatAFileDoesNotHaveAreNull() {
        String complex = CommittedFixtures.file("frame_complex.h5").toUri().toString();
        Dataset<Row> stored = reader().option("index", "false").load(complex);
        StructField field = stored.schema().fields()[0];
        assertThat(field.dataType().sql()).startsWith("STRUCT<re: DOUBLE");
        String name = "`" + field.name() + "`";
        Dataset<Row> given = reader().schema(name + " STRUCT<more: ARRAY<INT>, im: STRING NOT NULL, re: DOUBLE>")
                .load(complex);
        assertThat(given.selectExpr(name + ".re", name + ".im", name + ".more").collectAsList())
                .isEqualTo(stored.selectExpr(name + ".re", "cast(" + name + ".im as string)", "null")
                        .collectAsList());
        assertThat(given.where(name + ".more IS NULL").count()).isEqualTo(stored.count());
    }

    @Test
    void onlyTheFirstFileIsComparedBeforeLaterOnesAreRead() {
        Dataset<Row> frame = reader().option("key", "day")
                .schema("price FLOAT")
                .load(file("text_price.h5"), file("wide_integers.h5"));
        assertFailure(() -> frame.queryExecution().executedPlan())
                .contains("text_price.h5: /day: column price: the schema asks for FLOAT, the file has STRING; ");
        Dataset<Row> later =
                reader().option("key", "day").schema("volume INT").load(file("late_text.h5"), file("wide_integers.h5"));
        later.queryExecution().executedPlan();
        assertFailure(later::collectAsList)
                .contains("wide_integers.h5: /day: column volume: the schema asks for INT, the file has BIGINT; ");
    }

    @Test
    void objectsBecomeNumbersOrNullsAsTheSchemaSays() {
        DataFrameReader days = reader().option("key", "day").option("index", "false");
        // Nothing but None: any type.
        assertThat(days.schema("size SMALLINT, price DECIMAL(30,3), time TIMESTAMP")
                        .load(file("days/2023-01-07.h5"))
                        .distinct()
                        .collectAsList())
                .containsExactly(RowFactory.create(null, null, null));
        Dataset<Row> text = days.schema("side BIGINT").load(file("days/2023-01-01.h5"));
        assertFailure(() -> text.queryExecution().executedPlan())
                .contains("2023-01-01.h5: /day: column side: the schema asks for BIGINT, the file has STRING; ");
    }

    private static List<Object> values(Dataset<Row> frame) {
        return frame.collectAsList().stream().map(OracleCheck::java).toList();
    }
}
