package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.DocsPage;
import org.sparkhdf5.it.testing.Sessions;

/** What {@code docs/tables.md} shows is what is printed; the files come from {@code make_docs_shapes.py}. */
class TablesDocsTest {
    private static SparkSession spark;
    private static DocsPage page;

    @BeforeAll
    static void readPage() throws IOException {
        spark = Sessions.shared();
        page = DocsPage.read("tables.md", false);
    }

    @Test
    void aDatasetOfOneDimension() {
        page.assertPrinted(shapes("dataset", "/counts"));
    }

    @Test
    void aDatasetOfSeveralDimensions() {
        page.assertPrinted(shapes("dataset", "/image"));
    }

    @Test
    void aColumnPerElement() {
        page.assertShown(shapes("dataset", "/matrix", "layout", "columns"));
        page.assertShown(shapes("dataset", "/matrix", "columnNames", "/names"));
    }

    @Test
    void aRowPerElement() {
        page.assertShown(shapes("dataset", "/matrix", "layout", "cells"));
        page.assertShown(shapes("dataset", "/matrix", "columnNames", "/names", "layout", "cells"));
        page.assertShown(load("/docs/", "signals.h5", "dataset", "/df", "layout", "cells"));
    }

    @Test
    void severalTablesOfAFile() {
        page.assertShown(
                load("/keys/", "keys.h5", "dataset", "/sym/*").select("_metadata.dataset", "_metadata.row_index", "v"));
    }

    @Test
    void records() {
        page.assertPrinted(shapes("dataset", "/hits"));
        page.assertPrinted(shapes("dataset", "/pixels"));
    }

    @Test
    void aGroupOfColumns() {
        page.assertPrinted(shapes("dataset", "/run"));
    }

    @Test
    void aListOfColumns() {
        page.assertShown(shapes("columns", "/run/depth,/calibration/depth,/calibration/error"));
    }

    @Test
    void aVariableWithItsCoordinates() {
        page.assertPrinted(weather("dataset", "/t"));
        page.assertShown(weather("columns", "/p,/t"));
        page.assertShown(weather("dataset", "/t", "layout", "cells").where("time = 6"));
        page.assertPrinted(weather("columns", "/p,/t", "cf", "true"));
    }

    @Test
    void attributesAsColumns() {
        page.assertShown(shapes("dataset", "/run", "attributes", "/@cruise,/run@operator,/run/salt@units")
                .select("depth", "salt", "cruise", "operator", "units"));
    }

    private static Dataset<Row> shapes(String... options) {
        return load("/docs-shapes/", "shapes.h5", options);
    }

    private static Dataset<Row> weather(String... options) {
        return load("/docs-shapes/", "weather.nc", options);
    }

    private static Dataset<Row> load(String folder, String name, String... options) {
        DataFrameReader reader = spark.read().format("hdf5");
        StringBuilder code = new StringBuilder("df = spark.read.format(\"hdf5\")");
        for (int i = 0; i < options.length; i += 2) {
            reader = reader.option(options[i], options[i + 1]);
            code.append(String.format(".option(\"%s\", \"%s\")", options[i], options[i + 1]));
        }
        assertThat(page.text()).contains(code + ".load(\"" + name + "\")");
        try {
            return reader.load(
                    Path.of(TablesDocsTest.class.getResource(folder + name).toURI())
                            .toUri()
                            .toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
