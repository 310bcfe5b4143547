package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.PickledBlock;
import org.sparkhdf5.table.Table;

/** What travels to the executors comes out there as it went in, and is small. */
final class SplitSerializationTest {
    private static final StoredFile BIG = PlanFixtures.file(1 << 30);

    @Test
    void aPlannedSplitComesBack() throws IOException, ClassNotFoundException {
        StoredArray array = PlanFixtures.chunked(List.of(1000L, 7L), List.of(10, 3));
        Table table = PlanFixtures.table(array, PlanFixtures.contiguous(List.of(1000L)));
        TableBinding binding = ColumnBinder.bind(PlanFixtures.FILE, table, PlanFixtures.request(table, "c6", "c7"));
        PlannedSplit split = new PlannedSplit(
                PlanFixtures.file(1 << 20),
                PlanFixtures.file(1 << 20),
                100,
                900,
                binding,
                List.of(PlanFixtures.allChunks(array), ChunkRun.EMPTY),
                List.of(new PickledBlock("/o", 9, 8)),
                1000,
                new ByteRange(800, 4096),
                List.of("2018", "10"));
        PlannedSplit shipped = shipped(split);
        assertThat(shipped.file()).isEqualTo(split.file());
        assertThat(shipped.firstRow()).isEqualTo(100);
        assertThat(shipped.endRow()).isEqualTo(900);
        assertThat(shipped.pickles()).containsExactly(new PickledBlock("/o", 9, 8));
        assertThat(shipped.rowCount()).isEqualTo(1000);
        assertThat(shipped.span()).isEqualTo(new ByteRange(800, 4096));
        assertThat(shipped.partitionValues()).containsExactly("2018", "10");
        assertThat(shipped.binding()).isEqualTo(binding);
        assertThat(chunks(shipped)).isEqualTo(chunks(split));
        assertThat(chunks(shipped)).hasSize(300);
    }

    @Test
    void aDeferredSplitComesBack() throws IOException, ClassNotFoundException {
        DeferredSplit split = new DeferredSplit(
                PlanFixtures.file(1 << 20),
                PlanFixtures.file(7),
                4096,
                "/prices",
                10,
                20,
                true,
                Map.of(96L, List.of(30L, 40L)),
                List.of("2018"));
        assertThat(shipped(split)).isEqualTo(split);
        DeferredSplit whole = DeferredSplit.wholeFile(PlanFixtures.file(77), List.of());
        assertThat(shipped(whole)).isEqualTo(whole);
        assertThat(whole.objectAddress()).isEqualTo(DeferredSplit.UNKNOWN_ADDRESS);
        assertThat(whole.endRow()).isEqualTo(DeferredSplit.ALL_ROWS);
    }

    @Test
    void aBindingComesBackEqual() throws IOException, ClassNotFoundException {
        Table table = PlanFixtures.table(
                PlanFixtures.contiguous(List.of(50L, 3L)), PlanFixtures.chunked(List.of(50L, 5L), List.of(10, 2)));
        TableBinding binding =
                ColumnBinder.bind(PlanFixtures.FILE, table, PlanFixtures.request(table, "c7", "c0", "c4", "c2"));
        TableBinding shipped = shipped(binding);
        assertThat(shipped).isEqualTo(binding).hasSameHashCodeAs(binding);
        assertThat(shipped.lanes(0).test(2)).isEqualTo(binding.lanes(0).test(2));
    }

    @Test
    void aThousandNeighbouringChunksAreFiveKilobytes() throws IOException {
        StoredArray array = PlanFixtures.chunked(List.of(1_000_000L), List.of(1000));
        PlannedSplit split = new PlannedSplit(
                BIG,
                BIG,
                0,
                1_000_000,
                null,
                List.of(PlanFixtures.allChunks(array)),
                List.of(),
                1_000_000,
                new ByteRange(0, 1 << 30),
                List.of());
        assertThat(bytes(split)).hasSizeLessThan(5_000);
        PlannedSplit without = new PlannedSplit(
                BIG, BIG, 0, 1_000_000, null, List.of(), List.of(), 1_000_000, new ByteRange(0, 1 << 30), List.of());
        assertThat(bytes(without)).hasSizeLessThan(750);
    }

    @Test
    void aSplitWithABindingOfFewColumnsIsSmall() throws IOException {
        Table table = PlanFixtures.table(PlanFixtures.contiguous(List.of(50L, 3L)));
        TableBinding binding = ColumnBinder.bind(PlanFixtures.FILE, table, PlanFixtures.request(table, "c0", "c1"));
        PlannedSplit split = new PlannedSplit(
                BIG, BIG, 0, 50, binding, List.of(ChunkRun.EMPTY), List.of(), 50, new ByteRange(0, 1 << 30), List.of());
        assertThat(bytes(split)).hasSizeLessThan(3_500);
    }

    private static List<List<Long>> chunks(PlannedSplit split) {
        List<List<Long>> chunks = new ArrayList<>();
        for (ChunkRun run : split.chunks()) {
            ChunkRun.Cursor cursor = run.cursor();
            while (cursor.next()) {
                chunks.add(
                        List.of(cursor.ordinal(), cursor.address(), cursor.storedBytes(), (long) cursor.filterMask()));
            }
        }
        return chunks;
    }

    private static byte[] bytes(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked")
    private static <T> T shipped(T value) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes(value)))) {
            return (T) in.readObject();
        }
    }
}
