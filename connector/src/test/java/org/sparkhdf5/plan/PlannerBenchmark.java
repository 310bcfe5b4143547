package org.sparkhdf5.plan;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.table.Table;

/** Planning 100,000 chunks in 1,000 splits; {@link PlannerBenchmarkTest} runs every method once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlannerBenchmark {
    private static final int CHUNK_ROWS = 4096;
    private static final int CHUNKS = 100_000;
    private static final int SPLITS = 1_000;
    private static final long ROWS = (long) CHUNK_ROWS * CHUNKS;

    private final StoredArray array = PlanFixtures.chunked(List.of(ROWS), List.of(CHUNK_ROWS));
    private final ChunkRun run = PlanFixtures.allChunks(array);
    private final List<RowBorders.Band> bands = List.of(
            new RowBorders.Band(CHUNK_ROWS, CHUNK_ROWS * 8), new RowBorders.Band(CHUNK_ROWS - 7, CHUNK_ROWS * 4));
    private final Table wide = PlanFixtures.table(PlanFixtures.contiguous(List.of(1000L, 5000L)));
    private final List<RequestedColumn> requested = wide.columns().stream()
            .map(column -> new RequestedColumn(column.name(), column.logicalType()))
            .toList();

    @Benchmark
    public int borders() {
        return new RowBorders(ROWS, bands).endRows(SPLITS, ROWS * 12).size();
    }

    @Benchmark
    public int cutRuns() {
        List<Long> endRows = new RowBorders(ROWS, List.of()).endRows(SPLITS, ROWS * 8);
        RunCutter cutter = new RunCutter(array, run, endRows);
        int chunks = 0;
        for (int split = 0; split < endRows.size(); split++) {
            chunks += cutter.run(split).chunkCount();
        }
        return chunks;
    }

    @Benchmark
    public int bindColumns() {
        return ColumnBinder.bind(PlanFixtures.FILE, wide, requested).columns().size();
    }

    @Benchmark
    public int packSplits() {
        PartitionPacker packer = new PartitionPacker(new SplitSizes(1 << 20, 1 << 10, 1 << 23));
        for (int i = 0; i < 100_000; i++) {
            DeferredSplit split = new DeferredSplit(
                    PlanFixtures.file(1000),
                    PlanFixtures.file(1000),
                    96,
                    "/prices",
                    i,
                    i + 1,
                    true,
                    Map.of(),
                    List.of());
            packer.add(new SizedSplit(split, 1000 + i % 7, Map.of("host" + i % 3, 1000L)));
        }
        return packer.partitions().size();
    }
}
