package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.ChunkRuns;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.RowRuns;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.GeneratedDataset;
import org.sparkhdf5.format.GeneratedFile;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.NoBlocks;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.testing.ReadCounts;

/** What driver and tasks read together, beside what has to be read: the rows of contiguous data, the stored chunks. */
class BytesReadTest {
    private static final SplitSizes FOUR_MEGABYTES = new SplitSizes(4 << 20, 1 << 20, 1 << 30);
    private static final SplitSizes SIXTEEN_MEGABYTES = new SplitSizes(16 << 20, 1 << 20, 1 << 30);
    private static final double FULL_SCAN_MOST = 1.05;
    private static final double SELECTIVE_SCAN_MOST = 1.2;

    private static GeneratedFile file(String layout, int chunks, int chunkRows) {
        return switch (layout) {
            case "contiguous" -> GeneratedDataset.contiguous("mem:/contiguous.h5", (long) chunks * chunkRows);
            case "btree" -> GeneratedDataset.btreeV1("mem:/btree.h5", chunks, chunkRows, false);
            case "btree deflated" -> GeneratedDataset.btreeV1("mem:/btree.h5", chunks, chunkRows, true);
            case "array" -> GeneratedDataset.extensibleArray("mem:/array.h5", chunks, chunkRows, false);
            default -> GeneratedDataset.extensibleArray("mem:/array.h5", chunks, chunkRows, true);
        };
    }

    /** Chunks of 64 KiB and of 16 KiB; deferred ones beside those that the driver finds. */
    @ParameterizedTest
    @CsvSource({
        "contiguous, 1000, 8192, false",
        "btree, 1000, 8192, false",
        "btree, 4000, 2048, false",
        "btree, 4000, 2048, true",
        "btree deflated, 1500, 8192, false",
        "btree deflated, 1500, 8192, true",
        "array, 1000, 8192, false",
        "array, 4000, 2048, true",
        "array deflated, 1500, 8192, false",
        "array deflated, 1500, 8192, true",
    })
    void aFullScanReadsLittleBesideTheData(String layout, int chunks, int chunkRows, boolean deferred)
            throws IOException {
        GeneratedFile generated = file(layout, chunks, chunkRows);
        StoredFile file = new StoredFile(generated.file(), generated.lengthBytes(), 0);
        ReadCounts counts = new ReadCounts(generated);
        FileTables tables = new FileTables(stored -> counts, PlanFixtures.request(GeneratedDataset.PATH));
        Table table = tables.tables(file).get(0);
        List<RequestedColumn> columns =
                PlanFixtures.request(table, table.columns().get(0).name());
        TableBinding common = ColumnBinder.bind(file.path(), table, columns);
        SplitSizes sizes = deferred ? SIXTEEN_MEGABYTES : FOUR_MEGABYTES;
        long data = dataBytes(generated, table.arrays().get(0));

        List<SizedSplit> sized = new FileSplitter(columns, sizes, common)
                .splits(
                        new ListedFile(file, null),
                        tables,
                        f -> NoBlocks.get(),
                        new PlanBudget(deferred ? 0 : 1 << 20));
        List<Split> splits = new ArrayList<>();
        sized.forEach(split -> splits.add(split.split()));
        assertThat(splits).hasOnlyElementsOfType(deferred ? DeferredSplit.class : PlannedSplit.class);
        assertThat(splits).hasSizeGreaterThanOrEqualTo((int) (data / sizes.splitBytesMax()));
        RowReader.Limits limits =
                new RowReader.Limits(64 << 20, 16_384, CoalescingPolicy.forScheme("hdfs"), new ChunkCounts());
        OpenedSplit.Task task = new OpenedSplit.Task(
                stored -> counts, new FileTables(stored -> counts, tables.request()), columns, common, limits);
        long rows = 0;
        for (Split split : splits) {
            rows += read(split, task);
        }

        assertThat(rows).isEqualTo(table.rowCount());
        assertThat((double) counts.bytesRead() / data).isBetween(1.0, FULL_SCAN_MOST);
    }

    /** Some rows here and there: those of 8 KB with 24 KB between them, those of a chunk with two chunks between them. */
    @ParameterizedTest
    @CsvSource({
        "contiguous, 1000, 8192, 1024, 4096",
        "contiguous, 1000, 8192, 1024, 32768",
        "btree, 1000, 8192, 8192, 24576",
        "btree deflated, 1500, 8192, 8192, 24576",
        "array deflated, 1500, 8192, 100, 32768",
        "btree, 3, 2097152, 1024, 524288",
    })
    void aSelectiveScanReadsLittleBesideWhatIsWanted(
            String layout, int chunks, int chunkRows, int wantedRows, int everyRows) throws IOException {
        GeneratedFile generated = file(layout, chunks, chunkRows);
        StoredFile file = new StoredFile(generated.file(), generated.lengthBytes(), 0);
        ReadCounts counts = new ReadCounts(generated);
        FileTables tables = new FileTables(stored -> counts, PlanFixtures.request(GeneratedDataset.PATH));
        Table table = tables.tables(file).get(0);
        List<RequestedColumn> columns =
                PlanFixtures.request(table, table.columns().get(0).name());
        TableBinding common = ColumnBinder.bind(file.path(), table, columns);
        List<SizedSplit> sized = new FileSplitter(columns, SIXTEEN_MEGABYTES, common)
                .splits(new ListedFile(file, null), tables, f -> NoBlocks.get(), new PlanBudget(1 << 20));
        RowRuns.Builder wanted = new RowRuns.Builder(0);
        List<RowCondition> ranges = new ArrayList<>();
        for (long row = 0; row + wantedRows <= table.rowCount(); row += everyRows) {
            wanted.add(row, row + wantedRows);
            ranges.add(new RowCondition.All(List.of(
                    new RowCondition.Whole(RowCondition.ROW_INDEX, RowCondition.Comparison.GREATER_OR_EQUAL, row),
                    new RowCondition.Whole(RowCondition.ROW_INDEX, RowCondition.Comparison.LESS, row + wantedRows))));
        }
        RowConditions conditions =
                new RowConditions(List.of(new RowCondition.AnyOf(ranges)), (split, condition, columnsOf, matching) -> {
                    throw new IllegalStateException("no column is asked for");
                });
        RowReader.Limits limits =
                new RowReader.Limits(64 << 20, 16_384, CoalescingPolicy.forScheme("hdfs"), new ChunkCounts());
        OpenedSplit.Task task = new OpenedSplit.Task(
                stored -> counts,
                new FileTables(stored -> counts, tables.request()),
                columns,
                common,
                limits,
                conditions);
        long planned = counts.bytesRead();
        long rows = 0;
        for (SizedSplit split : sized) {
            rows += read(split.split(), task);
        }

        assertThat(rows).isEqualTo(wanted.build().rowCount());
        long needed = neededBytes(generated, table.arrays().get(0), wanted.build());
        assertThat((double) (counts.bytesRead() - planned) / needed).isBetween(1.0, SELECTIVE_SCAN_MOST);
    }

    private static long neededBytes(GeneratedFile file, StoredArray array, RowRuns wanted) throws IOException {
        ChunkRun run = ChunkRuns.collect(Hdf5File.open(file), array, 0, array.rowCount(), lane -> true);
        // Rows of large chunks without filters are read alone.
        boolean whole = array.isChunked()
                && (array.chunkBytes() <= 8 << 20 || !array.pipeline().isEmpty());
        return whole ? run.of(array, wanted).storedBytes() : wanted.rowCount() * array.rowBytes();
    }

    private static long dataBytes(GeneratedFile file, StoredArray array) throws IOException {
        ChunkRun run = ChunkRuns.collect(Hdf5File.open(file), array, 0, array.rowCount(), lane -> true);
        return array.isChunked() ? run.storedBytes() : array.rowCount() * array.rowBytes();
    }

    private static long read(Split split, OpenedSplit.Task task) throws IOException {
        long rows = 0;
        try (TaskFiles files = new TaskFiles();
                SplitTables opened = files.open(split, null, null, task);
                OpenedSplit table = opened.next()) {
            while (table.rows().next()) {
                rows += table.rows().rowCount();
            }
        }
        return rows;
    }
}
