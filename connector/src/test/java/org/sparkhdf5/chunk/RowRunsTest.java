package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
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

    @Test
    void rowsThatBothHaveAndThatNoneHas() {
        RowRuns others =
                new RowRuns.Builder(0).add(0, 12).add(24, 29).add(39, 90).build();

        assertThat(ranges(runs.intersection(others))).containsExactly(10, 12, 24, 25, 28, 29, 39, 40);
        assertThat(ranges(runs.complement(0, 100))).containsExactly(0, 10, 25, 28, 40, 100);
        assertThat(ranges(runs.complement(12, 30))).containsExactly(25, 28);
        assertThat(ranges(RowRuns.of(3, 3).complement(2, 5))).containsExactly(2, 5);
        assertThat(runs.intersection(RowRuns.of(0, 0)).isEmpty()).isTrue();
    }

    @Test
    void theGapGrowsWhereThereAreTooManyRanges() {
        RowRuns.Builder builder = new RowRuns.Builder(0, 10);
        for (long row = 0; row < 1_000; row += 10) {
            builder.add(row, row + 1);
        }
        builder.add(5_000, 5_001);

        RowRuns few = builder.build();

        assertThat(few.runCount()).isLessThanOrEqualTo(10);
        for (long row = 0; row < 1_000; row += 10) {
            assertThat(few.intersects(row, row + 1)).as("row %s", row).isTrue();
        }
        assertThat(few.intersects(991, 5_000)).isFalse();
        assertThat(few.intersects(5_000, 5_001)).isTrue();
    }

    private static List<Integer> ranges(RowRuns runs) {
        List<Integer> ranges = new ArrayList<>();
        for (int run = 0; run < runs.runCount(); run++) {
            ranges.add((int) runs.first(run));
            ranges.add((int) runs.end(run));
        }
        return ranges;
    }
}
