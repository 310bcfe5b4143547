package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Chunks by hand; what the library writes is in {@link FilterChainTest}. */
final class ScaleOffsetFilterTest {
    private final ScaleOffsetFilter filter = new ScaleOffsetFilter();
    private final FilterBuffer buffer = new FilterBuffer(1 << 20);

    /** Scale, factor, count, class, size, sign, order, whether there is a fill value, the fill value in two. */
    private static int[] values(int... first) {
        return Arrays.copyOf(first, 20);
    }

    /** Four numbers of 3 bits: 0, 5, 7, 2; counted from a minimum of so many bytes. */
    private static byte[] stored(int minimum, int minimumBytes) {
        byte[] stored = new byte[23];
        stored[0] = 3;
        stored[4] = (byte) minimumBytes;
        Arrays.fill(stored, 5, 21, (byte) (minimum < 0 ? -1 : 0));
        stored[5] = (byte) minimum;
        stored[21] = (byte) 0b00010111;
        stored[22] = (byte) 0b10100000;
        return stored;
    }

    @Test
    void countsIntegersFromTheMinimum() throws CorruptChunkException {
        assertThat(decode(stored(-10, 8), values(2, 0, 4, 0, 1, 1))).containsExactly(-10, -5, -3, -8);
        assertThat(decode(stored(-10, 1), values(2, 0, 4, 0, 2, 0, 1))).containsExactly(0, -10, 0, -5, 0, -3, 0, -8);
        assertThat(decode(stored(-10, 8), values(2, 0, 4, 0, 2, 1, 0, 1, 0x8000)))
                .containsExactly(-10, -1, -5, -1, 0, -128, -8, -1);
        assertThat(decode(stored(7, 0), values(2, 0, 4, 0, 1, 1))).containsExactly(0, 5, 7, 2);
    }

    @Test
    void scalesFloats() throws CorruptChunkException {
        byte[] minimum = stored(0, 8);
        StoredNumbers.setLittleInt(minimum, 5, Float.floatToIntBits(1.5f));
        byte[] decoded = decode(minimum, values(0, 1, 4, 1, 4, 12345, 0, 1, Float.floatToIntBits(-9f)));
        float[] floats = new float[4];
        for (int i = 0; i < 4; i++) {
            floats[i] = Float.intBitsToFloat(StoredNumbers.littleInt(decoded, 4 * i));
        }
        assertThat(floats).containsExactly(1.5f, 5 / 10f + 1.5f, -9f, 2 / 10f + 1.5f);

        StoredNumbers.setLittleLong(minimum, 5, Double.doubleToLongBits(-0.5));
        decoded = decode(minimum, values(0, -2, 4, 1, 8, 0, 1));
        double[] doubles = new double[4];
        for (int i = 0; i < 4; i++) {
            doubles[i] = Double.longBitsToDouble(StoredNumbers.bigLong(decoded, 8 * i));
        }
        assertThat(doubles).containsExactly(-0.5, 499.5, 699.5, 199.5);
    }

    @Test
    void leavesAloneWhatTakesAllBits() throws CorruptChunkException {
        assertThat(decode(new byte[] {1, 2}, values(2, 8, 2, 0, 1))).containsExactly(1, 2);
        byte[] stored = new byte[25];
        stored[0] = 16;
        System.arraycopy(new byte[] {1, 2, 3, 4}, 0, stored, 21, 4);
        assertThat(decode(stored, values(2, 0, 2, 0, 2, 1, 0))).containsExactly(1, 2, 3, 4);
        assertThat(decode(stored, values(2, 0, 2, 0, 2, 1, 1))).containsExactly(2, 1, 4, 3);
    }

    @Test
    void refusesClientValues() {
        assertRefused("expected 20 client values, found 8", stored(0, 8), new int[8]);
        assertRefused("a class of 0 (integer) or 1 (float) as client value 3, found 2", values(2, 0, 4, 2, 1));
        assertRefused("the kind of scale 2 as client value 0, found 0", values(0, 0, 4, 0, 1));
        assertRefused("the kind of scale 0 as client value 0, found 2", values(2, 0, 4, 1, 4));
        assertRefused("elements of 1, 2, 4 or 8 bytes as client value 4, found 3", values(2, 0, 4, 0, 3));
        assertRefused("elements of 1, 2, 4 or 8 bytes as client value 4, found 4294967295", values(2, 0, 4, 0, -1));
        assertRefused("elements of 4 or 8 bytes as client value 4, found 2", values(0, 0, 4, 1, 2));
        assertRefused("at most the 16 bits of an element as client value 1, found 17", values(2, 17, 4, 0, 2));
        assertRefused("a byte order of 0 or 1 as client value 6, found 2", values(2, 0, 4, 0, 2, 0, 2));
        assertRefused("0 or 1 fill values as client value 7, found 9", values(2, 0, 4, 0, 2, 0, 0, 9));
    }

    @Test
    void tellsThatPowersOfTwoAreNotRead() {
        assertThatThrownBy(() -> decode(stored(0, 8), values(1, 0, 4, 1, 4)))
                .isInstanceOf(UnsupportedChunkException.class)
                .hasMessage("scaleoffset: floats scaled by powers of two (E-scaling), readable here: D-scaling");
    }

    @Test
    void refusesHeaders() {
        int[] bytes = values(2, 0, 4, 0, 1);
        assertRefused("expected a header of 21 bytes, found 20", new byte[20], bytes);
        byte[] stored = stored(0, 8);
        stored[0] = 9;
        assertRefused("expected 0 to 8 bits of a packed number, found 9", stored, bytes);
        stored[3] = -1;
        assertRefused("expected 0 to 8 bits of a packed number, found 4278190089", stored, bytes);
        assertRefused("expected a minimum of at most 16 bytes, found 17", stored(0, 17), bytes);
    }

    @Test
    void refusesLengths() {
        int[] bytes = values(2, 0, 4, 0, 1);
        assertRefused("expected 23 bytes, found 22", Arrays.copyOf(stored(0, 8), 22), bytes);
        assertRefused("expected 23 bytes, found 24", Arrays.copyOf(stored(0, 8), 24), bytes);
        assertRefused("expected 4 bytes, found 23", values(2, 8, 4, 0, 1));
        byte[] whole = stored(0, 8);
        whole[0] = 8;
        assertRefused("expected 25 bytes, found 23", whole, bytes);
        buffer.wrap(whole, 0, 23);
        assertThatThrownBy(() -> filter.decode(buffer, bytes, 5))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("scaleoffset: expected 5 bytes, found 4 elements of 1 bytes");
        assertRefused("more than the limit of 1048576 bytes", values(2, 0, -1, 0, 8));
    }

    private void assertRefused(String message, int[] values) {
        assertRefused(message, stored(0, 8), values);
    }

    private void assertRefused(String message, byte[] stored, int[] values) {
        assertThatThrownBy(() -> decode(stored, values))
                .isInstanceOf(CorruptChunkException.class)
                .isNotInstanceOf(UnsupportedChunkException.class)
                .hasMessageStartingWith("scaleoffset: ")
                .hasMessageContaining(message);
    }

    private byte[] decode(byte[] stored, int[] values) throws CorruptChunkException {
        buffer.wrap(stored, 0, stored.length);
        filter.decode(buffer, values, -1);
        return Arrays.copyOfRange(buffer.array(), buffer.offset(), buffer.offset() + buffer.lengthBytes());
    }
}
