package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Hdf5File;

/** Nodes of PyTables, as tables; the expected columns are those of {@code make_pytables_files.py}. Values: PyTablesTest. */
final class PyTablesRecogniserTest {
    static List<JsonNode> objects() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        new ObjectMapper().readTree(ListedFiles.bytes("pytables/expected.json")).forEach(entry -> {
            if (entry.has("columns")) {
                objects.add(entry);
            }
        });
        return objects;
    }

    @ParameterizedTest
    @MethodSource("objects")
    void columnsAreThoseOfPyTables(JsonNode object) throws IOException {
        Table table = read(object.get("file").asText(), request(object));
        List<String> expected = new ArrayList<>();
        object.get("columns")
                .forEach(column -> expected.add(
                        column.get("name").asText() + " " + column.get("type").asText()));
        assertThat(table.kind()).isEqualTo(object.get("kind").asText());
        assertThat(table.rowCount())
                .isEqualTo(object.get("columns").get(0).get("values").size());
        assertThat(table.columns())
                .extracting(column -> column.name() + " " + column.logicalType().sql())
                .isEqualTo(expected);
    }

    @Test
    void aGroupIsTheTableThatItHolds() throws IOException {
        Table table = read("tables.h5", TableRequest.ofDataset("/group"));
        assertThat(table).isEqualTo(read("tables.h5", TableRequest.ofDataset("/group/table")));
        assertThatThrownBy(() -> read("tables.h5", TableRequest.ofDataset("/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/: a table or a dataset is expected, found a group; tables found: ");
    }

    @Test
    void attributesThatPyTablesKeepsForItselfAreNoMetadata() throws IOException {
        Table table = read("tables.h5", TableRequest.ofDataset("/indexed"));
        assertThat(table.columns().get(0).metadata()).containsOnlyKeys("hdf5.attribute.TITLE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/wrong_base | a VLArray of PSEUDOATOM vlunicode: integers of 4 bytes are expected, found FixedPoint of 2 bytes",
                "/wrong_bytes | a VLArray of PSEUDOATOM vlstring: integers of 1 byte are expected, found FixedPoint of 4 bytes",
                "/damaged | row 1: pickle",
            })
    void whatContradictsItselfIsMalformed(String dataset, String what) {
        assertThatThrownBy(() -> read("by_h5py.h5", TableRequest.ofDataset(dataset)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith("mem:/pytables/by_h5py.h5: " + dataset + ": " + what);
    }

    @Test
    void anUnknownPseudoatomIsRefused() {
        assertThatThrownBy(() -> read("by_h5py.h5", TableRequest.ofDataset("/future")))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "mem:/pytables/by_h5py.h5: /future: a VLArray of PSEUDOATOM vlfuture is not read; readable are"
                                + " vlstring, vlunicode, object; choose another dataset");
    }

    /** A row longer than the sample is not looked at, and says nothing. */
    @ParameterizedTest
    @CsvSource({
        "texts, INFER, 1048576, TEXT",
        "texts, INFER, 1, JSON",
        "nothing, INFER, 1048576, UNSEEN",
        "mixed, INFER, 1048576, JSON",
        "mixed, INFER, 15, JSON",
        "mixed, INFER, 20, TEXT",
        "days, INFER, 1048576, DATE",
        "days, STRING, 1, TEXT_OR_JSON",
        "days, ASKED, 1, AS_ASKED",
    })
    void objectsAreTypedByTheFirstRows(String name, ObjectColumns.Typing typing, int sampleBytes, ObjectRule expected)
            throws IOException {
        ObjectColumns objects = new ObjectColumns(typing, sampleBytes, ObjectColumns.PICKLE_BYTES_MAX_DEFAULT);
        Table table = read("arrays.h5", request("/objects/" + name, StringEncoding.UTF_8, objects));
        assertThat(table.columns().get(0).objectRule()).isEqualTo(expected);
    }

    private static TableRequest request(JsonNode object) {
        JsonNode options = object.get("options");
        StringEncoding strings = StringEncoding.UTF_8;
        for (StringEncoding encoding : StringEncoding.values()) {
            if (encoding.optionValue()
                    .equalsIgnoreCase(options.path("stringEncoding").asText())) {
                strings = encoding;
            }
        }
        ObjectColumns objects = options.has("objects")
                ? ObjectColumns.DEFAULT.with(ObjectColumns.Typing.STRING)
                : ObjectColumns.DEFAULT;
        return request(object.get("dataset").asText(), strings, objects);
    }

    private static TableRequest request(String dataset, StringEncoding strings, ObjectColumns objects) {
        return new TableRequest(
                dataset,
                ArrayLayout.ROWS,
                null,
                List.of(),
                IndexColumns.TRUE,
                NanosecondRule.FAIL,
                false,
                strings,
                objects);
    }

    private static Table read(String file, TableRequest request) throws IOException {
        Hdf5File opened = ListedFiles.open("pytables/" + file.replace(".h5", ""));
        return new TableReader(opened, opened.reader()).read(request);
    }
}
