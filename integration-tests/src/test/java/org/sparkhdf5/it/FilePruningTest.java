package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.it.testing.DayFile;
import org.sparkhdf5.it.testing.RecordingFileSystem;
import org.sparkhdf5.it.testing.Sessions;

/** Files of which a query wants no row are neither planned nor opened. */
class FilePruningTest {
    /** The partitions: nulls, text that is escaped, decimals that are doubles. */
    private static final List<String> PARTITIONS = List.of(
            "d=1/t=a/w=2018-10-12/x=0.5",
            "d=2/t=b%2F1/w=2018-10-13/x=-0.0",
            "d=3/t=B/w=__HIVE_DEFAULT_PARTITION__/x=NaN",
            "d=__HIVE_DEFAULT_PARTITION__/t=ab/w=2018-10-12/x=1.5",
            "d=12/t=__HIVE_DEFAULT_PARTITION__/w=2019-01-01/x=__HIVE_DEFAULT_PARTITION__");

    private static final Pattern COUNTS = Pattern.compile("(\\d+) of 5 files where");

    @TempDir
    private static Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void write() throws IOException {
        spark = Sessions.shared();
        for (int i = 0; i < PARTITIONS.size(); i++) {
            Path file = DayFile.write(folder.resolve(PARTITIONS.get(i)).resolve("f" + i + ".h5"), i);
            Files.setLastModifiedTime(
                    file, FileTime.from(Instant.parse("2018-10-12T12:00:00Z").plusSeconds(i)));
        }
    }

    /** A condition, how many files may have a row, and how many do: as SQL on the same rows without push-down says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d = 1 | 1",
                "d <> 1 | 3",
                "d < 3 | 2",
                "d <= 3 | 3",
                "d > 2 | 2",
                "d >= 2 | 3",
                "d <=> null | 1",
                "d <=> 2 | 1",
                "not (d <=> 2) | 4",
                "d is null | 1",
                "d is not null | 4",
                "d in (1, 12, 99) | 2",
                "d not in (1, 12) | 2",
                "d in (1, null) | 1",
                "not (d > 2) | 2",
                "d = 1 or d = 2 | 2",
                "d = 1 or t = 'ab' | 2",
                "d = 1 and t = 'a' | 1",
                "d = 1 and t = 'b' | 0",
                "d between 2 and 12 | 3",
                "t = 'b/1' | 1",
                "t like 'a%' | 2",
                "t like '%b' | 1",
                "t like '%/%' | 1",
                "t not like 'a%' | 2",
                "t > 'a' | 2",
                "t < 'a' | 1",
                "w = date'2018-10-12' | 2",
                "w >= '2018-10-13' | 2",
                "x = 0.0 | 1",
                "x > 1 | 2",
                "x = double('NaN') | 1",
                "d = 1 or open = 200 | 5",
                "d = 1 and open = 0 | 1",
                "d = 1 and rand() < 2 | 1",
                "d = 99 | 0",
                "_metadata.file_name = 'f3.h5' | 1",
                "_metadata.file_path like '%/d=2/%' | 1",
                "_metadata.file_size > 100000 | 0",
                "_metadata.file_modification_time >= timestamp'2018-10-12 12:00:03' | 2",
                "_metadata.file_name < 'f2' and d = 2 | 1"
            })
    void filesAreChosen(String condition, int files) {
        Dataset<Row> days = read("");
        Dataset<Row> wanted = days.filter(condition);
        Matcher counts = COUNTS.matcher(wanted.queryExecution().executedPlan().toString());
        assertThat(counts.find())
                .as("%s", wanted.queryExecution().executedPlan())
                .isTrue();
        assertThat(Integer.parseInt(counts.group(1))).isEqualTo(files);
        // The oracle: the same rows from memory, where nothing is pushed.
        List<Row> rows = days.selectExpr("*", "_metadata").collectAsList();
        Dataset<Row> copy =
                spark.createDataFrame(rows, days.selectExpr("*", "_metadata").schema());
        assertThat(texts(wanted.select("open", "d", "t", "w", "x")))
                .isEqualTo(texts(copy.filter(condition).select("open", "d", "t", "w", "x")));
        assertThat(wanted.count()).isEqualTo(copy.filter(condition).count());
    }

    @Test
    void whatTheFilesDecideIsNotAskedOfEachRow() {
        assertThat(plan(read("").filter("d = 1 and t like 'a%'"))).doesNotContain("Filter");
        assertThat(plan(read("").filter("d = 1 and open = 0")))
                .contains("Filter")
                .doesNotContain("d#");
        assertThat(plan(read("").filter("d = 1 or open = 0"))).contains("Filter");
    }

    @Test
    void otherFilesAreNotOpened() {
        for (String openCost : List.of("4m", "1")) {
            spark.conf().set("spark.sql.files.openCostInBytes", openCost);
            Dataset<Row> days = spark.read()
                    .format("hdf5")
                    .option("dataset", DayFile.DATASET)
                    .option("columnNames", DayFile.COLUMN_NAMES)
                    .load(RecordingFileSystem.uri(folder));
            RecordingFileSystem.reset();
            assertThat(days.filter("d >= 3").collectAsList()).hasSize(2 * DayFile.ROWS);
            assertThat(RecordingFileSystem.reads())
                    .isNotEmpty()
                    .allSatisfy(read -> assertThat(read.path()).matches(".*/f[24].h5"));
            assertThat(days.filter("d = 99").javaRDD().getNumPartitions()).isZero();
        }
        spark.conf().unset("spark.sql.files.openCostInBytes");
    }

    private static Dataset<Row> read(String below) {
        return spark.read()
                .format("hdf5")
                .option("dataset", DayFile.DATASET)
                .option("columnNames", DayFile.COLUMN_NAMES)
                .load(folder + below);
    }

    private static String plan(Dataset<Row> rows) {
        return rows.queryExecution().executedPlan().toString().replaceAll("BatchScan[^\n]*", "BatchScan");
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }
}
