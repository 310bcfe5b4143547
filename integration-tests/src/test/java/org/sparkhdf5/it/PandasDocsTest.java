package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** What {@code docs/pandas.md} shows is what is printed; the files come from {@code make_docs_frames.py}. */
class PandasDocsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SparkSession spark;
    private static DocsPage page;

    @BeforeAll
    static void readPage() throws IOException {
        spark = Sessions.shared();
        page = DocsPage.read("pandas.md", true);
    }

    @Test
    void whatNanDoesToAggregates() {
        String[] aggregates = {"avg(east)", "count(east)", "max(east)"};
        page.assertShown(load("signals.h5", "/df").selectExpr(aggregates));
        page.assertShown(reader("/df")
                .option("nanAsNull", "true")
                .load(file("signals.h5"))
                .selectExpr(aggregates));
    }

    @Test
    void aFloatFrameWithADatetimeIndex() {
        page.assertPrinted(load("signals.h5", "/df"));
    }

    @Test
    void aMixedFrameInTheTableFormat() {
        page.assertPrinted(load("trades.h5", "/day/trades"));
    }

    @Test
    void aFrameWithAMultiIndex() {
        page.assertPrinted(load("weather.h5", "/df"));
        page.assertShown(load("weather.h5", "/df").groupBy("station").min("`(temperature, low)`"));
    }

    @Test
    void categoricals() throws JsonProcessingException {
        Dataset<Row> frame = load("shirts.h5", "/df");
        page.assertPrinted(frame);
        int start = page.text().indexOf("{\"pandas.");
        JsonNode shown = JSON.readTree(page.text().substring(start, page.text().indexOf("\n```", start)));
        assertThat(JSON.readTree(frame.schema().apply("size").metadata().json()))
                .isEqualTo(shown);
    }

    @Test
    void stringsOfPandas3() {
        page.assertPrinted(load("names.h5", "/df"));
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
}
