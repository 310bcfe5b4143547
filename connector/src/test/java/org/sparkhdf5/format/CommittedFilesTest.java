package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** Every committed file equals what h5py says; what is refused today is listed here. */
class CommittedFilesTest {
    @SuppressWarnings("UnusedVariable") // read by JUnit
    private static final List<String> NAMES = Stream.concat(
                    FormatFiles.NAMES.stream(), FormatFiles.DENSE_NAMES.stream())
            .toList();

    /** Patterns of object and part; each must be met. */
    private static final Map<String, List<String>> REFUSED =
            Map.of("dense/external_main", List.of("/links/elsewhere resolves")); // outside of the directory of the file

    @ParameterizedTest
    @FieldSource("NAMES")
    void equalsWhatH5pySays(String name) throws Exception {
        JsonNode expected = FormatFiles.expected(name);

        OracleComparison comparison = OracleComparison.of(
                new InMemoryRangeReader(FormatFiles.file(name), FormatFiles.bytes(name)),
                FormatFiles.externalFiles(ExternalLinkPolicy.SAME_DIRECTORY),
                expected);

        assertThat(comparison.differences).isEmpty();
        assertThat(comparison.compared).isGreaterThan(10);
        List<String> patterns = REFUSED.getOrDefault(name, List.of());
        assertThat(comparison.refusals).allMatch(refusal -> patterns.stream().anyMatch(refusal::matches));
        assertThat(patterns).allMatch(pattern -> comparison.refusals.stream().anyMatch(r -> r.matches(pattern)));
    }
}
