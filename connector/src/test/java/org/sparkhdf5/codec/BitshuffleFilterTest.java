package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BitshuffleFilterTest {
    private static final long SEED = 20261120;

    private final BitshuffleFilter filter = new BitshuffleFilter();
    private final FilterBuffer buffer = new FilterBuffer(1 << 20);

    @Test
    void undoesTheShufflingOfBits() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            int elementBytes = 1 + random.nextInt(round % 10 == 0 ? 400 : 20);
            int count = 8 * random.nextInt(60);
            byte[] elements = new byte[count * elementBytes];
            random.nextBytes(elements);
            byte[] target = new byte[elements.length + 5];
            byte[] shuffled = new byte[elements.length + 3];
            System.arraycopy(shuffle(elements, count, elementBytes), 0, shuffled, 3, elements.length);
            BitUnshuffle.unshuffle(shuffled, 3, target, 5, count, elementBytes);
            assertThat(Arrays.copyOfRange(target, 5, target.length))
                    .as("seed %d, round %d: %d elements of %d bytes", SEED, round, count, elementBytes)
                    .isEqualTo(elements);
        }
    }

    /** 300 elements of 2 bytes, 128 in a block: two blocks, one of 40 elements, 4 elements as they are. */
    @Test
    void shufflesBlocksAndLeavesTheRest() throws CorruptChunkException {
        byte[] elements = new byte[600];
        new Random(SEED).nextBytes(elements);
        byte[] stored = elements.clone();
        for (int[] block : new int[][] {{0, 128}, {128, 128}, {256, 40}}) {
            byte[] part = Arrays.copyOfRange(elements, 2 * block[0], 2 * (block[0] + block[1]));
            System.arraycopy(shuffle(part, block[1], 2), 0, stored, 2 * block[0], part.length);
        }
        for (int[] clientValues : new int[][] {{0, 4, 2, 128, 0}, {0, 4, 2, 128}}) {
            buffer.wrap(stored, 0, stored.length);
            filter.decode(buffer, clientValues, 600);
            assertThat(Arrays.copyOf(buffer.array(), 600)).isEqualTo(elements);
        }
    }

    @Test
    void takesAnEmptyChunk() throws CorruptChunkException {
        buffer.wrap(new byte[12], 0, 12);
        filter.decode(buffer, new int[] {0, 4, 2, 0, 2}, 0);
        assertThat(buffer.lengthBytes()).isZero();
    }

    @Test
    void refusesClientValuesThatAreNone() {
        for (int[] clientValues : new int[][] {{}, {0, 4}, {0, 4, 0}, {0, 4, -8, 0, 2}}) {
            assertRefused(clientValues, new byte[16], 16, "expected the element size as client value 2");
        }
        assertRefused(
                new int[] {0, 4, 2, 12, 0}, new byte[16], 16, "expected blocks of a multiple of 16 bytes, found 24");
        assertRefused(new int[] {0, 4, 3, 0, 0}, new byte[16], 16, "expected a multiple of 3 bytes, found 16");
        buffer.wrap(new byte[16], 0, 16);
        assertThatThrownBy(() -> filter.decode(buffer, new int[] {0, 4, 2, 0, 7}, 16))
                .isInstanceOf(UnsupportedChunkException.class)
                .hasMessage("bitshuffle: expected compression 0 (none), 2 (lz4) or 3 (zstd), found 7");
    }

    @Test
    void refusesHeadersThatDoNotFit() {
        int[] lz4 = {0, 4, 2, 0, 2};
        assertRefused(lz4, new byte[11], 16, "expected a header of 12 bytes, found 11");
        assertRefused(lz4, header(17, 8192), 16, "expected 16 bytes, found 17");
        assertRefused(lz4, header(-1, 8192), -1, "expected at least 0 bytes, found -1");
        assertRefused(lz4, header(Long.MAX_VALUE - 1, 8192), -1, "more than the limit of 1048576 bytes");
        assertRefused(lz4, header(1024, 24), 1024, "expected blocks of a multiple of 16 bytes, found 24");
        assertRefused(lz4, header(1024, 8192), 1024, "expected at most 0 bytes, found 4");
    }

    private void assertRefused(int[] clientValues, byte[] stored, long expected, String message) {
        buffer.wrap(stored, 0, stored.length);
        assertThatThrownBy(() -> filter.decode(buffer, clientValues, expected))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageContaining(message);
    }

    private static byte[] header(long length, int blockBytes) {
        return ByteBuffer.allocate(12).putLong(length).putInt(blockBytes).array();
    }

    /** The definition, bit by bit. */
    private static byte[] shuffle(byte[] elements, int count, int elementBytes) {
        byte[] shuffled = new byte[elements.length];
        for (int element = 0; element < count; element++) {
            for (int bit = 0; bit < 8 * elementBytes; bit++) {
                int value = elements[element * elementBytes + bit / 8] >>> bit % 8 & 1;
                shuffled[bit * (count / 8) + element / 8] |= (byte) (value << element % 8);
            }
        }
        return shuffled;
    }
}
