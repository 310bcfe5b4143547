package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** What {@code docs/pandas.md} shows is what is printed; the files come from {@code make_docs_frames.py}. */
class PandasDocsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SparkSession spark;
    private static String page;

    @BeforeAll
    static void readPage() throws IOException {
        spark = Sessions.shared();
        page = Files.readString(Path.of("../docs/pandas.md"));
    }

    @Test
    void whatNanDoesToAggregates() {
        String[] aggregates = {"avg(east)", "count(east)", "max(east)"};
        assertShown(load("signals.h5", "/df").selectExpr(aggregates));
        assertShown(reader("/df")
                .option("nanAsNull", "true")
                .load(file("signals.h5"))
                .selectExpr(aggregates));
    }

    @Test
    void aFloatFrameWithADatetimeIndex() {
        assertPrinted(load("signals.h5", "/df"));
    }

    @Test
    void aMixedFrameInTheTableFormat() {
        assertPrinted(load("trades.h5", "/day/trades"));
    }

    @Test
    void aFrameWithAMultiIndex() {
        assertPrinted(load("weather.h5", "/df"));
        assertShown(load("weather.h5", "/df").groupBy("station").min("`(temperature, low)`"));
    }

    @Test
    void categoricals() throws JsonProcessingException {
        Dataset<Row> frame = load("shirts.h5", "/df");
        assertPrinted(frame);
        int start = page.indexOf("{\"pandas.");
        JsonNode shown = JSON.readTree(page.substring(start, page.indexOf("\n```", start)));
        assertThat(JSON.readTree(frame.schema().apply("size").metadata().json()))
                .isEqualTo(shown);
    }

    @Test
    void stringsOfPandas3() {
        assertPrinted(load("names.h5", "/df"));
    }

    private static DataFrameReader reader(String dataset) {
        return spark.read().format("hdf5").option("dataset", dataset);
    }

    private static Dataset<Row> load(String name, String dataset) {
        return reader(dataset).load(file(name));
    }

    private static String file(String name) {
        String folder = name.equals("names.h5") ? "/docs-pandas3/" : "/docs/";
        try {
            return Path.of(PandasDocsTest.class.getResource(folder + name).toURI())
                    .toUri()
                    .toString();
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
            frame.show();
            return null;
        });
        return out.toString(StandardCharsets.UTF_8).strip();
    }
}
