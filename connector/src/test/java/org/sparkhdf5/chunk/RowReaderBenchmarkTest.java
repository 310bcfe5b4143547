package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Keeps the benchmarks running: each method once, without JMH. */
final class RowReaderBenchmarkTest {
    @Test
    void runsEveryBenchmarkOnce() throws ReflectiveOperationException {
        RowReaderBenchmark benchmark = new RowReaderBenchmark();
        benchmark.prepare();
        int run = 0;
        for (Method method : RowReaderBenchmark.class.getMethods()) {
            if (method.isAnnotationPresent(Benchmark.class)) {
                assertThat((Long) method.invoke(benchmark)).as(method.getName()).isEqualTo(1 << 16);
                run++;
            }
        }
        assertThat(run).isEqualTo(5);
    }
}
