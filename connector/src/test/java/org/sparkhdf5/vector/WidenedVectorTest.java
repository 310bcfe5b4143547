package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.LogicalType.Atomic;

/** What Spark's own cast does is compared in the integration tests; here are the values that it has no word for. */
final class WidenedVectorTest {

    private static RowVector shown(NumberKind kind, LogicalType wanted, @Nullable ZoneId timeZone, long... values) {
        ElementType.Number stored = new ElementType.Number(kind, Order.LITTLE_ENDIAN, false);
        RowVector vector = WidenedVector.of(
                Cells.LOCATION, new ElementType.Widened(stored, wanted, timeZone), NumberVectors.of(stored));
        vector.show(Cells.longs(ByteOrder.LITTLE_ENDIAN, 3, 11, values), 3, 11, values.length, Cells.FIRST_ROW);
        return vector;
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, -1, 1L << 53, -(1L << 53), (1L << 53) + 2, Long.MIN_VALUE, 1L << 62, Long.MAX_VALUE - 1023})
    void longsThatAreDoublesAreExact(long value) {
        assertThat(shown(NumberKind.INT64, Atomic.DOUBLE, null, value).getDouble(0))
                .isEqualTo((double) value);
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 53) + 1, -(1L << 53) - 1, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE + 1})
    void longsThatAreNoDoublesFailAtTheirRow(long value) {
        RowVector vector = shown(NumberKind.INT64, Atomic.DOUBLE, null, 5, value);
        assertThat(vector.getDouble(0)).isEqualTo(5);
        assertThatThrownBy(() -> vector.getDouble(1))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("hdfs://nn/run7.h5: /prices: column open, row 5000000001: " + value + " is not exact as"
                        + " DOUBLE; round it with .schema(\"… open DOUBLE …\"), or read the files that hold integers on"
                        + " their own");
        assertThat(shown(NumberKind.INT64, Atomic.DOUBLE, ZoneId.of("UTC"), value)
                        .getDouble(0))
                .isEqualTo((double) value);
    }

    @Test
    void unsignedLongsAreDoublesWhereTheyAreExact() {
        RowVector vector = shown(NumberKind.UINT64, Atomic.DOUBLE, null, Long.MIN_VALUE, -1, 7);
        assertThat(vector.getDouble(0)).isEqualTo(0x1p63);
        assertThat(vector.getDouble(2)).isEqualTo(7);
        assertThatThrownBy(() -> vector.getDouble(1))
                .hasMessageContaining(
                        "column open, row 5000000001: 18446744073709551615 is not exact as DOUBLE; read the"
                                + " column as DECIMAL(20,0) ");
    }

    @Test
    void signedIntegersAreDecimalsAmongUnsignedOnes() {
        RowVector vector = shown(NumberKind.INT8, Atomic.DECIMAL_20_0, null, 0x80, 0x7F);
        assertThat(vector.getDecimal(0, 20, 0).toString()).isEqualTo("-128");
        assertThat(vector.getDecimal(1, 20, 0).toString()).isEqualTo("127");
        assertThat(vector.dataType().sql()).isEqualTo("DECIMAL(20,0)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0 00:00:00",
                "1|0 00:00:00.000001",
                "-1500000|-0 00:00:01.5",
                "86400000000|1 00:00:00",
                "-9223372036854775808|-106751991 04:00:54.775808",
                "9223372036854775807|106751991 04:00:54.775807"
            })
    void intervalsAreTextAsAnsiWritesIt(long micros, String text) {
        assertThat(CastTextVector.interval(micros)).isEqualTo("INTERVAL '" + text + "' DAY TO SECOND");
    }

    @Test
    void valuesWithoutAPlaceOfTheirOwnAreShownByTheirVector() {
        RowVector vector = shown(NumberKind.INT16, Atomic.STRING, ZoneId.of("UTC"), 0xFFFE, 3);
        assertThat(vector.getUTF8String(0).toString()).isEqualTo("-2");
        assertThat(vector.hasNull()).isFalse();
        vector.close();
        assertThat(vector.rowCount()).isZero();
    }
}
