package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

final class DeflateFilterTest {
    private static final long SEED = 20261120;
    private static final int[] LEVEL = {6};
    private static final int LIMIT_BYTES = 1 << 20;

    private final DeflateFilter filter = new DeflateFilter();
    private final FilterBuffer buffer = new FilterBuffer(LIMIT_BYTES);

    @Test
    void inflatesWhatTheJdkDeflates() throws CorruptChunkException {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = bytes(random, random.nextInt(20_000));
            byte[] deflated = deflate(bytes, random.nextInt(10));
            boolean known = random.nextBoolean();
            assertThat(inflate(deflated, known ? bytes.length : -1))
                    .as("seed %d, round %d, length known: %s", SEED, round, known)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void growsUpToTheLimitWhereTheLengthIsNotKnown() throws CorruptChunkException {
        byte[] most = new byte[LIMIT_BYTES];
        assertThat(inflate(deflate(most, 9), -1)).isEqualTo(most);
        assertThat(inflate(deflate(new byte[0], 9), -1)).isEmpty();
        assertThatThrownBy(() -> inflate(deflate(new byte[LIMIT_BYTES + 1], 9), -1))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageContaining("limit of 1048576 bytes");
    }

    @Test
    void stopsABombAtTheExpectedLength() {
        byte[] bomb = deflate(new byte[64 << 20], 9);
        assertThatThrownBy(() -> inflate(bomb, 1000))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("deflate: expected 1000 bytes, found more");
        assertThatThrownBy(() -> inflate(bomb, -1)).isInstanceOf(CorruptChunkException.class);
        assertThatThrownBy(() -> inflate(bomb, 64 << 20))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("a filter step gives 67108864 bytes, more than the limit of 1048576 bytes");
    }

    @Test
    void refusesAStreamThatIsTooShort() {
        byte[] deflated = deflate(new byte[1000], 6);
        assertThatThrownBy(() -> inflate(deflated, 1001))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("deflate: expected 1001 bytes, found 1000: the zlib stream is too short");
    }

    @Test
    void refusesAStreamThatIsCutOff() {
        byte[] bytes = bytes(new Random(SEED), 1000);
        byte[] deflated = deflate(bytes, 6);
        for (int length = 0; length < deflated.length; length++) {
            byte[] cut = Arrays.copyOf(deflated, length);
            assertThatThrownBy(() -> inflate(cut, 1000)).isInstanceOf(CorruptChunkException.class);
            assertThatThrownBy(() -> inflate(cut, -1)).isInstanceOf(CorruptChunkException.class);
        }
    }

    @Test
    void refusesAWrongChecksum() {
        byte[] deflated = deflate(new byte[1000], 6);
        deflated[deflated.length - 1] ^= 1;
        assertThatThrownBy(() -> inflate(deflated, 1000))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageContaining("not a zlib stream");
    }

    @Test
    void refusesAPresetDictionary() {
        Deflater deflater = new Deflater();
        deflater.setDictionary(new byte[] {1, 2, 3});
        byte[] deflated = deflate(deflater, new byte[100]);
        assertThatThrownBy(() -> inflate(deflated, 100)).isInstanceOf(CorruptChunkException.class);
        assertThatThrownBy(() -> inflate(deflated, -1))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageContaining("preset dictionary");
    }

    @Test
    void passesByBytesAfterTheStream() throws CorruptChunkException {
        byte[] bytes = bytes(new Random(SEED), 1000);
        byte[] deflated = deflate(bytes, 6);
        assertThat(inflate(Arrays.copyOf(deflated, deflated.length + 9), 1000)).isEqualTo(bytes);
    }

    @Test
    void goesOnAfterAnError() throws CorruptChunkException {
        byte[] bytes = bytes(new Random(SEED), 1000);
        assertThatThrownBy(() -> inflate(new byte[] {1, 2, 3}, 1000)).isInstanceOf(CorruptChunkException.class);
        assertThat(inflate(deflate(bytes, 6), 1000)).isEqualTo(bytes);
    }

    @Test
    void freesTheInflaterOnCloseAtAnyTime() throws CorruptChunkException {
        byte[] deflated = deflate(new byte[1000], 6);
        inflate(deflated, 1000);
        buffer.close();
        buffer.close();
        assertThatThrownBy(() -> inflate(deflated, 1000)).isInstanceOf(IllegalStateException.class);

        FilterBuffer inUse = new FilterBuffer(10);
        inUse.borrowInflater();
        inUse.close();
        inUse.returnInflater();
        assertThatThrownBy(inUse::borrowInflater).isInstanceOf(IllegalStateException.class);
    }

    private byte[] inflate(byte[] deflated, long expectedBytes) throws CorruptChunkException {
        buffer.wrap(deflated, 0, deflated.length);
        filter.decode(buffer, LEVEL, expectedBytes);
        return Arrays.copyOf(buffer.array(), buffer.lengthBytes());
    }

    private static byte[] bytes(Random random, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        int alphabet = 1 + random.nextInt(256);
        for (int i = 0; i < lengthBytes; i++) {
            bytes[i] = (byte) random.nextInt(alphabet);
        }
        return bytes;
    }

    static byte[] deflate(byte[] bytes, int level) {
        return deflate(new Deflater(level), bytes);
    }

    private static byte[] deflate(Deflater deflater, byte[] bytes) {
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        while (!deflater.finished()) {
            out.write(part, 0, deflater.deflate(part));
        }
        deflater.end();
        return out.toByteArray();
    }
}
