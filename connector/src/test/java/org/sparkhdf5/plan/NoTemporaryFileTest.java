package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.FileListing;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.ReadStatistics;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.TableRequest;

/** The reader creates no file: it runs in a JVM of its own whose folder for temporary files is empty, and stays so. */
class NoTemporaryFileTest {
    private static final int SECONDS_MAX = 60;

    /** Plans and reads a contiguous and a chunked dataset, in splits of all kinds. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws IOException {
            Configuration configuration = new Configuration();
            for (long openCostBytes : new long[] {0, 4 << 20}) {
                for (String dataset : List.of("/frame/array", "/frame/_i_table/index/sortedLR")) {
                    System.out.println(dataset + " " + rowCount(configuration, arguments[0], dataset, openCostBytes));
                }
            }
        }

        private static long rowCount(Configuration configuration, String file, String dataset, long openCostBytes)
                throws IOException {
            ReadStatistics statistics = new ReadStatistics();
            OpenFile.Opener opener = opened -> opened.open(configuration, statistics);
            FileTables fileTables = new FileTables(opener, TableRequest.ofDataset(dataset));
            List<RequestedColumn> columns = List.of(new RequestedColumn("value", LogicalType.Atomic.BIGINT));
            List<ListedFile> files = FileListing.list(configuration, List.of(file));
            ScanPlanner planner = new ScanPlanner(
                    fileTables,
                    columns,
                    SplitSizes.of(1 << 20, openCostBytes, 2, files.get(0).file().lengthBytes(), 1, openCostBytes),
                    listed -> listed.blocks(configuration));
            RowReader.Limits limits =
                    new RowReader.Limits(64 << 20, 1000, CoalescingPolicy.forPath(file), new ChunkCounts());
            OpenedSplit.Task task = new OpenedSplit.Task(opener, fileTables, columns, null, limits);
            long rowCount = 0;
            for (PartitionPlan partition : planner.plan(files, null)) {
                for (Split split : partition.splits()) {
                    try (SplitTables tables = SplitTables.open(split, task);
                            OpenedSplit opened = tables.next()) {
                        while (opened.rows().next()) {
                            rowCount += opened.rows().rowCount();
                        }
                    }
                }
            }
            return rowCount;
        }
    }

    @Test
    void leavesTheFolderForTemporaryFilesEmpty(@TempDir Path folder) throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path file = folder.resolve("pytables.h5");
        try (InputStream stream = NoTemporaryFileTest.class.getResourceAsStream("/hdf5/format/pytables.h5")) {
            Files.copy(stream, file);
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        file.toUri().toString())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readString(folder.resolve("errors"))).doesNotContain("Exception");
        assertThat(printed.lines())
                .containsExactly(
                        "/frame/array 10",
                        "/frame/_i_table/index/sortedLR 262401",
                        "/frame/array 10",
                        "/frame/_i_table/index/sortedLR 262401");
        try (Stream<Path> left = Files.walk(temporary)) {
            assertThat(left).containsExactly(temporary);
        }
    }
}
