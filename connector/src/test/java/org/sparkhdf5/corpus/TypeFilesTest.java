package org.sparkhdf5.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** The committed files of {@code make_type_files.py}: every datatype class, as dataset and as attribute. */
class TypeFilesTest {
    private static final long SEED = 20261121L;
    private static final List<String> NAMES = List.of("earliest", "latest", "sizes4", "pytables");

    @ParameterizedTest
    @ValueSource(strings = {"earliest", "latest", "sizes4", "pytables"})
    void holdsWhatWasWritten(String name) throws IOException {
        JsonNode expected = new ObjectMapper().readTree(resource(name + ".expected.json"));

        CorpusComparison.Result result = CorpusComparison.of(reader(name, resource(name + ".h5")), expected);

        assertThat(result.findings().stream()
                        .filter(finding ->
                                !name.equals("pytables") || !finding.part().equals("attributes")))
                .isEmpty();
        assertThat(result.compared()).isGreaterThan(10);
    }

    @Test
    void damagedFilesEndInOurErrors() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> mutants(400));
    }

    @Test
    @Tag("slow")
    void manyDamagedFilesEndInOurErrors() {
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> mutants(3_000));
    }

    private static void mutants(int count) throws IOException {
        byte[][] originals = new byte[NAMES.size()][];
        JsonNode[] expected = new JsonNode[NAMES.size()];
        for (int i = 0; i < originals.length; i++) {
            originals[i] = resource(NAMES.get(i) + ".h5");
            expected[i] = new ObjectMapper().readTree(resource(NAMES.get(i) + ".expected.json"));
        }
        int differing = 0;
        for (int i = 0; i < count; i++) {
            Random random = new Random(SEED + i);
            byte[] mutant = mutate(originals[i % originals.length], random);
            String name = NAMES.get(i % originals.length) + " seed " + (SEED + i);
            try {
                CorpusComparison.Result result =
                        CorpusComparison.of(reader(name, mutant), expected[i % expected.length]);
                assertThat(result.findings())
                        .as(name)
                        .noneMatch(finding -> finding.outcome() == Finding.Outcome.BROKEN);
                differing += result.findings().isEmpty() ? 0 : 1;
            } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
                differing++;
            }
        }
        assertThat(differing).isGreaterThan(count / 4);
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] mutant = original.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(mutant.length);
            for (int tries = 0; tries < 20 && mutant[at] == 0; tries++) {
                at = random.nextInt(mutant.length);
            }
            mutant[at] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (mutant[at] ^ 1 << random.nextInt(8));
        }
        return mutant;
    }

    private static InMemoryRangeReader reader(String name, byte[] bytes) {
        return new InMemoryRangeReader("mem:/" + name + ".h5", bytes);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = TypeFilesTest.class.getResourceAsStream("/hdf5/types/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }
}
