package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.ReadPace;
import org.sparkhdf5.testing.CountingRangeReader;

/** Rows out of files that the test laid out byte by byte, against the elements that it put there. */
final class RowReaderTest {
    private static final long SEED = 20261120;
    private static final String FILE = "hdfs://nn/run7.h5";
    private static final long PLENTY = 1L << 30;
    private static final List<FilterPipeline.Step> DEFLATED = List.of(SyntheticArray.DEFLATE);

    /** Ranges become one read only where they touch, so that bytes can be counted. */
    private static final CoalescingPolicy TOUCHING = new CoalescingPolicy(0, 8 << 20);

    private final ChunkCounts counts = new ChunkCounts();

    private record Setup(
            List<SyntheticArray> arrays,
            List<RowSlot> slots,
            @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {
        /** What a task of these rows is given. */
        List<ArrayRun> runs(long firstRow, long endRow) {
            List<ArrayRun> runs = new ArrayList<>();
            for (int array = 0; array < arrays.size(); array++) {
                List<Long> lanes = new ArrayList<>();
                for (RowSlot slot : slots) {
                    if (slot.array() == array) {
                        lanes.add(slot.lane());
                    }
                }
                runs.add(arrays.get(array).cut(firstRow, endRow, lanes));
            }
            return runs;
        }
    }

    @RepeatedTest(250)
    void givesEveryRowOfEverySlot(RepetitionInfo round) throws IOException {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        Setup setup = randomSetup(random);
        int rowCount = (int) setup.arrays.get(0).stored().rowCount();
        for (int range = 0; range < 3; range++) {
            int firstRow = random.nextInt(rowCount);
            int endRow = firstRow + 1 + random.nextInt(rowCount - firstRow);
            int batchRows = 1 + random.nextInt(2 << random.nextInt(8));
            long taskMemory = 100L << random.nextInt(18);
            String what = String.format(
                    "seed %d, rows %d to %d, batches of %d, memory %d, slots %s of %s",
                    seed, firstRow, endRow, batchRows, taskMemory, setup.slots, setup.runs(firstRow, endRow));
            CoalescingPolicy policy = random.nextBoolean() ? TOUCHING : new CoalescingPolicy(1000, 1 << 16);
            RowReader.Limits limits = new RowReader.Limits(taskMemory, batchRows, policy, counts);
            RangeReader reader = sometimesSlow(new InMemoryRangeReader(FILE, setup.bytes), random);
            try (RowReader rows =
                    new RowReader(reader, setup.runs(firstRow, endRow), setup.slots, firstRow, endRow, limits)) {
                check(setup, rows, firstRow, endRow, batchRows, what);
            } catch (UnsupportedHdf5FeatureException e) {
                assertThat(taskMemory).as(what + e.getMessage()).isLessThan(enough(setup));
            }
        }
    }

    /** As fast as memory, or so slow that reads are begun ahead, of which some may fail. */
    private static RangeReader sometimesSlow(RangeReader source, Random random) {
        if (random.nextInt(3) == 0) {
            return source;
        }
        ReadPace pace = new ReadPace(50_000_000, 1L << random.nextInt(20));
        int failsOneIn = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(20);
        return new SlowRangeReader(
                source,
                pace,
                random.nextBoolean() ? pace : ReadPace.FAST,
                () -> failsOneIn < Integer.MAX_VALUE && random.nextInt(failsOneIn) == 0);
    }

    /** A memory with which no query of these slots may be refused: twice what it holds at once. */
    private static long enough(Setup setup) {
        long bytes = 1000;
        for (SyntheticArray array : setup.arrays) {
            StoredArray stored = array.stored();
            if (stored.isChunked()) {
                bytes += (stored.laneCount() + 3) * stored.chunkBytes() + stored.rowBytes() * stored.chunkRows();
            } else {
                bytes += stored.rowBytes() * stored.rowCount();
            }
        }
        return 2 * bytes;
    }

    private static void check(Setup setup, RowReader rows, int firstRow, int endRow, int batchRows, String what)
            throws IOException {
        long next = firstRow;
        while (rows.next()) {
            assertThat(rows.firstRow()).as(what).isEqualTo(next);
            assertThat(rows.rowCount()).as(what).isBetween(1, batchRows);
            for (int slot = 0; slot < setup.slots.size(); slot++) {
                RowSlot wanted = setup.slots.get(slot);
                RowWindow window = rows.window(slot);
                for (long row = next; row < next + rows.rowCount(); row++) {
                    byte[] expected = setup.arrays.get(wanted.array()).expected(row, wanted.lane());
                    int at = window.offsetOf(row);
                    if (!Arrays.equals(window.bytes(), at, at + expected.length, expected, 0, expected.length)) {
                        assertThat(Arrays.copyOfRange(window.bytes(), at, at + expected.length))
                                .as("%s: slot %d, row %d", what, slot, row)
                                .isEqualTo(expected);
                    }
                }
            }
            next += rows.rowCount();
        }
        assertThat(next).as(what).isEqualTo(endRow);
        assertThat(rows.next()).as(what).isFalse();
    }

    @RepeatedTest(50)
    void readsEachStoredByteOnceWhereAllFits(RepetitionInfo round) throws IOException {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        Setup setup = randomSetup(random);
        int rowCount = (int) setup.arrays.get(0).stored().rowCount();
        int firstRow = random.nextInt(rowCount);
        int endRow = firstRow + 1 + random.nextInt(rowCount - firstRow);
        List<ArrayRun> runs = setup.runs(firstRow, endRow);
        CountingRangeReader source = new CountingRangeReader(new InMemoryRangeReader(FILE, setup.bytes));
        RowReader.Limits limits = new RowReader.Limits(PLENTY, 1 + random.nextInt(100), TOUCHING, counts);
        try (RowReader rows = new RowReader(source, runs, setup.slots, firstRow, endRow, limits)) {
            while (rows.next()) {
                assertThat(rows.rowCount()).isPositive();
            }
        }
        long expected = 0;
        for (ArrayRun run : runs) {
            StoredArray array = run.array();
            boolean written = array.address() >= 0;
            boolean wanted = setup.slots.stream().anyMatch(slot -> slot.array() == runs.indexOf(run));
            expected += array.isChunked()
                    ? run.chunks().storedBytes()
                    : written && wanted ? (endRow - firstRow) * array.rowBytes() : 0;
        }
        assertThat(source.bytesRead()).as("seed %d", seed).isEqualTo(expected);
        int[] touched = new int[setup.bytes.length];
        for (ByteRange range : source.ranges()) {
            for (long at = range.address(); at < range.end(); at++) {
                touched[(int) at]++;
            }
        }
        assertThat(Arrays.stream(touched).max().orElse(0)).as("seed %d", seed).isLessThanOrEqualTo(1);
    }

    @Test
    void aQueryThatStopsEarlyReadsOneChunkOfEachSlot() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED));
        SyntheticArray first = file.chunked(List.of(1000L), List.of(10), 8, DEFLATED, 100);
        SyntheticArray second = file.chunked(List.of(1000L, 4L), List.of(10, 2), 4, List.of(), 100);
        Setup setup = new Setup(List.of(first, second), List.of(new RowSlot(0, 0), new RowSlot(1, 1)), file.bytes());
        CountingRangeReader source = new CountingRangeReader(new InMemoryRangeReader(FILE, setup.bytes));
        try (RowReader rows = new RowReader(
                source,
                setup.runs(0, 1000),
                setup.slots,
                0,
                1000,
                new RowReader.Limits(PLENTY, 20, TOUCHING, counts))) {
            assertThat(source.reads()).isZero();
            assertThat(rows.next()).isTrue();
            assertThat(rows.rowCount()).isEqualTo(10);
        }
        long chunkBytes = 10 * 2 * 4;
        assertThat(source.bytesRead()).isLessThanOrEqualTo(200 + 3 * chunkBytes);
        assertThat(source.reads()).isLessThanOrEqualTo(4);
        assertThat(counts.chunksRead()).isEqualTo(2);
    }

    @Test
    void fetchesAheadInGrowingReads() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(3), true);
        SyntheticArray array = file.chunked(List.of(64_000L), List.of(100), 8, List.of(), 100);
        Setup setup = new Setup(List.of(array), List.of(new RowSlot(0, 0)), file.bytes());
        CountingRangeReader source = new CountingRangeReader(new InMemoryRangeReader(FILE, setup.bytes));
        CoalescingPolicy near = new CoalescingPolicy(128 << 10, 8 << 20);
        try (RowReader rows = new RowReader(
                source,
                setup.runs(0, 64_000),
                setup.slots,
                0,
                64_000,
                new RowReader.Limits(PLENTY, 1000, near, counts))) {
            while (rows.next()) {
                assertThat(rows.rowCount()).isLessThanOrEqualTo(100);
            }
        }
        assertThat(source.ranges().get(0).lengthBytes()).isEqualTo(800);
        assertThat(source.reads()).as("640 chunks of 800 bytes").isLessThan(30);
        assertThat(counts.chunksRead()).isEqualTo(640);
        assertThat(counts.chunksFilled()).isZero();
    }

    @Test
    void chunksInAnyOrderAreReadOnce() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(3));
        SyntheticArray array = file.chunked(List.of(64_000L), List.of(100), 8, List.of(), 100);
        Setup setup = new Setup(List.of(array), List.of(new RowSlot(0, 0)), file.bytes());
        CountingRangeReader source = new CountingRangeReader(new InMemoryRangeReader(FILE, setup.bytes));
        RowReader.Limits limits = new RowReader.Limits(PLENTY, 1000, CoalescingPolicy.forScheme("hdfs"), counts);
        try (RowReader rows = new RowReader(source, setup.runs(0, 64_000), setup.slots, 0, 64_000, limits)) {
            check(setup, rows, 0, 64_000, 1000, "640 chunks of 800 bytes");
        }
        assertThat(source.bytesRead()).isBetween(512_000L, 512_000L * 21 / 20);
    }

    @Test
    void aFetchIsBoundedGapsIncluded() throws IOException {
        int chunkBytes = 1 << 10;
        long gapBytes = 100 << 10;
        StoredArray array = new StoredArray(
                "/wide", 0, List.of(100_000L), 8, -1, List.of(chunkBytes / 8), FilterPipeline.NONE, new byte[8]);
        ChunkRun.Builder run = new ChunkRun.Builder();
        for (int ordinal = 0; ordinal < array.chunkCount(); ordinal++) {
            run.add(ordinal, ordinal * gapBytes, chunkBytes, 0);
        }
        CountingRangeReader source = new CountingRangeReader(new ZeroRangeReader(1L << 40));
        long taskMemory = 4 << 20;
        long mostBytes = 0;
        try (RowReader rows = new RowReader(
                source,
                List.of(new ArrayRun(array, run.build())),
                List.of(new RowSlot(0, 0)),
                0,
                array.rowCount(),
                new RowReader.Limits(taskMemory, 1 << 16, CoalescingPolicy.forScheme("hdfs"), counts))) {
            while (rows.next()) {
                mostBytes = Math.max(mostBytes, source.bytesRead());
                source.reset();
            }
        }
        assertThat(mostBytes).isLessThanOrEqualTo(taskMemory);
    }

    @RepeatedTest(30)
    void windowsOfFilteredChunksStayUnderTheTaskMemory(RepetitionInfo round) throws IOException {
        windowsStayUnderTheTaskMemory(SEED + round.getCurrentRepetition(), List.of(DEFLATED));
    }

    @RepeatedTest(30)
    void windowsOfUnfilteredChunksStayUnderTheTaskMemory(RepetitionInfo round) throws IOException {
        windowsStayUnderTheTaskMemory(SEED + round.getCurrentRepetition(), List.of(DEFLATED, List.of()));
    }

    private void windowsStayUnderTheTaskMemory(long seed, List<List<FilterPipeline.Step>> pipelines)
            throws IOException {
        Random random = new Random(seed);
        SyntheticArray.File file = new SyntheticArray.File(random);
        List<SyntheticArray> arrays = new ArrayList<>();
        List<RowSlot> slots = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            List<FilterPipeline.Step> steps = pipelines.get(random.nextInt(pipelines.size()));
            arrays.add(file.chunked(List.of(2000L, 8L), List.of(200 + 100 * random.nextInt(4), 2), 8, steps, 90));
            for (long lane = 0; lane < 4; lane++) {
                slots.add(new RowSlot(i, lane));
            }
        }
        Setup setup = new Setup(arrays, slots, file.bytes());
        long taskMemory = 40_000L + random.nextInt(100_000);
        long held = 0;
        try (RowReader rows = reader(setup, 0, 2000, new RowReader.Limits(taskMemory, 1000, TOUCHING, counts))) {
            while (rows.next()) {
                IdentityHashMap<byte[], Boolean> buffers = new IdentityHashMap<>();
                for (int slot = 0; slot < slots.size(); slot++) {
                    buffers.put(rows.window(slot).bytes(), true);
                }
                held = Math.max(
                        held,
                        buffers.keySet().stream()
                                .mapToLong(buffer -> buffer.length)
                                .sum());
            }
        }
        assertThat(held).as("seed %d", seed).isLessThanOrEqualTo(taskMemory);
    }

    @Test
    void rowsOfALargeUnfilteredChunkAreReadByRange() throws IOException {
        int rowsOfChunk = 4 << 20;
        StoredArray array = new StoredArray(
                "/large", 0, List.of(2L * rowsOfChunk), 8, -1, List.of(rowsOfChunk), FilterPipeline.NONE, new byte[8]);
        ChunkRun chunks = new ChunkRun.Builder()
                .add(0, 1000, 8L * rowsOfChunk, 0)
                .add(1, 1L << 30, 8L * rowsOfChunk, 0)
                .build();
        CountingRangeReader source = new CountingRangeReader(new ZeroRangeReader(1L << 40));
        try (RowReader rows = new RowReader(
                source,
                List.of(new ArrayRun(array, chunks)),
                List.of(new RowSlot(0, 0)),
                rowsOfChunk + 1000,
                rowsOfChunk + 3000,
                new RowReader.Limits(8 << 20, 4096, TOUCHING, counts))) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.rowCount()).isEqualTo(2000);
            assertThat(rows.next()).isFalse();
        }
        assertThat(source.ranges()).containsExactly(new ByteRange((1L << 30) + 8000, 16_000));
    }

    @Test
    void contiguousRowsAreReadALittleAtFirst() throws IOException {
        StoredArray array =
                new StoredArray("/tall", 0, List.of(1L << 30), 8, 4096, List.of(), FilterPipeline.NONE, new byte[8]);
        CountingRangeReader source = new CountingRangeReader(new ZeroRangeReader(1L << 40));
        try (RowReader rows = new RowReader(
                source,
                List.of(new ArrayRun(array, ChunkRun.EMPTY)),
                List.of(new RowSlot(0, RowSlot.WHOLE_ROWS)),
                7,
                1L << 30,
                new RowReader.Limits(64 << 20, 4096, TOUCHING, counts))) {
            assertThat(rows.next()).isTrue();
            assertThat(source.ranges()).containsExactly(new ByteRange(4096 + 7 * 8, 256 << 10));
            for (int i = 0; i < 5000; i++) {
                assertThat(rows.next()).isTrue();
            }
            assertThat(source.ranges().get(source.reads() - 1).lengthBytes()).isEqualTo(8 << 20);
        }
    }

    @Test
    void chunksOfSeveralPassesAreReadOncePerPass() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED));
        SyntheticArray wide = file.chunked(List.of(400L, 64L), List.of(200, 8), 8, DEFLATED, 100);
        List<RowSlot> slots = new ArrayList<>();
        for (long lane = 0; lane < 8; lane++) {
            slots.add(new RowSlot(0, lane));
        }
        Setup setup = new Setup(List.of(wide), slots, file.bytes());
        long bandBytes = 200 * 64 * 8;
        Map<Integer, Long> readsByPasses = new HashMap<>();
        for (long taskMemory : new long[] {PLENTY, bandBytes, bandBytes * 3 / 5}) {
            ChunkCounts ofThis = new ChunkCounts();
            RowReader.Limits limits = new RowReader.Limits(taskMemory, 1000, TOUCHING, ofThis);
            try (RowReader rows = reader(setup, 0, 400, limits)) {
                check(setup, rows, 0, 400, 1000, "memory " + taskMemory);
            }
            assertThat(ofThis.chunksRead() % 16).isZero();
            readsByPasses.put((int) (ofThis.chunksRead() / 16), taskMemory);
        }
        assertThat(readsByPasses).hasSize(3).containsKey(1);
        assertThat(Collections.max(readsByPasses.keySet())).isLessThanOrEqualTo(8);
    }

    @Test
    void whatWasNeverWrittenCostsNoRead() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED));
        SyntheticArray chunked = file.chunked(List.of(100L, 6L), List.of(10, 3), 4, DEFLATED, 0);
        SyntheticArray contiguous = file.contiguous(List.of(100L), 2, false);
        List<RowSlot> slots = List.of(new RowSlot(1, RowSlot.WHOLE_ROWS), new RowSlot(0, 1), new RowSlot(0, 0));
        Setup setup = new Setup(List.of(chunked, contiguous), slots, new byte[0]);
        RowReader.Limits limits = new RowReader.Limits(PLENTY, 1000, TOUCHING, counts);
        try (RowReader rows = reader(setup, 0, 100, limits)) {
            check(setup, rows, 0, 100, 1000, "nothing written");
        }
        assertThat(counts.chunksFilled()).isEqualTo(20);
        assertThat(counts.chunksRead()).isZero();
    }

    @Test
    void anEmptyRowRangeHasNoStep() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED));
        Setup setup =
                new Setup(List.of(file.contiguous(List.of(5L), 2, true)), List.of(new RowSlot(0, -1)), file.bytes());
        RowReader.Limits limits = new RowReader.Limits(PLENTY, 1000, TOUCHING, counts);
        try (RowReader rows = reader(setup, 3, 3, limits)) {
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void withoutSlotsRowsAreCounted() throws IOException {
        RowReader.Limits limits = new RowReader.Limits(PLENTY, 1000, TOUCHING, counts);
        try (RowReader rows = reader(new Setup(List.of(), List.of(), new byte[0]), 5, 2505, limits)) {
            List<Integer> batches = new ArrayList<>();
            while (rows.next()) {
                batches.add(rows.rowCount());
            }
            assertThat(batches).containsExactly(1000, 1000, 500);
        }
    }

    @Test
    void aStepsBytesStayWhenTheReaderIsClosed() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED));
        SyntheticArray array = file.chunked(List.of(100L), List.of(10), 8, DEFLATED, 100);
        Setup setup = new Setup(List.of(array), List.of(new RowSlot(0, 0)), file.bytes());
        RowReader rows = reader(setup, 0, 100, new RowReader.Limits(PLENTY, 1000, TOUCHING, counts));
        assertThat(rows.next()).isTrue();
        byte[] bytes = rows.window(0).bytes().clone();
        rows.close();
        rows.close();
        assertThat(rows.window(0).bytes()).isEqualTo(bytes);
    }

    @Test
    void aChunkThatDoesNotDecodeIsNamed() {
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED));
        SyntheticArray array = file.chunked(List.of(20L, 10L), List.of(5, 5), 8, DEFLATED, 100);
        ChunkRun.Cursor cursor = array.run().chunks().cursor();
        while (cursor.ordinal() < 5) {
            assertThat(cursor.next()).isTrue();
        }
        byte[] bytes = file.bytes();
        Arrays.fill(bytes, (int) cursor.address(), (int) (cursor.address() + cursor.storedBytes()), (byte) 7);
        Setup setup = new Setup(List.of(array), List.of(new RowSlot(0, 1)), bytes);
        assertThatThrownBy(() -> readAll(setup, 20))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith(FILE + ": /array0: chunk (10, 5): ")
                .hasMessageContaining(String.format("at address 0x%x; ", cursor.address()))
                .hasCauseInstanceOf(org.sparkhdf5.codec.CorruptChunkException.class);
    }

    @Test
    void anUnfilteredChunkOfAnotherSizeIsNamed() {
        StoredArray array = new StoredArray("/a", 0, List.of(20L), 4, -1, List.of(5), FilterPipeline.NONE, new byte[4]);
        ChunkRun chunks = new ChunkRun.Builder().add(2, 0x40, 19, 0).build();
        SyntheticArray wrong = new SyntheticArray(new ArrayRun(array, chunks), new byte[80]);
        for (long lane : new long[] {0, RowSlot.WHOLE_ROWS}) {
            Setup setup = new Setup(List.of(wrong), List.of(new RowSlot(0, lane)), new byte[200]);
            assertThatThrownBy(() -> readAll(setup, 20))
                    .isInstanceOf(Hdf5FormatException.class)
                    .hasMessageStartingWith(
                            FILE + ": /a: chunk (10): 20 bytes expected, found 19 at address 0x40; the file is");
        }
    }

    private void readAll(Setup setup, long endRow) throws IOException {
        RowReader.Limits limits = new RowReader.Limits(PLENTY, 1000, TOUCHING, counts);
        try (RowReader rows = reader(setup, 0, endRow, limits)) {
            while (rows.next()) {
                assertThat(rows.rowCount()).isPositive();
            }
        }
    }

    private static RowReader reader(Setup setup, long firstRow, long endRow, RowReader.Limits limits) {
        return new RowReader(
                new InMemoryRangeReader(FILE, setup.bytes),
                setup.runs(firstRow, endRow),
                setup.slots,
                firstRow,
                endRow,
                limits);
    }

    private static Setup randomSetup(Random random) {
        SyntheticArray.File file = new SyntheticArray.File(random);
        long rowCount = 1L + random.nextInt(2 << random.nextInt(8));
        List<SyntheticArray> arrays = new ArrayList<>();
        List<RowSlot> slots = new ArrayList<>();
        for (int array = random.nextInt(4); array >= 0; array--) {
            SyntheticArray made = randomArray(random, file, rowCount);
            StoredArray stored = made.stored();
            int index = arrays.size();
            arrays.add(made);
            boolean lanesOfRows =
                    stored.isChunked() && (stored.dimensions().size() <= 2 || stored.chunksHoldWholeRows());
            if (lanesOfRows && random.nextInt(3) > 0) {
                for (long lane = 0; lane < stored.laneCount(); lane++) {
                    if (lane == 0 || random.nextInt(3) > 0) {
                        slots.add(new RowSlot(index, lane));
                    }
                }
            } else {
                slots.add(new RowSlot(index, RowSlot.WHOLE_ROWS));
            }
        }
        Collections.shuffle(slots, random);
        return new Setup(arrays, slots, file.bytes());
    }

    private static SyntheticArray randomArray(Random random, SyntheticArray.File file, long rowCount) {
        List<Long> dimensions = new ArrayList<>(List.of(rowCount));
        List<Integer> chunkDimensions = new ArrayList<>(List.of(1 + random.nextInt((int) rowCount + 3)));
        for (int rank = random.nextInt(4); rank > 0; rank--) {
            int length = 1 + random.nextInt(7);
            dimensions.add((long) length);
            chunkDimensions.add(random.nextBoolean() ? length : 1 + random.nextInt(9));
        }
        int elementBytes = 1 + random.nextInt(9);
        if (random.nextInt(4) == 0) {
            return file.contiguous(dimensions, elementBytes, random.nextInt(5) > 0);
        }
        FilterPipeline.Step shuffle = new FilterPipeline.Step(2, "shuffle", false, List.of(elementBytes));
        List<FilterPipeline.Step> steps = switch (random.nextInt(4)) {
            case 0 -> List.of();
            case 1 -> DEFLATED;
            case 2 -> List.of(shuffle);
            default -> List.of(shuffle, SyntheticArray.DEFLATE);
        };
        return file.chunked(dimensions, chunkDimensions, elementBytes, steps, random.nextInt(3) == 0 ? 70 : 100);
    }
}
