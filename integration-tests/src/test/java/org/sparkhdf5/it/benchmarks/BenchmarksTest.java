package org.sparkhdf5.it.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.Sessions;

/** Each query of the comparison, once, on a thousandth of the data, against what pandas, h5py and PyTables answer. */
@EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
class BenchmarksTest {
    private static final Path FOLDER = Path.of("benchmarks");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path data;

    @BeforeAll
    static void generate() throws IOException, InterruptedException {
        PythonScript.run(FOLDER.resolve("generate.py"), data.toString(), "--scale", "0.001");
    }

    @Test
    void allPeersAnswerTheSame(@TempDir Path output) throws IOException, InterruptedException {
        Map<String, Benchmark> benchmarks = Benchmark.parse(FOLDER.resolve("queries.json"));
        List<String> arguments = new ArrayList<>(List.of(data.toString(), output.toString(), "--answers"));
        arguments.addAll(benchmarks.keySet());
        String printed = PythonScript.run(FOLDER.resolve("peers.py"), arguments.toArray(new String[0]));

        BenchmarkSession session = new BenchmarkSession(Sessions.shared(), data, output);
        TreeSet<String> compared = new TreeSet<>();
        for (String line : printed.strip().split("\n", -1)) {
            JsonNode expected = new ObjectMapper().readTree(line);
            Benchmark benchmark = benchmarks.get(expected.get("id").asText());
            if (compared.add(benchmark.id())) {
                List<Number> answer = session.run(benchmark, BenchmarkSession.Reader.OURS);
                if (!benchmark.check().isEmpty()) {
                    answer = session.check(benchmark, session.written(benchmark, BenchmarkSession.Reader.OURS));
                }
                assertEqual(answer, expected);
                assertThat(answer).as(line).anyMatch(number -> number.doubleValue() != 0);
            }
        }
        // One column of the frame whose eight columns pandas sums.
        Benchmark one = benchmarks.get("fixed_1_column");
        Benchmark eight = benchmarks.get("fixed_8_columns");
        assertThat(session.run(one, BenchmarkSession.Reader.OURS).get(0).doubleValue())
                .isCloseTo(
                        session.run(eight, BenchmarkSession.Reader.OURS).get(2).doubleValue(), within(1e-9));
        compared.add(one.id());
        assertThat(compared).isEqualTo(new TreeSet<>(benchmarks.keySet()));
    }

    @Test
    void everyQuerySaysWhatItNeeds() throws IOException {
        for (JsonNode query :
                new ObjectMapper().readTree(FOLDER.resolve("queries.json").toFile())) {
            JsonNode facts = new ObjectMapper()
                    .readTree(Files.readString(data.resolve(query.get("data").asText() + ".json")));
            String needed = query.path("needed").asText("");
            assertThat(facts.get("what").asText()).isNotBlank();
            if (!needed.isEmpty()) {
                assertThat(facts.path("needed").path(needed).asLong())
                        .as("bytes that %s needs", query.get("id"))
                        .isPositive();
            }
        }
    }

    private static void assertEqual(List<Number> answer, JsonNode expected) {
        assertThat(answer).as("%s", expected).hasSize(expected.get("answer").size());
        for (int i = 0; i < answer.size(); i++) {
            // The same terms, added in another order.
            assertThat(answer.get(i).doubleValue())
                    .as("answer %d of ours beside %s", i, expected)
                    .isCloseTo(expected.get("answer").get(i).asDouble(), within(1e-7));
        }
    }

    /** Runs a script of Python in the folder of the module. */
    static final class PythonScript {
        private PythonScript() {}

        static String run(Path script, String... arguments) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(System.getProperty("sparkhdf5.python"), script.toString()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(printed).isZero();
            return printed;
        }
    }
}
