package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PackedBitsTest {
    private static final long SEED = 20261121;

    /** Against the bits as text, from every place of an array, with noise on both sides. */
    @Test
    void takesNumbersAndRunsOfZeros() throws CorruptChunkException {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(60) + 1];
            random.nextBytes(bytes);
            Arrays.fill(bytes, bytes.length / 3, bytes.length / 2, (byte) 0);
            int from = random.nextInt(bytes.length);
            int end = from + random.nextInt(bytes.length - from + 1);
            String text = text(Arrays.copyOfRange(bytes, from, end));
            PackedBits bits = new PackedBits(bytes, from, end);
            int at = 0;
            while (true) {
                int count = 1 + random.nextInt(64);
                int one = text.indexOf('1', at);
                if (random.nextBoolean() && one >= 0) {
                    assertThat(bits.takeZeros(1000)).isEqualTo(one - at);
                    at = one + 1;
                } else if (at + count <= text.length()) {
                    assertThat(bits.takeLong(count))
                            .as("seed %d, round %d, %d bits at %d", SEED, round, count, at)
                            .isEqualTo(Long.parseUnsignedLong(text.substring(at, at + count), 2));
                    at += count;
                } else {
                    assertThatThrownBy(() -> bits.takeLong(count))
                            .isInstanceOf(CorruptChunkException.class)
                            .hasMessage("expected more than " + (end - from) + " bytes of bits, found their end");
                    break;
                }
            }
        }
    }

    @Test
    void stopsAtTheEndOfZerosAndAtTheMost() throws CorruptChunkException {
        byte[] bytes = new byte[20];
        bytes[10] = 0x08;
        assertThat(new PackedBits(bytes, 0, 20).takeZeros(84)).isEqualTo(84);
        assertThatThrownBy(() -> new PackedBits(bytes, 0, 20).takeZeros(83))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("expected at most 83 bits of 0 in a row, found more");
        assertThatThrownBy(() -> new PackedBits(bytes, 0, 10).takeZeros(1000))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("expected more than 10 bytes of bits, found their end");
        assertThatThrownBy(() -> new PackedBits(bytes, 20, 20).takeZeros(1000))
                .isInstanceOf(CorruptChunkException.class);
    }

    private static String text(byte[] bytes) {
        String text = new BigInteger(1, bytes).toString(2);
        return bytes.length == 0 ? "" : "0".repeat(bytes.length * 8 - text.length()) + text;
    }
}
