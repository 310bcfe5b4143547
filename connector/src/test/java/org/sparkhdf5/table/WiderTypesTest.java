package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.LogicalType.Atomic;
import org.sparkhdf5.table.LogicalType.DecimalOf;
import org.sparkhdf5.table.LogicalType.Field;
import org.sparkhdf5.table.LogicalType.ListOf;
import org.sparkhdf5.table.LogicalType.StructOf;

final class WiderTypesTest {

    @ParameterizedTest
    @CsvSource({
        "TINYINT, TINYINT, TINYINT",
        "TINYINT, SMALLINT, SMALLINT",
        "SMALLINT, BIGINT, BIGINT",
        "INT, DECIMAL_20_0, DECIMAL_20_0",
        "BIGINT, DECIMAL_20_0, DECIMAL_20_0",
        "TINYINT, FLOAT, DOUBLE",
        "BIGINT, DOUBLE, DOUBLE",
        "DECIMAL_20_0, FLOAT, DOUBLE",
        "FLOAT, DOUBLE, DOUBLE",
        "FLOAT, FLOAT, FLOAT",
        "BOOLEAN, TINYINT, ",
        "BOOLEAN, STRING, ",
        "BIGINT, STRING, ",
        "STRING, BINARY, ",
        "DATE, TIMESTAMP_NTZ, ",
        "TIMESTAMP, TIMESTAMP_NTZ, ",
        "BIGINT, TIMESTAMP, ",
        "DAY_TIME_INTERVAL, BIGINT, "
    })
    void theTypeThatHoldsBoth(Atomic one, Atomic other, Atomic both) {
        assertThat(WiderTypes.common(one, other)).isEqualTo(both);
        assertThat(WiderTypes.common(other, one)).isEqualTo(both);
    }

    @Test
    void partsAreTakenOneByOne() {
        assertThat(WiderTypes.common(new ListOf(Atomic.INT, 3), new ListOf(Atomic.FLOAT, 3)))
                .isEqualTo(new ListOf(Atomic.DOUBLE, 3));
        assertThat(WiderTypes.common(new ListOf(Atomic.INT, 3), new ListOf(Atomic.INT, 4)))
                .isEqualTo(new ListOf(Atomic.INT, ListOf.VARIABLE));
        assertThat(WiderTypes.common(new ListOf(Atomic.INT, 3), new ListOf(Atomic.STRING, 3)))
                .isNull();
        assertThat(WiderTypes.common(new ListOf(Atomic.INT, 3), Atomic.INT)).isNull();
        StructOf one = new StructOf(List.of(new Field("a", Atomic.INT), new Field("b", Atomic.STRING)));
        StructOf other = new StructOf(List.of(new Field("c", Atomic.DATE), new Field("a", Atomic.BIGINT)));
        assertThat(WiderTypes.common(one, other))
                .isEqualTo(new StructOf(List.of(
                        new Field("a", Atomic.BIGINT), new Field("b", Atomic.STRING), new Field("c", Atomic.DATE))));
        StructOf unlike = new StructOf(List.of(new Field("b", Atomic.INT)));
        assertThat(WiderTypes.common(one, unlike)).isNull();
    }

    /** The rest is compared with Spark itself in the integration tests. */
    @Test
    void decimalsHaveRoomForEveryDigit() {
        assertThat(WiderTypes.isUpCast(Atomic.TINYINT, new DecimalOf(3, 0))).isTrue();
        assertThat(WiderTypes.isUpCast(Atomic.SMALLINT, new DecimalOf(6, 2))).isFalse();
        assertThat(WiderTypes.isUpCast(Atomic.INT, new DecimalOf(12, 2))).isTrue();
        assertThat(WiderTypes.isUpCast(Atomic.BIGINT, new DecimalOf(38, 19))).isFalse();
        assertThat(WiderTypes.isUpCast(Atomic.DOUBLE, new DecimalOf(38, 0))).isFalse();
    }

    @Test
    void nothingIsWidenedUnlessItIsAskedFor() {
        ElementType integer = new ElementType.Number(ElementType.NumberKind.INT32, Order.LITTLE_ENDIAN, false);
        assertThat(Widening.NONE.widen(integer, Atomic.INT)).isEqualTo(integer);
        assertThat(Widening.NONE.widen(integer, Atomic.BIGINT)).isNull();
        assertThat(Widening.EXACT.widen(integer, Atomic.DOUBLE))
                .isEqualTo(new ElementType.Widened(integer, Atomic.DOUBLE, null));
        assertThat(Widening.EXACT.widen(integer, Atomic.FLOAT)).isNull();
        assertThat(Widening.EXACT.widen(integer, Atomic.STRING)).isNull();
        assertThat(Widening.EXACT.widen(integer, Atomic.SMALLINT)).isNull();
        Widening cast = new Widening.UpCast(ZoneOffset.UTC);
        assertThat(cast.widen(integer, Atomic.FLOAT))
                .isEqualTo(new ElementType.Widened(integer, Atomic.FLOAT, ZoneOffset.UTC));
        assertThat(cast.widen(integer, Atomic.SMALLINT)).isNull();
    }
}
