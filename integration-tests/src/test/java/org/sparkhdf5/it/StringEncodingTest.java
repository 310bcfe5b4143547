package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.it.testing.OracleCheck;
import org.sparkhdf5.it.testing.Sessions;
import org.sparkhdf5.testing.SharedFolder;
import org.sparkhdf5.testing.SharedTest;

/** Strings of the corpus that are no UTF-8 are read byte by byte where the user asks for it. */
@SharedTest
class StringEncodingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "files/hdf5plugin/bitshuffle/regression_0.4.0.h5, /original/",
        "files/hdf5plugin/bitshuffle/regression_0.4.0.h5, /compressed/",
        "files/hdfview/BugFixTests/UTF8Strings.h5, /",
        "files/netcdf-c/unit_test/nctest_netcdf4_classic.nc, /char",
    })
    void everyByteIsThere(String file, String prefix) throws IOException {
        int compared = 0;
        for (JsonNode object : JSON.readTree(SharedFolder.resolve("corpus/" + file + ".expected.json")
                        .toFile())
                .get("objects")) {
            String dtype = object.path("dtype").asText();
            boolean strings = dtype.startsWith("S") || dtype.startsWith("vlen-str");
            if (!strings || !object.get("path").asText().startsWith(prefix)) {
                continue;
            }
            boolean bytes = dtype.contains("ascii");
            List<String> texts = new ArrayList<>();
            List<String> hex = new ArrayList<>();
            JsonNode values = object.has("values") ? object.get("values") : object.get("head");
            for (JsonNode value : values) {
                byte[] stored = bytes(value);
                // What claims to be UTF-8 and is comes as it is; else each byte is a character.
                boolean utf8 = !bytes && !value.has("hex");
                texts.add(new String(stored, utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
                hex.add(HexFormat.of().formatHex(stored));
            }
            assertThat(read(file, object, "latin-1").subList(0, texts.size()))
                    .as("%s", object.get("path"))
                    .isEqualTo(texts);
            if (bytes) {
                assertThat(read(file, object, "binary").subList(0, hex.size()))
                        .as("%s", object.get("path"))
                        .isEqualTo(hex);
            }
            compared++;
        }
        assertThat(compared).isGreaterThan(1);
    }

    /** The bytes of an element. */
    private static byte[] bytes(JsonNode value) {
        return value.has("hex")
                ? HexFormat.of().parseHex(value.get("hex").asText())
                : value.asText().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> read(String file, JsonNode object, String encoding) {
        List<String> found = new ArrayList<>();
        for (Row row : Sessions.shared()
                .read()
                .format("hdf5")
                .option("dataset", object.get("path").asText())
                .option("stringEncoding", encoding)
                .load("file:" + SharedFolder.resolve("corpus/" + file))
                .collectAsList()) {
            add(OracleCheck.java(row.get(0)), found);
        }
        return found;
    }

    private static void add(Object value, List<String> found) {
        if (value instanceof Collection<?> elements) {
            elements.forEach(element -> add(element, found));
        } else {
            found.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : (String) value);
        }
    }
}
