package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Keeps the benchmarks running: each method once, without JMH. */
final class FilterBenchmarkTest {
    @Test
    void runsEveryBenchmarkOnce() throws ReflectiveOperationException {
        FilterBenchmark benchmark = new FilterBenchmark();
        benchmark.prepare();
        int run = 0;
        for (Method method : FilterBenchmark.class.getMethods()) {
            if (method.isAnnotationPresent(Benchmark.class)) {
                assertThat((Integer) method.invoke(benchmark))
                        .as(method.getName())
                        .isNotZero();
                run++;
            }
        }
        benchmark.close();
        assertThat(run).isEqualTo(7);
    }
}
