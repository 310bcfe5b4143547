package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.testing.CountingRangeReader;

/** A file of 5,000 tables of 100 rows, 800 bytes each, and what a task that has many of them reads. */
class TaskFilesTest {
    private static final int TABLES = 5000;
    private static final int ROWS = 100;
    private static final int FILE_BYTES = 8 << 20;

    private final List<CountingRangeReader> opened = new ArrayList<>();
    private final TaskFiles files = new TaskFiles();

    private static List<PlannedSplit> splits(StoredFile file, int distanceBytes) {
        List<PlannedSplit> splits = new ArrayList<>();
        for (int i = 0; i < TABLES && (i + 1L) * distanceBytes < FILE_BYTES; i++) {
            int address = i * distanceBytes;
            StoredArray array = new StoredArray(
                    "/t" + i, 0, List.of((long) ROWS), 8, address, List.of(), FilterPipeline.NONE, new byte[0]);
            Table table = PlanFixtures.table(array);
            TableBinding binding = ColumnBinder.bind(file.path(), table, PlanFixtures.request(table, "c0"));
            splits.add(new PlannedSplit(
                    file,
                    file,
                    0,
                    ROWS,
                    binding,
                    List.of(ChunkRun.EMPTY),
                    List.of(),
                    ROWS,
                    new ByteRange(address, ROWS * 8),
                    List.of()));
        }
        return splits;
    }

    private void read(List<PlannedSplit> splits) throws IOException {
        RowReader.Limits limits =
                new RowReader.Limits(64 << 20, 16_384, CoalescingPolicy.forScheme("hdfs"), new ChunkCounts());
        OpenFile.Opener opener = file -> {
            CountingRangeReader reader = new CountingRangeReader(new InMemoryRangeReader(file.path(), content()));
            opened.add(reader);
            return reader;
        };
        FileTables tables = new FileTables(opener, PlanFixtures.request("/t0"));
        OpenedSplit.Task task = new OpenedSplit.Task(opener, tables, List.of(), null, limits);
        for (int i = 0; i < splits.size(); i++) {
            PlannedSplit before = i == 0 ? null : splits.get(i - 1);
            PlannedSplit after = i == splits.size() - 1 ? null : splits.get(i + 1);
            try (SplitTables split = files.open(splits.get(i), before, after, task);
                    OpenedSplit table = split.next()) {
                assertThat(table.rows().next()).isTrue();
                int first = (int) splits.get(i).span().address();
                byte[] bytes = table.rows().window(0).bytes();
                assertThat(bytes[table.rows().window(0).offsetOf(0)]).isEqualTo((byte) (first * 31 >> 4));
                assertThat(table.rows().next()).isFalse();
            }
        }
        files.close();
    }

    private static byte[] content() {
        byte[] content = new byte[FILE_BYTES];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 >> 4);
        }
        return content;
    }

    @Test
    void tablesSideBySideShareBlocks() throws IOException {
        read(splits(PlanFixtures.file(FILE_BYTES), 1000));
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).reads()).isLessThanOrEqualTo(12);
        assertThat(opened.get(0).bytesRead()).isLessThanOrEqualTo(TABLES * 1000 + (1 << 20));
        assertThat(opened.get(0).closes()).isEqualTo(1);
    }

    @Test
    void tablesFarApartAreReadByThemselves() throws IOException {
        List<PlannedSplit> splits = splits(PlanFixtures.file(FILE_BYTES), 20_000);
        read(splits);
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).reads()).isEqualTo(splits.size());
        assertThat(opened.get(0).bytesRead()).isEqualTo(splits.size() * 800L);
    }

    @Test
    void filesAreNotMixed() throws IOException {
        StoredFile one = PlanFixtures.file(FILE_BYTES);
        StoredFile two = new StoredFile("hdfs://nn/prices/run8.h5", FILE_BYTES, 1);
        List<PlannedSplit> splits = new ArrayList<>(splits(one, 1000).subList(0, 10));
        splits.addAll(splits(two, 1000).subList(0, 10));
        splits.addAll(splits(one, 1000).subList(10, 20));
        read(splits);
        assertThat(opened).extracting(CountingRangeReader::file).containsExactly(one.path(), two.path(), one.path());
        assertThat(opened).allMatch(reader -> reader.closes() == 1);
    }
}
