package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ShuffleFilterTest {
    private static final long SEED = 20261120;

    private final ShuffleFilter filter = new ShuffleFilter();
    private final FilterBuffer buffer = new FilterBuffer(1 << 20);

    @Test
    void undoesShufflingOfAnyElementSize() throws CorruptChunkException {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            int elementBytes = 1 + random.nextInt(round % 10 == 0 ? 5000 : 20);
            byte[] bytes = new byte[random.nextInt(10_000)];
            random.nextBytes(bytes);
            byte[] shuffled = shuffle(bytes, elementBytes);
            buffer.wrap(shuffled, 0, shuffled.length);
            filter.decode(buffer, new int[] {elementBytes}, random.nextBoolean() ? bytes.length : -1);
            assertThat(Arrays.copyOf(buffer.array(), buffer.lengthBytes()))
                    .as("seed %d, round %d: %d bytes, elements of %d", SEED, round, bytes.length, elementBytes)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void refusesAnotherLength() {
        buffer.wrap(new byte[16], 0, 16);
        assertThatThrownBy(() -> filter.decode(buffer, new int[] {8}, 24))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("shuffle: expected 24 bytes, found 16");
    }

    @Test
    void refusesAnElementSizeThatIsNone() {
        for (int[] clientValues : new int[][] {{}, {0}, {-1}}) {
            buffer.wrap(new byte[16], 0, 16);
            assertThatThrownBy(() -> filter.decode(buffer, clientValues, 16))
                    .isInstanceOf(CorruptChunkException.class)
                    .hasMessageContaining("element size");
        }
    }

    @Test
    void leavesElementsLongerThanTheChunkAlone() throws CorruptChunkException {
        byte[] bytes = {1, 2, 3};
        buffer.wrap(bytes, 0, 3);
        filter.decode(buffer, new int[] {Integer.MAX_VALUE}, 3);
        assertThat(buffer.array()).isSameAs(bytes);
    }

    /** The definition, element by element. */
    private static byte[] shuffle(byte[] bytes, int elementBytes) {
        int count = bytes.length / elementBytes;
        byte[] shuffled = bytes.clone();
        for (int i = 0; i < count; i++) {
            for (int b = 0; b < elementBytes; b++) {
                shuffled[b * count + i] = bytes[i * elementBytes + b];
            }
        }
        return shuffled;
    }
}
