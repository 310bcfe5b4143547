package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.Sessions;
import scala.collection.Seq;

/** Datasets in external raw files ({@code make_external_storage.py}): values as h5py reads them, in several tasks. */
class ExternalStorageTest {
    private static final Path FOLDER = Path.of("../connector/src/test/resources/hdf5/external");
    private static final String MAX_PARTITION_BYTES = "spark.sql.files.maxPartitionBytes";

    private SparkSession spark;

    @BeforeEach
    void start() {
        spark = Sessions.shared();
        spark.conf().set(MAX_PARTITION_BYTES, "50");
    }

    @AfterEach
    void reset() {
        spark.conf().unset(MAX_PARTITION_BYTES);
    }

    private DataFrameReader reader(String dataset) {
        return spark.read().format("hdf5").option("dataset", dataset);
    }

    private static String uri() {
        return FOLDER.resolve("external.h5")
                .toAbsolutePath()
                .normalize()
                .toUri()
                .toString();
    }

    private static void flatten(JsonNode value, List<Double> target) {
        if (value.isArray()) {
            value.forEach(element -> flatten(element, target));
        } else {
            target.add(value.asDouble());
        }
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

    private static List<Double> values(Dataset<Row> frame) {
        List<Double> values = new ArrayList<>();
        frame.collectAsList().forEach(row -> flatten(row.get(row.length() - 1), values));
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cube", "pieces", "big", "big_float", "short", "appended"})
    void severalTasksReadTheValuesOfH5py(String dataset) throws IOException {
        List<Double> expected = new ArrayList<>();
        flatten(
                new ObjectMapper()
                        .readTree(FOLDER.resolve("expected.json").toFile())
                        .get(dataset),
                expected);

        Dataset<Row> rows = reader(dataset).load(uri());
        assertThat(rows.javaRDD().getNumPartitions()).isGreaterThan(1);
        assertThat(values(rows)).isEqualTo(expected);
        Dataset<Row> cells = reader(dataset).option("layout", "cells").load(uri());
        assertThat(values(cells.orderBy("_metadata.row_index"))).as("cells").isEqualTo(expected);
    }

    @Test
    void rowsAreChosenByTheirNumber() {
        Dataset<Row> few = reader("pieces").load(uri()).where("_metadata.row_index IN (7, 93)");
        assertThat(few.javaRDD().getNumPartitions()).isLessThanOrEqualTo(2);
        assertThat(few.collectAsList())
                .extracting(row -> ((Number) row.get(0)).intValue())
                .containsExactly(-300 + 7 * 7, -300 + 7 * 93);
    }

    @Test
    void theViewTellsTheLayout() {
        assertThat(spark.read()
                        .format("hdf5")
                        .option("view", "objects")
                        .load(uri())
                        .where("path = '/pieces'")
                        .selectExpr("layout", "storedBytes", "error")
                        .collectAsList())
                .containsExactly(RowFactory.create("external", 400L, null));
    }

    @ParameterizedTest
    @CsvSource({
        "missing, same-directory, gone.raw",
        "elsewhere, same-directory, external links are \"same-directory\" here",
        "pieces, deny, external links are \"deny\" here",
    })
    void filesThatAreMissingOrNotAllowedAreErrors(String dataset, String policy, String reason) {
        assertFailure(() -> reader(dataset)
                        .option("externalLinks", policy)
                        .load(uri())
                        .collectAsList())
                .contains("external.h5: /" + dataset, reason);
    }
}
