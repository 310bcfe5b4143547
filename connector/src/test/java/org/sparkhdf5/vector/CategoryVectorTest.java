package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.References;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ElementType.Category;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.ElementType.Text;
import org.sparkhdf5.table.ElementType.Trim;
import org.sparkhdf5.table.ObjectCells;
import org.sparkhdf5.table.ObjectRule;
import org.sparkhdf5.testing.TableRows;

final class CategoryVectorTest {
    private static final Text TEXT = new Text(5, Trim.TRAILING_NULS, "UTF-8", null);
    private static final ElementType DOUBLE = new ElementType.Number(NumberKind.FLOAT64, Order.LITTLE_ENDIAN, false);
    private static final int LIST_STRIDE = 3 + 8 + 5;

    /** A list of records: three bytes of something else, a double, a text. */
    private static final byte[] LIST = list(new double[] {0.5, -1.5, Double.NaN}, "lo\0\0\0", "grün", "\0\0\0\0\0");

    private int listsRead;

    /** The list, counted. */
    private final ElementVectors.FileSource source = new ElementVectors.FileSource() {
        @Override
        public GlobalHeap heap() {
            throw new IllegalStateException("no heap is needed");
        }

        @Override
        public References references() {
            throw new IllegalStateException("no references are needed");
        }

        @Override
        public byte[] elements(StoredArray array) {
            listsRead++;
            return LIST;
        }

        @Override
        public ObjectCells objects(StoredArray descriptors, String column, ObjectRule rule) {
            throw new IllegalStateException("no objects are needed");
        }
    };

    @Test
    void aMissingFloatIsNanWhereTheListIsALevelOfAnIndex() {
        RowVector level = vector(new Category(code(NumberKind.INT8), stored(3), DOUBLE, 3, true));
        level.show(new byte[] {1, -1}, 0, 1, 2, 0);
        assertThat(level.getDouble(0)).isEqualTo(-1.5);
        assertThat(level.isNullAt(1)).isFalse();
        assertThat(level.getDouble(1)).isNaN();
    }

    @Test
    void aTextThatWasGivenIsGivenAgain() {
        RowVector vector = vector(text(NumberKind.INT8));
        vector.show(new byte[] {1, 0, 1, -1, 2}, 0, 1, 5, 0);
        UTF8String first = vector.getUTF8String(0);
        assertThat(vector.getUTF8String(1)).hasToString("lo");
        assertThat(vector.getUTF8String(2)).isSameAs(first).hasToString("grün");
        assertThat(vector.isNullAt(2)).isFalse();
        assertThat(vector.isNullAt(3)).isTrue();
        assertThat(vector.getUTF8String(3)).isNull();
        assertThat(vector.getUTF8String(4)).hasToString("");
    }

    @Test
    void codesMayBeOfEightBytes() {
        RowVector vector = vector(text(NumberKind.INT64));
        byte[] codes = {1, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 1, 0, 0, 0};
        vector.show(codes, 0, 8, 3, 0);
        assertThat(vector.getUTF8String(0)).hasToString("grün");
        assertThat(vector.isNullAt(1)).isTrue();
        assertThatThrownBy(() -> vector.getUTF8String(2)).hasMessageContaining("a code below 3, or -1 for null");
    }

    @Test
    void codesOfEveryWidthStandForTexts() {
        assertThat(values(text(NumberKind.INT8), codes(ByteOrder.LITTLE_ENDIAN, 1, 1, 0, 1, -1, 2)))
                .containsExactly("grün", "lo", "grün", null, "");
        assertThat(values(text(NumberKind.INT16), codes(ByteOrder.LITTLE_ENDIAN, 2, 0, -1, 2)))
                .containsExactly("lo", null, "");
        assertThat(values(text(NumberKind.INT32), codes(ByteOrder.LITTLE_ENDIAN, 4, 2, 1, -1)))
                .containsExactly("", "grün", null);
        ElementType.Number bigEndian = new ElementType.Number(NumberKind.INT16, Order.BIG_ENDIAN, false);
        assertThat(values(new Category(bigEndian, stored(3), TEXT, 11), codes(ByteOrder.BIG_ENDIAN, 2, 1, -1)))
                .containsExactly("grün", null);
    }

    @Test
    void codesStandForNumbersAndStructs() {
        assertThat(values(
                        new Category(code(NumberKind.INT8), stored(3), DOUBLE, 3),
                        codes(ByteOrder.LITTLE_ENDIAN, 1, 1, -1, 2)))
                .containsExactly(-1.5, null, Double.NaN);
        ElementType struct = new ElementType.Struct(
                16, List.of(new ElementType.Member("number", 3, DOUBLE), new ElementType.Member("text", 11, TEXT)));
        assertThat(values(
                        new Category(code(NumberKind.INT8), stored(3), struct, 0),
                        codes(ByteOrder.LITTLE_ENDIAN, 1, 1, -1, 0)))
                .containsExactly(List.of(-1.5, "grün"), null, List.of(0.5, "lo"));
    }

    @Test
    void theListIsReadOnceAndPointedInto() {
        RowVector vector = vector(text(NumberKind.INT8));
        assertThat(listsRead).isEqualTo(1);
        for (int round = 0; round < 3; round++) {
            vector.show(codes(ByteOrder.LITTLE_ENDIAN, 1, 1, 0), 2, 4, 2, round * 2L);
            UTF8String text = vector.getUTF8String(0);
            assertThat(text.getBaseObject()).isSameAs(LIST);
            assertThat(text.toString()).isEqualTo("grün");
        }
        assertThat(listsRead).isEqualTo(1);
    }

    @Test
    void anEmptyListIsAllNull() {
        Category empty = new Category(code(NumberKind.INT8), null, new Text(1, Trim.TRAILING_NULS, "UTF-8", null), 0);
        assertThat(values(empty, codes(ByteOrder.LITTLE_ENDIAN, 1, -1, -1))).containsExactly(null, null);
        assertThat(values(
                        new Category(code(NumberKind.INT8), stored(0), DOUBLE, 3),
                        codes(ByteOrder.LITTLE_ENDIAN, 1, -1)))
                .containsOnlyNulls();
        assertThat(listsRead).isZero();
        assertFails(empty, 0, "a code below 0, or -1 for null, is expected, found 0");
    }

    @Test
    void aCodeOutsideTheListFails() {
        assertFails(text(NumberKind.INT8), 3, "a code below 3, or -1 for null, is expected, found 3");
        assertFails(text(NumberKind.INT8), -2, "a code below 3, or -1 for null, is expected, found -2");
    }

    @Test
    void aNullHasAValueToAskFor() {
        RowVector vector = vector(new Category(code(NumberKind.INT8), stored(3), DOUBLE, 3));
        vector.show(codes(ByteOrder.LITTLE_ENDIAN, 1, -1), 2, 4, 1, 0);
        assertThat(vector.isNullAt(0)).isTrue();
        assertThat(vector.getDouble(0)).isZero();
        RowVector texts = vector(text(NumberKind.INT8));
        texts.show(codes(ByteOrder.LITTLE_ENDIAN, 1, -1), 2, 4, 1, 0);
        assertThat(texts.getUTF8String(0)).isNull();
    }

    @Test
    void aListThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> vector(new Category(code(NumberKind.INT32), stored(5_000_000), TEXT, 11)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "hdfs://nn/run7.h5: /prices: column open: 5000000 categories of 16 bytes each, at most 67108864"
                                + " bytes are read; leave the column out, or write it without categories");
        assertThat(listsRead).isZero();
    }

    private void assertFails(Category type, int code, String what) {
        RowVector vector = vector(type);
        vector.show(codes(ByteOrder.LITTLE_ENDIAN, 1, code), 2, 4, 1, Cells.FIRST_ROW);
        assertThatThrownBy(() -> TableRows.value(vector, 0))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageContaining("hdfs://nn/run7.h5: /prices: column open, row 5000000000: " + what);
    }

    private RowVector vector(Category type) {
        return new ElementVectors(Cells.LOCATION, source).of(type);
    }

    private List<@Nullable Object> values(Category type, byte[] codes) {
        RowVector vector = vector(type);
        int count = (codes.length - 2) / 4;
        vector.show(codes, 2, 4, count, Cells.FIRST_ROW);
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(row -> TableRows.value(vector, row))
                .toList();
    }

    private static Category text(NumberKind kind) {
        return new Category(code(kind), stored(3), TEXT, 11);
    }

    private static ElementType.Number code(NumberKind kind) {
        return new ElementType.Number(kind, Order.LITTLE_ENDIAN, false);
    }

    private static StoredArray stored(long rows) {
        return new StoredArray(
                "/prices/meta/c/meta/table",
                800,
                List.of(rows),
                LIST_STRIDE,
                2048,
                List.of(),
                FilterPipeline.NONE,
                new byte[0]);
    }

    /** Codes from the third byte on, one in four bytes. */
    private static byte[] codes(ByteOrder order, int sizeBytes, int... codes) {
        ByteBuffer buffer = ByteBuffer.allocate(2 + 4 * codes.length).order(order);
        for (int i = 0; i < codes.length; i++) {
            switch (sizeBytes) {
                case 1 -> buffer.put(2 + 4 * i, (byte) codes[i]);
                case 2 -> buffer.putShort(2 + 4 * i, (short) codes[i]);
                default -> buffer.putInt(2 + 4 * i, codes[i]);
            }
        }
        return buffer.array();
    }

    private static byte[] list(double[] numbers, String... texts) {
        ByteBuffer buffer = ByteBuffer.allocate(LIST_STRIDE * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < numbers.length; i++) {
            buffer.putDouble(i * LIST_STRIDE + 3, numbers[i]);
            buffer.put(i * LIST_STRIDE + 11, texts[i].getBytes(StandardCharsets.UTF_8));
        }
        return buffer.array();
    }
}
