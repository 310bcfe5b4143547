package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.format.GeneratedDataset;
import org.sparkhdf5.format.GeneratedFile;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.NoBlocks;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.testing.CountingRangeReader;

/** What is sent to a task stays small, whatever the files are. */
class TaskSizeTest {
    private static final int TASK_BYTES_MAX = 64 << 10;
    private static final SplitSizes DEFAULT_SIZES = SplitSizes.of(128 << 20, 4 << 20, 2, 1L << 40, 1, 4 << 20);

    /** Chunks of 128 B, 8 KiB and 64 KiB: too many for a task, or scattered over too many nodes, whose index the driver does not read. */
    @ParameterizedTest
    @CsvSource({
        "true, 16, false", "true, 1024, false", "true, 8192, false",
        "false, 16, false", "false, 1024, false", "false, 8192, true",
    })
    void aMillionChunks(boolean btree, int chunkRows, boolean planned) throws IOException {
        GeneratedFile generated = btree
                ? GeneratedDataset.btreeV1("mem:v1.h5", 1_000_000, chunkRows, false)
                : GeneratedDataset.extensibleArray("mem:ea.h5", 1_000_000, chunkRows, false);
        StoredFile file = new StoredFile(generated.file(), generated.lengthBytes(), 0);
        CountingRangeReader counting = new CountingRangeReader(generated);
        FileTables tables = new FileTables(stored -> counting, PlanFixtures.request(GeneratedDataset.PATH));
        Table table = tables.tables(file).get(0);
        List<RequestedColumn> columns =
                PlanFixtures.request(table, table.columns().get(0).name());
        counting.reset();

        List<PartitionPlan> partitions = new ScanPlanner(tables, columns, DEFAULT_SIZES, listed -> NoBlocks.get())
                .plan(List.of(new ListedFile(file, null)), ColumnBinder.bind(file.path(), table, columns));

        long rows = 0;
        for (PartitionPlan partition : partitions) {
            assertThat(bytes(partition)).isLessThan(TASK_BYTES_MAX);
            for (Split split : partition.splits()) {
                assertThat(split).isInstanceOf(planned ? PlannedSplit.class : DeferredSplit.class);
                assertThat(split.firstRow()).isEqualTo(rows);
                rows = split instanceof PlannedSplit whole ? whole.endRow() : ((DeferredSplit) split).endRow();
            }
        }
        assertThat(rows).isEqualTo(table.rowCount());
        long data = 1_000_000L * chunkRows * 8;
        assertThat(partitions.size()).isGreaterThanOrEqualTo((int) (data / (128 << 20)));
        assertThat(counting.bytesRead()).isLessThan(planned ? generated.lengthBytes() - data + data / 200 : 1 << 20);
    }

    @Test
    void aMillionChunksInAMapAreFiveMegabytes() throws IOException {
        ChunkRun.Builder run = new ChunkRun.Builder();
        long address = 4096;
        for (int i = 0; i < 1_000_000; i++) {
            int stored = 30_000 + i * 7919 % 5000;
            run.add(i, address, stored, 0);
            address += stored + (i % 48 == 0 ? 2096 : 0);
        }
        assertThat(run.build().encodedBytes()).isLessThan(6 << 20);
    }

    /** Chunks that a parallel writer put anywhere in a file of 64 TB. */
    @Test
    void aMillionScatteredChunksAreLessThan64Megabytes() {
        ChunkRun.Builder run = new ChunkRun.Builder();
        Random random = new Random(6);
        for (int i = 0; i < 1_000_000; i++) {
            run.add(2L * i, random.nextLong() >>> 18, 1 + random.nextInt(1 << 24), random.nextInt());
        }
        assertThat(run.build().encodedBytes()).isLessThan(20 << 20);
    }

    @Test
    void thousandsOfTablesOfOneFile() throws IOException {
        PartitionPacker packer = new PartitionPacker(DEFAULT_SIZES);
        StoredFile file = PlanFixtures.file(1 << 30);
        for (int i = 0; i < 5000; i++) {
            Table table = PlanFixtures.table(
                    PlanFixtures.contiguous(List.of(100L + i)), PlanFixtures.contiguous(List.of(100L + i, 7L)));
            TableBinding binding = ColumnBinder.bind(
                    PlanFixtures.FILE, table, PlanFixtures.request(table, "c0", "c1", "c2", "c3", "c4", "c5", "c6"));
            packer.add(sized(new PlannedSplit(
                    file,
                    file,
                    0,
                    100 + i,
                    binding,
                    List.of(ChunkRun.EMPTY, ChunkRun.EMPTY),
                    List.of(),
                    100 + i,
                    new ByteRange(i, 100),
                    List.of("2024-11-20"))));
        }
        assertTasksAreSmall(packer.partitions(), 5000);
    }

    @Test
    void smallFilesWithLongPaths() throws IOException {
        PartitionPacker packer = new PartitionPacker(new SplitSizes(128 << 20, 1, 1 << 30));
        for (int i = 0; i < 2000; i++) {
            StoredFile file = new StoredFile("hdfs://nameservice/" + "long/".repeat(50) + i + ".h5", 1000, i);
            packer.add(sized(DeferredSplit.wholeFile(file, List.of("2024", "11", "x".repeat(100)))));
        }
        assertTasksAreSmall(packer.partitions(), 2000);
    }

    /** The binding of other columns than those of the first file does not travel 16 times in a task of 16 files. */
    @Test
    void aFrameOfTenThousandColumns() throws IOException {
        Table wide = PlanFixtures.table(PlanFixtures.contiguous(List.of(20_000L, 10_000L)));
        List<RequestedColumn> columns = wide.columns().stream()
                .map(column -> new RequestedColumn(column.name(), column.logicalType()))
                .toList();
        TableBinding binding = ColumnBinder.bind(PlanFixtures.FILE, wide, columns);
        assertThat(serialised(List.of(binding, new ArrayList<>(columns)))).isLessThan(1_000_000);
        StoredFile file = PlanFixtures.file(1_600_000_000L);
        for (TableBinding common : new TableBinding[] {binding, null}) {
            FilePlanner planner = new FilePlanner(
                    file,
                    true,
                    new ListedFile(file, null),
                    wide,
                    binding,
                    DEFAULT_SIZES,
                    NoBlocks.get(),
                    List.of(),
                    Map.of());
            PartitionPacker packer = new PartitionPacker(DEFAULT_SIZES);
            List<SizedSplit> splits = splits(planner, common != null);
            splits.forEach(packer::add);
            assertTasksAreSmall(packer.partitions(), 12);
        }
    }

    private static List<SizedSplit> splits(FilePlanner planner, boolean planned) throws IOException {
        try (GeneratedFile none = GeneratedDataset.btreeV1("mem:none.h5", 1, 1, false)) {
            Hdf5File open = Hdf5File.open(none);
            return planned ? planner.splits(open, true) : planner.deferredSplits(open);
        }
    }

    private static SizedSplit sized(Split split) {
        return new SizedSplit(split, 1000, Map.of("host", 1000L));
    }

    private static void assertTasksAreSmall(List<PartitionPlan> partitions, int splitCount) throws IOException {
        int splits = 0;
        for (PartitionPlan partition : partitions) {
            assertThat(bytes(partition)).isLessThan(TASK_BYTES_MAX);
            splits += partition.splits().size();
        }
        assertThat(splits).isEqualTo(splitCount);
    }

    private static int bytes(PartitionPlan partition) throws IOException {
        return serialised(List.of(new ArrayList<>(partition.splits()), new ArrayList<>(partition.hosts())));
    }

    private static int serialised(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.size();
    }
}
