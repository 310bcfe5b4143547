package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.RowWindow;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.plan.TableBinding.BoundColumn;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.FileListing;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.ArrayLayout;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.IndexColumns;
import org.sparkhdf5.table.NanosecondRule;
import org.sparkhdf5.table.ObjectColumns;
import org.sparkhdf5.table.StringEncoding;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.testing.CountingRangeReader;

/**
 * Plans random scans of datasets whose elements are 0, 1, 2, … in C order ({@code make_table_files.py}), reads all splits
 * as tasks would, and looks at every cell.
 */
final class PlannerPropertyTest {
    private static final long SEED = 20261120;
    private static final List<String> TWO_DIMENSIONS = List.of("lanes", "one_lane", "unfiltered");
    private static final List<String> OTHERS = List.of("vector", "cube", "cube_whole", "one_chunk");

    private static final Configuration CONFIGURATION = new Configuration(false);

    private static ListedFile file;
    private static byte[] bytes;

    private final List<CountingRangeReader> opened = new ArrayList<>();

    @BeforeAll
    static void list() throws IOException, URISyntaxException {
        Path path = Path.of(
                PlannerPropertyTest.class.getResource("/hdf5/table/arrays.h5").toURI());
        file = FileListing.list(CONFIGURATION, List.of(path.toUri().toString())).get(0);
        bytes = Files.readAllBytes(path);
    }

    /** A scan of the same file once or more often, as if it were several. */
    private record Scan(
            TableRequest request,
            List<ListedFile> files,
            Table table,
            List<RequestedColumn> columns,
            TableBinding common) {}

    @RepeatedTest(150)
    void everyRowIsInOneSplitAndHasItsValues(RepetitionInfo round) throws IOException {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        Scan scan = randomScan(random);
        SplitSizes sizes = new SplitSizes(
                1 + random.nextInt(2 << random.nextInt(18)),
                random.nextInt(4) == 0 ? 1 << 20 : random.nextInt(2000),
                1 + random.nextInt(2 << random.nextInt(20)));
        @Nullable TableBinding common = random.nextBoolean() ? scan.common : null;
        FileTables tables = new FileTables(this::open, scan.request);
        List<PartitionPlan> partitions =
                new ScanPlanner(tables, scan.columns, sizes, f -> f.blocks(CONFIGURATION)).plan(scan.files, common);
        String what = "seed " + seed + ": " + scan.request + ", " + sizes + ", " + scan.columns;
        RowReader.Limits limits = new RowReader.Limits(
                1 << 20, 1 + random.nextInt(500), CoalescingPolicy.forScheme("hdfs"), new ChunkCounts());
        OpenedSplit.Task task = new OpenedSplit.Task(this::open, tables, scan.columns, common, limits);
        long next = 0;
        for (PartitionPlan partition : partitions) {
            assertThat(partition.splits()).as(what).isNotEmpty();
            for (Split split : partition.splits()) {
                next += read(split, task, next % scan.table.rowCount(), scan.table, what);
            }
        }
        assertThat(next).as(what).isEqualTo(scan.table.rowCount() * scan.files.size());
    }

    @Test
    void aDatasetInOneFilteredChunkIsOneSplit() throws IOException {
        List<Split> splits = splits("one_chunk", new SplitSizes(1, 0, 1));
        assertThat(splits).hasSize(1);
        assertThat(((PlannedSplit) splits.get(0)).endRow()).isEqualTo(1000);
    }

    @Test
    void aSmallFileIsNotOpened() throws IOException {
        List<Split> splits = splits("one_chunk", new SplitSizes(1 << 20, 1 << 20, 1 << 20));
        assertThat(splits).containsExactly(DeferredSplit.wholeFile(file.file(), List.of()));
        assertThat(opened).isEmpty();
    }

    @Test
    void contiguousRowsAreCutEqually() throws IOException {
        List<Split> splits = splits("vector", new SplitSizes(1000, 0, 1 << 20));
        assertThat(splits).hasSize(4);
        assertThat(splits)
                .extracting(split -> ((PlannedSplit) split).endRow())
                .containsExactly(250L, 500L, 750L, 1000L);
    }

    @Test
    void aCountReadsNoChunkIndex() throws IOException {
        FileTables tables = new FileTables(this::open, request("lanes", ArrayLayout.ROWS));
        tables.tables(file.file());
        opened.clear();
        List<PartitionPlan> partitions = new ScanPlanner(
                        tables, List.of(), new SplitSizes(1, 0, 1), f -> f.blocks(CONFIGURATION))
                .plan(List.of(file), null);
        assertThat(partitions).isNotEmpty();
        assertThat(opened.stream().mapToInt(CountingRangeReader::reads).sum()).isLessThanOrEqualTo(1);
    }

    @Test
    void everyReaderIsClosed() throws IOException {
        splits("lanes", new SplitSizes(1000, 0, 1000));
        assertThat(opened)
                .isNotEmpty()
                .allSatisfy(reader -> assertThat(reader.closes()).isPositive());
    }

    private List<Split> splits(String dataset, SplitSizes sizes) throws IOException {
        TableRequest request = request(dataset, ArrayLayout.ROWS);
        FileTables tables = new FileTables(this::open, request);
        List<RequestedColumn> columns = new ArrayList<>();
        try (OpenFile open = OpenFile.openInMemory(f -> new InMemoryRangeReader(f.path(), bytes), file.file())) {
            for (Column column : open.tables().read(request).columns()) {
                columns.add(new RequestedColumn(column.name(), column.logicalType()));
            }
        }
        List<Split> splits = new ArrayList<>();
        new ScanPlanner(tables, columns, sizes, f -> f.blocks(CONFIGURATION))
                .plan(List.of(file), null)
                .forEach(partition -> splits.addAll(partition.splits()));
        return splits;
    }

    private CountingRangeReader open(StoredFile stored) {
        CountingRangeReader reader = new CountingRangeReader(new InMemoryRangeReader(stored.path(), bytes));
        opened.add(reader);
        return reader;
    }

    private static Scan randomScan(Random random) throws IOException {
        boolean cells = random.nextBoolean();
        List<String> datasets = new ArrayList<>(TWO_DIMENSIONS);
        if (!cells) {
            datasets.addAll(OTHERS);
        }
        String dataset = datasets.get(random.nextInt(datasets.size()));
        TableRequest request = request(dataset, cells ? ArrayLayout.COLUMNS : ArrayLayout.ROWS);
        Table table;
        try (OpenFile open = OpenFile.openInMemory(f -> new InMemoryRangeReader(f.path(), bytes), file.file())) {
            table = open.tables().read(request);
        }
        List<RequestedColumn> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            if (columns.isEmpty() || random.nextInt(3) > 0) {
                columns.add(new RequestedColumn(column.name(), column.logicalType()));
            }
        }
        Collections.shuffle(columns, random);
        TableBinding common = ColumnBinder.bind(file.file().path(), table, columns);
        return new Scan(request, Collections.nCopies(1 + random.nextInt(3), file), table, columns, common);
    }

    private static TableRequest request(String dataset, ArrayLayout layout) {
        return new TableRequest(
                dataset,
                layout,
                null,
                List.of(),
                IndexColumns.TRUE,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
    }

    /** Reads a split whose first row must be {@code firstRow}; gives the number of its rows. */
    private static long read(Split split, OpenedSplit.Task task, long firstRow, Table table, String what)
            throws IOException {
        long next = firstRow;
        try (SplitTables tables = SplitTables.open(split, task);
                OpenedSplit open = tables.next()) {
            while (open.rows().next()) {
                RowReader rows = open.rows();
                assertThat(rows.firstRow()).as(what).isEqualTo(next);
                for (BoundColumn column : open.binding().columns()) {
                    RowWindow window = rows.window(column.slot());
                    for (long row = next; row < next + rows.rowCount(); row++) {
                        checkCells(column, window, row, table, what);
                    }
                }
                next += rows.rowCount();
            }
        }
        if (split instanceof PlannedSplit planned) {
            assertThat(next).as(what).isEqualTo(planned.endRow());
        }
        return next - firstRow;
    }

    private static void checkCells(BoundColumn column, RowWindow window, long row, Table table, String what) {
        long rowElements = table.arrays().get(0).rowElements();
        long first = row * rowElements;
        long count = 1;
        ElementType element = column.element();
        if (!(element instanceof ElementType.FixedList)) {
            first += rowElements == 1 ? 0 : Long.parseLong(column.name().substring(1));
        } else {
            count = rowElements;
            while (element instanceof ElementType.FixedList list) {
                element = list.element();
            }
        }
        ByteBuffer buffer = ByteBuffer.wrap(window.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int at = window.offsetOf(row) + column.byteOffset();
        for (int i = 0; i < count; i++) {
            long found = switch (element.logicalType().sql()) {
                case "INT" -> buffer.getInt(at + 4 * i);
                case "BIGINT" -> buffer.getLong(at + 8 * i);
                default -> (long) buffer.getDouble(at + 8 * i);
            };
            if (found != first + i) {
                assertThat(found).as("%s: row %d of %s", what, row, column).isEqualTo(first + i);
            }
        }
    }
}
