package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Keeps the benchmarks running: each method once, without JMH. */
final class PlannerBenchmarkTest {
    @Test
    void runsEveryBenchmarkOnce() throws ReflectiveOperationException {
        PlannerBenchmark benchmark = new PlannerBenchmark();
        int run = 0;
        for (Method method : PlannerBenchmark.class.getMethods()) {
            if (method.isAnnotationPresent(Benchmark.class)) {
                assertThat((Integer) method.invoke(benchmark))
                        .as(method.getName())
                        .isPositive();
                run++;
            }
        }
        assertThat(run).isEqualTo(4);
    }
}
