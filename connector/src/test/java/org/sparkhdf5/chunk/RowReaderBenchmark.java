package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.List;
import java.util.Random;
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
import org.openjdk.jmh.annotations.Warmup;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** Rows of 4 MiB of doubles, from bytes in memory; {@link RowReaderBenchmarkTest} runs every method once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RowReaderBenchmark {
    private static final long ROWS = 1 << 16;
    private static final List<Long> DIMENSIONS = List.of(ROWS, 8L);
    private static final FilterPipeline.Step SHUFFLE = new FilterPipeline.Step(2, "shuffle", false, List.of(8));

    private Source contiguous = Source.NONE;
    private Source unfiltered = Source.NONE;
    private Source deflated = Source.NONE;
    private Source lanes = Source.NONE;
    private Source assembled = Source.NONE;

    private record Source(
            @SuppressWarnings("ArrayRecordComponent") byte[] bytes, ArrayRun run, List<RowSlot> slots) {
        static final Source NONE = new Source(
                new byte[0],
                new ArrayRun(
                        new StoredArray("/", 0, List.of(), 1, -1, List.of(), FilterPipeline.NONE, new byte[1]),
                        ChunkRun.EMPTY),
                List.of());
    }

    @Setup
    public void prepare() {
        SyntheticArray.File file = new SyntheticArray.File(new Random(20261120), true);
        SyntheticArray plain = file.contiguous(DIMENSIONS, 8, true);
        contiguous = new Source(file.bytes(), plain.run(), List.of(new RowSlot(0, RowSlot.WHOLE_ROWS)));
        unfiltered = chunked(List.of(4096, 8), List.of(), List.of(new RowSlot(0, 0)));
        List<FilterPipeline.Step> steps = List.of(SHUFFLE, SyntheticArray.DEFLATE);
        deflated = chunked(List.of(4096, 8), steps, List.of(new RowSlot(0, 0)));
        lanes = chunked(List.of(4096, 4), steps, List.of(new RowSlot(0, 0), new RowSlot(0, 1)));
        assembled = chunked(List.of(4096, 4), List.of(), List.of(new RowSlot(0, RowSlot.WHOLE_ROWS)));
    }

    private static Source chunked(List<Integer> chunkDimensions, List<FilterPipeline.Step> steps, List<RowSlot> slots) {
        SyntheticArray.File file = new SyntheticArray.File(new Random(20261120), true);
        ArrayRun run = file.chunked(DIMENSIONS, chunkDimensions, 8, steps, 100).run();
        return new Source(file.bytes(), run, slots);
    }

    @Benchmark
    public long contiguousRows() throws IOException {
        return read(contiguous);
    }

    @Benchmark
    public long unfilteredChunks() throws IOException {
        return read(unfiltered);
    }

    @Benchmark
    public long deflatedChunks() throws IOException {
        return read(deflated);
    }

    @Benchmark
    public long deflatedLanes() throws IOException {
        return read(lanes);
    }

    @Benchmark
    public long assembledRows() throws IOException {
        return read(assembled);
    }

    private static long read(Source source) throws IOException {
        RowReader.Limits limits =
                new RowReader.Limits(64 << 20, 4096, CoalescingPolicy.forScheme("hdfs"), new ChunkCounts());
        long rows = 0;
        try (RowReader reader = new RowReader(
                new InMemoryRangeReader("memory", source.bytes), List.of(source.run), source.slots, 0, ROWS, limits)) {
            while (reader.next()) {
                rows += reader.rowCount();
            }
        }
        return rows;
    }
}
