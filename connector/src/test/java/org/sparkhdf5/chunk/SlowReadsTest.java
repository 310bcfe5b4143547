package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.ReadPace;

/**
 * What a scan costs on a stream where each call takes 50 ms before its first byte and bytes come at 100 MB/s, on a simulated
 * clock: splits of 128 MB, as Spark cuts them.
 */
final class SlowReadsTest {
    private static final long MIB = 1 << 20;
    private static final long BYTES_PER_SECOND = 100_000_000;
    private static final ReadPace PACE = new ReadPace(50_000_000, BYTES_PER_SECOND);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long SPLIT_BYTES = 128 * MIB;
    private static final FilterPipeline SHUFFLED =
            new FilterPipeline(List.of(new FilterPipeline.Step(2, "shuffle", false, List.of(8))));

    private final ChunkCounts counts = new ChunkCounts();

    private record Scan(double share, int reads, long bytesRead, int begun) {}

    /** One split of the fixed frame of the benchmark: an index and blocks of six and two columns, or some of them. */
    @ParameterizedTest(name = "rows of {0} bytes, {1} MiB of memory")
    @CsvSource({"48 16, 256", "8 48 16, 256", "8, 256", "48 16, 128", "64, 64"})
    void aScanOfContiguousRowsReachesMostOfTheBandwidth(String rowBytes, long memoryMib) throws IOException {
        List<ArrayRun> runs = contiguous(rowBytes);
        long rows = runs.get(0).array().rowCount();
        Scan scan = scan(runs, rows, memoryMib * MIB, PACE, 1500e6);
        assertThat(scan.share).as("%s", scan).isGreaterThan(0.8);
        assertThat(scan.begun).isPositive();
        assertThat(scan.bytesRead).isLessThanOrEqualTo(SPLIT_BYTES);
    }

    @ParameterizedTest(name = "chunks of {0} KiB, {1} MiB of memory")
    @CsvSource({"64, 256", "1024, 256", "4096, 128", "64, 64"})
    void aScanOfChunksReachesMostOfTheBandwidth(int chunkKib, long memoryMib) throws IOException {
        ArrayRun run = chunked(SPLIT_BYTES, chunkKib << 10, 0);
        Scan scan = scan(List.of(run), run.array().rowCount(), memoryMib * MIB, PACE, 300e6);
        assertThat(scan.share).as("%s", scan).isGreaterThan(0.8);
        assertThat(scan.begun).isPositive();
        assertThat(scan.bytesRead).isLessThanOrEqualTo(SPLIT_BYTES);
    }

    /** The first task of a process finds out, with a few small reads. */
    @Test
    void whatIsNotKnownIsFoundOut() throws IOException {
        Scan scan = scan(contiguous("8 48 16"), SPLIT_BYTES / 72, 256 * MIB, ReadPace.FAST, 1500e6);
        assertThat(scan.share).as("%s", scan).isGreaterThan(0.65);
        ArrayRun run = chunked(SPLIT_BYTES, 1 << 20, 0);
        Scan ofChunks = scan(List.of(run), run.array().rowCount(), 256 * MIB, ReadPace.FAST, 300e6);
        assertThat(ofChunks.share).as("%s", ofChunks).isGreaterThan(0.65);
    }

    /** Each line of the table in docs/latency.md is computed here. */
    @Test
    void theTableOfTheDocumentationIsWhatIsComputed() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "latency.md"));
        List<String> lines = new ArrayList<>();
        for (long millis : new long[] {1, 5, 10, 20, 50, 100}) {
            ReadPace pace = new ReadPace(millis * 1_000_000, BYTES_PER_SECOND);
            ArrayRun chunks = chunked(SPLIT_BYTES, 64 << 10, 0);
            Scan ofRows = scan(contiguous("8 48 16"), SPLIT_BYTES / 72, 256 * MIB, pace, pace, 1500e6);
            Scan ofChunks = scan(List.of(chunks), chunks.array().rowCount(), 256 * MIB, pace, pace, 300e6);
            lines.add(String.format(
                    Locale.ROOT,
                    "| %d ms | %.2f | %.2f | %.2f | %d, %.2f | %d, %.2f |",
                    millis,
                    inTurn(pace, 64 << 10, 300e6),
                    inTurn(pace, 8 << 20, 300e6),
                    inTurn(pace, 8 << 20, 1500e6),
                    ofChunks.reads,
                    ofChunks.share,
                    ofRows.reads,
                    ofRows.share));
        }
        assertThat(page).contains(lines);
    }

    /** Share of the bandwidth where reads of one length and the work on them take turns. */
    private static double inTurn(ReadPace pace, int readBytes, double workedPerSecond) {
        double transfer = (double) readBytes / pace.bytesPerSecond();
        return transfer / (pace.latencyNanos() / NANOS_PER_SECOND + transfer + readBytes / workedPerSecond);
    }

    @Test
    void aQueryThatStopsAfterItsFirstStepBeginsNothingAhead() throws IOException {
        for (ArrayRun run : List.of(contiguous("64").get(0), chunked(SPLIT_BYTES, 1 << 20, 0))) {
            SlowRangeReader reader = reader(PACE);
            try (RowReader rows = rows(reader, List.of(run), run.array().rowCount(), 256 * MIB)) {
                assertThat(rows.next()).isTrue();
            }
            assertThat(reader.ranges()).hasSize(1);
            assertThat(reader.begun()).isZero();
            assertThat(reader.bytesRead()).isLessThanOrEqualTo(8L * 5_000_000);
        }
    }

    /** Rows so long that a window is not more of them than a step. */
    @Test
    void longRowsAreReadAheadToo() throws IOException {
        StoredArray array = new StoredArray(
                "/wide", 0, List.of(1677L, 10_000L), 8, 4096, List.of(), FilterPipeline.NONE, new byte[8]);
        Scan scan = scan(List.of(new ArrayRun(array, ChunkRun.EMPTY)), 1677, 128 * MIB, PACE, 500e6);
        assertThat(scan.begun).isPositive();
        assertThat(scan.share).as("%s", scan).isGreaterThan(0.7);
    }

    @Test
    void everySecondChunkCostsNoMoreThanItself() throws IOException {
        ArrayRun run = chunked(16 * MIB, 64 << 10, 64 << 10);
        Scan scan = scan(List.of(run), run.array().rowCount(), 256 * MIB, PACE, 300e6);
        assertThat(scan.bytesRead).isEqualTo(16 * MIB);
        assertThat(scan.reads).isEqualTo(256);
    }

    @Test
    void whereReadsAreFastNothingIsReadAhead() throws IOException {
        ReadPace memory = new ReadPace(20_000, 3_000_000_000L);
        for (ArrayRun run : List.of(contiguous("64").get(0), chunked(SPLIT_BYTES, 1 << 20, 0))) {
            SlowRangeReader reader = new SlowRangeReader(new ZeroRangeReader(1L << 40), memory, memory, () -> false);
            try (RowReader rows = rows(reader, List.of(run), run.array().rowCount(), 256 * MIB)) {
                while (rows.next()) {
                    assertThat(rows.rowCount()).isPositive();
                }
            }
            assertThat(reader.begun()).isZero();
            assertThat(reader.ranges().stream().mapToLong(ByteRange::lengthBytes))
                    .allMatch(length -> length <= 8 * MIB);
        }
    }

    @Test
    void nearRunsOfRowsAreOneRead() throws IOException {
        ArrayRun run = contiguous("64").get(0);
        RowRuns.Builder wanted = new RowRuns.Builder(0);
        for (int i = 0; i < 1000; i++) {
            wanted.add(i * 1000L, i * 1000L + 980);
        }
        wanted.add(1_500_000, 1_500_100).add(1_500_200, 1_500_300);
        RowRuns runs = wanted.build();
        for (ReadPace pace : List.of(ReadPace.FAST, PACE)) {
            SlowRangeReader reader = new SlowRangeReader(new ZeroRangeReader(1L << 40), pace, pace, () -> false);
            long rowCount = 0;
            RowReader.Limits limits =
                    new RowReader.Limits(256 * MIB, 16_384, CoalescingPolicy.forScheme("hdfs"), counts);
            try (RowReader rows = new RowReader(
                    reader, List.of(run), List.of(new RowSlot(0, RowSlot.WHOLE_ROWS)), List.of(), runs, limits)) {
                while (rows.next()) {
                    rowCount += rows.rowCount();
                }
            }
            assertThat(rowCount).isEqualTo(runs.rowCount());
            assertThat(reader.bytesRead()).isLessThanOrEqualTo(runs.rowCount() * 64 * 21 / 20);
            assertThat(reader.ranges()).hasSizeLessThan(20);
        }
    }

    private Scan scan(List<ArrayRun> runs, long rowCount, long memoryBytes, ReadPace known, double decodedPerSecond)
            throws IOException {
        return scan(runs, rowCount, memoryBytes, PACE, known, decodedPerSecond);
    }

    private Scan scan(
            List<ArrayRun> runs,
            long rowCount,
            long memoryBytes,
            ReadPace pace,
            ReadPace known,
            double decodedPerSecond)
            throws IOException {
        SlowRangeReader reader = new SlowRangeReader(new ZeroRangeReader(1L << 40), pace, known, () -> false);
        long rowBytes = runs.stream().mapToLong(run -> run.array().rowBytes()).sum();
        try (RowReader rows = rows(reader, runs, rowCount, memoryBytes)) {
            while (rows.next()) {
                reader.work(rows.rowCount() * rowBytes / decodedPerSecond * NANOS_PER_SECOND);
            }
        }
        double share = rowCount * rowBytes / (reader.nowNanos() / NANOS_PER_SECOND) / pace.bytesPerSecond();
        return new Scan(share, reader.ranges().size(), reader.bytesRead(), reader.begun());
    }

    private static SlowRangeReader reader(ReadPace known) {
        return new SlowRangeReader(new ZeroRangeReader(1L << 40), PACE, known, () -> false);
    }

    private RowReader rows(SlowRangeReader reader, List<ArrayRun> runs, long rowCount, long memoryBytes) {
        List<RowSlot> slots = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            slots.add(new RowSlot(i, runs.get(i).array().isChunked() ? 0 : RowSlot.WHOLE_ROWS));
        }
        RowReader.Limits limits = new RowReader.Limits(memoryBytes, 16_384, CoalescingPolicy.forScheme("hdfs"), counts);
        return new RowReader(reader, runs, slots, 0, rowCount, limits);
    }

    /** Arrays that hold the rows of one split together. */
    private static List<ArrayRun> contiguous(String rowBytes) {
        long all = 0;
        for (String bytes : rowBytes.split(" ")) {
            all += Long.parseLong(bytes);
        }
        List<ArrayRun> runs = new ArrayList<>();
        for (String bytes : rowBytes.split(" ")) {
            List<Long> dimensions = List.of(SPLIT_BYTES / all, Long.parseLong(bytes) / 8);
            StoredArray array = new StoredArray(
                    "/" + bytes,
                    0,
                    dimensions,
                    8,
                    runs.size() * (2L << 30),
                    List.of(),
                    FilterPipeline.NONE,
                    new byte[8]);
            runs.add(new ArrayRun(array, ChunkRun.EMPTY));
        }
        return runs;
    }

    private static ArrayRun chunked(long bytes, int chunkBytes, long gapBytes) {
        StoredArray array = new StoredArray(
                "/chunks", 0, List.of(bytes / 64, 8L), 8, -1, List.of(chunkBytes / 64, 8), SHUFFLED, new byte[8]);
        ChunkRun.Builder chunks = new ChunkRun.Builder();
        for (int i = 0; i < bytes / chunkBytes; i++) {
            chunks.add(i, 4096 + i * (chunkBytes + gapBytes), chunkBytes, 0);
        }
        return new ArrayRun(array, chunks.build());
    }
}
