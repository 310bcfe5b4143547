package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Selection;
import org.sparkhdf5.format.VirtualSource;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.ReadPace;

/** What many sources of a virtual array hold in memory: those that are virtual themselves, runs of chunks, runs of elements. */
final class NestedSourcesTest {
    private static final int ROWS = 97;
    private static final int CHUNKS = 5;

    private static byte[] nested = new byte[0];
    private static byte[] flat = new byte[0];

    private final ChunkCounts counts = new ChunkCounts();

    @BeforeAll
    static void load() throws IOException {
        nested = bytes("nested.h5");
        flat = bytes("sources.h5");
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(NestedSourcesTest.class.getResourceAsStream("/hdf5/virtualsources/" + name))) {
            return in.readAllBytes();
        }
    }

    private RowReader.Limits limits(long memoryBytes, int batchRows) {
        return new RowReader.Limits(memoryBytes, batchRows, CoalescingPolicy.forScheme("hdfs"), counts);
    }

    private static Selection block(List<Long> start, List<Long> end) {
        return new Selection.Blocks(List.of(new Selection.Block(start, end)));
    }

    /** Columns n0, n1 and so on, each a dataset that is virtual. */
    private static FakeSources columns(int count, boolean isSameFile) throws IOException {
        List<VirtualSource> mappings = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            String file = isSameFile ? FakeSources.FILE : "hdfs://nn/" + i + ".h5";
            mappings.add(new VirtualSource(
                    file, "n" + i, new Selection.All(List.of()), block(List.of(0L, i), List.of(ROWS - 1L, i))));
        }
        return new FakeSources(nested, "rows", mappings);
    }

    private void read(FakeSources sources, int columns, int batchRows) throws IOException {
        RowReader.Limits limits = limits(32 << 20, batchRows);
        List<Long> dimensions = List.of((long) ROWS, (long) columns);
        StoredArray array = FakeSources.array(dimensions, -1);
        InMemoryRangeReader none = new InMemoryRangeReader("file:/none.h5", new byte[0]);
        long seen = 0;
        try (VirtualRangeReader elsewhere = sources.reader(dimensions, -1, limits)) {
            List<ArrayRun> runs = List.of(new ArrayRun(array, ChunkRun.EMPTY, elsewhere));
            List<RowSlot> slots = List.of(new RowSlot(0, RowSlot.WHOLE_ROWS));
            try (RowReader rows = new RowReader(none, runs, slots, 0, ROWS, limits)) {
                while (rows.next()) {
                    for (long row = rows.firstRow(); row < rows.firstRow() + rows.rowCount(); row++) {
                        ByteBuffer found =
                                ByteBuffer.wrap(rows.window(0).bytes()).order(ByteOrder.LITTLE_ENDIAN);
                        for (int i = 0; i < columns; i++, seen++) {
                            assertThat(found.getInt(rows.window(0).offsetOf(row) + 4 * i))
                                    .isEqualTo((int) (ROWS * i + row));
                        }
                    }
                    assertThat(sources.openReaders()).isLessThanOrEqualTo(SourceArrays.NESTED_MAX);
                }
            }
        }
        assertThat(seen).isEqualTo((long) ROWS * columns);
        assertThat(sources.openReaders()).isZero();
        assertThat(sources.openMost).isLessThanOrEqualTo(SourceArrays.NESTED_MAX);
    }

    @Test
    void nestedSourcesOfTheSameFileAreOpenTwoAtATime() throws IOException {
        read(columns(100, true), 100, 100);
        // The first row, and then all.
        assertThat(counts.chunksRead()).isBetween(100L * CHUNKS, 100L * (CHUNKS + 1));
    }

    @Test
    void nestedSourcesOfOtherFilesAreOpenTwoAtATime() throws IOException {
        read(columns(100, false), 100, 100);
        assertThat(counts.chunksRead()).isBetween(100L * CHUNKS, 100L * (CHUNKS + 1));
    }

    @Test
    void fewNestedSourcesDecodeTheirChunksSeldom() throws IOException {
        FakeSources two = columns(2, true);
        read(two, 2, 7);
        assertThat(counts.chunksRead()).isEqualTo(2 * CHUNKS);
        assertThat(two.opens.values()).containsOnly(2);
    }

    @Test
    void moreNestedSourcesThanAreOpenAreReadInLongRuns() throws IOException {
        read(columns(5, true), 5, 7);
        assertThat(counts.chunksRead()).isBetween(5L * CHUNKS, 5L * (CHUNKS + 1));
    }

    @Test
    void nestedSourcesThatAreClosedAndOpenedAgainSlowTheReaderDown() throws IOException {
        for (int columns : new int[] {2, 5}) {
            FakeSources sources = columns(columns, true);
            List<Long> dimensions = List.of((long) ROWS, (long) columns);
            try (VirtualRangeReader reader = sources.reader(dimensions, -1, limits(32 << 20, 7))) {
                ReadPace before = reader.pace();
                reader.readFully(0, new byte[4 * columns], 0, 4 * columns);
                assertThat(reader.pace().equals(before)).isEqualTo(columns == 2);
            }
        }
    }

    @Test
    void runsOfChunksAreForgotten() throws IOException {
        List<VirtualSource> mappings = new ArrayList<>();
        for (long i = 0; i < 1000; i++) {
            mappings.add(new VirtualSource(
                    "hdfs://nn/" + i + ".h5",
                    "gzip1",
                    new Selection.All(List.of()),
                    block(List.of(0L, i), List.of(96L, i))));
        }
        FakeSources fakes = new FakeSources(flat, "gzip1", mappings);
        ObjectLocation location = new ObjectLocation(FakeSources.FILE, "/virtual");
        long runBytes = 0;
        try (SourceArrays sources = new SourceArrays(fakes, location, limits(256 << 10, 100), mappings)) {
            for (int i = 0; i < 1000; i++) {
                SourceArray source = sources.of(i);
                sources.find(source);
                ChunkRun run = sources.chunks(source, 0, ROWS);
                assertThat(run.chunkCount()).isEqualTo(10);
                runBytes += run.encodedBytes();
            }
            long held = 0;
            for (int i = 0; i < 1000; i++) {
                held += sources.of(i).chunks.encodedBytes();
            }
            long most = (256 << 10) / 16;
            assertThat(runBytes).isGreaterThan(2 * most);
            assertThat(held).isLessThanOrEqualTo(most);
            assertThat(sources.chunks(sources.of(0), 0, ROWS).chunkCount()).isEqualTo(10);
        }
        assertThat(fakes.openReaders()).isZero();
    }

    /** Two columns of a source, which follow no rule: a run for each row and column. */
    private static VirtualSource columnsOf(String dataset, long placeFrom) {
        Selection taken = new Selection.Blocks(List.of(
                new Selection.Block(List.of(0L, 0L), List.of(39L, 0L)),
                new Selection.Block(List.of(0L, 2L), List.of(39L, 2L))));
        return new VirtualSource("hdfs://nn/0.h5", dataset, taken, block(List.of(placeFrom), List.of(placeFrom + 79)));
    }

    @Test
    void runsOfElementsAreTakenFromOneBudgetAndGivenBack() throws IOException {
        List<VirtualSource> told = List.of(columnsOf("gzip2", 0), columnsOf("gzip2", 40));
        FakeSources fakes = new FakeSources(flat, "gzip2", told);
        ObjectLocation location = new ObjectLocation(FakeSources.FILE, "/virtual");
        RunBudget budget = new RunBudget(100);
        try (SourceArrays sources = new SourceArrays(fakes, location, limits(1 << 20, 100), told)) {
            sources.find(sources.of(0));
            Mapping first = new Mapping(location, told.get(0), sources.of(0), new long[] {120});
            Mapping second = new Mapping(location, told.get(1), sources.of(1), new long[] {120});
            first.prepare(location, budget);
            assertThat(budget.isShort()).isTrue();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> second.prepare(location, budget))
                        .isInstanceOf(UnsupportedHdf5FeatureException.class)
                        .hasMessage(
                                "hdfs://nn/virtual.h5: /virtual: the mapping of gzip2 in hdfs://nn/0.h5 is not read: its"
                                        + " selections are 80 runs of elements; with those of other mappings in the same place that is"
                                        + " more than the 100 that fit in memory; set a larger option(\"taskMemory\") or read the"
                                        + " source files directly");
            }
            first.forget(budget);
            second.prepare(location, budget);
            assertThat(second.selected().count()).isEqualTo(80);
            second.forget(budget);
            assertThat(budget.take(100)).isTrue();
        }
    }

    @Test
    void moreRunsOfElementsThanFitAreRefused() throws IOException {
        Selection place = new Selection.Blocks(List.of(
                new Selection.Block(List.of(0L, 0L), List.of(29_999L, 0L)),
                new Selection.Block(List.of(0L, 2L), List.of(29_999L, 2L))));
        VirtualSource mapping = new VirtualSource("hdfs://nn/0.h5", "gzip1", new Selection.All(List.of()), place);
        FakeSources fakes = new FakeSources(flat, "gzip1", List.of(mapping));
        try (VirtualRangeReader reader = fakes.reader(List.of(30_000L, 10L), -1, limits(1 << 20, 100))) {
            assertThatThrownBy(() -> reader.readFully(0, new byte[40], 0, 40))
                    .isInstanceOf(UnsupportedHdf5FeatureException.class)
                    .hasMessageContaining("its selections are 60000 runs of elements;")
                    .hasMessageContaining("more than the 52428 that fit in memory");
        }
    }
}
