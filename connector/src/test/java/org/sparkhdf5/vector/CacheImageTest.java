package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.plan.SplitSizes;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.testing.TableRows;

/** Every dataset of {@code make_cache_image_file.py}, read whole and in splits, is what h5py reads without the image. */
final class CacheImageTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SplitSizes WHOLE = new SplitSizes(1 << 30, 1 << 20, 1 << 30);
    private static final SplitSizes SMALL_SPLITS = new SplitSizes(64, 0, 64);

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = CacheImageTest.class.getResourceAsStream("/hdf5/cacheimage/" + name)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "image.h5, plain",
        "image.h5, fixed",
        "image.h5, btree",
        "image.h5, text",
        "image.h5, group/compact",
        "unread.h5, extensible",
    })
    void equalsItsOracle(String file, String dataset) throws IOException {
        JsonNode expected = JSON.readTree(bytes("expected.json")).get(file).get(dataset);
        TableRows rows = new TableRows(file, bytes(file), TableRequest.ofDataset("/" + dataset));
        for (SplitSizes sizes : List.of(WHOLE, SMALL_SPLITS)) {
            List<JsonNode> found = rows.readWhole(sizes).values().iterator().next();
            assertThat(asNumbers(JSON.valueToTree(found)).toString())
                    .isEqualTo(asNumbers(expected).toString());
        }
    }

    /** Text of floats as numbers. */
    private static JsonNode asNumbers(JsonNode values) {
        return JSON.valueToTree(java.util.stream.StreamSupport.stream(values.spliterator(), false)
                .map(value -> value.isTextual() && value.asText().matches("-?[0-9.]+")
                        ? JSON.valueToTree(value.asDouble())
                        : value)
                .toList());
    }
}
