package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType.Time;
import org.sparkhdf5.table.ElementType.TimeKind;
import org.sparkhdf5.table.ElementType.Unit;
import org.sparkhdf5.table.NanosecondRule;

final class TimeVectorTest {
    private static final long SEED = 20261120;
    private static final BigInteger MICROS_MIN =
            BigInteger.valueOf(-62_135_596_800L).multiply(BigInteger.valueOf(1_000_000));
    private static final BigInteger MICROS_MAX = BigInteger.valueOf(253_402_300_800L)
            .multiply(BigInteger.valueOf(1_000_000))
            .subtract(BigInteger.ONE);

    static List<Arguments> types() {
        List<Arguments> types = new ArrayList<>();
        for (TimeKind kind : TimeKind.values()) {
            for (Unit unit : Unit.values()) {
                for (NanosecondRule rule : NanosecondRule.values()) {
                    types.add(Arguments.of(kind, unit, rule));
                }
            }
        }
        return types;
    }

    /** Against exact arithmetic; what does not fit must be refused. */
    @ParameterizedTest
    @MethodSource("types")
    void countsBecomeMicroseconds(TimeKind kind, Unit unit, NanosecondRule rule) {
        Random random = new Random(SEED);
        List<Long> values = new ArrayList<>(List.of(
                0L, 1L, -1L, 500L, 501L, 1500L, 2500L, -500L, -1500L, -999L, Long.MAX_VALUE, Long.MIN_VALUE + 1));
        for (long second : new long[] {253_402_300_799L, 253_402_300_800L, -62_135_596_800L, -62_135_596_801L}) {
            BigInteger count =
                    BigInteger.valueOf(second).multiply(BigInteger.valueOf(1_000_000_000 / unit.nanoseconds()));
            if (count.bitLength() < 64) {
                values.add(count.longValue());
            }
        }
        for (int i = 0; i < 300; i++) {
            values.add(random.nextLong() >> random.nextInt(64));
        }
        Time type = new Time(kind, unit, random.nextBoolean() ? Order.BIG_ENDIAN : Order.LITTLE_ENDIAN, rule);
        long[] stored = values.stream().mapToLong(Long::longValue).toArray();
        RowVector vector = vector(type, 11, stored);
        for (int row = 0; row < stored.length; row++) {
            String what = String.format("seed %d: %d %s", SEED, stored[row], unit);
            assertThat(vector.isNullAt(row)).as(what).isEqualTo(stored[row] == Long.MIN_VALUE);
            BigInteger expected = stored[row] == Long.MIN_VALUE ? BigInteger.ZERO : expectedOrNull(type, stored[row]);
            if (expected == null) {
                int refused = row;
                assertThatThrownBy(() -> vector.getLong(refused))
                        .as(what)
                        .isInstanceOf(UnsupportedHdf5FeatureException.class)
                        .hasMessageStartingWith("hdfs://nn/run7.h5: /prices: column open, row "
                                + (Cells.FIRST_ROW + row) + ": " + stored[row] + " ");
            } else {
                assertThat(BigInteger.valueOf(vector.getLong(row))).as(what).isEqualTo(expected);
            }
        }
    }

    /** Null where the value must be refused. */
    private static BigInteger expectedOrNull(Time type, long value) {
        BigInteger nanos = BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(type.unit().nanoseconds()));
        if (type.rule() == NanosecondRule.LONG) {
            return nanos.bitLength() < 64 ? nanos : null;
        }
        BigDecimal exact = new BigDecimal(nanos, 3);
        BigDecimal micros =
                exact.setScale(0, type.rule() == NanosecondRule.FLOOR ? RoundingMode.FLOOR : RoundingMode.HALF_EVEN);
        if (type.rule() == NanosecondRule.FAIL && micros.compareTo(exact) != 0) {
            return null;
        }
        BigInteger found = micros.toBigIntegerExact();
        boolean clock = type.kind() != TimeKind.DURATION;
        boolean inYears = found.compareTo(MICROS_MIN) >= 0 && found.compareTo(MICROS_MAX) <= 0;
        return found.bitLength() < 64 && (!clock || inYears) ? found : null;
    }

    @ParameterizedTest
    @CsvSource({
        "1499, 1, 1",
        "1500, 1, 2",
        "1501, 1, 2",
        "2500, 2, 2",
        "2501, 2, 3",
        "-1, -1, 0",
        "-500, -1, 0",
        "-501, -1, -1",
        "-1500, -2, -2",
        "-2500, -3, -2",
        "-999, -1, -1",
        "1000, 1, 1",
        "-1000, -1, -1"
    })
    void digitsBelowAMicrosecond(long nanos, long floored, long rounded) {
        assertThat(value(Unit.NANOSECOND, NanosecondRule.FLOOR, nanos)).isEqualTo(floored);
        assertThat(value(Unit.NANOSECOND, NanosecondRule.ROUND, nanos)).isEqualTo(rounded);
        assertThat(value(Unit.NANOSECOND, NanosecondRule.LONG, nanos)).isEqualTo(nanos);
    }

    @Test
    void byDefaultSuchDigitsAreRefused() {
        assertThatThrownBy(() -> value(Unit.NANOSECOND, NanosecondRule.FAIL, 1_577_836_800_000_000_001L))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("hdfs://nn/run7.h5: /prices: column open, row 5000000000: 1577836800000000001 ns has digits"
                        + " below a microsecond, which TIMESTAMP_NTZ cannot hold; set option(\"nanoseconds\","
                        + " \"floor\"), \"round\" or \"long\"");
        assertThat(value(Unit.NANOSECOND, NanosecondRule.FAIL, 1_577_836_800_000_000_000L))
                .isEqualTo(1_577_836_800_000_000L);
    }

    @Test
    void yearsSparkDoesNotHaveAreRefused() {
        assertThat(value(Unit.SECOND, NanosecondRule.FAIL, 253_402_300_799L)).isEqualTo(253_402_300_799_000_000L);
        assertThat(value(Unit.SECOND, NanosecondRule.FAIL, -62_135_596_800L)).isEqualTo(-62_135_596_800_000_000L);
        assertThatThrownBy(() -> value(Unit.SECOND, NanosecondRule.FAIL, 253_402_300_800L))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("253402300800 s does not fit TIMESTAMP_NTZ of the years 1 to 9999; leave the");
        assertThatThrownBy(() -> value(Unit.SECOND, NanosecondRule.LONG, 9_223_372_037L))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("9223372037 s does not fit BIGINT; ");
    }

    @Test
    void notATimeIsNull() {
        Time type = new Time(TimeKind.INSTANT, Unit.SECOND, Order.LITTLE_ENDIAN, NanosecondRule.FAIL);
        RowVector vector = vector(type, 8, 1, Long.MIN_VALUE, 3, Long.MIN_VALUE);
        assertThat(vector.hasNull()).isTrue();
        assertThat(vector.numNulls()).isEqualTo(2);
        assertThat(vector.isNullAt(1)).isTrue();
        assertThat(vector.getLong(1)).isZero();
    }

    private static long value(Unit unit, NanosecondRule rule, long stored) {
        return vector(new Time(TimeKind.WALL_CLOCK, unit, Order.LITTLE_ENDIAN, rule), 8, stored)
                .getLong(0);
    }

    private static RowVector vector(Time type, int stride, long... stored) {
        RowVector vector = new TimeVector(SparkTypes.of(type), Cells.LOCATION, type);
        byte[] bytes = Cells.longs(type.order().byteOrder(), 3, stride, stored);
        vector.show(bytes, 3, stride, stored.length, Cells.FIRST_ROW);
        return vector;
    }
}
