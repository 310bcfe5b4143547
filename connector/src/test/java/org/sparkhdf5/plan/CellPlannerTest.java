package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.chunk.CellPart;
import org.sparkhdf5.chunk.CellReader;
import org.sparkhdf5.chunk.CellShape;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.FileListing;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.NoBlocks;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.ArrayLayout;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.IndexColumns;
import org.sparkhdf5.table.NanosecondRule;
import org.sparkhdf5.table.ObjectColumns;
import org.sparkhdf5.table.StringEncoding;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;

/**
 * Plans scans of the cells of datasets whose elements are 0, 1, 2, … in C order ({@code make_table_files.py}), reads all splits
 * as tasks would, and looks at every cell: its value is its position.
 */
final class CellPlannerTest {
    private static final long SEED = 20261120;
    private static final List<String> DATASETS =
            List.of("lanes", "one_lane", "unfiltered", "vector", "cube", "cube_whole", "one_chunk");
    private static final Configuration CONFIGURATION = new Configuration(false);

    private static ListedFile file;
    private static byte[] bytes;

    @BeforeAll
    static void list() throws IOException, URISyntaxException {
        Path path = Path.of(
                CellPlannerTest.class.getResource("/hdf5/table/arrays.h5").toURI());
        file = FileListing.list(CONFIGURATION, List.of(path.toUri().toString())).get(0);
        bytes = Files.readAllBytes(path);
    }

    @RepeatedTest(100)
    void everyCellIsInOneSplitAndEveryChunkIsReadOnce(RepetitionInfo round) throws IOException {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        String dataset = DATASETS.get(random.nextInt(DATASETS.size()));
        SplitSizes sizes = new SplitSizes(
                1 + random.nextInt(2 << random.nextInt(18)),
                random.nextInt(4) == 0 ? 1 << 20 : random.nextInt(2000),
                1 + random.nextInt(2 << random.nextInt(20)));
        Table table = table(dataset);
        List<RequestedColumn> columns = columns(table, random);
        FileTables tables = new FileTables(CellPlannerTest::open, request(dataset));
        @Nullable TableBinding common =
                random.nextBoolean() ? ColumnBinder.bind(file.file().path(), table, columns) : null;
        ChunkCounts counts = new ChunkCounts();
        RowReader.Limits limits =
                new RowReader.Limits(1 << 20, 1 + random.nextInt(500), CoalescingPolicy.forScheme("hdfs"), counts);
        OpenedSplit.Task task = new OpenedSplit.Task(CellPlannerTest::open, tables, columns, common, limits);
        String what = "seed " + seed + ": " + dataset + ", " + sizes + ", " + columns;
        BitSet seen = new BitSet();
        for (Split split : splits(tables, columns, sizes, common)) {
            try (SplitTables opened = SplitTables.open(split, task);
                    OpenedSplit open = Objects.requireNonNull(opened.next())) {
                read(open, seen, what);
            }
        }
        assertThat(seen.cardinality()).as(what).isEqualTo((int) table.rowCount());
        StoredArray array = table.arrays().get(0);
        boolean values = columns.stream().anyMatch(column -> column.name().equals("value"));
        assertThat(counts.chunksRead()).as(what).isEqualTo(values && array.isChunked() ? array.chunkCount() : 0);
    }

    private static void read(OpenedSplit open, BitSet seen, String what) throws IOException {
        CellReader cells = Objects.requireNonNull(open.cells());
        CellBinding binding = Objects.requireNonNull(open.binding().cells());
        boolean values = binding.columns().contains(new CellColumn.Value(0));
        int size = values ? open.binding().arrays().get(0).elementBytes() : 0;
        boolean floats = values
                && open.binding().columns().stream()
                        .anyMatch(column -> column.element().logicalType().sql().equals("DOUBLE"));
        while (cells.next()) {
            for (int i = 0; i < cells.cellCount(); i++) {
                long position = cells.position(i);
                assertThat(seen.get((int) position))
                        .as("%s: cell %d twice", what, position)
                        .isFalse();
                seen.set((int) position);
                if (values) {
                    ByteBuffer buffer = ByteBuffer.wrap(cells.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                    int at = cells.base() + i * cells.strideBytes();
                    long found = size == 4 ? buffer.getInt(at) : buffer.getLong(at);
                    assertThat(floats ? (long) Double.longBitsToDouble(found) : found)
                            .as("%s: cell %d", what, position)
                            .isEqualTo(position);
                }
            }
        }
    }

    @Test
    void oneRowIsCutWhereItsChunksAre() throws IOException {
        // 100 x 3 x 5 in chunks of 7 x 2 x 5: thirty of 280 bytes, decoded.
        Table table = table("cube");
        List<RequestedColumn> columns = List.of(new RequestedColumn(
                "value", table.columns().get(table.columns().size() - 1).logicalType()));
        FileTables tables = new FileTables(CellPlannerTest::open, request("cube"));
        List<Split> splits = splits(tables, columns, new SplitSizes(1 << 20, 0, 280), null);
        assertThat(splits).hasSize(30);
        assertThat(splits).allSatisfy(split -> {
            PlannedSplit planned = (PlannedSplit) split;
            assertThat(planned.chunks().get(0).chunkCount()).isEqualTo(1);
            assertThat(planned.endRow() - planned.firstRow()).isEqualTo(1);
        });
    }

    @Test
    void contiguousCellsAreCutEqually() throws IOException {
        Table table = table("vector");
        FileTables tables = new FileTables(CellPlannerTest::open, request("vector"));
        List<Split> splits = splits(tables, columns(table), new SplitSizes(1000, 0, 1 << 20), null);
        assertThat(splits)
                .extracting(split -> ((PlannedSplit) split).endRow())
                .containsExactly(250L, 500L, 750L, 1000L);
    }

    /** A dimension of length 0, and a coordinate of the other in 20,000 chunks. */
    @Test
    void cellsThatAreNoneGiveNoSplit() throws IOException {
        StoredArray values = PlanFixtures.contiguous(List.of(20_000L, 0L));
        StoredArray time = PlanFixtures.chunked(List.of(20_000L), List.of(1));
        CellShape shape = new CellShape(values.dimensions(), List.of(CellPart.of(0, values.dimensions())));
        TableBinding binding = new TableBinding(
                "/v", List.of(values, time), List.of(), List.of(), List.of(), new CellBinding(shape, List.of()));
        Table none = new Table("netcdf", "/v", 96, 0, List.of(values, time), List.of(), Map.of());
        SplitSizes sizes = new SplitSizes(1 << 20, 0, 1 << 20);
        CellPlanner planner = new CellPlanner(
                file.file(),
                true,
                file,
                none,
                binding,
                new CellBinding(shape, List.of()),
                sizes,
                NoBlocks.get(),
                Map.of());
        assertThat(planner.isTooLargeToPlan()).isTrue();
        try (OpenFile open = OpenFile.openInMemory(CellPlannerTest::open, file.file())) {
            assertThat(planner.deferredSplits(open.file())).isEmpty();
        }
    }

    private static List<Split> splits(
            FileTables tables, List<RequestedColumn> columns, SplitSizes sizes, @Nullable TableBinding common)
            throws IOException {
        List<Split> splits = new ArrayList<>();
        new ScanPlanner(tables, columns, sizes, f -> f.blocks(CONFIGURATION))
                .plan(List.of(file), common)
                .forEach(partition -> splits.addAll(partition.splits()));
        return splits;
    }

    private static List<RequestedColumn> columns(Table table) {
        return table.columns().stream()
                .map(column -> new RequestedColumn(column.name(), column.logicalType()))
                .toList();
    }

    private static List<RequestedColumn> columns(Table table, Random random) {
        List<RequestedColumn> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            if (random.nextInt(4) > 0) {
                columns.add(new RequestedColumn(column.name(), column.logicalType()));
            }
        }
        Collections.shuffle(columns, random);
        return columns;
    }

    private static Table table(String dataset) throws IOException {
        try (OpenFile open = OpenFile.openInMemory(CellPlannerTest::open, file.file())) {
            return open.tables().read(request(dataset));
        }
    }

    private static RangeReader open(StoredFile stored) {
        return new InMemoryRangeReader(stored.path(), bytes);
    }

    private static TableRequest request(String dataset) {
        return new TableRequest(
                dataset,
                ArrayLayout.CELLS,
                null,
                List.of(),
                IndexColumns.TRUE,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
    }
}
