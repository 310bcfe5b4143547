package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.plan.SplitSizes;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.testing.TableRows;

/** Floats that no type of Spark is, in the files of {@code make_type_files.py}, against the values that h5py reads. */
final class OtherFloatVectorTest {
    private static final SplitSizes ONE_SPLIT = new SplitSizes(1 << 30, 1 << 20, 1 << 30);
    private static final String FILE = "earliest";

    @ParameterizedTest
    @ValueSource(strings = {"/e4m3", "/e5m2", "/bfloat16le", "/bfloat16be", "/f4_20_7le", "/f4_20_7be"})
    void becomeDoublesWithoutRounding(String dataset) throws IOException {
        List<Object> expected = new ArrayList<>();
        for (JsonNode object :
                new ObjectMapper().readTree(resource(".expected.json")).get("objects")) {
            if (object.get("path").asText().equals(dataset)) {
                object.get("values").forEach(value -> expected.add(number(value.asText())));
            }
        }
        assertThat(expected).hasSizeGreaterThan(5).contains(1.0);
        assertThat(rows(resource(".h5"), dataset).read(ONE_SPLIT).get("value")).isEqualTo(expected);
    }

    /** The datatype message of {@code /f4_20_7le} with an exponent of 16 bits in place of 6, at bit 7. */
    @Test
    void refusesLongExponents() throws IOException {
        byte[] file = resource(".h5");
        byte[] message = {7, 0, 20, 0, 20, 6, 7, 13, 31, 0, 0, 0};
        int found = 0;
        for (int i = 0; i <= file.length - message.length; i++) {
            int same = 0;
            while (same < message.length && file[i + same] == message[same]) {
                same++;
            }
            if (same == message.length) {
                file[i + 4] = 7;
                file[i + 5] = 16;
                found++;
            }
        }
        assertThat(found).isPositive();
        assertThatThrownBy(() -> rows(file, "/f4_20_7le").table())
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("/f4_20_7le: a float of 4 bytes, precision 20, exponent of 16 bits is not read;"
                        + " readable are 1 to 16 bytes with exponents up to 15 bits");
    }

    private static TableRows rows(byte[] file, String dataset) {
        return new TableRows(FILE + ".h5", file, TableRequest.ofDataset(dataset));
    }

    private static double number(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static byte[] resource(String suffix) throws IOException {
        try (InputStream in = OtherFloatVectorTest.class.getResourceAsStream("/hdf5/types/" + FILE + suffix)) {
            return in.readAllBytes();
        }
    }
}
