package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Keeps the benchmarks running: each method once, without JMH. */
final class VectorBenchmarkTest {
    @Test
    void runsEveryBenchmarkOnce() throws ReflectiveOperationException {
        VectorBenchmark benchmark = new VectorBenchmark();
        benchmark.prepare();
        int run = 0;
        for (Method method : VectorBenchmark.class.getMethods()) {
            if (method.isAnnotationPresent(Benchmark.class)) {
                assertThat((Double) method.invoke(benchmark))
                        .as(method.getName())
                        .isNotZero();
                run++;
            }
        }
        assertThat(run).isEqualTo(8);
    }
}
