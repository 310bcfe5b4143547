package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.plan.SplitSizes;
import org.sparkhdf5.table.ArrayLayout;
import org.sparkhdf5.table.IndexColumns;
import org.sparkhdf5.table.NanosecondRule;
import org.sparkhdf5.table.ObjectColumns;
import org.sparkhdf5.table.StringEncoding;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.testing.TableRows;
import org.sparkhdf5.testing.WholeValues;

/** Every shape of {@code make_shape_files.py}, read whole and in small splits, is what numpy and xarray have. */
final class ShapeCasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SplitSizes ONE_FILE = new SplitSizes(1 << 30, 1 << 20, 1 << 30);
    private static final SplitSizes SMALL_SPLITS = new SplitSizes(16, 0, 16);

    static Stream<JsonNode> cases() throws IOException {
        return StreamSupport.stream(JSON.readTree(bytes("cases.json")).spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsItsOracle(JsonNode one) throws IOException {
        String file = one.get("file").asText();
        TableRows rows = new TableRows(file, bytes(file), request(one.get("options")));
        Table table = rows.table();
        assertThat(table.kind()).isEqualTo(one.get("kind").asText());
        List<String> columns = new ArrayList<>();
        one.get("columns")
                .forEach(column -> columns.add(
                        column.get("name").asText() + " " + column.get("type").asText()));
        assertThat(table.columns())
                .extracting(column -> column.name() + " " + column.logicalType().sql())
                .isEqualTo(columns);
        for (SplitSizes sizes : List.of(ONE_FILE, SMALL_SPLITS)) {
            Map<String, List<JsonNode>> found = rows.readWhole(sizes);
            for (JsonNode column : one.get("columns")) {
                String name = column.get("name").asText();
                String type = column.get("type").asText();
                boolean floats = type.contains("FLOAT") || type.contains("DOUBLE");
                assertThat(JSON.valueToTree(found.get(name)).toString())
                        .as(name)
                        .isEqualTo(JSON.valueToTree(WholeValues.normal(column.get("values"), floats))
                                .toString());
            }
        }
    }

    static TableRequest request(JsonNode options) {
        String dataset = options.has("dataset") ? options.get("dataset").asText() : null;
        NanosecondRule rule = NanosecondRule.valueOf(
                options.path("nanoseconds").asText("fail").toUpperCase(Locale.ROOT));
        TableRequest plain = TableRequest.ofDataset(dataset);
        return new TableRequest(
                dataset,
                plain.datasetList(),
                false,
                ArrayLayout.valueOf(options.path("layout").asText("rows").toUpperCase(Locale.ROOT)),
                null,
                List.of(),
                IndexColumns.TRUE,
                rule,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT,
                list(options.path("columns").asText()),
                list(options.path("attributes").asText()),
                options.path("cf").asBoolean());
    }

    private static List<String> list(String text) {
        if (text.startsWith("[")) {
            return List.of(text.substring(2, text.length() - 2).split("\", \""));
        }
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = ShapeCasesTest.class.getResourceAsStream("/hdf5/shapes/" + name)) {
            return in.readAllBytes();
        }
    }
}
