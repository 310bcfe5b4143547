package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Keeps the benchmark running: each method once, tiny, without JMH. */
final class ChunkMapBenchmarkTest {
    @Test
    void runsEveryBenchmarkOnce() throws ReflectiveOperationException {
        ChunkMapBenchmark benchmark = new ChunkMapBenchmark();
        benchmark.chunkCount = 10_000;
        int run = 0;
        for (Method method : ChunkMapBenchmark.class.getMethods()) {
            if (method.isAnnotationPresent(Benchmark.class)) {
                assertThat(method.invoke(benchmark)).as(method.getName()).isEqualTo(10_000);
                run++;
            }
        }
        assertThat(run).isEqualTo(3);
    }
}
