package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the plugin does not write, and what is refused. Chunks of the plugin are among those of {@link FilterChainTest}. */
final class VbzFilterTest {
    private final VbzFilter filter = new VbzFilter();
    private final FilterBuffer buffer = new FilterBuffer(1000);

    private byte[] decode(byte[] chunk, long decodedLengthBytes, int... clientValues) throws CorruptChunkException {
        buffer.wrap(chunk, 0, chunk.length);
        filter.decode(buffer, clientValues, decodedLengthBytes);
        return Arrays.copyOf(buffer.array(), buffer.lengthBytes());
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] withLength(int decodedLength, byte[] stored) {
        byte[] chunk = new byte[4 + stored.length];
        StoredNumbers.setLittleInt(chunk, 0, decodedLength);
        System.arraycopy(stored, 0, chunk, 4, stored.length);
        return chunk;
    }

    /** Keys of 1, 2, 3 and 4 bytes, by hand: 7, 0x0201, 0x030201, 0x04030201; then a key of 1 byte in a second byte of keys. */
    private static final byte[] WHOLE = bytes(0b11100100, 0, 7, 1, 2, 1, 2, 3, 1, 2, 3, 4, 9);

    @Test
    void takesAsManyBytesAsTheKeysSay() throws CorruptChunkException {
        assertThat(decode(withLength(20, WHOLE), 20, 0, 4, 0, 0))
                .isEqualTo(bytes(7, 0, 0, 0, 1, 2, 0, 0, 1, 2, 3, 0, 1, 2, 3, 4, 9, 0, 0, 0));
        assertThat(decode(withLength(5, WHOLE), 5, 0, 1, 0, 0)).isEqualTo(bytes(7, 1, 1, 1, 9));
    }

    /** Codes 0, 1, 2 and 3 of halves: nothing, 5, 0x21, 0x4321 of which a byte is kept; half a byte is left over. */
    @Test
    void takesHalvesFromVersionOneOn() throws CorruptChunkException {
        byte[] halves = bytes(0b11100100, 0x15, 0x12, 0x32, 0x04);
        assertThat(decode(withLength(4, halves), 4, 1, 1, 0, 0)).isEqualTo(bytes(0, 5, 0x21, 0x21));
    }

    /** Zigzag codes 0, 1, 2, 3, 4 are 0, -1, 1, -2, 2, each from the number before. */
    @Test
    void addsDifferences() throws CorruptChunkException {
        byte[] differences = bytes(0, 0, 0, 1, 2, 3, 4);
        assertThat(decode(withLength(10, differences), 10, 1, 2, 1, 0))
                .isEqualTo(bytes(0, 0, 0xff, 0xff, 0, 0, 0xfe, 0xff, 0, 0));
    }

    @Test
    void decodesBytesWithoutIntegers() throws CorruptChunkException {
        byte[] values = bytes(3, 1, 4, 1, 5);
        assertThat(decode(withLength(5, values), 5, 0, 0, 0, 0)).isEqualTo(values);
        byte[] frame = withLength(5, Zstd.compress(values));
        assertThat(decode(frame, 5, 0, 0, 0)).isEqualTo(values);
        assertThat(decode(frame, -1, 1, 0, 1, 3)).isEqualTo(values);
        assertThat(decode(withLength(0, new byte[0]), 0, 0, 4, 0, 0)).isEmpty();
    }

    @Test
    void knowsTheLengthOfEveryFrame() throws CorruptChunkException {
        for (int length : new int[] {0, 1, 255, 256, 257, 65_791, 65_792, 1_000_000}) {
            byte[] frame = Zstd.compress(new byte[length]);
            assertThat(ZstdBlock.frameContentBytes(frame, 0, frame.length)).isEqualTo(length);
            for (int cut = 0; cut < 5; cut++) {
                assertThat(ZstdBlock.frameContentBytes(frame, 0, cut)).isNegative();
            }
        }
        assertThat(ZstdBlock.frameContentBytes(new byte[20], 0, 20)).isNegative();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        byte[] chunk = withLength(20, WHOLE);
        assertThatThrownBy(() -> decode(chunk, 20, 2, 4, 0, 0))
                .isInstanceOf(UnsupportedChunkException.class)
                .hasMessage("vbz: version 2, readable here: 0 to 1")
                .hasCauseInstanceOf(UnsupportedChunkException.class);
        assertThatThrownBy(() -> decode(chunk, 20, 2, 8, 1, 1)).isInstanceOf(UnsupportedChunkException.class);
        refuses(chunk, "vbz: expected at least 3 client values, found 2", 20, 0, 4);
        refuses(chunk, "vbz: expected integers of 0, 1, 2 or 4 bytes as client value 1, found 8", 20, 0, 8, 0, 0);
        refuses(
                chunk,
                "vbz: expected integers of 0, 1, 2 or 4 bytes as client value 1, found 4294967295",
                20,
                0,
                -1,
                0);
    }

    @Test
    void refusesChunksOfAnotherLength() {
        refuses(new byte[3], "vbz: expected a header of 4 bytes, found 3", 20, 0, 4, 0, 0);
        refuses(withLength(20, WHOLE), "vbz: expected 16 bytes, found 20", 16, 0, 4, 0, 0);
        refuses(withLength(1001, WHOLE), "vbz: expected at most 1000 bytes, found 1001", -1, 0, 1, 0, 0);
        refuses(withLength(-1, WHOLE), "vbz: expected at most 1000 bytes, found 4294967295", -1, 0, 1, 0, 0);
        refuses(
                withLength(18, WHOLE),
                "vbz: expected a multiple of 4 bytes, as client value 1 says, found 18",
                18,
                0,
                4,
                0,
                0);
        refuses(withLength(9, WHOLE), "vbz: expected 9 bytes behind the header, found 13", 9, 0, 0, 0, 0);
        refuses(
                withLength(200, WHOLE),
                "vbz: expected 250 to 850 bytes of a stream of 200 integers, found 13",
                200,
                0,
                1,
                0,
                0);
        byte[] longer = Arrays.copyOf(WHOLE, 14);
        refuses(
                withLength(20, longer),
                "vbz: expected 11 bytes of integers, as their keys say, found 12",
                20,
                0,
                4,
                0,
                0);
        byte[] halves = Arrays.copyOf(WHOLE, 9);
        refuses(withLength(5, halves), "vbz: expected 4 bytes of integers, as their keys say, found 7", 5, 1, 1, 0, 0);
        refuses(
                withLength(5, longer),
                "vbz: expected 2 to 12 bytes of a stream of 5 integers, found 14",
                5,
                1,
                1,
                0,
                0);
        assertThatThrownBy(() -> new StreamVByte(WHOLE, 0, WHOLE.length, 200).decode(false, false, new byte[200], 1))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("expected 50 bytes of keys for 200 integers, found 13");
    }

    @Test
    void refusesFramesThatAreNoneOrTooLong() {
        refuses(
                withLength(20, WHOLE),
                "vbz: expected a zstd frame that says its length, of at most 524288 bytes, found none",
                20,
                0,
                4,
                0);
        refuses(
                withLength(20, Zstd.compress(new byte[23])),
                "vbz: expected 7 to 22 bytes of a stream of 5 integers, found 23",
                20,
                0,
                4,
                0);
        byte[] frame = Zstd.compress(WHOLE);
        assertThatThrownBy(() -> decode(withLength(20, Arrays.copyOf(frame, frame.length - 1)), 20, 0, 4, 0, 1))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageStartingWith("vbz: zstd: expected frames of 13 bytes");
    }

    /** Of a chunk of some bytes that claims a gigabyte, before there is room for it. */
    @Test
    void believesNoLengthThatTheBytesCannotGive() {
        FilterBuffer large = new FilterBuffer(1L << 30);
        byte[] frame = bytes(0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0x30, 1, 0, 0);
        String[] messages = {
            "vbz: expected 335544320 to 1140850688 bytes of a stream of 268435456 integers, found 12",
            "vbz: expected a zstd frame that says its length, of at most 524288 bytes, found 805306368 bytes",
            "vbz: expected 1073741824 bytes behind the header, found 12"
        };
        int[][] clientValues = {{0, 4, 0, 0}, {0, 4, 0, 1}, {0, 0, 0, 0}};
        byte[] chunk = withLength(1 << 30, frame);
        for (int i = 0; i < messages.length; i++) {
            int[] values = clientValues[i];
            large.wrap(chunk, 0, chunk.length);
            assertThatThrownBy(() -> filter.decode(large, values, -1))
                    .isInstanceOf(CorruptChunkException.class)
                    .hasMessage(messages[i]);
        }
    }

    @Test
    void leavesQuantisedNumbersAsTheyAre() throws CorruptChunkException {
        byte[] values = bytes(1, 2, 3, 4);
        for (int id : new int[] {QuantisationFilter.BIT_GROOM, QuantisationFilter.GRANULAR_BIT_ROUND}) {
            Filter quantisation = FilterRegistry.find(id);
            buffer.wrap(values, 0, 4);
            quantisation.decode(buffer, new int[] {3, 4, 0, 0, 0}, 4);
            assertThat(buffer.array()).isSameAs(values);
            assertThat(quantisation.encodedLengthBytes(4)).isEqualTo(4);
            assertThatThrownBy(() -> quantisation.decode(buffer, new int[0], 8))
                    .isInstanceOf(CorruptChunkException.class)
                    .hasMessage(FilterRegistry.nameOf(id) + ": expected 8 bytes, found 4");
        }
    }

    private void refuses(byte[] chunk, String message, long decodedLengthBytes, int... clientValues) {
        assertThatThrownBy(() -> decode(chunk, decodedLengthBytes, clientValues))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage(message);
    }
}
