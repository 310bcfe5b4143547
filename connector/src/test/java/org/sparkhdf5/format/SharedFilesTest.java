package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.testing.SharedFolder;
import org.sparkhdf5.testing.SharedTest;

/** The shared files of other writers: structure equals the oracle or is refused by name; damaged files end in our errors. */
class SharedFilesTest {
    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    @Test
    @SharedTest
    void corpusEqualsItsOracle() throws Exception {
        List<String> differences = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        List<String> refusedFiles = new ArrayList<>();
        int files = 0;
        int compared = 0;
        for (JsonNode entry :
                FormatFiles.json(SharedFolder.resolve("corpus/index.json")).get("files")) {
            String name = entry.get("name").asText();
            if (!name.startsWith("files/") || !entry.path("expected").isTextual()) {
                continue;
            }
            JsonNode expected = FormatFiles.json(
                    SharedFolder.resolve("corpus/" + entry.get("expected").asText()));
            if (!expected.has("objects")) {
                continue; // the reference library refuses the whole file
            }
            files++;
            try {
                OracleComparison comparison =
                        OracleComparison.of(reader(SharedFolder.resolve("corpus/" + name)), beside(), expected);
                comparison.differences.forEach(difference -> differences.add(name + ": " + difference));
                comparison.refusals.forEach(refusal -> refusals.add(name + ": " + refusal));
                compared += comparison.compared;
            } catch (Hdf5FormatException e) {
                boolean member = entry.get("status").asText().equals("special-driver")
                        && e.getMessage().contains("join its members if it is one of a family");
                if (!member) { // old members do not name their driver
                    differences.add(name + ": " + e.getMessage());
                }
            } catch (UnsupportedHdf5FeatureException e) {
                refusedFiles.add(entry.get("status").asText() + " " + name);
            }
        }
        System.out.println("corpus: " + files + " files, " + compared + " facts equal the oracle, " + refusals.size()
                + " parts refused by name");

        assertThat(differences).isEmpty();
        assertThat(refusedFiles).allMatch(file -> file.startsWith("special-driver "));
        assertThat(files).isGreaterThan(500);
        assertThat(compared).isGreaterThan(80_000);
    }

    @Test
    @SharedTest
    void fixturesAreReadOrRefusedByName() throws Exception {
        List<String> malformed = new ArrayList<>();
        int files = 0;
        try (Stream<Path> tree = Files.walk(SharedFolder.resolve("fixtures"))) {
            for (Path path :
                    tree.filter(p -> p.toString().endsWith(".h5")).sorted().toList()) {
                files++;
                WholeFileWalk.of(reader(path)).malformed.forEach(message -> malformed.add(message));
            }
        }
        // soft links of the fixture that lead in a circle
        assertThat(malformed).allMatch(message -> message.contains("circle"));
        assertThat(files).isGreaterThan(100);
    }

    @Test
    @SharedTest
    void damagedFilesEndInOurErrors() throws Exception {
        try (Stream<Path> tree = Files.walk(SharedFolder.resolve("corpus/corrupt"))) {
            List<Path> files = tree.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertThat(files).hasSizeGreaterThan(40);
            for (Path path : files) {
                RangeReader reader = reader(path);
                WholeFileWalk walk =
                        assertTimeoutPreemptively(TIME_MAX, () -> WholeFileWalk.of(reader), path::toString);
                assertThat(walk.malformed).allMatch(message -> message.startsWith(path + ": "));
                assertThat(walk.refused).allMatch(message -> message.startsWith(path + ": "));
            }
        }
    }

    private static ExternalFiles beside() {
        return new ExternalFiles(
                ExternalLinkPolicy.SAME_DIRECTORY, path -> Files.exists(Path.of(path)) ? reader(Path.of(path)) : null);
    }

    private static RangeReader reader(Path path) throws IOException {
        return new InMemoryRangeReader(path.toString(), Files.readAllBytes(path));
    }
}
