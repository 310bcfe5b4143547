package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.ning.compress.lzf.LZFEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jpountz.lz4.LZ4Factory;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/** What the Java libraries on Spark's class path compress comes back, whatever the bytes and wherever in the arrays. */
final class LibraryCompressorsTest {
    private static final long SEED = 20261120;
    private static final int ROUNDS = 200;

    private final FilterBuffer buffer = new FilterBuffer(1 << 22);

    /** A library's compressor. */
    @FunctionalInterface
    private interface Compressor {
        byte[] compress(byte[] bytes) throws IOException;
    }

    private static final Map<String, Compressor> COMPRESSORS = new TreeMap<>(Map.of(
            "lz4",
            bytes -> LZ4Factory.safeInstance().fastCompressor().compress(bytes),
            "lz4hc",
            bytes -> LZ4Factory.safeInstance().highCompressor().compress(bytes),
            "snappy",
            Snappy::compress,
            "zstd",
            Zstd::compress,
            "zstd in Java",
            Zstd::compress,
            "zlib",
            bytes -> DeflateFilterTest.deflate(bytes, 6)));

    private BlockDecoder decoder(String name) {
        return switch (name) {
            case "snappy" -> SnappyBlock::decode;
            case "zstd" -> new ZstdBlock(buffer, true);
            case "zstd in Java" -> new ZstdBlock(buffer, false);
            case "zlib" -> new ZlibBlock(buffer);
            default -> Lz4Block::decode;
        };
    }

    @Test
    void decodesBlocksAnywhereInAnArray() throws IOException {
        Random random = new Random(SEED);
        for (Map.Entry<String, Compressor> compressor : COMPRESSORS.entrySet()) {
            BlockDecoder decoder = decoder(compressor.getKey());
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = bytes(random, random.nextInt(round % 20 == 0 ? 200_000 : 2000));
                byte[] block = compressor.getValue().compress(bytes);
                byte[] source = new byte[block.length + 20];
                random.nextBytes(source);
                System.arraycopy(block, 0, source, 7, block.length);
                byte[] target = new byte[bytes.length + 30];
                random.nextBytes(target);
                byte[] expected = target.clone();
                System.arraycopy(bytes, 0, expected, 11, bytes.length);
                decoder.decode(source, 7, 7 + block.length, target, 11, 11 + bytes.length);
                assertThat(target)
                        .as("seed %d, %s, round %d", SEED, compressor.getKey(), round)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void refusesBlocksOfAnotherLengthOrCutOff() throws IOException {
        Random random = new Random(SEED);
        for (Map.Entry<String, Compressor> compressor : COMPRESSORS.entrySet()) {
            BlockDecoder decoder = decoder(compressor.getKey());
            for (int round = 0; round < 40; round++) {
                byte[] bytes = bytes(random, 1 + random.nextInt(500));
                byte[] block = compressor.getValue().compress(bytes);
                int cut = random.nextInt(block.length);
                String place = "seed " + SEED + ", " + compressor.getKey() + ", round " + round;
                for (int wrong : new int[] {bytes.length - 1, bytes.length + 1}) {
                    assertThatThrownBy(() -> decoder.decode(block, 0, block.length, new byte[1000], 0, wrong))
                            .as(place)
                            .isInstanceOf(CorruptChunkException.class);
                }
                assertThatThrownBy(() -> decoder.decode(block, 0, cut, new byte[1000], 0, bytes.length))
                        .as(place)
                        .isInstanceOf(CorruptChunkException.class);
            }
        }
    }

    @Test
    void neverShowsWhatTheTargetHeldBefore() throws IOException {
        Random random = new Random(SEED);
        for (Map.Entry<String, Compressor> compressor : COMPRESSORS.entrySet()) {
            BlockDecoder decoder = decoder(compressor.getKey());
            for (int round = 0; round < 1000; round++) {
                byte[] bytes = bytes(random, 1 + random.nextInt(500));
                byte[] block = compressor.getValue().compress(bytes);
                for (int i = random.nextInt(3); i >= 0; i--) {
                    block[random.nextInt(block.length)] = (byte) random.nextInt();
                }
                byte[] first = new byte[bytes.length];
                byte[] second = new byte[bytes.length];
                Arrays.fill(second, (byte) 0xa5);
                boolean decoded = decodes(decoder, block, first);
                assertThat(decodes(decoder, block, second)).isEqualTo(decoded);
                if (decoded) {
                    assertThat(second)
                            .as("seed %d, %s, round %d", SEED, compressor.getKey(), round)
                            .isEqualTo(first);
                }
            }
        }
    }

    @Test
    void decodesChunksOfKnownAndUnknownLength() throws IOException {
        Random random = new Random(SEED);
        Map<Filter, Compressor> filters = Map.of(
                new LzoFilter(), LzoFilterTest::compress,
                new ZstdFilter(), Zstd::compress,
                new Bzip2Filter(), LibraryCompressorsTest::bzip2,
                new LzfFilter(), LibraryCompressorsTest::lzf);
        for (Map.Entry<Filter, Compressor> filter : filters.entrySet()) {
            for (int round = 0; round < 40; round++) {
                byte[] bytes = bytes(random, 100 + random.nextInt(round % 20 == 0 ? 500_000 : 5000));
                byte[] chunk = filter.getValue().compress(bytes);
                for (long expected : new long[] {bytes.length, -1}) {
                    buffer.wrap(chunk, 0, chunk.length);
                    filter.getKey().decode(buffer, new int[0], expected);
                    assertThat(Arrays.copyOf(buffer.array(), buffer.lengthBytes()))
                            .as("seed %d, %s, round %d", SEED, filter.getKey().name(), round)
                            .isEqualTo(bytes);
                }
            }
        }
    }

    @Test
    void stopsBombs() throws IOException {
        byte[] zeros = new byte[8 << 20];
        Map<Filter, byte[]> bombs = Map.of(
                new LzoFilter(), LzoFilterTest.compress(zeros),
                new ZstdFilter(), Zstd.compress(zeros),
                new Bzip2Filter(), bzip2(zeros));
        for (Map.Entry<Filter, byte[]> bomb : bombs.entrySet()) {
            for (long expected : new long[] {1000, -1, zeros.length}) {
                buffer.wrap(bomb.getValue(), 0, bomb.getValue().length);
                assertThatThrownBy(() -> bomb.getKey().decode(buffer, new int[0], expected))
                        .as("%s, expected %d", bomb.getKey().name(), expected)
                        .isInstanceOf(CorruptChunkException.class);
            }
        }
    }

    private static boolean decodes(BlockDecoder decoder, byte[] block, byte[] target) {
        try {
            decoder.decode(block, 0, block.length, target, 0, target.length);
            return true;
        } catch (CorruptChunkException e) {
            return false;
        }
    }

    private static byte[] bzip2(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BZip2CompressorOutputStream stream = new BZip2CompressorOutputStream(out, 1)) {
            stream.write(bytes);
        }
        return out.toByteArray();
    }

    /** LZF without the headers that the library puts before each 64 KiB. */
    private static byte[] lzf(byte[] bytes) {
        byte[] framed = LZFEncoder.safeEncode(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int in = 0;
        while (in < framed.length) {
            boolean compressed = framed[in + 2] == 1;
            int length = StoredNumbers.bigUnsignedShort(framed, in + 3);
            in += compressed ? 7 : 5;
            for (int from = in; !compressed && from < in + length; from += 32) {
                int literals = Math.min(32, in + length - from);
                out.write(literals - 1);
                out.write(framed, from, literals);
            }
            out.write(framed, in, compressed ? length : 0);
            in += length;
        }
        return out.toByteArray();
    }

    /** Noise over a small or large alphabet, with repeats of what was before at all distances. */
    private static byte[] bytes(Random random, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        int alphabet = 1 + random.nextInt(256);
        int i = 0;
        while (i < lengthBytes) {
            int run = Math.min(lengthBytes - i, 1 + random.nextInt(random.nextInt(8) == 0 ? 1000 : 30));
            int distance = i == 0 ? 0 : random.nextInt(random.nextBoolean() ? i : Math.min(i, 20)) + 1;
            for (int end = i + run; i < end; i++) {
                bytes[i] = distance == 0 || alphabet > 200 ? (byte) random.nextInt(alphabet) : bytes[i - distance];
            }
        }
        return bytes;
    }
}
