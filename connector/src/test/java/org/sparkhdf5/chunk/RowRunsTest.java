package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RowRunsTest {
    private final RowRuns runs = new RowRuns.Builder(2)
            .add(10, 20)
            .add(22, 25)
            .add(30, 30)
            .add(28, 40)
            .build();

    @Test
    void rangesNearToEachOtherAreOne() {
        assertThat(runs.runCount()).isEqualTo(2);
        assertThat(runs.first(0)).isEqualTo(10);
        assertThat(runs.end(0)).isEqualTo(25);
        assertThat(runs.first(1)).isEqualTo(28);
        assertThat(runs.rowCount()).isEqualTo(15 + 12);
    }

    @Test
    void findsTheRangeOfARowOrTheNext() {
        assertThat(runs.find(0)).isZero();
        assertThat(runs.find(10)).isZero();
        assertThat(runs.find(24)).isZero();
        assertThat(runs.find(25)).isEqualTo(1);
        assertThat(runs.find(39)).isEqualTo(1);
        assertThat(runs.find(40)).isEqualTo(2);
    }

    @Test
    void intersectsWhereARowIsWanted() {
        assertThat(runs.intersects(0, 10)).isFalse();
        assertThat(runs.intersects(0, 11)).isTrue();
        assertThat(runs.intersects(25, 28)).isFalse();
        assertThat(runs.intersects(26, 100)).isTrue();
        assertThat(runs.intersects(12, 12)).isFalse();
        assertThat(RowRuns.of(5, 5).intersects(0, 9)).isFalse();
    }

    @Test
    void rangesAscend() {
        RowRuns.Builder builder = new RowRuns.Builder(0).add(5, 9);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.add(8, 10));
    }
}
