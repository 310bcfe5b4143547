package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Frames that no library writes; what libraries write is in {@link FilterChainTest}. */
final class Blosc2FilterTest {
    private static final int HEADER_BYTES = 87 + 13;

    private final FilterBuffer buffer = new FilterBuffer(1 << 20);

    @Test
    void refusesWhatTheHeaderOfAFrameClaims() {
        assertRefused(f -> f.put(2, (byte) 'x'), "expected a frame that begins with b2frame");
        assertRefused(f -> f.put(15, (byte) 0xce), "expected 0xcf at byte 15 of the frame, found 0xce");
        assertRefused(f -> f.putLong(16, 1L << 40), "frame bytes from 87 to 273, found 1099511627776");
        assertRefused(f -> f.putInt(11, 50), "header bytes from 87 to 273, found 50");
        assertRefused(f -> f.putInt(11, -1), "header bytes from 87 to 273, found -1");
        assertRefused(f -> f.putLong(30, 97), "expected 100 bytes, found 97");
        assertRefused(f -> f.putLong(30, -1), "decoded bytes from 0");
        assertRefused(f -> f.putLong(39, 1 << 20), "bytes of chunks from 0 to 173, found 1048576");
        assertRefused(f -> f.putInt(48, 0), "element bytes from 1");
        assertRefused(f -> f.putInt(58, 0), "chunk bytes from 1 to 2147483647, found 0");
        assertRefused(f -> f.putInt(58, 10), "offsets of chunks from 10 to 10, found 1");
        assertRefused(
                f -> f.put(87, (byte) 0x94), "expected an array of 3 to 3 in a header, found MessagePack marker 0x94");
    }

    @Test
    void refusesWhatTheOffsetsClaim() {
        int offset = HEADER_BYTES + 117 + 32;
        assertRefused(f -> f.put(offset, (byte) 118), "the offset of chunk 0 from 0 to 117, found 118");
        assertRefused(f -> f.put(offset, (byte) 110), "header bytes from 16 to 2147483647, found 7");
        assertRefused(f -> f.put(offset + 7, (byte) 0x80), "found special value 0");
        assertRefused(f -> f.put(offset + 7, (byte) 0x82), "NaNs of 4 or 8 bytes in 100 bytes");
    }

    @Test
    void fillsChunksThatHaveNoBytes() throws CorruptChunkException {
        int offset = HEADER_BYTES + 117 + 32;
        for (int special : new int[] {0x81, 0x84}) {
            decode(f -> f.put(offset + 7, (byte) special));
            assertThat(Arrays.copyOf(buffer.array(), 100)).containsOnly(0);
        }
        decode(f -> f.putInt(48, 4).put(offset + 7, (byte) 0x82));
        assertThat(ByteBuffer.wrap(buffer.array())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getFloat(96))
                .isNaN();
    }

    @Test
    void tellsWhatIsNotReadHere() {
        assertUnsupported(f -> f.put(25, (byte) 0x22), "frame flags 0x22 0x00");
        assertUnsupported(f -> f.put(26, (byte) 1), "frame flags 0x12 0x01");
    }

    @Test
    void decodesTheFrameItself() throws CorruptChunkException {
        decode(f -> {});
        assertThat(Arrays.copyOf(buffer.array(), 100)).containsOnly(7);
        assertThat(buffer.lengthBytes()).isEqualTo(100);
    }

    /** 3 × 5 elements in blocks of 2 × 4: four blocks of eight, element e of block b being 10 b + e. */
    @Test
    void putsBlocksInTheirPlaces() throws CorruptChunkException {
        BlockGrid grid = BlockGrid.read(grid(2, 3, 5, 3, 5, 2, 4), 1);
        assertThat(grid.chunkBytes()).isEqualTo(15);
        assertThat(grid.isPaddedLength(32)).isTrue();
        assertThat(grid.isPaddedLength(24)).isFalse();
        byte[] blocks = new byte[32];
        for (int i = 0; i < 32; i++) {
            blocks[i] = (byte) (10 * (i / 8) + i % 8);
        }
        byte[] chunk = new byte[15];
        grid.unpack(blocks, chunk);
        assertThat(chunk).containsExactly(0, 1, 2, 3, 10, 4, 5, 6, 7, 14, 20, 21, 22, 23, 30);
    }

    @Test
    void refusesGridsThatAreNone() {
        assertThatThrownBy(() -> BlockGrid.read(grid(2, 3, 5, 3, 5, 2, 0), 1))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("expected a dimension from 1 to 2147483647, found 0");
        assertThatThrownBy(() -> BlockGrid.read(grid(2, 1, 1, 65536, 65536, 2, 2), 1))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageContaining("expected a chunk of at most 2147483647 bytes");
        assertThatThrownBy(() -> BlockGrid.read(grid(2, 4, 5, 3, 5, 2, 2), 1))
                .isInstanceOf(UnsupportedChunkException.class)
                .hasMessage("an array of 4 in chunks of 3 along dimension 0");
        assertThatThrownBy(() -> BlockGrid.read(grid(0), 1))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("expected a rank from 1 to 15, found 0");
    }

    /** The metalayer of a rank and dimensions. */
    private static MessagePackReader grid(int rank, int... dimensions) {
        ByteBuffer content =
                ByteBuffer.allocate(200).put((byte) 0x95).put((byte) 0).put((byte) rank);
        for (int i = 0; i < dimensions.length; i++) {
            if (i % rank == 0) {
                content.put((byte) (0x90 | rank));
            }
            content.put((byte) 0xd2).putInt(dimensions[i]);
        }
        return new MessagePackReader(content.array(), 0, content.position());
    }

    private void assertRefused(Consumer<ByteBuffer> damage, String message) {
        assertThatThrownBy(() -> decode(damage))
                .isExactlyInstanceOf(CorruptChunkException.class)
                .hasMessageStartingWith("blosc2: ")
                .hasMessageContaining(message);
    }

    private void assertUnsupported(Consumer<ByteBuffer> change, String message) {
        assertThatThrownBy(() -> decode(change))
                .isInstanceOf(UnsupportedChunkException.class)
                .hasMessageContaining(message);
    }

    private void decode(Consumer<ByteBuffer> change) throws CorruptChunkException {
        ByteBuffer frame = frame();
        change.accept(frame);
        buffer.wrap(frame.array(), 0, frame.capacity());
        new Blosc2Filter().decode(buffer, new int[0], 100);
    }

    /** One chunk of 100 sevens, stored as they are (117 bytes with a byte between), and its offset, stored likewise. */
    private static ByteBuffer frame() {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + 117 + 32 + 8 + 16);
        frame.put((byte) 0x9e).put((byte) 0xa8).put("b2frame\0".getBytes(StandardCharsets.US_ASCII));
        frame.put((byte) 0xd2).putInt(HEADER_BYTES).put((byte) 0xcf).putLong(frame.capacity());
        frame.put((byte) 0xa4).put((byte) 0x12).put((byte) 0).put((byte) 0).put((byte) 0);
        frame.put((byte) 0xd3).putLong(100).put((byte) 0xd3).putLong(117);
        frame.put((byte) 0xd2)
                .putInt(1)
                .put((byte) 0xd2)
                .putInt(100)
                .put((byte) 0xd2)
                .putInt(100);
        frame.position(87);
        frame.put((byte) 0x93)
                .put((byte) 0xcd)
                .putShort((short) 10)
                .put((byte) 0xde)
                .putShort((short) 0);
        frame.put((byte) 0xdc).putShort((short) 0);
        frame.position(HEADER_BYTES);
        frame.order(ByteOrder.LITTLE_ENDIAN);
        frame.put(new byte[] {2, 1, 2, 1}).putInt(100).putInt(100).putInt(116);
        for (int i = 0; i < 100; i++) {
            frame.put((byte) 7);
        }
        frame.position(HEADER_BYTES + 117);
        frame.put(new byte[] {5, 1, 7, 8}).putInt(8).putInt(8).putInt(40);
        frame.position(HEADER_BYTES + 117 + 32);
        frame.putLong(0);
        return frame.order(ByteOrder.BIG_ENDIAN);
    }
}
