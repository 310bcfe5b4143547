package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.InMemoryRangeReader;

/**
 * The decode loop alone, on two threads that read an array each, from memory: float32 with one decimal, gzip and shuffle, in chunks of
 * 100 x 1,000, as the array that h5py is compared with. One call is one chunk of 400,000 bytes; a reader lasts for many calls, so
 * that {@code -prof gc} tells what its loop allocates. Beside it the floor: the same streams through one {@code Inflater}.
 * {@link DecodeBenchmarkTest} runs every method once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Threads(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {
    private static final int CHUNK_ROWS = 100;
    private static final int CHUNK_COLUMNS = 1000;
    private static final int CHUNK_ELEMENTS = CHUNK_ROWS * CHUNK_COLUMNS;
    private static final int STORED_CHUNKS = 40;
    /** The stored ones again and again. */
    private static final int CHUNKS = 20_000;

    private static final long ROWS = (long) CHUNK_ROWS * CHUNKS;
    private static final FilterPipeline.Step SHUFFLE = new FilterPipeline.Step(2, "shuffle", false, List.of(4));

    private final StoredArray array = new StoredArray(
            "/a",
            0,
            List.of(ROWS, (long) CHUNK_COLUMNS),
            Float.BYTES,
            DataLayout.UNDEFINED,
            List.of(CHUNK_ROWS, CHUNK_COLUMNS),
            new FilterPipeline(List.of(SHUFFLE, SyntheticArray.DEFLATE)),
            new byte[Float.BYTES]);
    private final byte[] target = new byte[CHUNK_ELEMENTS * Float.BYTES];
    private final byte[][] stored = new byte[STORED_CHUNKS][];
    private final Inflater inflater = new Inflater();
    private int nextStored;
    private ArrayRun run = new ArrayRun(array, ChunkRun.EMPTY);
    private InMemoryRangeReader file = new InMemoryRangeReader("memory", new byte[0]);
    private @Nullable CellReader cells;
    private @Nullable RowReader rows;

    @Setup
    public void prepare() {
        Random random = new Random(20261120);
        int lengthBytes = 0;
        int[] addresses = new int[STORED_CHUNKS];
        for (int i = 0; i < STORED_CHUNKS; i++) {
            stored[i] = SyntheticArray.deflated(SyntheticArray.shuffled(numbers(random), Float.BYTES));
            addresses[i] = lengthBytes;
            lengthBytes += stored[i].length;
        }
        byte[] bytes = new byte[lengthBytes];
        for (int i = 0; i < STORED_CHUNKS; i++) {
            System.arraycopy(stored[i], 0, bytes, addresses[i], stored[i].length);
        }
        ChunkRun.Builder chunks = new ChunkRun.Builder();
        for (int i = 0; i < CHUNKS; i++) {
            chunks.add(i, addresses[i % STORED_CHUNKS], stored[i % STORED_CHUNKS].length, 0);
        }
        run = new ArrayRun(array, chunks.build());
        file = new InMemoryRangeReader("memory", bytes);
    }

    private byte[] numbers(Random random) {
        byte[] bytes = new byte[target.length];
        for (int i = 0; i < bytes.length; i += Float.BYTES) {
            int bits = Float.floatToRawIntBits(Math.round(random.nextGaussian() * 100) / 10f);
            for (int b = 0; b < Float.BYTES; b++) {
                bytes[i + b] = (byte) (bits >>> Byte.SIZE * b);
            }
        }
        return bytes;
    }

    /** Cells in batches, as a task takes them. */
    @Benchmark
    public long cells() throws IOException {
        long count = 0;
        while (count < CHUNK_ELEMENTS) {
            CellReader reader = cells;
            if (reader == null) {
                List<Long> dimensions = array.dimensions();
                CellShape shape = new CellShape(dimensions, List.of(CellPart.of(0, dimensions)));
                reader = new CellReader(file, List.of(run), List.of(), shape, 0, CHUNKS, limits());
                cells = reader;
            }
            if (reader.next()) {
                count += reader.cellCount();
            } else {
                reader.close();
                cells = null;
            }
        }
        return count;
    }

    /** Rows in batches. */
    @Benchmark
    public long rows() throws IOException {
        long count = 0;
        while (count < CHUNK_ROWS) {
            RowReader reader = rows;
            if (reader == null) {
                reader = new RowReader(file, List.of(run), List.of(new RowSlot(0, 0)), 0, ROWS, limits());
                rows = reader;
            }
            if (reader.next()) {
                count += reader.rowCount();
            } else {
                reader.close();
                rows = null;
            }
        }
        return count;
    }

    /** No decode loop with this inflater can take less. */
    @Benchmark
    public long inflaterAlone() throws DataFormatException {
        byte[] chunk = stored[nextStored++ % STORED_CHUNKS];
        inflater.reset();
        inflater.setInput(chunk);
        return inflater.inflate(target);
    }

    private static RowReader.Limits limits() {
        return new RowReader.Limits(256 << 20, 16_384, CoalescingPolicy.forScheme("hdfs"), new ChunkCounts());
    }
}
