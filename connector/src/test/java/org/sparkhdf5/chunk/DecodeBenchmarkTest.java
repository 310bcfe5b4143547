package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/** Keeps the benchmark running: each method once, without JMH. */
final class DecodeBenchmarkTest {
    @Test
    void runsEveryBenchmarkOnce() throws IOException, DataFormatException {
        DecodeBenchmark benchmark = new DecodeBenchmark();
        benchmark.prepare();
        assertThat(benchmark.cells()).isEqualTo(100_000);
        assertThat(benchmark.rows()).isEqualTo(100);
        assertThat(benchmark.inflaterAlone()).isEqualTo(400_000);
    }
}
