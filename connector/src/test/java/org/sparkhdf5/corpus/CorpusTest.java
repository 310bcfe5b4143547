package org.sparkhdf5.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.testing.SharedFolder;
import org.sparkhdf5.testing.SharedTest;

/**
 * Every file that other software wrote, object by object: structure, attributes and values are what h5py says, or refused by
 * name for a reason that is listed. Nothing is wrong.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusTest {
    /** 0.2 % of the objects. */
    private static final int EXCEPTED_OBJECTS_MAX = 14;

    private final CorpusExceptions exceptions = CorpusExceptions.load();
    private final Set<String> excepted = new HashSet<>();
    private final Map<String, Integer> objectsByFeature = new TreeMap<>();
    private final Map<String, Integer> exceptedByFeature = new TreeMap<>();
    private int files;
    private int objects;
    private int compared;

    static List<CorpusFiles.Entry> files() {
        return SharedFolder.isPresent() ? CorpusFiles.below("files/") : List.of();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("files")
    @SharedTest
    void equalsItsOracle(CorpusFiles.Entry entry) throws IOException {
        files++;
        JsonNode expected = CorpusFiles.expected(entry);
        if (entry.status().equals("special-driver")) {
            refusesAMemberOfASet(entry);
            return;
        }
        List<Finding> findings = new ArrayList<>();
        try {
            CorpusComparison.Result result = CorpusComparison.of(CorpusFiles.reader(entry), expected);
            findings.addAll(result.findings());
            compared += result.compared();
        } catch (Hdf5FormatException e) {
            findings.add(new Finding("/", "file", Finding.Outcome.MALFORMED, e.getMessage()));
        } catch (UnsupportedHdf5FeatureException e) {
            findings.add(new Finding("/", "file", Finding.Outcome.REFUSED, e.getMessage()));
        }
        Map<String, JsonNode> byPath = new TreeMap<>();
        expected.get("objects")
                .forEach(object ->
                        byPath.put(CorpusFiles.shown(object.get("path").asText()), object));
        count(byPath);
        List<Finding> unexpected = new ArrayList<>();
        for (Finding finding : findings) {
            if (!exceptions.accept(entry.name(), byPath.get(finding.object()), finding)) {
                unexpected.add(finding);
            } else {
                note(entry, byPath, finding);
            }
        }
        assertThat(unexpected).isEmpty();
    }

    private static void refusesAMemberOfASet(CorpusFiles.Entry entry) {
        assertThatThrownBy(() -> CorpusFiles.open(CorpusFiles.reader(entry)))
                .isInstanceOfAny(Hdf5FormatException.class, UnsupportedHdf5FeatureException.class)
                .hasMessageContaining(entry.name())
                .hasMessageContaining("join");
    }

    private void count(Map<String, JsonNode> byPath) {
        objects += byPath.size();
        byPath.values()
                .forEach(object ->
                        features(object).forEach(feature -> objectsByFeature.merge(feature, 1, Integer::sum)));
    }

    /** An object that is excepted by itself counts; so does each object of a file that is. */
    private void note(CorpusFiles.Entry entry, Map<String, JsonNode> byPath, Finding finding) {
        boolean single = exceptions.lines(CorpusExceptions.Kind.OBJECT).stream()
                .anyMatch(line -> line.accepts(entry.name(), finding));
        if (!single || finding.outcome() == Finding.Outcome.UNVERIFIED) {
            return;
        }
        byPath.forEach((path, object) -> {
            boolean isIt = finding.part().equals("file") || path.equals(finding.object());
            if (isIt && excepted.add(entry.name() + " " + path)) {
                features(object).forEach(feature -> exceptedByFeature.merge(feature, 1, Integer::sum));
            }
        });
    }

    /** Filters, class of the datatype, layout, chunk index, kind of link. */
    private static Set<String> features(JsonNode object) {
        Set<String> features = new HashSet<>();
        features.add("kind " + object.get("kind").asText());
        object.path("filters").forEach(filter -> features.add("filter " + filter.get("id")));
        if (object.has("layout")) {
            features.add("layout " + object.get("layout").asText());
        }
        if (object.path("storage").has("chunk_index")) {
            features.add(
                    "chunk index " + object.get("storage").get("chunk_index").asText());
        }
        if (object.has("dtype")) {
            features.add("type "
                    + object.get("dtype").asText().split("[0-9{<\\[(:]", 2)[0].replaceFirst("^[iuf]$", "number"));
        }
        return features;
    }

    @AfterAll
    void staysWithinWhatMayBeExcepted() {
        if (files < files().size() || files == 0) {
            return; // only some were run
        }
        System.out.println("corpus: " + files + " files, " + objects + " objects, " + compared
                + " facts equal the oracle, " + excepted.size() + " objects excepted one by one");
        assertThat(exceptions.unused()).as("exceptions that nothing needs").isEmpty();
        assertThat(excepted).hasSizeLessThanOrEqualTo(EXCEPTED_OBJECTS_MAX);
        exceptedByFeature.forEach((feature, count) -> assertThat(10 * count)
                .as("objects excepted of %s", feature)
                .isLessThanOrEqualTo(objectsByFeature.get(feature)));
    }
}
