package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

/** Keeps the benchmark running: each chunk once, without JMH. */
final class CompressorBenchmarkTest {
    static String[] names() throws NoSuchFieldException {
        return CompressorBenchmark.class
                .getField("name")
                .getAnnotation(Param.class)
                .value();
    }

    @ParameterizedTest
    @MethodSource("names")
    void runsTheBenchmarkOnce(String name) throws CorruptChunkException {
        CompressorBenchmark benchmark = new CompressorBenchmark();
        benchmark.prepare();
        benchmark.name = name;
        assertThat(benchmark.decode()).isGreaterThan(1000);
        benchmark.bitUnshuffle8();
        benchmark.close();
    }
}
