package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.LogicalType;

final class NumberVectorsTest {
    private static final long SEED = 20261120;

    static List<Arguments> layouts() {
        List<Arguments> layouts = new ArrayList<>();
        for (NumberKind kind : NumberKind.values()) {
            for (Order order : Order.values()) {
                for (int stride : new int[] {kind.sizeBytes(), kind.sizeBytes() + 3, 64, 0}) {
                    layouts.add(Arguments.of(kind, order, stride));
                }
            }
        }
        return layouts;
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void everyKindIsRead(NumberKind kind, Order order, int stride) {
        Random random = new Random(SEED);
        int rowCount = 50;
        int base = 7;
        byte[] bytes = new byte[base + Math.max(stride, 8) * rowCount + 8];
        random.nextBytes(bytes);
        RowVector vector = NumberVectors.of(new ElementType.Number(kind, order, false));
        vector.show(bytes, base, stride, rowCount, 0);
        for (int row = 0; row < rowCount; row++) {
            ByteBuffer element = ByteBuffer.wrap(bytes, base + row * stride, kind.sizeBytes())
                    .slice();
            assertThat(value(vector, kind, row))
                    .as("seed %d, row %d", SEED, row)
                    .isEqualTo(expected(element.order(order.byteOrder()), kind));
            assertThat(vector.isNullAt(row)).isFalse();
        }
        assertThat(vector.hasNull()).isFalse();
        assertThat(vector.numNulls()).isZero();
        assertThat(vector.dataType()).isEqualTo(SparkTypes.of(new ElementType.Number(kind, order, false)));
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void edgesOfIntegersStay(Order order) {
        byte[] bytes = Cells.longs(order.byteOrder(), 0, 8, Long.MIN_VALUE, -1, 0, Long.MAX_VALUE);
        RowVector signed = shown(NumberKind.INT64, order, bytes, 4);
        RowVector unsigned = shown(NumberKind.UINT64, order, bytes, 4);
        assertThat(signed.getLong(0)).isEqualTo(Long.MIN_VALUE);
        assertThat(signed.getLong(3)).isEqualTo(Long.MAX_VALUE);
        assertThat(unsigned.getDecimal(0, 20, 0).toString()).isEqualTo("9223372036854775808");
        assertThat(unsigned.getDecimal(1, 20, 0).toString()).isEqualTo("18446744073709551615");
        assertThat(unsigned.getDecimal(2, 20, 0).toString()).isEqualTo("0");
        assertThat(unsigned.getDecimal(3, 20, 0).precision()).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void allPatternsOfFloat16(Order order) {
        byte[] bytes = new byte[2 * 65536];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order.byteOrder());
        for (int bits = 0; bits < 65536; bits++) {
            buffer.putShort(2 * bits, (short) bits);
        }
        RowVector vector = shown(NumberKind.FLOAT16, order, bytes, 65536);
        for (int bits = 0; bits < 65536; bits++) {
            assertThat((Object) vector.getFloat(bits)).as("pattern %x", bits).isEqualTo(float16((short) bits));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NumberKind.class,
            names = {"FLOAT16", "FLOAT32", "FLOAT64"})
    void nanIsNullWhereTheUserSaysSo(NumberKind kind) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * kind.sizeBytes()).order(Order.LITTLE_ENDIAN.byteOrder());
        for (double value : new double[] {1, Double.NaN, Double.NEGATIVE_INFINITY}) {
            switch (kind) {
                case FLOAT16 -> bytes.putShort((short) (value == 1 ? 0x3C00 : value < 0 ? 0xFC00 : 0x7E01));
                case FLOAT32 -> bytes.putFloat((float) value);
                default -> bytes.putDouble(value);
            }
        }
        RowVector plain = NumberVectors.of(new ElementType.Number(kind, Order.LITTLE_ENDIAN, false));
        RowVector asNull = NumberVectors.of(new ElementType.Number(kind, Order.LITTLE_ENDIAN, true));
        plain.show(bytes.array(), 0, kind.sizeBytes(), 3, 0);
        asNull.show(bytes.array(), 0, kind.sizeBytes(), 3, 0);
        assertThat(nulls(plain, 3)).containsExactly(false, false, false);
        assertThat(nulls(asNull, 3)).containsExactly(false, true, false);
        assertThat(asNull.hasNull()).isTrue();
        assertThat(asNull.numNulls()).isEqualTo(1);
    }

    @Test
    void theBitsOfANanStay() {
        byte[] bytes =
                Cells.longs(Order.LITTLE_ENDIAN.byteOrder(), 0, 8, 0x7FF8_0000_DEAD_BEEFL, 0x8000_0000_0000_0000L);
        RowVector vector = shown(NumberKind.FLOAT64, Order.LITTLE_ENDIAN, bytes, 2);
        assertThat(Double.doubleToRawLongBits(vector.getDouble(0))).isEqualTo(0x7FF8_0000_DEAD_BEEFL);
        assertThat(Double.doubleToRawLongBits(vector.getDouble(1))).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void anotherGetterSaysWhatTheVectorHolds() {
        RowVector vector = shown(NumberKind.INT32, Order.LITTLE_ENDIAN, new byte[8], 1);
        assertThatThrownBy(() -> vector.getLong(0))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("a vector of INT holds no long");
        assertThatThrownBy(() -> vector.getUTF8String(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aClosedVectorHoldsNoBytes() {
        RowVector vector = shown(NumberKind.INT64, Order.LITTLE_ENDIAN, new byte[64], 8);
        vector.close();
        vector.close();
        assertThat(vector.bytes()).isEmpty();
        assertThat(vector.numNulls()).isZero();
    }

    private static RowVector shown(NumberKind kind, Order order, byte[] bytes, int rowCount) {
        RowVector vector = NumberVectors.of(new ElementType.Number(kind, order, false));
        vector.show(bytes, 0, kind.sizeBytes(), rowCount, 0);
        return vector;
    }

    private static LogicalType logicalType(NumberKind kind) {
        return new ElementType.Number(kind, Order.LITTLE_ENDIAN, false).logicalType();
    }

    private static List<Boolean> nulls(ColumnVector vector, int count) {
        List<Boolean> nulls = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            nulls.add(vector.isNullAt(row));
        }
        return nulls;
    }

    private static Object value(RowVector vector, NumberKind kind, int row) {
        return switch (kind) {
            case INT8 -> vector.getByte(row);
            case UINT8, INT16 -> vector.getShort(row);
            case UINT16, INT32 -> vector.getInt(row);
            case UINT32, INT64 -> vector.getLong(row);
            case UINT64 -> vector.getDecimal(row, 20, 0).toJavaBigDecimal();
            case FLOAT16 -> vector.getFloat(row);
            case FLOAT32 -> Float.floatToRawIntBits(vector.getFloat(row));
            case FLOAT64 -> Double.doubleToRawLongBits(vector.getDouble(row));
        };
    }

    private static Object expected(ByteBuffer element, NumberKind kind) {
        return switch (kind) {
            case INT8 -> element.get();
            case UINT8 -> (short) Byte.toUnsignedInt(element.get());
            case INT16 -> element.getShort();
            case UINT16 -> Short.toUnsignedInt(element.getShort());
            case INT32 -> element.getInt();
            case UINT32 -> Integer.toUnsignedLong(element.getInt());
            case INT64 -> element.getLong();
            case UINT64 -> new BigDecimal(new BigInteger(Long.toUnsignedString(element.getLong())));
            case FLOAT16 -> float16(element.getShort());
            case FLOAT32 -> element.getInt();
            case FLOAT64 -> element.getLong();
        };
    }

    /** By the definition of binary16: sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
    private static float float16(short bits) {
        double fraction = (bits & 1023) / 1024.0;
        int exponent = bits >> 10 & 31;
        double magnitude = exponent == 31
                ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
        return (float) (bits < 0 ? -magnitude : magnitude);
    }
}
