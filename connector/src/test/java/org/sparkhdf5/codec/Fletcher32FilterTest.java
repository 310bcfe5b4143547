package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the library itself wrote is in {@link FilterChainTest}. */
final class Fletcher32FilterTest {
    private static final long SEED = 20261120;
    private static final int[] NO_CLIENT_VALUES = {};

    private final Fletcher32Filter filter = new Fletcher32Filter();
    private final FilterBuffer buffer = new FilterBuffer(1 << 20);

    @Test
    void agreesWithTheDefinitionForAnyLength() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(3000)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length + 1);
            int length = random.nextInt(bytes.length - from + 1);
            assertThat(Fletcher32Filter.checksum(bytes, from, length))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(definition(bytes, from, length));
        }
    }

    @Test
    void doesNotOverflowOnLongRunsOfSetBits() {
        byte[] bytes = new byte[(5 << 20) + 3];
        Arrays.fill(bytes, (byte) 0xff);
        bytes[100] = 7;
        assertThat(Fletcher32Filter.checksum(bytes, 0, bytes.length)).isEqualTo(definition(bytes, 0, bytes.length));
    }

    @Test
    void acceptsTheSwappedChecksumOfOldLibraries() throws CorruptChunkException {
        byte[] stored = StoredChunk.named("fletcher_even").stored();
        int length = stored.length - 4;
        byte[] swapped = stored.clone();
        for (int i = 0; i < 4; i++) {
            swapped[length + i] = stored[length + (i ^ 1)];
        }
        assertThat(swapped).isNotEqualTo(stored);
        buffer.wrap(swapped, 0, swapped.length);
        filter.decode(buffer, NO_CLIENT_VALUES, length);
        assertThat(buffer.lengthBytes()).isEqualTo(length);
    }

    @Test
    void refusesABigEndianChecksum() {
        byte[] stored = StoredChunk.named("fletcher_even").stored();
        int length = stored.length - 4;
        byte[] reversed = stored.clone();
        for (int i = 0; i < 4; i++) {
            reversed[length + i] = stored[length + 3 - i];
        }
        buffer.wrap(reversed, 0, reversed.length);
        assertThatThrownBy(() -> filter.decode(buffer, NO_CLIENT_VALUES, length))
                .isInstanceOf(CorruptChunkException.class);
    }

    @Test
    void namesBothChecksums() {
        byte[] stored = {1, 2, 3, 4, 0x44, 0x33, 0x22, 0x11};
        buffer.wrap(stored, 0, 8);
        assertThatThrownBy(() -> filter.decode(buffer, NO_CLIENT_VALUES, 4))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("fletcher32: checksum mismatch over 4 bytes: expected 0x11223344 (stored),"
                        + " found 0x05080406 (computed)");
    }

    @Test
    void refusesOtherLengths() {
        for (int length : new int[] {0, 3, 7, 9}) {
            buffer.wrap(new byte[length], 0, length);
            assertThatThrownBy(() -> filter.decode(buffer, NO_CLIENT_VALUES, 4))
                    .isInstanceOf(CorruptChunkException.class)
                    .hasMessageContaining("expected 4 bytes and a checksum of 4, found " + length);
        }
        buffer.wrap(new byte[3], 0, 3);
        assertThatThrownBy(() -> filter.decode(buffer, NO_CLIENT_VALUES, -1)).isInstanceOf(CorruptChunkException.class);
    }

    @Test
    void acceptsNoBytesAtAll() throws CorruptChunkException {
        buffer.wrap(new byte[4], 0, 4);
        filter.decode(buffer, NO_CLIENT_VALUES, 0);
        assertThat(buffer.lengthBytes()).isZero();
    }

    /** Ones' complement sums, word by word, every carry folded in at once. */
    private static int definition(byte[] bytes, int from, int length) {
        int sum1 = 0;
        int sum2 = 0;
        for (int i = 0; i < length; i += 2) {
            int high = bytes[from + i] & 0xff;
            int low = i + 1 < length ? bytes[from + i + 1] & 0xff : 0;
            sum1 = fold(sum1 + high * 256 + low);
            sum2 = fold(sum2 + sum1);
        }
        return sum2 * 65536 + sum1;
    }

    private static int fold(int sum) {
        return sum > 65535 ? sum - 65535 : sum;
    }
}
