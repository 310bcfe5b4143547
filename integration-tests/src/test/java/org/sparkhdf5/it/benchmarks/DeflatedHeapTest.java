package org.sparkhdf5.it.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.ForkedJvm;

/**
 * A gzip dataset that is larger than the heap when it is decoded, summed by a JVM of 160 MB of heap; {@code small-heap.sh} does the same
 * with 10 GB in 512 MB.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
class DeflatedHeapTest {
    private static final long HEAP_BYTES = 160L << 20;
    private static final String QUERIES = "benchmarks/scale-queries.json";

    @Test
    void moreThanTheHeapIsSummed(@TempDir Path data) throws IOException, InterruptedException {
        BenchmarksTest.PythonScript.run(
                Path.of("benchmarks/generate.py"), data.toString(), "--scale", "0.04", "--only", "deflated");
        JsonNode facts = new ObjectMapper().readTree(Files.readString(data.resolve("deflated.json")));
        long count = facts.get("count").asLong();
        assertThat(count * Float.BYTES).isGreaterThan(2 * HEAP_BYTES);

        String[] answer = ForkedJvm.run(Program.class, Long.toString(HEAP_BYTES), data.toString())
                .lines()
                .filter(line -> line.startsWith("answer "))
                .findFirst()
                .orElseThrow()
                .split(" ", -1);
        assertThat(Double.parseDouble(answer[1])).isCloseTo(facts.get("sum").asDouble(), within(1e-4));
        assertThat(Long.parseLong(answer[2])).isEqualTo(count);
    }

    /** The program: prints the answer. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            SparkSession spark = SparkSession.builder()
                    .master("local[2]")
                    .config("spark.ui.enabled", "false")
                    // Spark itself refuses a heap below 450 MB, unless it is told that this is a test.
                    .config("spark.testing.memory", Long.toString(512L << 20))
                    .getOrCreate();
            Path data = Path.of(arguments[0]);
            Map<String, Benchmark> benchmarks = Benchmark.parse(Path.of(QUERIES));
            List<Number> answer = new BenchmarkSession(spark, data, data)
                    .run(benchmarks.get("deflated"), BenchmarkSession.Reader.OURS);
            System.out.println("answer " + answer.get(0) + " " + answer.get(1));
            spark.stop();
        }
    }
}
