package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams by the description of the code; what libraries write is in {@link FilterChainTest}. */
final class SzipFilterTest {
    private static final int NN = 32;
    private static final int EC = 4;
    private static final int MSB = 16;

    private final SzipFilter filter = new SzipFilter();
    private final FilterBuffer buffer = new FilterBuffer(1 << 20);

    /** Four pixels of 8 bits in a block: option 3 bits, selector of little entropy 1 bit. */
    @Test
    void decodesEachOption() throws CorruptChunkException {
        int[] plain = {EC, 4, 8, 4};
        assertThat(decode(plain, 4, "111 00000001 10000000 11111111 00000000")).containsExactly(1, 128, 255, 0);
        // Two lowest bits apart: 1, 6, 0, 11 are 0, 1, 0, 2 times 4, and 1, 2, 0, 3.
        assertThat(decode(plain, 4, "011 1 01 1 001 01 10 00 11")).containsExactly(1, 6, 0, 11);
        assertThat(decode(plain, 4, "001 01 1 0001 001")).containsExactly(1, 0, 3, 2);
        // Pairs by their sum, then by their second pixel: 0 is (0, 0), 4 is (1, 1), 1 is (1, 0).
        assertThat(decode(plain, 4, "000 1 00001 01")).containsExactly(1, 1, 1, 0);
        assertThat(decode(plain, 4, "000 0 1")).containsExactly(0, 0, 0, 0);
    }

    @Test
    void addsDifferences() throws CorruptChunkException {
        int[] differences = {NN, 4, 8, 8};
        // 100, then 100 - 1, 99 + 1, 100 - 2; in the next block from 98: beyond twice the nearer end, it is counted
        // from 0.
        assertThat(decode(differences, 8, "001 01100100 01 001 0001 111 11000101 00000000 00000000 00000011"))
                .containsExactly(100, 99, 100, 98, 197, 197, 197, 195);
        assertThat(decode(differences, 4, "111 11111010 00001011 00001010 11111111"))
                .containsExactly(250, 244, 249, 0);
        // In pairs the line's first pixel takes the place of the first one: 0 of (0, 1) is none.
        assertThat(decode(differences, 4, "000 1 00000111 001 01")).containsExactly(7, 6, 5, 5);
        assertThat(decode(differences, 4, "000 0 00001001 1")).containsExactly(9, 9, 9, 9);
    }

    @Test
    void decodesRunsOfZeros() throws CorruptChunkException {
        int[] twoBlocks = {EC, 2, 8, 4};
        // Three lines of two blocks: one of 0, one as it is; a run of two; the number 5: to the end of the line.
        assertThat(decode(twoBlocks, 12, "000 0 1 111 00000001 00000010 000 0 01 000 0 00001"))
                .containsExactly(0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0);
        // 130 blocks: a run to the end of the 64 blocks in which it begins, one block as it is, a run to that of the
        // next
        // 64, and one to the end of the line.
        int[] longLine = {EC, 2, 8, 260};
        int[] expected = new int[264];
        expected[0] = 1;
        expected[128] = 2;
        expected[260] = 3;
        String pixels = "111 00000001 00000000 000 0 00001 111 00000010 00000000 000 0 00001 000 0 00001";
        assertThat(decode(longLine, 264, pixels + "111 00000011 00000000 000 0 1"))
                .containsExactly(expected);
        // A number above 5 is one block less than it says.
        assertThat(decode(longLine, 14, "000 0 0000001 111 00000001 00000010"))
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2);
    }

    @Test
    void storesPixelsInTheirByteOrder() throws CorruptChunkException {
        String pixels = "1111 000000000001 111100000010";
        assertThat(decode(new int[] {EC, 2, 12, 2}, 4, pixels)).containsExactly(1, 0, 2, 15);
        assertThat(decode(new int[] {EC | MSB, 2, 12, 2}, 4, pixels)).containsExactly(0, 1, 15, 2);
        String wide = "11111 00000000000000001 10000000100000010";
        assertThat(decode(new int[] {EC, 2, 17, 2}, 8, wide)).containsExactly(1, 0, 0, 0, 2, 1, 1, 0);
        assertThat(decode(new int[] {EC | MSB, 2, 17, 2}, 8, wide)).containsExactly(0, 0, 0, 1, 0, 1, 1, 2);
        String bytes = "111 00000001 00000010 111 00000011 00000100 111 00000101 00000110 111 00000111 00001000";
        assertThat(decode(new int[] {EC, 2, 32, 2}, 8, bytes)).containsExactly(1, 3, 5, 7, 2, 4, 6, 8);
        assertThat(decode(new int[] {EC | MSB, 2, 64, 2}, 8, bytes)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** A line of three pixels in blocks of two: the fourth is passed over. The last line ends where the pixels do. */
    @Test
    void passesOverPixelsBehindTheLine() throws CorruptChunkException {
        int[] threePixels = {EC, 2, 8, 3};
        String line = "111 00000001 00000010 111 00000011 00000011";
        assertThat(decode(threePixels, 5, line + line)).containsExactly(1, 2, 3, 1, 2);
        assertThat(decode(threePixels, 4, line + "111 00000001 00000010")).containsExactly(1, 2, 3, 1);
    }

    @Test
    void refusesClientValues() {
        assertRefused(new int[] {EC, 4, 8}, "expected 4 client values, found 3");
        assertRefused(new int[0], "expected 4 client values, found 0");
        String block = "expected an even number of pixels in a block, from 2 to 32, as client value 1, found ";
        assertRefused(new int[] {EC, 0, 8, 4}, block + "0");
        assertRefused(new int[] {EC, 7, 8, 4}, block + "7");
        assertRefused(new int[] {EC, 34, 8, 4}, block + "34");
        assertRefused(new int[] {EC, -2, 8, 4}, block + "4294967294");
        String pixel = "expected 1 to 31, 32 or 64 bits in a pixel as client value 2, found ";
        assertRefused(new int[] {EC, 4, 0, 4}, pixel + "0");
        assertRefused(new int[] {EC, 4, 33, 4}, pixel + "33");
        assertRefused(new int[] {EC, 4, -8, 4}, pixel + "4294967288");
        String line = "expected 1 to 2147483647 pixels in a line as client value 3, found ";
        assertRefused(new int[] {EC, 4, 8, 0}, line + "0");
        assertRefused(new int[] {EC, 4, 8, -1}, line + "4294967295");
    }

    @Test
    void refusesLengths() {
        int[] values = {EC, 4, 16, 4};
        assertRefused(values, "expected a header of 4 bytes, found 3", new byte[3], -1);
        assertRefused(values, "expected 8 bytes, found 6", new byte[] {6, 0, 0, 0, 0}, 8);
        assertRefused(values, "expected at most 1048576 bytes, found 4294967295", new byte[] {-1, -1, -1, -1}, -1);
        assertRefused(
                values,
                "expected a multiple of 2 bytes, as pixels of 16 bits make, found 7",
                new byte[] {7, 0, 0, 0},
                7);
        assertRefused(
                new int[] {EC, 4, 64, 4},
                "expected a multiple of 8 bytes, as pixels of 64 bits make, found 12",
                new byte[] {12, 0, 0, 0},
                -1);
    }

    @Test
    void refusesWhatNoPixelsAre() {
        int[] values = {EC, 4, 3, 16};
        assertRefused(values, "expected at most 1 bits of 0 in a row, found more", bits(16, "011 1 0001"), 16);
        assertRefused(
                values, "expected pixels up to 7, found one above", bits(16, "101 11 11 0111 0111 1000 0111"), 16);
        assertRefused(
                values, "expected pixels up to 7, found one above", bits(16, "000 1" + "0".repeat(36) + "1 1"), 16);
        assertRefused(values, "expected at most 90 bits of 0", bits(16, "000 1" + "0".repeat(91) + "1 1"), 16);
        assertRefused(values, "expected a run of at most 4 blocks, found 5", bits(16, "000 0 000001"), 16);
        assertRefused(values, "expected at most 64 bits of 0", bits(16, "000 0" + "0".repeat(65) + "1"), 16);
        assertRefused(values, "expected more than 2 bytes of bits, found their end", bits(16, "000 1 1 1 111 000"), 16);
    }

    /** A gigabyte that four bytes of nothing but runs claim, and one that a run to the end of a line would give. */
    @Test
    @Timeout(5)
    void givesNoMoreThanTheLimit() throws CorruptChunkException {
        int[] values = {EC, 32, 8, Integer.MAX_VALUE};
        byte[] claim = bits(1 << 30, "000 0 00001");
        assertRefused(values, "expected at most 1048576 bytes, found 1073741824", claim, -1);
        assertRefused(values, "found their end", bits(1 << 20, "000 0 00001"), -1);
    }

    private void assertRefused(int[] values, String message) {
        assertRefused(values, message, new byte[] {4, 0, 0, 0, 1}, 4);
    }

    private void assertRefused(int[] values, String message, byte[] stored, long length) {
        buffer.wrap(stored, 0, stored.length);
        assertThatThrownBy(() -> filter.decode(buffer, values, length))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageStartingWith("szip: ")
                .hasMessageContaining(message);
    }

    private int[] decode(int[] values, int length, String bits) throws CorruptChunkException {
        for (long expected : new long[] {-1, length}) {
            byte[] stored = bits(length, bits);
            buffer.wrap(stored, 0, stored.length);
            filter.decode(buffer, values, expected);
            assertThat(buffer.lengthBytes()).isEqualTo(length);
        }
        int[] decoded = new int[length];
        Arrays.setAll(decoded, i -> buffer.array()[i] & 0xff);
        return decoded;
    }

    /** The header and the bits, blanks aside, filled up with 0. */
    private static byte[] bits(int length, String bits) {
        String text = bits.replace(" ", "");
        byte[] stored = new byte[4 + (text.length() + 7) / 8];
        StoredNumbers.setLittleInt(stored, 0, length);
        byte[] number = new BigInteger(text + "0".repeat(-text.length() & 7), 2).toByteArray();
        for (int i = 1; i <= Math.min(number.length, stored.length - 4); i++) {
            stored[stored.length - i] = number[number.length - i];
        }
        return stored;
    }
}
