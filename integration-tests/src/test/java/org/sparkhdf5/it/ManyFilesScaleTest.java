package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.DayFile;
import org.sparkhdf5.it.testing.ForkedJvm;
import org.sparkhdf5.it.testing.ManyFilesProgram;

/**
 * Many small files are listed, planned and counted by a driver of 1 GB; what the driver holds grows with their number only.
 * {@code integration-tests/many-files.sh} runs it with more files and prints the figures of the documentation.
 */
@Tag("slow")
class ManyFilesScaleTest {
    private static final int LOCAL_FILES = Integer.getInteger("sparkhdf5.files", 10_000);
    private static final int HDFS_FILES = Integer.getInteger("sparkhdf5.hdfsFiles", 1_000);
    private static final int MINUTES = 30;
    private static final String HEAP = "1g";
    /** Listing and plan together, of one file; a path alone has some 120 characters here. */
    private static final long HEAP_BYTES_PER_FILE_MAX = 1_500;

    private static final long PARTITION_BYTES_PER_FILE_MAX = 400;
    /** So many of openCostInBytes are in maxPartitionBytes. */
    private static final int HDFS_FILES_PER_PARTITION = 32;
    /** So many of what opening a local file counts as; names of files may fill a task before. */
    private static final int LOCAL_FILES_PER_PARTITION = 256;

    /** What the program prints, see there. */
    private record Figures(
            long files,
            long loadMillis,
            long planMillis,
            long countMillis,
            long rows,
            long loadedBytes,
            long plannedBytes,
            long partitions,
            long partitionBytes) {
        static Figures parse(String line) {
            long[] all = Arrays.stream(line.split(" "))
                    .skip(1)
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Figures(all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], all[8]);
        }
    }

    @Test
    void filesOfThisMachine(@TempDir Path folder) throws IOException, InterruptedException {
        check("local", folder, LOCAL_FILES);
    }

    @Test
    void filesOnHdfs(@TempDir Path folder) throws IOException, InterruptedException {
        check("hdfs", folder, HDFS_FILES);
    }

    private static void check(String where, Path folder, int files) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(where, folder.toString()));
        // Two sizes show whether heap grows with the number only; the figures of the documentation have four.
        int[] parts =
                files > 20_000 || (where.equals("hdfs") && files > 2_000) ? new int[] {10, 4, 2, 1} : new int[] {4, 1};
        for (int part : parts) {
            arguments.add(Integer.toString(files / part));
        }
        List<Figures> all = ForkedJvm.run(MINUTES, ManyFilesProgram.class, HEAP, arguments.toArray(new String[0]))
                .lines()
                .filter(line -> line.startsWith("figures "))
                .map(Figures::parse)
                .toList();
        assertThat(all).hasSize(parts.length);
        System.out.printf(
                "| files on %s | load ms | plan ms | count ms | heap in use after load | after plan | partitions |"
                        + " largest serialised |%n",
                where);
        for (Figures one : all) {
            System.out.printf(
                    "| %,d | %,d | %,d | %,d | %,d KiB | %,d KiB | %,d | %,d B |%n",
                    one.files,
                    one.loadMillis,
                    one.planMillis,
                    one.countMillis,
                    one.loadedBytes >> 10,
                    one.plannedBytes >> 10,
                    one.partitions,
                    one.partitionBytes);
            assertThat(one.rows).isEqualTo(one.files * DayFile.ROWS);
            long filesMax = where.equals("local") ? LOCAL_FILES_PER_PARTITION : HDFS_FILES_PER_PARTITION;
            long partitionsLeast = (one.files + filesMax - 1) / filesMax;
            assertThat(one.partitions)
                    .isBetween(partitionsLeast, where.equals("local") ? 2 * partitionsLeast : partitionsLeast);
            assertThat(one.partitionBytes).isLessThan(4_000 + filesMax * PARTITION_BYTES_PER_FILE_MAX);
        }
        Figures least = all.get(0);
        Figures most = all.get(all.size() - 1);
        if (where.equals("local")) {
            // On HDFS the namenode keeps each file in the same heap.
            assertThat((most.plannedBytes - least.plannedBytes) / (most.files - least.files))
                    .as("heap for one file more")
                    .isLessThan(HEAP_BYTES_PER_FILE_MAX);
        }
    }
}
