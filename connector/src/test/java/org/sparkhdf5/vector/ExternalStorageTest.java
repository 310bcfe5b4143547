package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.plan.SplitSizes;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.testing.CountingRangeReader;
import org.sparkhdf5.testing.TableRows;
import org.sparkhdf5.testing.WholeValues;

/** Every dataset of {@code make_external_storage.py}, read whole and in splits, is what h5py reads. */
final class ExternalStorageTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SplitSizes WHOLE = new SplitSizes(1 << 30, 1 << 20, 1 << 30);
    private static final SplitSizes SMALL_SPLITS = new SplitSizes(64, 0, 64);

    private static byte @Nullable [] bytes(String name) {
        try (InputStream in = ExternalStorageTest.class.getResourceAsStream("/hdf5/external/" + name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TableRows rows(String dataset, ExternalLinkPolicy policy) {
        return new TableRows("external.h5", ExternalStorageTest::bytes, TableRequest.ofDataset(dataset), policy);
    }

    static Stream<Map.Entry<String, JsonNode>> datasets() throws IOException {
        return JSON.readTree(bytes("expected.json")).properties().stream();
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void equalsItsOracle(Map.Entry<String, JsonNode> one) throws IOException {
        TableRows rows = rows("/" + one.getKey(), ExternalLinkPolicy.SAME_DIRECTORY);
        JsonNode values = one.getValue();
        for (SplitSizes sizes : List.of(WHOLE, SMALL_SPLITS)) {
            List<Object> found = new ArrayList<>();
            List<List<JsonNode>> columns = List.copyOf(rows.readWhole(sizes).values());
            for (int row = 0; row < columns.get(0).size(); row++) {
                int at = row;
                found.add(
                        columns.size() == 1
                                ? columns.get(0).get(row)
                                : columns.stream().map(column -> column.get(at)).toList());
            }
            assertThat(JSON.valueToTree(found).toString())
                    .isEqualTo(normal(values).toString());
        }
        if (values.size() >= 20) {
            assertThat(rows.splitCount()).isGreaterThan(1);
        }
    }

    private static JsonNode normal(JsonNode values) {
        JsonNode rows = values.isArray() ? values : JSON.createArrayNode().add(values);
        return JSON.valueToTree(WholeValues.normal(asFloats(rows), false));
    }

    /** Text of a float as Java writes it. */
    private static JsonNode asFloats(JsonNode value) {
        if (value.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            value.forEach(item -> items.add(asFloats(item)));
            return JSON.valueToTree(items);
        }
        boolean isFloat = value.isTextual() && value.asText().matches("-?[0-9].*");
        return isFloat ? JSON.valueToTree(Double.toString(Double.parseDouble(value.asText()))) : value;
    }

    @Test
    void readsOfARawFileWhatItsPiecesHold() throws IOException {
        TableRows rows = rows("/pieces", ExternalLinkPolicy.SAME_DIRECTORY);
        rows.readWhole(WHOLE);

        assertThat(rows.readers().stream()
                        .filter(reader -> reader.file().endsWith("/a.raw"))
                        .mapToLong(CountingRangeReader::bytesRead)
                        .sum())
                .isEqualTo(200);
        assertThat(rows.readers()).allMatch(reader -> reader.closes() > 0);
    }

    @Test
    void namesFileDatasetAndRawFileThatIsMissing() {
        assertThatThrownBy(() -> rows("/missing", ExternalLinkPolicy.ANY).readWhole(WHOLE))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "file:///nowhere/external.h5: /missing: raw data are in the external file gone.raw, which is "
                                + "missing: looked for file:///nowhere/gone.raw; put it there");
        assertThatThrownBy(() -> rows("/pieces", ExternalLinkPolicy.DENY).readWhole(WHOLE))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("/pieces: raw data in the external file a.raw are not read")
                .hasMessageContaining("the option externalLinks");
    }
}
