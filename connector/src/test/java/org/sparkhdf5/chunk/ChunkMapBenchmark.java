package org.sparkhdf5.chunk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.GeneratedDataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.ReadStatistics;
import org.sparkhdf5.storage.StoredFile;

/**
 * Building the map of all chunks of one dataset; {@code ChunkMapBenchmarkTest} runs every method once. {@link #main} does it with a
 * file.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChunkMapBenchmark {
    @Param("1000000")
    public long chunkCount = 1_000_000;

    @Benchmark
    public int btreeV1() throws IOException {
        return map(GeneratedDataset.btreeV1("mem:v1.h5", chunkCount, 4, false), GeneratedDataset.PATH)
                .chunkCount();
    }

    @Benchmark
    public int extensibleArray() throws IOException {
        return map(GeneratedDataset.extensibleArray("mem:ea.h5", chunkCount, 4, false), GeneratedDataset.PATH)
                .chunkCount();
    }

    @Benchmark
    public int extensibleArrayDeflated() throws IOException {
        return map(GeneratedDataset.extensibleArray("mem:ea.h5", chunkCount, 4, true), GeneratedDataset.PATH)
                .chunkCount();
    }

    private static ChunkRun map(RangeReader bytes, String path) throws IOException {
        try (RangeReader reader = new CachedRangeReader(bytes)) {
            Hdf5File file = Hdf5File.open(reader);
            if (!(file.find(path) instanceof Dataset dataset)) {
                throw new IllegalArgumentException(bytes.file() + ": no dataset " + path);
            }
            StoredArray array = StoredArray.of(new ObjectLocation(bytes.file(), path), dataset);
            return ChunkRuns.collect(file, array, 0, array.rowCount(), lane -> true);
        }
    }

    /**
     * Prints the median seconds of building the map of a dataset, from opening the file on.
     *
     * @param arguments file, path of the dataset, number of runs; the first three are not counted
     */
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0]);
        int runs = Integer.parseInt(arguments[2]);
        double[] seconds = new double[runs];
        ChunkRun map = ChunkRun.EMPTY;
        ReadStatistics statistics = new ReadStatistics();
        for (int run = -3; run < runs; run++) {
            long start = System.nanoTime();
            StoredFile file = new StoredFile(
                    path.toUri().toString(),
                    Files.size(path),
                    Files.getLastModifiedTime(path).toMillis());
            map = map(file.open(new Configuration(), statistics), arguments[1]);
            if (run >= 0) {
                seconds[run] = (System.nanoTime() - start) / 1e9;
            }
        }
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "seconds %.4f chunks %d mapBytes %d%n",
                seconds[runs / 2],
                map.chunkCount(),
                map.encodedBytes());
    }
}
