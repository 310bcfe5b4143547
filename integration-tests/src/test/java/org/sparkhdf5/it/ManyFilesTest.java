package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.DayFile;
import org.sparkhdf5.it.testing.RecordingFileSystem;
import org.sparkhdf5.it.testing.Sessions;

/** Who reads the headers of files that the plan needs: the driver's threads for a few, tasks for many, nobody for small files. */
class ManyFilesTest {
    private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
    private static final int MANY = 300;
    private static final int FEW = 20;

    @TempDir
    private Path folder;

    private SparkSession spark;

    @BeforeEach
    void start() {
        spark = Sessions.shared();
        spark.conf().set(OPEN_COST, "1");
        spark.conf().set("spark.sql.files.minPartitionNum", "1");
    }

    @AfterEach
    void reset() {
        spark.conf().unset(OPEN_COST);
        spark.conf().unset("spark.sql.files.minPartitionNum");
    }

    @Test
    void tasksReadTheHeadersOfManyFiles() throws IOException {
        write(MANY);
        Dataset<Row> days = read(Map.of());
        RecordingFileSystem.reset();

        // A task that carries the chunks of all of them would be larger than 64 KB.
        assertThat(days.javaRDD().getNumPartitions()).isEqualTo(2);

        assertThat(RecordingFileSystem.openingThreads())
                .hasSizeGreaterThanOrEqualTo(MANY)
                .allSatisfy(thread -> assertThat(thread).startsWith("Executor task launch"));
        assertRows(days, MANY);
    }

    @Test
    void threadsOfTheDriverReadThoseOfAFew() throws IOException {
        write(FEW);
        Dataset<Row> days = read(Map.of());
        RecordingFileSystem.reset();

        assertThat(days.javaRDD().getNumPartitions()).isEqualTo(1);

        assertThat(RecordingFileSystem.openingThreads())
                .hasSizeBetween(FEW - 1, FEW)
                .allSatisfy(thread -> assertThat(thread).startsWith("hdf5-headers"));
        assertRows(days, FEW);
    }

    @Test
    void smallFilesAreNotOpenedForThePlan() throws IOException {
        write(MANY);
        spark.conf().set(OPEN_COST, "4m");
        Dataset<Row> days = read(Map.of());
        RecordingFileSystem.reset();

        assertThat(days.javaRDD().getNumPartitions()).isEqualTo((MANY + 31) / 32);

        assertThat(RecordingFileSystem.openingThreads()).isEmpty();
        assertRows(days, MANY);
    }

    @Test
    void aFileThatCannotBeReadIsNamedOrPassedOver() throws IOException {
        for (int count : List.of(FEW, MANY)) {
            write(count);
            Path corrupt = Files.write(folder.resolve(name(10)), DayFile.corrupt());
            assertFailure(() -> read(Map.of()).javaRDD().getNumPartitions())
                    .contains(RecordingFileSystem.uri(corrupt), "signature")
                    .doesNotContain("SparkException");
            assertThat(read(Map.of("ignoreCorruptFiles", "true")).count()).isEqualTo((count - 1L) * DayFile.ROWS);
            DayFile.write(corrupt, 10);
            Dataset<Row> listed = read(Map.of("ignoreMissingFiles", "true"));
            Dataset<Row> strict = read(Map.of());
            Files.delete(corrupt);
            assertFailure(() -> strict.javaRDD().getNumPartitions()).contains(RecordingFileSystem.uri(corrupt));
            assertThat(listed.count()).isEqualTo((count - 1L) * DayFile.ROWS);
        }
    }

    private void write(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            DayFile.write(folder.resolve(name(i)), i);
        }
    }

    private static String name(int file) {
        return "part-%03d.h5".formatted(file);
    }

    private Dataset<Row> read(Map<String, String> options) {
        return spark.read()
                .format("hdf5")
                .option("dataset", DayFile.DATASET)
                .option("columnNames", DayFile.COLUMN_NAMES)
                .options(options)
                .load(RecordingFileSystem.uri(folder));
    }

    /** All rows, in the order of the files. */
    private static void assertRows(Dataset<Row> days, int count) {
        List<Row> rows = days.collectAsList();
        assertThat(rows).hasSize(count * DayFile.ROWS);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).getDouble(2)).isEqualTo(DayFile.value(i / DayFile.ROWS, i % DayFile.ROWS, 2));
        }
    }
}
