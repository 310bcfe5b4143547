package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.Sessions;

/** What a review of tables of every shape has found, each with its part of {@code odd.h5} ({@code make_key_files.py}). */
class OddFilesTest {
    private static SparkSession spark;
    private static String odd;

    @BeforeAll
    static void session() throws URISyntaxException {
        spark = Sessions.shared();
        odd = Path.of(OddFilesTest.class.getResource("/keys/odd.h5").toURI()).toString();
    }

    private static Dataset<Row> load(String dataset, String... options) {
        DataFrameReader reader = spark.read().format("hdf5").option("dataset", dataset);
        for (int i = 0; i < options.length; i += 2) {
            reader = reader.option(options[i], options[i + 1]);
        }
        return reader.load(odd);
    }

    @Test
    void aScaleMayBeLongerThanItsDimension() {
        assertThat(load("/short", "layout", "cells").collectAsList())
                .containsExactlyInAnyOrder(
                        RowFactory.create(0.0, 0),
                        RowFactory.create(10.0, 1),
                        RowFactory.create(20.0, 2),
                        RowFactory.create(30.0, 3),
                        RowFactory.create(40.0, 4));
        assertThat(load("/short").collectAsList()).hasSize(5);
    }

    @Test
    void columnNamesMayBeTextOfVariableLength() {
        assertThat(load("/matrix", "columnNames", "/names").columns()).containsExactly("east", "north", "up");
    }

    @Test
    void cellsOfAPlainMatrixHaveItsColumnNames() {
        Dataset<Row> cells = load("/matrix", "columnNames", "/names", "layout", "cells");
        assertThat(cells.columns()).containsExactly("dim_0", "column", "value");
        assertThat(cells.orderBy("value").collectAsList())
                .containsExactly(
                        RowFactory.create(0L, "east", 0.0),
                        RowFactory.create(0L, "north", 1.0),
                        RowFactory.create(0L, "up", 2.0),
                        RowFactory.create(1L, "east", 3.0),
                        RowFactory.create(1L, "north", 4.0),
                        RowFactory.create(1L, "up", 5.0));
        assertFailure(() -> load("/short", "columnNames", "a,b,c,d,e", "layout", "cells"))
                .contains("/short: option \"columnNames\" with layout=cells needs a dataset of two dimensions, found");
        assertFailure(() -> load("/matrix", "columnNames", "a,b", "layout", "cells"))
                .contains("/matrix: option \"columnNames\": 3 names are expected");
    }

    @Test
    void cellsOfSeveralVariablesAreRefusedWithTheWayOut() {
        assertFailure(() -> spark.read()
                        .format("hdf5")
                        .option("columns", "/short,/matrix")
                        .option("layout", "cells")
                        .load(odd))
                .contains(
                        "option \"columns\" with layout=cells: one dataset is expected, found 2; read the cells of each");
    }

    @Test
    void textsThatAllPointAtALongOneAreNotCopiedForEach() {
        assertFailure(() -> load("/matrix", "attributes", "/bomb@texts"))
                .contains("/bomb: attribute texts has 500 texts of up to 20000 bytes, at most 1048576 make a column;"
                        + " leave it out of option \"attributes\"");
    }

    @Test
    void everyNameOfAGroupMatches() {
        assertThat(load("/*/df")
                        .select("_metadata.dataset")
                        .distinct()
                        .orderBy("dataset")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create("/first/df"),
                        RowFactory.create("/second/df"),
                        RowFactory.create("/third/df"));
    }

    @Test
    void aCalendarThatIsNotReadIsNotLeftOutOfAGroup() {
        assertThat(load("/run").columns()).containsExactly("a", "when");
        assertFailure(() -> load("/run", "cf", "true")).contains("/run/when: ").contains("julian");
    }

    @Test
    void unitsOfAnyLengthAreNotSearchedForADate() {
        assertThat(load("/wide", "cf", "true").collectAsList())
                .isEqualTo(List.of(RowFactory.create(0L, 0L), RowFactory.create(1L, 1L), RowFactory.create(2L, 2L)));
    }
}
