package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.Sessions;

/** What {@code docs/tables.md} shows is what is printed; the files come from {@code make_docs_shapes.py}. */
class TablesDocsTest {
    private static SparkSession spark;
    private static String page;

    @BeforeAll
    static void readPage() throws IOException {
        spark = Sessions.shared();
        page = Files.readString(Path.of("../docs/tables.md"));
    }

    @Test
    void aDatasetOfOneDimension() {
        assertPrinted(shapes("dataset", "/counts"));
    }

    @Test
    void aDatasetOfSeveralDimensions() {
        assertPrinted(shapes("dataset", "/image"));
    }

    @Test
    void aColumnPerElement() {
        assertShown(shapes("dataset", "/matrix", "layout", "columns"));
        assertShown(shapes("dataset", "/matrix", "columnNames", "/names"));
    }

    @Test
    void aRowPerElement() {
        assertShown(shapes("dataset", "/matrix", "layout", "cells"));
        assertShown(shapes("dataset", "/matrix", "columnNames", "/names", "layout", "cells"));
        assertShown(load("/docs/", "signals.h5", "dataset", "/df", "layout", "cells"));
    }

    @Test
    void severalTablesOfAFile() {
        assertShown(
                load("/keys/", "keys.h5", "dataset", "/sym/*").select("_metadata.dataset", "_metadata.row_index", "v"));
    }

    @Test
    void records() {
        assertPrinted(shapes("dataset", "/hits"));
        assertPrinted(shapes("dataset", "/pixels"));
    }

    @Test
    void aGroupOfColumns() {
        assertPrinted(shapes("dataset", "/run"));
    }

    @Test
    void aListOfColumns() {
        assertShown(shapes("columns", "/run/depth,/calibration/depth,/calibration/error"));
    }

    @Test
    void aVariableWithItsCoordinates() {
        assertPrinted(weather("dataset", "/t"));
        assertShown(weather("columns", "/p,/t"));
        assertShown(weather("dataset", "/t", "layout", "cells").where("time = 6"));
        assertPrinted(weather("columns", "/p,/t", "cf", "true"));
    }

    @Test
    void attributesAsColumns() {
        assertShown(shapes("dataset", "/run", "attributes", "/@cruise,/run@operator,/run/salt@units")
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
        assertThat(page).contains(code + ".load(\"" + name + "\")");
        try {
            return reader.load(
                    Path.of(TablesDocsTest.class.getResource(folder + name).toURI())
                            .toUri()
                            .toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The page holds what {@code printSchema()} and {@code show()} print, one after the other. */
    private static void assertPrinted(Dataset<Row> frame) {
        assertThat(page).contains("```\n" + frame.schema().treeString() + "\n" + shown(frame) + "\n```");
    }

    private static void assertShown(Dataset<Row> frame) {
        assertThat(page).contains("```\n" + shown(frame) + "\n```");
    }

    private static String shown(Dataset<Row> frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        scala.Console.withOut(out, () -> {
            frame.show(20, false);
            return null;
        });
        return out.toString(StandardCharsets.UTF_8).strip();
    }
}
