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

    private static Dataset<Row> cellsOf(String columns) {
        return spark.read()
                .format("hdf5")
                .option("columns", columns)
                .option("layout", "cells")
                .load(odd);
    }

    /** As {@code xarray.Dataset.to_dataframe()}: numpy's formulas of the generator, in chunks of 2 x 2 and without chunks. */
    @Test
    void cellsOfSeveralVariablesStandSideBySide() {
        Dataset<Row> chunked = cellsOf("/grid/t,/grid/q");
        assertThat(chunked.columns()).containsExactly("y", "x", "t", "q");
        List<Row> rows = chunked.orderBy("y", "x").collectAsList();
        Dataset<Row> contiguous = cellsOf("/grid/s,/grid/u");
        assertThat(contiguous.columns()).containsExactly("y", "x", "s", "u");
        List<Row> others = contiguous.orderBy("y", "x").collectAsList();
        assertThat(rows).hasSize(12);
        assertThat(others).hasSize(12);
        for (int i = 0; i < 12; i++) {
            double y = i / 3 / 2.0;
            long x = i % 3 * 10L;
            assertThat(rows.get(i)).isEqualTo(RowFactory.create(y, x, (short) i, i < 6 ? i / 4.0 : -1.0));
            assertThat(others.get(i)).isEqualTo(RowFactory.create(y, x, 100L + i, i / 8f));
        }
        assertThat(chunked.selectExpr("sum(q)", "count(*)").collectAsList())
                .containsExactly(RowFactory.create(15 / 4.0 - 6, 12L));
        assertThat(chunked.selectExpr("sum(t)").collectAsList()).containsExactly(RowFactory.create(66L));
    }

    @Test
    void cellsOfSeveralVariablesThatDoNotGoTogetherAreRefusedWithTheWayOut() {
        assertFailure(() -> cellsOf("/short,/matrix"))
                .contains("/short: option \"columns\" with layout=cells: datasets on the same dimensions are expected,"
                        + " found /short [5] and /matrix [2, 3]; read the cells of each");
        assertFailure(() -> cellsOf("/grid/t,/grid/bare"))
                .contains("found /grid/t [4, 3] and /grid/bare [4, 3] with other coordinates; read the cells of each");
        assertFailure(() -> cellsOf("/grid/t,/grid/r"))
                .contains("found /grid/t in chunks [2, 2] and /grid/r in chunks [4, 1]; read the cells of each");
        assertFailure(() -> cellsOf("/grid/t,/grid/s")).contains("and /grid/s in no chunks; read the cells of each");
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
