package org.sparkhdf5.codec;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding one committed chunk per compressor; {@link CompressorBenchmarkTest} runs each once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CompressorBenchmark {
    private static final int BIT_SHUFFLED_BYTES = 1 << 20;

    /** Those of Blosc 1 decode to 136,028 bytes, the others to 1,624 to 5,000. */
    @Param({
        "blosc_blosclz_1_blocks",
        "blosc_lz4_1_blocks",
        "blosc_lz4_2_blocks",
        "blosc_lz4hc_1_blocks",
        "blosc_snappy_1_blocks",
        "blosc_zlib_1_blocks",
        "blosc_zstd_1_blocks",
        "blosc2_blocks_lz4_1_8",
        "blosc2_blocks_zstd_2_8",
        "bitshuffle_lz4_8",
        "bitshuffle_zstd_8",
        "lzf_half",
        "lz4_half",
        "zstd_1_half",
        "bzip2_half"
    })
    public String name = "";

    private final Map<String, StoredChunk> chunks = new TreeMap<>();
    private final FilterBuffer buffer = new FilterBuffer(BIT_SHUFFLED_BYTES);
    private final byte[] bitShuffled = new byte[BIT_SHUFFLED_BYTES];
    private final byte[] elements = new byte[BIT_SHUFFLED_BYTES];

    @Setup
    public void prepare() {
        StoredChunk.all().forEach(chunk -> chunks.put(chunk.name(), chunk));
        for (int i = 0; i < BIT_SHUFFLED_BYTES; i++) {
            bitShuffled[i] = (byte) (i * 31 ^ i >>> 5);
        }
    }

    @TearDown
    public void close() {
        buffer.close();
    }

    @Benchmark
    public int decode() throws CorruptChunkException {
        StoredChunk chunk = chunks.get(name);
        buffer.wrap(chunk.stored(), 0, chunk.stored().length);
        chunk.chain().decode(buffer, chunk.filterMask());
        return buffer.lengthBytes();
    }

    /** Blocks of 8 KiB of 8-byte elements, as bitshuffle makes them. */
    @Benchmark
    public byte bitUnshuffle8() {
        for (int from = 0; from < BIT_SHUFFLED_BYTES; from += 8192) {
            BitUnshuffle.unshuffle(bitShuffled, from, elements, from, 1024, 8);
        }
        return elements[1];
    }
}
