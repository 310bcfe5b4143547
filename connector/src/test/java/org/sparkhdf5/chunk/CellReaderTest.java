package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/** Cells out of files that the test laid out byte by byte, against the elements that it put there. */
final class CellReaderTest {
    private static final long SEED = 20261120;
    private static final String FILE = "hdfs://nn/run7.h5";
    private static final long PLENTY = 1L << 30;
    private static final List<FilterPipeline.Step> DEFLATED = List.of(SyntheticArray.DEFLATE);
    private static final CoalescingPolicy TOUCHING = new CoalescingPolicy(0, 8 << 20);

    private final ChunkCounts counts = new ChunkCounts();

    /** @param arrays those of the cells, and last one with an element for each index of the first dimension */
    private record Setup(
            CellShape shape,
            List<SyntheticArray> arrays,
            @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {
        List<StoredArray> stored() {
            return arrays.stream().map(SyntheticArray::stored).toList();
        }

        SyntheticArray axis() {
            return arrays.get(arrays.size() - 1);
        }
    }

    @RepeatedTest(400)
    void givesEveryCellOnceAndDecodesEveryChunkOnce(RepetitionInfo round) throws IOException {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        Setup setup = random.nextInt(4) == 0 ? records(random) : randomSetup(random);
        boolean withAxis = !setup.shape.dimensions().isEmpty() && random.nextBoolean();
        long units = setup.shape.unitCount(setup.stored());
        List<Long> borders = borders(random, units);
        int batchCells = 1 + random.nextInt(2 << random.nextInt(8));
        String what = "seed " + seed + ", units " + borders + ", batches of " + batchCells + ", " + setup.shape + " of "
                + setup.stored();
        BitSet seen = new BitSet();
        for (int split = 0; split + 1 < borders.size(); split++) {
            long from = borders.get(split);
            long to = borders.get(split + 1);
            RowReader.Limits limits = new RowReader.Limits(1 << 20, batchCells, TOUCHING, counts);
            List<RowSlot> slots = withAxis ? List.of(new RowSlot(setup.arrays.size() - 1, axisLane(setup))) : List.of();
            try (CellReader cells = reader(setup, slots, from, to, limits)) {
                while (cells.next()) {
                    assertThat(cells.cellCount()).as(what).isBetween(1, batchCells);
                    check(setup, cells, withAxis, seen, what);
                }
            }
        }
        assertThat(seen.cardinality()).as(what).isEqualTo((int) CellShape.cellCount(setup.shape.dimensions()));
        if (!withAxis) {
            long stored = setup.arrays.subList(0, setup.arrays.size() - 1).stream()
                    .mapToLong(array -> array.run().chunks().chunkCount())
                    .sum();
            assertThat(counts.chunksRead()).as(what).isEqualTo(stored);
        }
    }

    private static long axisLane(Setup setup) {
        return setup.axis().stored().isChunked() ? 0 : RowSlot.WHOLE_ROWS;
    }

    private static CellReader reader(Setup setup, List<RowSlot> slots, long from, long to, RowReader.Limits limits) {
        List<ArrayRun> runs = setup.arrays.stream().map(SyntheticArray::run).toList();
        InMemoryRangeReader file = new InMemoryRangeReader(FILE, setup.bytes);
        return new CellReader(file, runs, slots, setup.shape, from, to, limits);
    }

    private static void check(Setup setup, CellReader cells, boolean withAxis, BitSet seen, String what) {
        int count = cells.cellCount();
        long[] positions = new long[count];
        cells.positions(positions);
        long[][] indices = new long[setup.shape.dimensions().size()][count];
        for (int i = 0; i < indices.length; i++) {
            cells.indices(i, indices[i]);
        }
        int[] offsets = cells.valueOffsets();
        for (int i = 0; i < count; i++) {
            long position = 0;
            for (int d = 0; d < indices.length; d++) {
                position = position * setup.shape.dimensions().get(d) + indices[d][i];
            }
            assertThat(positions[i]).as(what).isEqualTo(position).isEqualTo(cells.position(i));
            assertThat(seen.get((int) position)).as("twice: " + what).isFalse();
            seen.set((int) position);
            byte[] expected = expected(setup, position);
            int inRecord = cells.firstInRecord() + i;
            int fan = Math.max(1, offsets.length);
            int at = cells.base() + inRecord / fan * cells.strideBytes();
            at += offsets.length == 0 ? 0 : offsets[inRecord % fan];
            assertThat(Arrays.copyOfRange(cells.bytes(), at, at + expected.length))
                    .as(what)
                    .isEqualTo(expected);
            for (int beside = 0; beside < setup.shape.beside().size(); beside++) {
                CellReader other = cells.beside(beside);
                SyntheticArray array = setup.arrays.get(setup.shape.beside().get(beside));
                int size = array.stored().elementBytes();
                int place = other.base() + i * other.strideBytes();
                assertThat(other.cellCount()).as(what).isEqualTo(count);
                assertThat(Arrays.copyOfRange(other.bytes(), place, place + size))
                        .as(what)
                        .isEqualTo(Arrays.copyOfRange(
                                array.elements(), (int) position * size, (int) (position + 1) * size));
            }
            if (withAxis) {
                AxisRows axis = cells.axis();
                int size = axis.rowBytes(0);
                int row = (int) (indices[0][i] - axis.firstRow()) * size;
                assertThat(Arrays.copyOfRange(axis.bytes(0), row, row + size))
                        .as(what)
                        .isEqualTo(setup.axis().expected(indices[0][i], RowSlot.WHOLE_ROWS));
            }
        }
    }

    /** The value at a place of the table, found by looking for the part that has it. */
    private static byte[] expected(Setup setup, long position) {
        List<Long> dimensions = setup.shape.dimensions();
        int last = dimensions.isEmpty() ? 0 : (int) (position % dimensions.get(dimensions.size() - 1));
        for (CellPart part : setup.shape.parts()) {
            byte[] elements = setup.arrays.get(part.array()).elements();
            int size = setup.arrays.get(part.array()).stored().elementBytes();
            if (!part.valueOffsets().isEmpty()) {
                int row = (int) (position / dimensions.get(1));
                int at = row * size + part.valueOffsets().get(last);
                return Arrays.copyOfRange(elements, at, at + 2);
            }
            int place = part.lastIndices().isEmpty() ? last : part.lastIndices().indexOf(last);
            if (place >= 0) {
                long element = position;
                if (!part.lastIndices().isEmpty()) {
                    element = position
                                    / dimensions.get(dimensions.size() - 1)
                                    * part.lastIndices().size()
                            + place;
                }
                return Arrays.copyOfRange(elements, (int) element * size, (int) (element + 1) * size);
            }
        }
        throw new AssertionError("no part has cell " + position);
    }

    private static List<Long> borders(Random random, long units) {
        List<Long> borders = new ArrayList<>(List.of(0L, units));
        for (int i = random.nextInt(4); i > 0 && units > 0; i--) {
            borders.add((long) random.nextInt((int) units + 1));
        }
        Collections.sort(borders);
        return borders;
    }

    /** One array, or, side by side along the last dimension, two. */
    private static Setup randomSetup(Random random) {
        SyntheticArray.File file = new SyntheticArray.File(random);
        List<Long> dimensions = new ArrayList<>();
        for (int rank = random.nextInt(5); rank > 0; rank--) {
            dimensions.add(1L + random.nextInt(7));
        }
        List<SyntheticArray> arrays = new ArrayList<>();
        int elementBytes = 1 + random.nextInt(9);
        arrays.add(array(file, random, dimensions, elementBytes));
        CellShape shape = new CellShape(dimensions, List.of(CellPart.of(0, dimensions)));
        if (!dimensions.isEmpty() && random.nextInt(3) == 0) {
            int rank = dimensions.size();
            int first = dimensions.get(rank - 1).intValue();
            int second = 1 + random.nextInt(4);
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < first + second; i++) {
                places.add(i);
            }
            Collections.shuffle(places, random);
            List<Long> other = new ArrayList<>(dimensions);
            other.set(rank - 1, (long) second);
            List<Long> both = new ArrayList<>(dimensions);
            both.set(rank - 1, (long) first + second);
            if (rank > 1) {
                arrays.add(array(file, random, other, elementBytes));
                shape = new CellShape(
                        both,
                        List.of(
                                new CellPart(0, dimensions, places.subList(0, first), List.of()),
                                new CellPart(1, other, places.subList(first, places.size()), List.of())));
            }
        }
        if (shape.parts().size() == 1 && random.nextInt(3) == 0) {
            List<Integer> beside = new ArrayList<>();
            for (int i = 1; i <= 1 + random.nextInt(2); i++) {
                beside.add(i);
                arrays.add(arrayBeside(file, random, arrays.get(0).stored()));
            }
            shape = new CellShape(dimensions, shape.parts(), beside);
        }
        List<Long> rows = List.of(dimensions.isEmpty() ? 1L : dimensions.get(0));
        arrays.add(array(file, random, rows, 3));
        return new Setup(shape, arrays, file.bytes());
    }

    /** Another array of the same dimensions and chunks, of other elements and filters. */
    private static SyntheticArray arrayBeside(SyntheticArray.File file, Random random, StoredArray first) {
        int elementBytes = 1 + random.nextInt(9);
        if (!first.isChunked()) {
            return file.contiguous(first.dimensions(), elementBytes, random.nextInt(4) != 0);
        }
        List<FilterPipeline.Step> steps = random.nextInt(3) == 0 ? List.of() : DEFLATED;
        return file.chunked(first.dimensions(), first.chunkDimensions(), elementBytes, steps, 40 + random.nextInt(80));
    }

    /** Records of several cells. */
    private static Setup records(Random random) {
        SyntheticArray.File file = new SyntheticArray.File(random);
        List<Long> rows = List.of(1L + random.nextInt(20));
        int fan = 1 + random.nextInt(5);
        List<Integer> offsets = new ArrayList<>();
        for (int i = 0; i < fan; i++) {
            offsets.add(1 + 2 * i);
        }
        Collections.shuffle(offsets, random);
        List<Long> dimensions = List.of(rows.get(0), (long) fan);
        List<SyntheticArray> arrays = List.of(array(file, random, rows, 2 + 2 * fan), array(file, random, rows, 3));
        CellPart part = new CellPart(0, dimensions, List.of(), offsets);
        return new Setup(new CellShape(dimensions, List.of(part)), arrays, file.bytes());
    }

    private static SyntheticArray array(
            SyntheticArray.File file, Random random, List<Long> dimensions, int elementBytes) {
        if (dimensions.isEmpty() || random.nextInt(4) == 0) {
            return file.contiguous(dimensions, elementBytes, random.nextInt(4) != 0);
        }
        List<Integer> chunk = new ArrayList<>();
        for (long dimension : dimensions) {
            chunk.add(1 + random.nextInt((int) dimension + 2));
        }
        List<FilterPipeline.Step> steps = random.nextInt(3) == 0 ? List.of() : DEFLATED;
        return file.chunked(dimensions, chunk, elementBytes, steps, 40 + random.nextInt(80));
    }

    /** Windows of as many bytes hold more elements of one array than of the other. */
    @Test
    void arraysSideBySideStepTogetherWhateverTheirWindowsHold() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED));
        List<Long> dimensions = List.of(10L, 7L);
        List<SyntheticArray> arrays = List.of(
                file.contiguous(dimensions, 2, true),
                file.contiguous(dimensions, 8, true),
                file.contiguous(dimensions, 3, true),
                file.contiguous(List.of(10L), 3, true));
        CellShape shape = new CellShape(dimensions, List.of(CellPart.of(0, dimensions)), List.of(1, 2));
        Setup setup = new Setup(shape, arrays, file.bytes());
        RowReader.Limits limits = new RowReader.Limits(1_000, 1_000, TOUCHING, counts);
        BitSet seen = new BitSet();
        int steps = 0;
        try (CellReader cells = reader(setup, List.of(), 3, 70, limits)) {
            for (; cells.next(); steps++) {
                check(setup, cells, false, seen, "step " + steps);
            }
        }
        assertThat(seen.cardinality()).isEqualTo(67);
        assertThat(steps).isGreaterThan(67 / 20);
    }

    @Test
    void placesAloneReadNothing() throws IOException {
        List<Long> dimensions = List.of(3L, 50_000L, 40_000L);
        CellShape shape = new CellShape(dimensions, List.of(CellPart.of(CellPart.NOT_READ, dimensions)));
        CountingRangeReader file = new CountingRangeReader(new InMemoryRangeReader(FILE, new byte[0]));
        RowReader.Limits limits = new RowReader.Limits(PLENTY, 16_384, TOUCHING, counts);
        long units = shape.unitCount(List.of());
        assertThat(units).isEqualTo(6_000_000_000L);
        try (CellReader cells = new CellReader(file, List.of(), List.of(), shape, units - 40_001, units, limits)) {
            assertThat(cells.next()).isTrue();
            long[] indices = new long[16_384];
            cells.indices(1, indices);
            assertThat(indices[0]).isEqualTo(49_998);
            assertThat(indices[1]).isEqualTo(49_999);
            assertThat(cells.position(1)).isEqualTo(units - 40_000);
            int count = cells.cellCount();
            while (cells.next()) {
                count += cells.cellCount();
            }
            assertThat(count).isEqualTo(40_001);
        }
        assertThat(file.ranges()).isEmpty();
    }

    @Test
    void readsOneChunkForTheFirstCells() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED), true);
        SyntheticArray array = file.chunked(List.of(640L, 640L), List.of(64, 64), 4, DEFLATED, 100);
        CountingRangeReader reader = new CountingRangeReader(new InMemoryRangeReader(FILE, file.bytes()));
        CellShape shape = new CellShape(List.of(640L, 640L), List.of(CellPart.of(0, List.of(640L, 640L))));
        RowReader.Limits limits = new RowReader.Limits(PLENTY, 1000, TOUCHING, counts);
        try (CellReader cells = new CellReader(reader, List.of(array.run()), List.of(), shape, 0, 100, limits)) {
            assertThat(cells.next()).isTrue();
        }
        ChunkRun.Cursor first = array.run().chunks().cursor();
        assertThat(first.next()).isTrue();
        assertThat(reader.ranges()).containsExactly(new ByteRange(first.address(), first.storedBytes()));
        assertThat(counts.chunksRead()).isEqualTo(1);
    }

    @Test
    void readsLargeUnfilteredChunksInSlabs() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED));
        List<Long> dimensions = List.of(5L, 700L, 900L);
        SyntheticArray array = file.chunked(dimensions, List.of(3, 400, 1000), 8, List.of(), 100);
        assertThat(array.stored().chunkBytes()).isGreaterThan(BandMemory.FETCH_BYTES_MAX);
        Setup setup = new Setup(
                new CellShape(dimensions, List.of(CellPart.of(0, dimensions))), List.of(array, array), file.bytes());
        RowReader.Limits limits = new RowReader.Limits(8 << 15, 16_384, TOUCHING, counts);
        boolean[] seen = new boolean[5 * 700 * 900];
        try (CellReader cells = reader(setup, List.of(), 0, 4, limits)) {
            long[] positions = new long[16_384];
            while (cells.next()) {
                cells.positions(positions);
                for (int i = 0; i < cells.cellCount(); i++) {
                    int position = (int) positions[i];
                    int at = cells.base() + i * cells.strideBytes();
                    boolean equal =
                            Arrays.equals(cells.bytes(), at, at + 8, array.elements(), position * 8, position * 8 + 8);
                    assertThat(equal && !seen[position]).as("cell %d", position).isTrue();
                    seen[position] = true;
                }
                assertThat(cells.bytes().length).isLessThanOrEqualTo(8 << 15);
            }
        }
        for (boolean cell : seen) {
            assertThat(cell).isTrue();
        }
        assertThat(counts.chunksRead()).isEqualTo(4);
    }

    @Test
    void readsCoordinatesOnceThoughManyChunksShareTheirRows() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED), true);
        SyntheticArray array = file.chunked(List.of(100L, 100L), List.of(50, 1), 4, DEFLATED, 100);
        SyntheticArray axis = file.chunked(List.of(100L), List.of(7), 8, DEFLATED, 100);
        InMemoryRangeReader reader = new InMemoryRangeReader(FILE, file.bytes());
        CellShape shape = new CellShape(List.of(100L, 100L), List.of(CellPart.of(0, List.of(100L, 100L))));
        RowReader.Limits limits = new RowReader.Limits(1 << 20, 1000, TOUCHING, counts);
        List<ArrayRun> runs = List.of(array.run(), axis.run());
        try (CellReader cells = new CellReader(reader, runs, List.of(new RowSlot(1, 0)), shape, 0, 200, limits)) {
            int count = 0;
            while (cells.next()) {
                count += cells.cellCount();
            }
            assertThat(count).isEqualTo(10_000);
        }
        assertThat(counts.chunksRead()).isEqualTo(200 + 15);
    }

    @Test
    void aChunkThatDoesNotFitIsRefused() throws IOException {
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED));
        SyntheticArray array = file.chunked(List.of(100L, 100L), List.of(50, 100), 4, DEFLATED, 100);
        Setup setup = new Setup(
                new CellShape(List.of(100L, 100L), List.of(CellPart.of(0, List.of(100L, 100L)))),
                List.of(array, array),
                file.bytes());
        RowReader.Limits limits = new RowReader.Limits(20_000, 1000, TOUCHING, counts);
        try (CellReader cells = reader(setup, List.of(), 0, 2, limits)) {
            assertThatThrownBy(cells::next)
                    .isInstanceOf(UnsupportedHdf5FeatureException.class)
                    .hasMessageStartingWith(FILE + ": /array0: a chunk [50, 100] needs ")
                    .hasMessageContaining(
                            " bytes of memory, stored and decoded; taskMemory is 20000; set option(\"taskMemory\"");
        }
    }
}
