package org.sparkhdf5.table.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Floats as Python writes them; the texts are those of CPython 3.12 and numpy 2. */
final class PythonDigitsTest {

    @Test
    void doublesHaveTheShortestDigits() {
        assertThat(PythonDigits.ofDouble(0.1)).isEqualTo("0.1");
        assertThat(PythonDigits.ofDouble(0.1 + 0.2)).isEqualTo("0.30000000000000004");
        assertThat(PythonDigits.ofDouble(2.0e-3)).isEqualTo("0.002");
        assertThat(PythonDigits.ofDouble(2.0e23)).isEqualTo("2e+23");
        assertThat(PythonDigits.ofDouble(1.0e23)).isEqualTo("1e+23");
        assertThat(PythonDigits.ofDouble(9007199254740993e3)).isEqualTo("9.007199254740993e+18");
        assertThat(PythonDigits.ofDouble(Double.MIN_VALUE)).isEqualTo("5e-324");
        assertThat(PythonDigits.ofDouble(Double.MIN_VALUE * 2)).isEqualTo("1e-323");
        assertThat(PythonDigits.ofDouble(Double.MAX_VALUE)).isEqualTo("1.7976931348623157e+308");
        assertThat(PythonDigits.ofDouble(-123456.0)).isEqualTo("-123456.0");
        assertThat(PythonDigits.ofFloat(0.1f)).isEqualTo("0.1");
        assertThat(PythonDigits.ofFloat(16777216f)).isEqualTo("16777216.0");
        assertThat(PythonDigits.ofFloat(Float.MIN_VALUE)).isEqualTo("1e-45");
    }

    /** What is written is read as the same value, and without its last digit it would not be. */
    @Test
    void digitsAreTheValueAndNoFewerAre() {
        long seed = Long.getLong("sparkhdf5.seed", System.nanoTime());
        System.out.println("PythonDigitsTest: -Dsparkhdf5.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                continue;
            }
            String text = PythonDigits.ofDouble(value);
            assertThat(Double.parseDouble(text)).as("seed %d", seed).isEqualTo(value);
            assertThat(text.length())
                    .as("%s, seed %d", text, seed)
                    .isLessThanOrEqualTo(Double.toString(value).length() + 1);
        }
    }

    /** 17 roundings each took some microseconds; a row of an array has hundreds of them. */
    @Test
    void aMillionDoublesAreSoonWritten() {
        Random random = new Random(1);
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 1_000_000; i++) {
                assertThat(PythonDigits.ofDouble(random.nextDouble()).length()).isPositive();
            }
        });
    }
}
