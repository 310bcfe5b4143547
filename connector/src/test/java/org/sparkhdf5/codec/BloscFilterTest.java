package org.sparkhdf5.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chunks that no library writes; what libraries write is in {@link FilterChainTest}. */
final class BloscFilterTest {
    private static final int[] NO_VALUES = {};

    private final FilterBuffer buffer = new FilterBuffer(1 << 22);

    @Test
    void refusesWhatTheHeaderClaims() {
        assertRefused(h -> h.put(0, (byte) 0), "version from 1 to 5, found 0");
        assertRefused(h -> h.put(3, (byte) 0), "element bytes from 1 to 255, found 0");
        assertRefused(h -> h.putInt(4, -1), "decoded bytes from 0 to 2147483647, found -1");
        assertRefused(h -> h.putInt(4, 199), "expected 200 bytes, found 199");
        assertRefused(h -> h.putInt(8, 0), "block bytes from 1 to 2147483647, found 0");
        assertRefused(h -> h.putInt(12, 217), "stored bytes from 16 to 216, found 217");
        assertRefused(h -> h.putInt(12, 15), "stored bytes from 16 to 216, found 15");
        assertRefused(h -> h.putInt(12, 215), "expected 200 stored bytes, found 199");
        assertRefused(h -> h.put(2, (byte) 0x20).putInt(8, 1), "offsets of 200 blocks in 816 bytes");
        assertRefused(h -> h.put(2, (byte) 0x20).putInt(16, 19), "block 0 at an offset from 20 to 215 bytes, found 19");
        assertRefused(h -> h.put(2, (byte) 0x20).putInt(16, 216), "block 0 at an offset from 20 to 215");
        assertRefused(
                h -> h.put(2, (byte) 0x20).putInt(16, 20).putInt(20, 0), "block 0: expected a stream of at least 1");
        assertRefused(h -> h.put(2, (byte) 0x20).putInt(16, 20).putInt(20, 193), "block 0: expected at most 192 bytes");
        assertRefused(h -> h.put(2, (byte) 0x20).putInt(16, 214), "block 0: expected at most 2 bytes, found 4");
    }

    @Test
    void tellsWhatIsNotReadHere() {
        assertUnsupported(h -> h.put(0, (byte) 6), "blosc: chunk format version 6, readable here: 1 to 5");
        assertUnsupported(h -> h.put(2, (byte) 0x08), "blosc: the delta filter");
        assertUnsupported(h -> h.put(2, (byte) 0xc0), "blosc: codec 6 (defined by a user)");
        assertUnsupported(h -> h.put(2, (byte) 0x05).put(30, (byte) 1).put(31, (byte) 0), "chunk flags 0x00 0x01");
        assertUnsupported(h -> h.put(2, (byte) 0x05).putLong(16, 35L << 8).putLong(24, 0), "chunk filter 35");
    }

    /** Without a limit on overlaps each of 50,000 blocks would inflate 600,000 empty deflate blocks. */
    @Test
    @Timeout(5)
    void refusesBlocksThatShareOneLongStream() {
        int count = 50_000;
        byte[] stream = emptyBlocks(600_000);
        ByteBuffer chunk = header(16 + 4 * count + 4 + stream.length, 0x70, 1, 2 * count, 2);
        for (int i = 0; i < count; i++) {
            chunk.putInt(16 + 4 * count);
        }
        chunk.putInt(stream.length).put(stream);
        buffer.wrap(chunk.array(), 0, chunk.capacity());
        assertThatThrownBy(() -> new BloscFilter().decode(buffer, NO_VALUES, 2L * count))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageContaining("block 1: expected streams that do not overlap");
    }

    /** "abcde", five bytes again at distance 5, then two runs of one byte: by the description of BloscLZ. */
    @Test
    void decodesBlosclzMadeByHand() throws CorruptChunkException {
        byte[] block = {0x24, 'a', 'b', 'c', 'd', 'e', 0x60, 4, (byte) 0xe0, 0, 0, (byte) 0xe0, (byte) 0xff, 3, 0};
        byte[] target = new byte[5 + 5 + 9 + 267];
        BlosclzBlock.decode(block, 0, block.length, target, 0, target.length);
        assertThat(new String(target, 0, 10, US_ASCII)).isEqualTo("abcdeabcde");
        assertThat(Arrays.copyOfRange(target, 10, target.length)).containsOnly('e');
    }

    /** 9,000 bytes and four of them again, over a distance of 8,192 and more, which takes two bytes more. */
    @Test
    void followsFarDistancesOfBlosclz() throws CorruptChunkException {
        byte[] bytes = new byte[9004];
        new Random(20261120).nextBytes(bytes);
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int from = 0; from < 9000; from += 25) {
            block.write(24);
            block.write(bytes, from, 25);
        }
        System.arraycopy(bytes, 300, bytes, 9000, 4);
        block.writeBytes(new byte[] {0x5f, (byte) 0xff, (8700 - 8192) >> 8, (byte) (8700 - 8192)});
        byte[] target = new byte[9004];
        BlosclzBlock.decode(block.toByteArray(), 0, block.size(), target, 0, target.length);
        assertThat(target).isEqualTo(bytes);
    }

    /** A literal run, matches with distances in one, two and four bytes, a literal run with its length behind the tag. */
    @Test
    void decodesSnappyMadeByHand() throws CorruptChunkException {
        byte[] bytes = new byte[2 + 4 + 3 + 2 + 70];
        byte[] block = new byte[1 + 3 + 2 + 3 + 5 + 2 + 70];
        ByteBuffer.wrap(block)
                .put(new byte[] {81, 1 << 2, 'x', 'y'})
                .put(new byte[] {1, 2})
                .put(new byte[] {2 << 2 | 2, 2, 0})
                .put(new byte[] {1 << 2 | 3, 1, 0, 0, 0})
                .put(new byte[] {(byte) (60 << 2), 69});
        Arrays.fill(block, 16, 86, (byte) 'z');
        SnappyBlock.decode(block, 0, block.length, bytes, 0, bytes.length);
        assertThat(new String(bytes, US_ASCII)).isEqualTo("xyxyxyxyxxx" + "z".repeat(70));
        block[5] = 0;
        assertThatThrownBy(() -> SnappyBlock.decode(block, 0, block.length, bytes, 0, bytes.length))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("snappy: expected a match distance of 1 to 2 bytes, found 0");
    }

    @Test
    void refusesADistanceOfZeroInLz4() {
        byte[] block = {0x10, 'x', 0, 0, 0x10, 'y'};
        assertThatThrownBy(() -> Lz4Block.decode(block, 0, block.length, new byte[6], 0, 6))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("lz4: expected a match distance of 1 to 1 bytes, found 0");
    }

    private void assertRefused(Consumer<ByteBuffer> damage, String message) {
        assertThatThrownBy(() -> decode(damage))
                .isExactlyInstanceOf(CorruptChunkException.class)
                .hasMessageStartingWith("blosc: ")
                .hasMessageContaining(message);
    }

    private void assertUnsupported(Consumer<ByteBuffer> change, String message) {
        assertThatThrownBy(() -> decode(change))
                .isInstanceOf(UnsupportedChunkException.class)
                .hasMessageContaining(message);
    }

    /** 200 bytes stored as they are, then changed. */
    private void decode(Consumer<ByteBuffer> change) throws CorruptChunkException {
        ByteBuffer chunk = header(216, 0x22, 1, 200, 200);
        change.accept(chunk);
        buffer.wrap(chunk.array(), 0, chunk.capacity());
        new BloscFilter().decode(buffer, NO_VALUES, 200);
    }

    private static ByteBuffer header(int stored, int flags, int typeBytes, int decoded, int block) {
        return ByteBuffer.allocate(stored)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 2)
                .put((byte) 1)
                .put((byte) flags)
                .put((byte) typeBytes)
                .putInt(decoded)
                .putInt(block)
                .putInt(stored);
    }

    /** A zlib stream of two bytes behind many empty stored blocks. */
    private static byte[] emptyBlocks(int count) {
        byte[] two = DeflateFilterTest.deflate(new byte[2], Deflater.NO_COMPRESSION);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(two, 0, 2);
        byte[] empty = {0, 0, 0, (byte) 0xff, (byte) 0xff};
        for (int i = 0; i < count; i++) {
            out.write(empty, 0, empty.length);
        }
        out.write(two, 2, two.length - 2);
        return out.toByteArray();
    }
}
