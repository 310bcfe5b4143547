package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.QueryMetrics;
import org.sparkhdf5.it.testing.Sessions;
import scala.collection.Seq;

/** Tables whose arrays are virtual: values as h5py reads them, in one task or in several, and what is refused. */
class VirtualTablesTest {
    private static final Path FOLDER = Path.of("src/test/resources/virtual");
    private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";
    private static final String NORTH = "north.h5";
    private static final int CELLS = 36;
    private static final String MISSING_SOURCES = "missing sources of virtual datasets";

    @TempDir
    private Path folder;

    private SparkSession spark;

    @BeforeEach
    void start() {
        spark = Sessions.shared();
    }

    @AfterEach
    void reset() {
        spark.conf().unset(MAX_PARTITION_BYTES);
    }

    private DataFrameReader reader(String dataset) {
        return spark.read().format("hdf5").option("dataset", dataset).option("externalLinks", "any");
    }

    private Dataset<Row> read(String dataset) {
        return reader(dataset).load(uri(FOLDER));
    }

    private static String uri(Path in) {
        return in.resolve("tables.h5").toAbsolutePath().normalize().toUri().toString();
    }

    /** All files in a folder that the test may change. */
    private String copied() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        return uri(folder);
    }

    private static JsonNode expected() {
        try {
            return new ObjectMapper().readTree(FOLDER.resolve("tables.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> datasets() {
        List<String> names = new ArrayList<>();
        expected().fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    private static List<Double> values(JsonNode dataset) {
        List<Double> values = new ArrayList<>();
        dataset.get("values").forEach(value -> values.add(value.doubleValue()));
        return values;
    }

    private static void flatten(Object value, List<Double> target) {
        if (value instanceof Seq<?> elements) {
            for (int i = 0; i < elements.size(); i++) {
                flatten(elements.apply(i), target);
            }
        } else {
            target.add(((Number) value).doubleValue());
        }
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void rowsAreThoseThatH5pyReads(String dataset) {
        assertThat(rows(read(dataset))).isEqualTo(values(expected().get(dataset)));
        spark.conf().set(MAX_PARTITION_BYTES, "100");
        Dataset<Row> cells = reader(dataset).option("layout", "cells").load(uri(FOLDER));
        assertThat(rows(inOrder(cells))).as("cells").isEqualTo(values(expected().get(dataset)));
    }

    /** Then all of them are cut, and the header of a source is looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"/matrix", "/nested", "/parts", "/follows"})
    void severalTasksReadTheSameRows(String dataset) {
        spark.conf().set(MAX_PARTITION_BYTES, "20");
        Dataset<Row> rows = read(dataset);
        assertThat(rows(rows)).isEqualTo(values(expected().get(dataset)));
        assertThat(rows.javaRDD().getNumPartitions()).isGreaterThan(1);
    }

    private static List<Double> rows(Dataset<Row> frame) {
        return rows(frame.collectAsList());
    }

    private static List<Double> rows(List<Row> rows) {
        List<Double> values = new ArrayList<>();
        rows.forEach(row -> flatten(row.get(row.length() - 1), values));
        return values;
    }

    /** Cells by their place: each is behind its position. */
    private static List<Row> inOrder(Dataset<Row> cells) {
        List<Row> rows = new ArrayList<>(cells.select(functions.col("_metadata.row_index"), functions.col("*"))
                .collectAsList());
        rows.sort(Comparator.comparingLong(row -> row.getLong(0)));
        return rows;
    }

    @Test
    void columnsHaveTheNamesThatAreGiven() {
        Dataset<Row> named =
                reader("/matrix").option("columnNames", "open,high,low").load(uri(FOLDER));
        assertThat(named.selectExpr("sum(open)", "max(high)", "min(low)", "count(*)")
                        .collectAsList())
                .containsExactly(RowFactory.create(3 + 45 / 8.0, 9.0, -5.0, 12L));
        assertThat(named.where("_metadata.row_index BETWEEN 5 AND 6")
                        .select("high")
                        .collectAsList())
                .containsExactly(RowFactory.create(9.0), RowFactory.create(0.125));
    }

    /** The scale of the first dimension is virtual as well. */
    @Test
    void coordinatesMayBeVirtualToo() {
        List<Double> field = values(expected().get("/grid/field"));
        List<Double> time = values(expected().get("/grid/time"));
        List<Double> level = List.of(850.0, 500.0, 250.0);
        for (String partitionBytes : List.of("128m", "40")) {
            spark.conf().set(MAX_PARTITION_BYTES, partitionBytes);
            List<Row> cells =
                    inOrder(reader("/grid/field").option("layout", "cells").load(uri(FOLDER)));
            assertThat(cells).hasSize(CELLS);
            for (int i = 0; i < CELLS; i++) {
                assertThat(cells.get(i))
                        .isEqualTo(RowFactory.create((long) i, time.get(i / 3), level.get(i % 3), field.get(i)));
            }
        }
        assertThat(reader("/grid/field")
                        .option("layout", "cells")
                        .load(uri(FOLDER))
                        .where("time >= 104 AND level = 500")
                        .collectAsList())
                .containsExactlyInAnyOrder(
                        RowFactory.create(104.0, 500.0, 1.625), RowFactory.create(105.0, 500.0, 2.0));
    }

    @Test
    void virtualDatasetsAreColumnsOfAGroup() {
        for (String partitionBytes : List.of("128m", "40")) {
            spark.conf().set(MAX_PARTITION_BYTES, partitionBytes);
            assertThat(read("/columns")
                            .where("exact >= 104")
                            .select("exact", "number", "plain")
                            .collectAsList())
                    .containsExactly(RowFactory.create(104.0, 104L, 10), RowFactory.create(105.0, 105L, 11));
        }
        assertThat(read("/columns")
                        .selectExpr("sum(exact)", "sum(number)", "sum(plain)")
                        .collectAsList())
                .containsExactly(RowFactory.create(618.75, 617L, 66L));
    }

    @Test
    void missingSourcesAreCounted() throws InterruptedException {
        assertThat(QueryMetrics.of(spark, read("/gaps"))).containsEntry(MISSING_SOURCES, "1");
        assertThat(QueryMetrics.of(spark, read("/no_dataset"))).containsEntry(MISSING_SOURCES, "2");
        assertThat(QueryMetrics.of(spark, read("/matrix"))).containsEntry(MISSING_SOURCES, "0");
    }

    @ParameterizedTest
    @CsvSource({
        "/matrix, deny, north.h5, external links are \"deny\" here",
        "/elsewhere, same-directory, sub/deep.h5, external links are \"same-directory\" here",
        "/parts, deny, part0.h5, external links are \"deny\" here",
        "/other_system, same-directory, other://host/deep.h5, external links are \"same-directory\" here",
    })
    void sourcesAreUnderThePolicyOfExternalLinks(String dataset, String policy, String source, String reason) {
        assertFailure(() -> reader(dataset)
                        .option("externalLinks", policy)
                        .load(uri(FOLDER))
                        .collectAsList())
                .contains("tables.h5: " + dataset, source, reason, "option externalLinks");
    }

    @Test
    void aSourceOfAnUnknownFileSystemIsAnError() {
        assertFailure(() -> read("/other_system").collectAsList())
                .contains("other://host/deep.h5: no file system is there for this file");
    }

    @Test
    void viewsTellThatTheyAreVirtual() {
        Dataset<Row> objects =
                spark.read().format("hdf5").option("view", "objects").load(uri(FOLDER));
        assertThat(objects.where("path = '/matrix'")
                        .selectExpr("kind", "layout", "storedBytes", "chunkShape", "error")
                        .collectAsList())
                .containsExactly(RowFactory.create("dataset", "virtual", 0L, null, null));
        assertFailure(() -> spark.read()
                        .format("hdf5")
                        .option("view", "chunks")
                        .option("dataset", "/matrix")
                        .load(uri(FOLDER))
                        .collectAsList())
                .contains(
                        "tables.h5: /matrix: a chunked dataset is expected, found layout virtual, which has no chunks");
        assertThat(spark.read()
                        .format("hdf5")
                        .option("view", "tables")
                        .option("dataset", "/parts")
                        .load(uri(FOLDER))
                        .selectExpr("rows", "error")
                        .collectAsList())
                .containsExactly(RowFactory.create(12L, null));
    }

    @Test
    void aDamagedSourceFailsOrIsGivenUp() throws IOException, InterruptedException {
        String uri = copied();
        Files.write(folder.resolve(NORTH), new byte[3000]);
        assertFailure(() -> reader("/matrix").load(uri).collectAsList()).contains(NORTH, "tables.h5: /matrix");

        Dataset<Row> ignoring =
                reader("/matrix").option("ignoreCorruptFiles", "true").load(uri);
        assertThat(ignoring.collectAsList()).isEmpty();
        assertThat(QueryMetrics.of(spark, ignoring)).containsEntry("corrupt files given up", "1");
    }

    /** Six rows a split: what is not of the damaged source comes all the same. */
    @Test
    void otherSplitsOfADamagedSourceAreRead() throws IOException, InterruptedException {
        String uri = copied();
        Files.write(folder.resolve(NORTH), new byte[3000]);
        spark.conf().set(MAX_PARTITION_BYTES, "144");
        Dataset<Row> ignoring =
                reader("/matrix").option("ignoreCorruptFiles", "true").load(uri);

        assertThat(rows(ignoring)).isEqualTo(values(expected().get("/matrix")).subList(CELLS / 2, CELLS));
        assertThat(QueryMetrics.of(spark, ignoring)).containsEntry("corrupt files given up", "1");
    }

    /** Whatever is ignored: a source that is not there is not a file that was listed. */
    @Test
    void aMissingSourceIsFilledWhateverIsIgnored() throws IOException {
        String uri = copied();
        Files.delete(folder.resolve(NORTH));
        for (String ignore : List.of("true", "false")) {
            List<Double> values =
                    rows(reader("/matrix").option("ignoreMissingFiles", ignore).load(uri));
            assertThat(values.subList(0, 18)).containsOnly(0.0);
            assertThat(values).contains(2.125);
        }
    }

    @Test
    void aSourceThatChangesWhileItIsReadIsAnError() throws IOException {
        String uri = copied();
        String source = folder.resolve("south.h5").toString();
        assertFailure(() -> reader("/matrix")
                        .load(uri)
                        .javaRDD()
                        .mapPartitions(rows -> {
                            assertThat(rows.hasNext()).isTrue();
                            Files.setLastModifiedTime(Path.of(source), FileTime.fromMillis(1_000_000));
                            long count = 0;
                            while (rows.hasNext()) {
                                rows.next();
                                count++;
                            }
                            return List.of(count).iterator();
                        })
                        .collect())
                .contains("south.h5: the file changed after the query was planned");
    }
}
