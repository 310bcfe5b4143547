package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.DayFile;
import org.sparkhdf5.it.testing.Sessions;

/** Directories named {@code column=value}: which files, columns, types and values; Spark's own file source says the same. */
class PartitionDirectoriesTest {
    private static final String INFERENCE = "spark.sql.sources.partitionColumnTypeInference.enabled";
    private static final int BINARY_FILE_COLUMNS = 4;

    @TempDir
    private Path folder;

    private SparkSession spark;
    private int written;

    @BeforeEach
    void start() {
        spark = Sessions.shared();
    }

    @AfterEach
    void reset() {
        spark.conf().unset(INFERENCE);
        spark.conf().unset("spark.sql.timestampType");
        spark.conf().unset("spark.sql.caseSensitive");
        spark.conf().unset("spark.sql.sources.validatePartitionColumns");
    }

    @Test
    void columnsComeBehindTheData() throws IOException {
        write("year=2018/day=1012/a.h5", "year=2018/day=0101/b.h5");

        Dataset<Row> days = read(Map.of(), "");

        assertThat(days.schema().toDDL().replace(" NOT NULL", ""))
                .isEqualTo("open DOUBLE,high DOUBLE,low DOUBLE,year INT,day INT");
        Transform[] partitioning = ((DataSourceV2Relation) days.queryExecution().analyzed())
                .table()
                .partitioning();
        assertThat(partitioning).extracting(Transform::name).containsExactly("identity", "identity");
        assertThat(partitioning)
                .extracting(transform -> transform.references()[0].fieldNames()[0])
                .containsExactly("year", "day");
        assertThat(days.orderBy("open").collectAsList().stream().map(Row::toString))
                .containsExactly(
                        "[0.0,1.0,2.0,2018,1012]",
                        "[10.0,11.0,12.0,2018,1012]",
                        "[100.0,101.0,102.0,2018,101]",
                        "[110.0,111.0,112.0,2018,101]");
        assertThat(days.select("day", "low")
                        .filter("open = 110")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[101,112.0]]");
        assertThat(days.select("day").distinct().count()).isEqualTo(2);
        assertThat(days.selectExpr("input_file_name()").distinct().collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder(
                        "file://" + folder + "/year=2018/day=1012/a.h5",
                        "file://" + folder + "/year=2018/day=0101/b.h5");
    }

    @Test
    void aDirectoryWinsOverAColumnOfTheData() throws IOException {
        write("HIGH=7/a.h5");
        Dataset<Row> days = read(Map.of(), "");
        assertThat(days.columns()).containsExactly("open", "low", "HIGH");
        assertThat(days.filter("open = 0").collectAsList().toString()).isEqualTo("[[0.0,2.0,7]]");
        spark.conf().set("spark.sql.caseSensitive", "true");
        assertThat(read(Map.of(), "").columns()).containsExactly("open", "high", "low", "HIGH");
    }

    /** Each is the values of one column; all columns are levels of the same directories. */
    private static final List<String> VALUES = List.of(
            "1 2 3",
            "1 3000000000",
            "1 12345678901234567890",
            "3000000000 12345678901234567890123",
            "1 1.5",
            "3000000000 1.5",
            "12345678901234567890 1.5",
            "1e5 7",
            "1e50 2",
            "NaN 1",
            "1 x",
            "+5 -3",
            "007 08",
            "2018-10-12 2018-10-13",
            "2018-10-12 2018-10-13%2012%3A30%3A00",
            "2018-10-13%2012%3A30%3A00 2018-10-13%2012%3A30%3A00.5",
            "2018-10-13%2012%3A30%3A00.25",
            "2018-1-2 2018-01-02",
            "2018-02-30",
            "2018-10-12 5",
            "1 __HIVE_DEFAULT_PARTITION__",
            "x __HIVE_DEFAULT_PARTITION__",
            "2018-10-12 __HIVE_DEFAULT_PARTITION__",
            "a%20b%2Fc ä %zz 100%",
            "true false",
            "0x10",
            "1d 2f",
            "a=b c");

    @Test
    void valuesHaveTheTypesThatSparkGivesThem() throws IOException {
        for (int partition = 0; partition < 4; partition++) {
            StringBuilder directories = new StringBuilder();
            for (int column = 0; column < VALUES.size(); column++) {
                String[] values = VALUES.get(column).split(" ");
                directories.append("p" + column + "=" + values[Math.min(partition, values.length - 1)] + "/");
            }
            write(directories + "x.h5");
        }
        assertLikeSpark(Map.of(), "");
        spark.conf().set(INFERENCE, "false");
        assertLikeSpark(Map.of(), "");
        spark.conf().set(INFERENCE, "true");
        spark.conf().set("spark.sql.timestampType", "TIMESTAMP_NTZ");
        assertLikeSpark(Map.of(), "");
    }

    @Test
    void timesAreInTheZoneOfTheOptionOrTheSession() throws IOException {
        write("p=2018-10-13%2012%3A30%3A00/x.h5");
        assertLikeSpark(Map.of(), "");
        assertLikeSpark(Map.of("timeZone", "America/New_York"), "");
        assertThat(read(Map.of("timeZone", "America/New_York"), "")
                        .selectExpr("cast(p as string)")
                        .first()
                        .getString(0))
                .isEqualTo("2018-10-13 16:30:00");
    }

    @Test
    void onlyNullsAreAColumnOfNulls() throws IOException {
        write("p=__HIVE_DEFAULT_PARTITION__/x.h5");
        Dataset<Row> days = read(Map.of(), "");
        assertThat(days.schema().apply("p").dataType()).isEqualTo(DataTypes.NullType);
        assertThat(days.selectExpr("p is null", "p").first().toString()).isEqualTo("[true,null]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "year=2018",
                "year=*",
                "year=*/day=*",
                "year=*/day=*/*.h5",
                "year=2018/day=1012",
                "year=2018/day=1012/a.h5",
                "year=2018/day=1012/a.h5 year=2019/day=0101/b.h5",
                "year=2018/day=1012 year=2018/day=1012",
                "year=2018/day=1012/a.h5 year=2018/day=1012/a.h5",
                "year=2018 year=2019",
                "year=201[89]/day=1012",
                "{year=2018,year=2019}",
                "{year=2018/day=1012,year=2019}"
            })
    void pathsMeanWhatSparkTakesThemFor(String paths) throws IOException {
        write(
                "year=2018/day=1012/a.h5",
                "year=2018/day=1013/a.h5",
                "year=2019/day=1012/a.h5",
                "year=2019/day=0101/b.h5");
        String[] given = paths.split(" ", -1);
        assertLikeSpark(Map.of(), given);
        assertLikeSpark(Map.of("basePath", folder.toString()), given);
        if (given.length == 1) {
            if (paths.startsWith("year=2018")) {
                assertLikeSpark(Map.of("basePath", folder + "/year=2018"), given);
            }
            assertLikeSpark(Map.of("recursiveFileLookup", "true", "pathGlobFilter", "a*"), given);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.h5 2018/b.h5 2018/1012/c.h5",
                "a.h5 k=1/b.h5",
                "sub/k=1/b.h5",
                "sub/k=1/b.h5 other/k=2/b.h5",
                "k=1/b.h5 other/c.h5",
                "k=1/sub/b.h5 k=2/c.h5",
                "k=1/b.h5 j=1/c.h5",
                "k=1/b.h5 k=2/j=1/c.h5",
                "k=1/b.h5 K=2/c.h5",
                "k=1/b.h5 _tmp/c.h5 .x/d.h5 _SUCCESS k=2/_e.h5",
                "k=1/b.h5 _j=2/c.h5",
                "k=/b.h5",
                "=1/b.h5",
                "k=1/k=2/b.h5"
            })
    void directoriesMeanWhatSparkTakesThemFor(String files) throws IOException {
        write(files.split(" "));
        assertLikeSpark(Map.of(), "");
        if (files.contains("K=") || files.startsWith("a.h5")) {
            assertLikeSpark(Map.of("recursiveFileLookup", "true"), "");
            spark.conf().set("spark.sql.caseSensitive", "true");
            assertLikeSpark(Map.of(), "");
        }
    }

    @Test
    void filesAreChosenByNameAndTime() throws IOException {
        write("a.h5", "b.h5", "c.hdf5");
        Files.setLastModifiedTime(folder.resolve("b.h5"), FileTime.from(Instant.parse("2018-10-12T12:00:00Z")));
        assertLikeSpark(Map.of("pathGlobFilter", "*.{h5,he5}"), "");
        assertLikeSpark(Map.of("modifiedBefore", "2018-10-12T12:00:01"), "");
        assertLikeSpark(Map.of("modifiedAfter", "2018-10-12T12:00:00"), "");
        assertLikeSpark(Map.of("modifiedAfter", "2018-10-12", "modifiedBefore", "2018-10-13"), "");
        // The instant is meant, in the zone of the option.
        assertThat(read(Map.of("modifiedBefore", "2018-10-12 14:00:01", "timeZone", "+02:00"), "")
                        .count())
                .isEqualTo(DayFile.ROWS);
        assertFailure(() -> read(Map.of("modifiedBefore", "2018-10-12 14:00:00", "timeZone", "+02:00"), ""))
                .contains("at least one HDF5 file is expected, found none", "recursiveFileLookup");
        assertThatThrownBy(() -> read(Map.of("modifiedAfter", "yesterday"), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "option \"modifiedAfter\": a time such as 2018-10-12T13:00:00 is expected, found yesterday");
        assertThatThrownBy(() -> read(Map.of("modifiedAfter", "2018-10-12", "timeZone", "nowhere"), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"timeZone\": a zone such as Europe/Berlin or +02:00 is expected, found nowhere");
        assertThatThrownBy(() -> read(Map.of("recursiveFileLookup", "yes"), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"recursiveFileLookup\": true or false is expected, found yes");
    }

    @Test
    void aSchemaGivesPartitionsTheirTypes() throws IOException {
        write("year=2018/day=0101/a.h5", "year=2019/day=0102/b.h5");
        StructType schema = new StructType()
                .add("day", DataTypes.StringType)
                .add("open", DataTypes.DoubleType)
                .add("YEAR", DataTypes.LongType)
                .add("none", DataTypes.LongType);

        Dataset<Row> days = reader(Map.of()).schema(schema).load(folder.toString());

        assertThat(days.schema().toDDL())
                .isEqualTo("open DOUBLE,none BIGINT,year BIGINT,day STRING".replace("year", "YEAR"));
        assertThat(days.filter("day = '0102' and open = 100").collectAsList().toString())
                .isEqualTo("[[100.0,null,2019,0102]]");
        for (String type : List.of(
                "tinyint",
                "smallint",
                "bigint",
                "float",
                "double",
                "decimal(10,2)",
                "decimal(38,0)",
                "string",
                "binary")) {
            assertThat(reader(Map.of())
                            .schema("open double, day " + type)
                            .load(folder.toString())
                            .filter("open = 100")
                            .selectExpr("cast(day as string)")
                            .first()
                            .getString(0))
                    .as(type)
                    .isEqualTo(
                            switch (type) {
                                case "string", "binary" -> "0102";
                                case "float", "double" -> "102.0";
                                case "decimal(10,2)" -> "102.00";
                                default -> "102";
                            });
        }
    }

    @Test
    void aValueThatIsNoneOfTheTypeFails() throws IOException {
        write("day=x/a.h5");
        for (String type : List.of("int", "tinyint", "boolean", "date", "timestamp", "decimal(3,1)", "array<int>")) {
            assertThatThrownBy(() ->
                            reader(Map.of()).schema("open double, day " + type).load(folder.toString()))
                    .as(type)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("file:" + folder + "/day=x/a.h5: partition column day: a value of type "
                            + type.toUpperCase(Locale.ROOT) + " is expected in the name of the directory,"
                            + " found x; give the column another type in .schema(…)");
        }
        spark.conf().set("spark.sql.sources.validatePartitionColumns", "false");
        assertThat(reader(Map.of())
                        .schema("open double, day int")
                        .load(folder.toString())
                        .filter("day is null")
                        .count())
                .isEqualTo(DayFile.ROWS);
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            DayFile.write(folder.resolve(name), written++);
        }
    }

    private DataFrameReader reader(Map<String, String> options) {
        return spark.read()
                .format("hdf5")
                .option("columnNames", DayFile.COLUMN_NAMES)
                .option("dataset", DayFile.DATASET)
                .options(options);
    }

    private Dataset<Row> read(Map<String, String> options, String... relative) {
        return reader(options).load(absolute(relative));
    }

    private String[] absolute(String... relative) {
        return Arrays.stream(relative).map(name -> folder + "/" + name).toArray(String[]::new);
    }

    /** Compares which files are read, and the columns of their directories, with Spark's source of whole files. */
    private void assertLikeSpark(Map<String, String> options, String... relative) {
        StructType partitions;
        List<String> expected;
        try {
            Dataset<Row> files =
                    spark.read().format("binaryFile").options(options).load(absolute(relative));
            List<StructField> fields = Arrays.asList(files.schema().fields());
            partitions = new StructType(
                    fields.subList(BINARY_FILE_COLUMNS, fields.size()).toArray(new StructField[0]));
            expected = rows(files, partitions);
        } catch (Exception | AssertionError e) {
            assertThatThrownBy(() -> read(options, relative).collectAsList())
                    .as("Spark fails: %s", e.getMessage())
                    .isInstanceOf(Exception.class);
            return;
        }
        if (expected.isEmpty()) {
            assertFailure(() -> read(options, relative)).contains("at least one HDF5 file is expected, found none");
            return;
        }
        Dataset<Row> read = read(options, relative);
        List<StructField> all = Arrays.asList(read.schema().fields());
        // Where names differ in case only, Spark takes that of any directory.
        assertThat(all.subList(DayFile.COLUMNS.size(), all.size()).toString())
                .isEqualToIgnoringCase(Arrays.toString(partitions.fields()));
        assertThat(rows(read.filter("open % 100 = 0"), partitions)).isEqualTo(expected);
    }

    private static List<String> rows(Dataset<Row> files, StructType partitions) {
        List<String> columns = new ArrayList<>(List.of("_metadata.file_path"));
        for (String name : partitions.fieldNames()) {
            columns.add("cast(`" + name + "` as string)");
        }
        return files.selectExpr(columns.toArray(new String[0])).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }
}
