package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.airlift.compress.lzo.LzoCompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.testing.SharedFolder;
import org.sparkhdf5.testing.SharedTest;

final class LzoFilterTest {
    private static final int[] NO_VALUES = {};

    private final LzoFilter filter = new LzoFilter();
    private final FilterBuffer buffer = new FilterBuffer(1 << 20);

    /** Chunks of {@code c_lzo.h5} at their addresses, and the values of its {@code c_lzo.expected.json}. */
    @Test
    @SharedTest
    void decodesWhatPyTablesWrote() throws IOException {
        byte[] file = Files.readAllBytes(SharedFolder.resolve("fixtures/pandas-1.5.3/c_lzo.h5"));
        JsonNode expected = new ObjectMapper()
                .readTree(SharedFolder.resolve("fixtures/pandas-1.5.3/c_lzo.expected.json")
                        .toFile())
                .get("objects")
                .get(1);
        assertThat(expected.get("key").asText()).isEqualTo("/fixed");
        ByteBuffer rows = decode(file, 43563, 585, 8);
        ByteBuffer longs = decode(file, 44148, 571, 8);
        ByteBuffer doubles = decode(file, 45030, 4874, 8);
        ByteBuffer shorts = decode(file, 50215, 342, 2);
        for (int i = 0; i < 700; i++) {
            assertThat(rows.getLong(8 * i))
                    .isEqualTo(expected.at("/index/0/values/" + i).asLong());
            assertThat(longs.getLong(8 * i))
                    .isEqualTo(expected.at("/columns/0/values/" + i).asLong());
            assertThat(doubles.getDouble(8 * i))
                    .isEqualTo(Double.parseDouble(
                            expected.at("/columns/1/values/" + i).asText()));
            assertThat(shorts.getShort(2 * i))
                    .isEqualTo((short) expected.at("/columns/2/values/" + i).asInt());
        }
    }

    /** Five literals, a match of 7 bytes at distance 5, the end: by the description of LZO1X. */
    @Test
    void decodesAStreamMadeByHand() throws CorruptChunkException {
        byte[] stream = {17 + 5, 'a', 'b', 'c', 'd', 'e', (byte) ((7 - 1) << 5 | (5 - 1) << 2), 0, 17, 0, 0};
        buffer.wrap(stream, 0, stream.length);
        filter.decode(buffer, NO_VALUES, 12);
        assertThat(Arrays.copyOf(buffer.array(), 12)).asString().isEqualTo("abcdeabcdeab");
        buffer.wrap(stream, 0, stream.length);
        filter.decode(buffer, NO_VALUES, -1);
        assertThat(buffer.lengthBytes()).isEqualTo(12);
    }

    @Test
    void refusesAnotherLengthAndCutStreams() {
        byte[] stream = compress(new byte[5000]);
        for (int expected : new int[] {0, 4999, 5001}) {
            buffer.wrap(stream, 0, stream.length);
            assertThatThrownBy(() -> filter.decode(buffer, NO_VALUES, expected))
                    .isInstanceOf(CorruptChunkException.class)
                    .hasMessageStartingWith("lzo: expected ");
        }
        for (int length = 0; length < stream.length; length++) {
            buffer.wrap(stream, 0, length);
            assertThatThrownBy(() -> filter.decode(buffer, NO_VALUES, 5000)).isInstanceOf(CorruptChunkException.class);
        }
    }

    @Test
    void refusesADistanceBeforeTheBeginning() {
        byte[] stream = {17 + 5, 'a', 'b', 'c', 'd', 'e', (byte) ((7 - 1) << 5 | (6 - 1) << 2), 0, 17, 0, 0};
        buffer.wrap(stream, 0, stream.length);
        assertThatThrownBy(() -> filter.decode(buffer, NO_VALUES, 12)).isInstanceOf(CorruptChunkException.class);
    }

    private ByteBuffer decode(byte[] file, int address, int length, int elementBytes) throws CorruptChunkException {
        FilterChain chain = new FilterChain(new int[] {2, 305}, new int[][] {{elementBytes}, {5, 11, 4}}, 65536);
        buffer.wrap(file, address, length);
        chain.decode(buffer, 0);
        return ByteBuffer.wrap(Arrays.copyOf(buffer.array(), 65536)).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] compress(byte[] bytes) {
        LzoCompressor compressor = new LzoCompressor();
        byte[] stored = new byte[compressor.maxCompressedLength(bytes.length)];
        return Arrays.copyOf(stored, compressor.compress(bytes, 0, bytes.length, stored, 0, stored.length));
    }
}
