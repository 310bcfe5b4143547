package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.Sessions;

/** Tables that external links lead to: values as h5py reads them, from the file that holds them. */
class ExternalLinksTest {
    private static final String FILE = Path.of("../connector/src/test/resources/hdf5/dense/external_main.h5")
            .toAbsolutePath()
            .normalize()
            .toUri()
            .toString();

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    @AfterEach
    void reset() {
        spark.conf().unset("spark.sql.files.openCostInBytes");
    }

    private static Dataset<Row> load(String dataset) {
        return spark.read().format("hdf5").option("dataset", dataset).load(FILE);
    }

    /** Rows say which file was listed, so that a filter on it chooses what it shows. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "4m"})
    void rowsNameTheFileThatWasAsked(String openCost) {
        spark.conf().set("spark.sql.files.openCostInBytes", openCost);
        Dataset<Row> values = load("/links/values");
        assertThat(values.select("_metadata.file_name").distinct().collectAsList())
                .containsExactly(RowFactory.create("external_main.h5"));
        assertThat(values.where("_metadata.file_name = 'external_main.h5'").count())
                .isEqualTo(4);
        assertThat(values.selectExpr("input_file_name() f")
                        .where("f LIKE '%external_main.h5'")
                        .count())
                .isEqualTo(4);
    }

    /** With an open cost of 0 the driver plans the ranges; with the default the task finds them. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "4m"})
    void datasetsAreReadFromTheOtherFile(String openCost) {
        spark.conf().set("spark.sql.files.openCostInBytes", openCost);
        for (String dataset : List.of("/links/values", "/links/dot", "/links/soft", "/links/group/values")) {
            assertThat(load(dataset).collectAsList())
                    .extracting(row -> row.getInt(0))
                    .containsExactly(0, 1, 2, 3);
        }
        for (String dataset : List.of("/links/back", "/links/itself")) {
            assertThat(load(dataset).collectAsList())
                    .extracting(row -> row.getDouble(0))
                    .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        }
        assertThat(load("/links/values").count()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "/links/values, deny, external links are \"deny\" here",
        "/links/elsewhere, same-directory, external links are \"same-directory\" here",
        "/links/no_file, any, no dataset \"/links/no_file\" in this file",
    })
    void whatMustNotBeFollowedOrIsNotThereIsRefused(String dataset, String policy, String reason) {
        assertFailure(() -> spark.read()
                        .format("hdf5")
                        .option("dataset", dataset)
                        .option("externalLinks", policy)
                        .load(FILE)
                        .collectAsList())
                .contains("external_main.h5", dataset, reason);
    }

    @Test
    void aViewFollowsThemAsAReadDoes() {
        assertThat(views("same-directory", "/links/values")).containsExactly("4 value INT null");
        assertThat(views("deny", "/links/values"))
                .singleElement()
                .matches(row -> row.contains("external links are \"deny\" here"));
    }

    private static List<String> views(String policy, String dataset) {
        return spark
                .read()
                .format("hdf5")
                .option("view", "tables")
                .option("dataset", dataset)
                .option("externalLinks", policy)
                .load(FILE)
                .selectExpr("rows", "schema", "error")
                .collectAsList()
                .stream()
                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
                .toList();
    }
}
