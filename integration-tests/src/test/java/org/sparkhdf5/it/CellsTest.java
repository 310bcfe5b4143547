package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.QueryMetrics;
import org.sparkhdf5.it.testing.Sessions;
import scala.collection.Seq;

/** Long form of arrays and frames against what numpy and pandas have; see {@code python/make_cells_files.py}. */
class CellsTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");
    private static final String[] SIZES = {"spark.sql.files.openCostInBytes", "spark.sql.files.maxPartitionBytes"};

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    @AfterEach
    void defaultSizes() {
        for (String size : SIZES) {
            spark.conf().unset(size);
        }
    }

    /** @param json what the oracle says */
    record Case(JsonNode json) {
        @Override
        public String toString() {
            return json.get("file").asText() + " " + json.get("dataset").asText();
        }
    }

    static Stream<Case> cases() throws IOException {
        JsonNode all = new ObjectMapper().readTree(file("cells.expected.json").toFile());
        return StreamSupport.stream(all.spliterator(), false).map(Case::new);
    }

    private static Path file(String name) {
        try {
            return new File(CellsTest.class.getResource("/cells/" + name).toURI()).toPath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Dataset<Row> read(String file, String dataset, String... options) {
        Map<String, String> all = new HashMap<>(Map.of("dataset", dataset, "layout", "cells"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return spark.read().format("hdf5").options(all).load(file(file).toUri().toString());
    }

    /** Many small splits, planned by the driver; or the whole file as one, by the task. */
    private static void splits(boolean many) {
        spark.conf().set(SIZES[0], many ? "0" : "4194304");
        spark.conf().set(SIZES[1], many ? "700" : "134217728");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void equalsItsOracle(Case one) {
        List<String> options = new ArrayList<>();
        one.json.get("options").fields().forEachRemaining(option -> {
            options.add(option.getKey());
            options.add(option.getValue().asText());
        });
        List<String> expected = new ArrayList<>();
        one.json.get("rows").forEach(row -> expected.add(canonical(row).toString()));
        List<String> columns = new ArrayList<>();
        one.json
                .get("columns")
                .forEach(column ->
                        columns.add(column.get(0).asText() + " " + column.get(1).asText()));
        String file = one.json.get("file").asText();
        String dataset = one.json.get("dataset").asText();
        String[] given = options.toArray(new String[0]);
        for (boolean many : new boolean[] {true, false}) {
            splits(many);
            Dataset<Row> cells = read(
                    one.json.get("file").asText(), one.json.get("dataset").asText(), options.toArray(new String[0]));
            List<String> found = Stream.of(cells.schema().fields())
                    .map(field -> field.name() + " " + field.dataType().sql().replace(" NOT NULL", ""))
                    .toList();
            assertThat(found).isEqualTo(columns);
            List<String> rows = cells.collectAsList().stream()
                    .map(row -> canonical(row).toString())
                    .toList();
            assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(read(file, dataset, given).count()).isEqualTo(expected.size());
        checkColumnsAlone(one, read(file, dataset, given), columns.size());
    }

    private static void checkColumnsAlone(Case one, Dataset<Row> cells, int columnCount) {
        for (int place : columnCount == 1 ? new int[] {0} : new int[] {columnCount - 2, columnCount - 1}) {
            List<String> alone = cells.select(cells.col("`" + cells.columns()[place] + "`")).collectAsList().stream()
                    .map(row -> canonical(row.get(0)).toString())
                    .toList();
            List<String> ofRows = new ArrayList<>();
            one.json
                    .get("rows")
                    .forEach(row -> ofRows.add(canonical(row.get(place)).toString()));
            assertThat(alone).as("column %d", place).containsExactlyInAnyOrderElementsOf(ofRows);
        }
    }

    private static Object canonical(JsonNode node) {
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(canonical(item)));
            return items;
        }
        String text = node.asText();
        if (node.isTextual() && text.startsWith("f:")) {
            return "f:" + (text.equals("f:nan") ? Double.NaN : Double.parseDouble(text.substring(2)));
        }
        return node.isNull() ? "null" : text;
    }

    private static Object canonical(Object found) {
        if (found instanceof Row row) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < row.length(); i++) {
                items.add(canonical(row.get(i)));
            }
            return items;
        }
        if (found instanceof Seq<?> list) {
            List<Object> items = new ArrayList<>();
            for (scala.collection.Iterator<?> i = list.iterator(); i.hasNext(); ) {
                items.add(canonical(i.next()));
            }
            return items;
        }
        if (found instanceof Float || found instanceof Double) {
            return "f:" + ((Number) found).doubleValue();
        }
        if (found instanceof LocalDateTime time) {
            return "t:" + TIME.format(time);
        }
        return found instanceof Instant time ? "t:" + TIME.format(time.atOffset(ZoneOffset.UTC)) : "" + found;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCellTellsItsPositionInCOrder(boolean many) {
        splits(many);
        for (String dataset : List.of("/clipped", "/holes", "/contiguous", "/rank4")) {
            Dataset<Row> cells = read("arrays.h5", dataset);
            StringBuilder position = new StringBuilder("0");
            int[] extent = extent(dataset);
            for (int i = 0; i < extent.length; i++) {
                position.insert(0, '(')
                        .append(") * ")
                        .append(extent[i])
                        .append(" + dim_")
                        .append(i);
            }
            assertThat(cells.selectExpr("count_if(_metadata.row_index <> " + position + ")", "count(value)")
                            .first()
                            .getLong(0))
                    .as(dataset)
                    .isZero();
        }
        Dataset<Row> frame = read("table.h5", "floats");
        assertThat(frame.where("column = 'd' AND __index_level_0__ = 7")
                        .selectExpr("_metadata.row_index")
                        .first()
                        .getLong(0))
                .isEqualTo(7 * 5 + 1);
    }

    private static int[] extent(String dataset) {
        return switch (dataset) {
            case "/clipped" -> new int[] {5, 4, 6};
            case "/holes" -> new int[] {7, 9};
            case "/contiguous" -> new int[] {4, 5};
            default -> new int[] {3, 2, 4, 3};
        };
    }

    @Test
    void onlyWhatIsAskedForIsRead() throws InterruptedException {
        splits(true);
        Map<String, String> places =
                QueryMetrics.of(spark, read("arrays.h5", "/clipped").select("dim_2", "dim_0"));
        assertThat(places).containsEntry("chunks read", "0").containsEntry("bytes read", "0");
        Map<String, String> values =
                QueryMetrics.of(spark, read("arrays.h5", "/clipped").select("value"));
        assertThat(values).containsEntry("chunks read", "12");
    }

    @Test
    void aSeriesIsItsOwnLongForm() {
        for (String file : List.of("fixed.h5", "table.h5")) {
            List<Row> cells = read(file, "series").collectAsList();
            List<Row> rows = read(file, "series", "layout", "rows").collectAsList();
            assertThat(cells).isEqualTo(rows).hasSize(9);
        }
    }

    @Test
    void columnsOfTwoTypesAreRefusedByName() {
        for (String file : List.of("fixed.h5", "table.h5")) {
            assertThatThrownBy(() -> read(file, "mixed"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("/" + file
                            + ": /mixed: layout=cells needs columns of one type, found a BIGINT and b DOUBLE;"
                            + " use layout=rows, and stack() in the query");
        }
    }

    @Test
    void aFrameWithoutColumnsHasNoCells() {
        assertThatThrownBy(() -> read("fixed.h5", "no_columns"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(": /no_columns: layout=cells needs at least one column, found a frame without"
                        + " columns; leave the option out");
    }

    @Test
    void columnsMayBeAskedForAsWiderTypes() {
        Dataset<Row> cells = spark.read()
                .schema("value DOUBLE, dim_1 DOUBLE, other INT, dim_0 DECIMAL(20,0)")
                .format("hdf5")
                .option("dataset", "/contiguous")
                .option("layout", "cells")
                .load(file("arrays.h5").toUri().toString());
        // 4 x 5 of 0, 1, 2, …
        assertThat(cells.selectExpr("count_if(value = dim_0 * 5 + dim_1)", "count(other)")
                        .first()
                        .mkString(","))
                .isEqualTo("20,0");
    }
}
