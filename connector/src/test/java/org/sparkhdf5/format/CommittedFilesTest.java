package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** Every committed file equals what h5py says; what is refused today is listed here. */
class CommittedFilesTest {
    @SuppressWarnings("UnusedVariable") // read by JUnit
    private static final List<String> NAMES = FormatFiles.NAMES;

    /**
     * What a later issue reads: external files. Patterns of object
     * and part; each must be met.
     */
    private static final Map<String, List<String>> REFUSED = Map.of(
            "refused",
            List.of("/later_storage/raw (layout|bytes)"),
            "latest",
            List.of("/later_storage/raw (layout|bytes)"));

    @ParameterizedTest
    @FieldSource("NAMES")
    void equalsWhatH5pySays(String name) throws Exception {
        JsonNode expected = FormatFiles.expected(name);

        OracleComparison comparison =
                OracleComparison.of(new InMemoryRangeReader(FormatFiles.file(name), FormatFiles.bytes(name)), expected);

        assertThat(comparison.differences).isEmpty();
        assertThat(comparison.compared).isGreaterThan(10);
        List<String> patterns = REFUSED.getOrDefault(name, List.of());
        assertThat(comparison.refusals).allMatch(refusal -> patterns.stream().anyMatch(refusal::matches));
        assertThat(patterns).allMatch(pattern -> comparison.refusals.stream().anyMatch(r -> r.matches(pattern)));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void listsTheChildrenOfEveryGroup(String name) throws Exception {
        Hdf5File file = FormatFiles.open(name);
        Map<String, List<String>> children = new TreeMap<>();
        for (JsonNode object : FormatFiles.expected(name).get("objects")) {
            String path = OracleComparison.shown(object.get("path").asText());
            if (!path.equals("/")) {
                int slash = path.lastIndexOf('/');
                String parent = slash == 0 ? "/" : path.substring(0, slash);
                children.computeIfAbsent(parent, key -> new ArrayList<>()).add(path.substring(slash + 1));
            }
        }
        for (Map.Entry<String, List<String>> entry : children.entrySet()) {
            Group group = (Group) file.find(entry.getKey());
            assertThat(group.links()).extracting(Link::name).isEqualTo(entry.getValue());
        }
    }
}
