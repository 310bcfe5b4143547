package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.NanosecondRule;

final class ListVectorTest {
    private static final ElementType.Number INT = new ElementType.Number(NumberKind.INT32, Order.LITTLE_ENDIAN, false);
    private static final int BASE = 12;

    /** A stride beyond the list: rows of chunks that reach over the edge of the dataset, or lanes of whole rows. */
    @ParameterizedTest
    @ValueSource(ints = {12, 16, 40})
    void listsOfNumbers(int stride) {
        ListVector vector = new ListVector(type(3), NumberVectors.of(INT), 3, 4);
        vector.show(ints(200), BASE, stride, 5, 0);
        for (int row = 0; row < 5; row++) {
            int first = (BASE + row * stride) / 4;
            assertThat(vector.getArray(row).toIntArray()).containsExactly(first, first + 1, first + 2);
            assertThat(vector.isNullAt(row)).isFalse();
        }
        assertThat(vector.dataType().sql()).isEqualTo("ARRAY<INT>");
    }

    @Test
    void aRowThatRepeats() {
        ListVector vector = new ListVector(type(3), NumberVectors.of(INT), 3, 4);
        vector.show(ints(6), BASE, 0, 1000, 0);
        for (int row : new int[] {0, 1, 999}) {
            assertThat(vector.getArray(row).toIntArray()).containsExactly(3, 4, 5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 48})
    void listsOfLists(int stride) {
        ListVector inner = new ListVector(type(3), NumberVectors.of(INT), 3, 4);
        ListVector vector = new ListVector(type(2, 3), inner, 2, 12);
        vector.show(ints(400), BASE, stride, 7, 0);
        for (int row = 0; row < 7; row++) {
            int first = (BASE + row * stride) / 4;
            assertThat(lists(vector.getArray(row)))
                    .containsExactly(List.of(first, first + 1, first + 2), List.of(first + 3, first + 4, first + 5));
        }
        assertThat(vector.dataType().sql()).isEqualTo("ARRAY<ARRAY<INT>>");
    }

    @Test
    void listsOfListsThatRepeat() {
        ListVector inner = new ListVector(type(3), NumberVectors.of(INT), 3, 4);
        ListVector vector = new ListVector(type(2, 3), inner, 2, 12);
        vector.show(ints(9), BASE, 0, 100, 0);
        assertThat(lists(vector.getArray(99))).containsExactly(List.of(3, 4, 5), List.of(6, 7, 8));
    }

    @Test
    void listsOfNothing() {
        ListVector vector = new ListVector(type(0), NumberVectors.of(INT), 0, 4);
        vector.show(new byte[0], 0, 0, 10, 0);
        assertThat(vector.getArray(9).numElements()).isZero();
        ListVector inner = new ListVector(type(0), NumberVectors.of(INT), 0, 4);
        ListVector outer = new ListVector(type(2, 0), inner, 2, 0);
        outer.show(new byte[0], 0, 0, 10, 0);
        assertThat(lists(outer.getArray(9))).containsExactly(List.of(), List.of());
    }

    @Test
    void listsOfTimesMayHoldNulls() {
        ElementType.Time time = new ElementType.Time(
                ElementType.TimeKind.INSTANT, ElementType.Unit.MICROSECOND, Order.LITTLE_ENDIAN, NanosecondRule.FAIL);
        TimeVector child = new TimeVector(SparkTypes.of(time), Cells.LOCATION, time);
        DataType type = SparkTypes.of(new ElementType.FixedList(time, 2));
        ListVector vector = new ListVector(type, child, 2, 8);
        vector.show(Cells.longs(ByteOrder.LITTLE_ENDIAN, 0, 8, 1, Long.MIN_VALUE, Long.MIN_VALUE, 4), 0, 16, 2, 0);
        assertThat(vector.getArray(0).isNullAt(0)).isFalse();
        assertThat(vector.getArray(0).isNullAt(1)).isTrue();
        assertThat(vector.getArray(1).isNullAt(0)).isTrue();
        assertThat(vector.getArray(1).getLong(1)).isEqualTo(4);
    }

    @Test
    void anElementThatFailsNamesItsRow() {
        ListVector vector = new ListVector(type(4), new FlagVector(Cells.LOCATION), 4, 1);
        byte[] bytes = new byte[12];
        bytes[9] = 2;
        vector.show(bytes, 0, 4, 3, 100);
        assertThatThrownBy(() -> vector.getArray(2).getBoolean(1))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageContaining("column open, row 102: a boolean is 0 or 1, found 2");
    }

    private static DataType type(int... lengths) {
        ElementType type = INT;
        for (int i = lengths.length - 1; i >= 0; i--) {
            type = new ElementType.FixedList(type, lengths[i]);
        }
        return SparkTypes.of(type);
    }

    private static List<List<Integer>> lists(ColumnarArray array) {
        List<List<Integer>> lists = new ArrayList<>();
        for (int i = 0; i < array.numElements(); i++) {
            lists.add(IntStream.of(array.getArray(i).toIntArray()).boxed().toList());
        }
        return lists;
    }

    /** 0, 1, 2, … */
    private static byte[] ints(int count) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            buffer.putInt(i);
        }
        return buffer.array();
    }
}
