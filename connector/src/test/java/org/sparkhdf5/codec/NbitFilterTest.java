package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Types and bits by hand; what the library writes is in {@link FilterChainTest}. */
final class NbitFilterTest {
    private final NbitFilter filter = new NbitFilter();
    private final FilterBuffer buffer = new FilterBuffer(1 << 20);

    @Test
    void unpacksNumbers() throws CorruptChunkException {
        // 0x155, 0x0aa, 0x1ff of 9 bits, from bit 3 of 2 bytes on.
        byte[] stored = {(byte) 0b10101010, (byte) 0b10101010, (byte) 0b10111111, (byte) 0b11100000};
        assertThat(decode(stored, 6, 3, 1, 2, 0, 9, 3)).containsExactly(0xa8, 0x0a, 0x50, 0x05, 0xf8, 0x0f);
        assertThat(decode(stored, 6, 3, 1, 2, 1, 9, 3)).containsExactly(0x0a, 0xa8, 0x05, 0x50, 0x0f, 0xf8);
        // 0x155 of 9 bits, from bit 70 of 10 bytes on: bits 70 and 71 are 01, those above 1010101.
        byte[] wide = {(byte) 0b10101010, (byte) 0b10000000};
        assertThat(decode(wide, 10, 1, 1, 10, 0, 9, 70)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x55);
        assertThat(decode(wide, 10, 1, 1, 10, 1, 9, 70)).containsExactly(0x55, 0x40, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** A compound of 5 bytes: a byte of text at 3, and at 0 an array of two numbers of 4 bits. */
    @Test
    void unpacksCompoundsAndFillsTheirGaps() throws CorruptChunkException {
        byte[] stored = {'a', 0x12, 'b', 0x34, 0};
        int[] type = {3, 5, 2, 3, 4, 1, 0, 2, 2, 1, 1, 0, 4, 2};
        Arrays.fill(buffer.output(10), (byte) 0xff);
        assertThat(decode(
                        stored,
                        10,
                        IntStream.concat(IntStream.of(2), Arrays.stream(type)).toArray()))
                .containsExactly(4, 8, 0, 'a', 0, 12, 16, 0, 'b', 0);
    }

    @Test
    void leavesAloneWhatWasNotPacked() throws CorruptChunkException {
        buffer.wrap(new byte[] {1, 2, 3}, 0, 3);
        filter.decode(buffer, new int[] {3, 1, 3}, 3);
        assertThat(Arrays.copyOf(buffer.array(), buffer.lengthBytes())).containsExactly(1, 2, 3);
        filter.decode(buffer, new int[] {3, 1, 3}, -1);
        assertThat(buffer.lengthBytes()).isEqualTo(3);
        assertThatThrownBy(() -> filter.decode(buffer, new int[] {3, 1, 3}, 4))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("nbit: expected 4 bytes, found 3");
    }

    @Test
    void refusesClientValuesThatAreNoType() {
        for (int[] values : new int[][] {{}, {1}, {3, 0}, {8, 0, 2, 1, 2, 0, 9}}) {
            assertThatThrownBy(() -> filter.decode(buffer, values, 4))
                    .isInstanceOf(CorruptChunkException.class)
                    .hasMessageStartingWith("nbit: expected the number of client values, " + values.length);
        }
        assertRefused("the kind of a type as client value 3, found none", 2);
        assertRefused("the kind of a type from 1 to 4 as client value 3, found 5", 2, 5, 2);
        assertRefused("the size of a type in bytes from 1 to 2147483647 as client value 4, found 0", 2, 1, 0, 0, 1, 0);
        assertRefused("a byte order from 0 to 1 as client value 5, found 2", 2, 1, 2, 2, 9, 3);
        assertRefused("a precision in bits from 1 to 16 as client value 6, found 0", 2, 1, 2, 0, 0, 3);
        assertRefused("a precision in bits from 1 to 16 as client value 6, found 17", 2, 1, 2, 0, 17, 0);
        assertRefused("an offset in bits from 0 to 7 as client value 7, found 8", 2, 1, 2, 0, 9, 8);
        assertRefused("an offset in bits from 0 to 7 as client value 7, found 4294967295", 2, 1, 2, 0, 9, -1);
        assertRefused("an offset in bits as client value 7, found none", 2, 1, 2, 0, 9);
        assertRefused("expected 8 client values for the type, found 9", 2, 1, 2, 0, 9, 0, 0);
        assertRefused("the size of a type in bytes from 1 to 2 as client value 6, found 4", 1, 2, 2, 1, 4, 0, 9, 0);
        assertRefused("an array of a multiple of 2 bytes", 1, 2, 3, 1, 2, 0, 9, 0);
        assertRefused("a number of members from 0 to 6 as client value 5, found 7", 1, 3, 2, 7);
        assertRefused("the offset of a member in bytes from 0 to 1 as client value 6, found 2", 1, 3, 2, 1, 2, 4, 1);
        assertRefused("the size of a type in bytes from 1 to 1 as client value 8, found 2", 1, 3, 2, 1, 1, 4, 2);
        // Members that overlap: three bytes of members in two.
        assertRefused(
                "the size of a type in bytes from 1 to 1 as client value 11, found 2", 1, 3, 3, 2, 0, 4, 2, 1, 4, 2);
    }

    @Test
    void refusesTypesNestedTooDeep() {
        int[] values = new int[4000];
        for (int i = 1; i < values.length - 1; i += 2) {
            values[i] = 2;
            values[i + 1] = 8;
        }
        values[0] = 1;
        assertRefused("types nested at most 32 deep, found more", values);
    }

    @Test
    void refusesLengths() {
        assertRefused("expected 4 bytes, found 3 elements of 2 bytes", 3, 1, 2, 0, 9, 3);
        assertRefused("expected 4 bytes, found 4294967295 elements of 2147483647 bytes", -1, 4, Integer.MAX_VALUE);
        assertRefused("expected 3 bytes of packed elements, found 4", 2, 1, 2, 0, 9, 3);
        assertThatThrownBy(() -> decode(new byte[4], -1, 1 << 20, 1, 2, 0, 9, 3))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageContaining("more than the limit of 1048576 bytes");
    }

    private void assertRefused(String message, int... countAndType) {
        assertThatThrownBy(() -> decode(new byte[4], 4, countAndType))
                .isInstanceOf(CorruptChunkException.class)
                .isNotInstanceOf(UnsupportedChunkException.class)
                .hasMessageStartingWith("nbit: ")
                .hasMessageContaining(message);
    }

    private int[] decode(byte[] stored, long length, int... countAndType) throws CorruptChunkException {
        int[] values = new int[countAndType.length + 2];
        values[0] = values.length;
        System.arraycopy(countAndType, 0, values, 2, countAndType.length);
        buffer.wrap(stored, 0, stored.length);
        filter.decode(buffer, values, length);
        int[] decoded = new int[buffer.lengthBytes()];
        Arrays.setAll(decoded, i -> buffer.array()[i] & 0xff);
        return decoded;
    }
}
