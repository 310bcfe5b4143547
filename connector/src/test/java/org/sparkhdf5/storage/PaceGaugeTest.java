package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceGaugeTest {
    private static final long MILLI = 1_000_000;
    private static final int MIB = 1 << 20;

    private final PaceGauge gauge = new PaceGauge();

    @Test
    void isFastBeforeAnythingWasMeasured() {
        assertThat(gauge.pace().isSlow()).isFalse();
        assertThat(gauge.pace().bytesIn(8)).isZero();
    }

    @Test
    void readsFromMemoryAreFast() {
        for (int i = 0; i < 20; i++) {
            gauge.add(100_000, 256 << 10);
            gauge.add(3 * MILLI, 8 * MIB);
        }
        assertThat(gauge.pace().isSlow()).isFalse();
        assertThat(gauge.pace().bytesIn(16)).isLessThan(8 * MIB);
    }

    @Test
    void twoSlowReadsTellTheLatency() {
        gauge.add(53 * MILLI, 256 << 10);
        assertThat(gauge.pace().isSlow()).isFalse();
        gauge.add(53 * MILLI, 256 << 10);
        assertThat(gauge.pace().isSlow()).isTrue();
        assertThat(gauge.pace().latencyNanos()).isEqualTo(53 * MILLI);
        assertThat(gauge.pace().bytesIn(8)).isBetween(40L * MIB, 45L * MIB);
    }

    @Test
    void aLongReadTellsTheRate() {
        gauge.add(50 * MILLI, 1000);
        gauge.add(50 * MILLI, 1000);
        for (int i = 0; i < 3; i++) {
            gauge.add(250 * MILLI, 10_000_000);
        }
        assertThat(gauge.pace().bytesPerSecond()).isEqualTo(50_000_000);
        assertThat(gauge.pace().bytesIn(8)).isEqualTo(20_000_000);
    }

    @Test
    void aSlowStreamWithoutLatencyIsSlow() {
        for (int i = 0; i < 3; i++) {
            gauge.add(80 * MILLI, 8 * MIB);
        }
        assertThat(gauge.pace().isSlow()).isTrue();
        assertThat(gauge.pace().bytesIn(8)).isZero();
    }

    @Test
    void onePauseOrOneReadFromABufferChangesNothing() {
        for (int i = 0; i < 10; i++) {
            gauge.add(100_000, 256 << 10);
            gauge.add(3 * MILLI, 8 * MIB);
        }
        gauge.add(300 * MILLI, 256 << 10);
        gauge.add(300 * MILLI, 8 * MIB);
        assertThat(gauge.pace().isSlow()).isFalse();
        gauge.add(300 * MILLI, 256 << 10);
        gauge.add(1000, 256 << 10);
        gauge.add(300 * MILLI, 256 << 10);
        assertThat(gauge.pace().latencyNanos()).isGreaterThan(290 * MILLI);
    }

    @Test
    void aFileSystemThatBecomesFastIsFastAgain() {
        gauge.add(50 * MILLI, 1000);
        gauge.add(50 * MILLI, 1000);
        for (int i = 0; i < 3; i++) {
            gauge.add(3 * MILLI, 8 * MIB);
        }
        assertThat(gauge.pace().isSlow()).isFalse();
    }
}
