package org.sparkhdf5.codec;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Undoing each filter on one chunk of 1 MiB; {@link FilterBenchmarkTest} runs every method once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FilterBenchmark {
    private static final int CHUNK_BYTES = 1 << 20;

    private final ShuffleFilter shuffle = new ShuffleFilter();
    private final DeflateFilter deflate = new DeflateFilter();
    private final FilterBuffer buffer = new FilterBuffer(CHUNK_BYTES);
    private final byte[] values = new byte[CHUNK_BYTES];
    private byte[] deflated = new byte[0];

    /** Values that compress about threefold, as measured numbers do. */
    @Setup
    public void prepare() {
        for (int i = 0; i < CHUNK_BYTES; i++) {
            values[i] = (byte) (i % 8 < 6 ? i >>> 12 : (i * 31) ^ (i >>> 5));
        }
        deflated = DeflateFilterTest.deflate(values, 6);
    }

    @TearDown
    public void close() {
        buffer.close();
    }

    @Benchmark
    public int unshuffle2() throws CorruptChunkException {
        return unshuffle(2);
    }

    @Benchmark
    public int unshuffle4() throws CorruptChunkException {
        return unshuffle(4);
    }

    @Benchmark
    public int unshuffle8() throws CorruptChunkException {
        return unshuffle(8);
    }

    @Benchmark
    public int unshuffle16() throws CorruptChunkException {
        return unshuffle(16);
    }

    @Benchmark
    public int unshuffle100() throws CorruptChunkException {
        return unshuffle(100);
    }

    @Benchmark
    public int inflate() throws CorruptChunkException {
        buffer.wrap(deflated, 0, deflated.length);
        deflate.decode(buffer, new int[] {6}, CHUNK_BYTES);
        return buffer.lengthBytes();
    }

    @Benchmark
    public int fletcher32() {
        return Fletcher32Filter.checksum(values, 0, CHUNK_BYTES);
    }

    private int unshuffle(int elementBytes) throws CorruptChunkException {
        buffer.wrap(values, 0, CHUNK_BYTES);
        shuffle.decode(buffer, new int[] {elementBytes}, CHUNK_BYTES);
        return buffer.lengthBytes();
    }
}
