package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.chunk.RowRuns;
import org.sparkhdf5.plan.RowCondition.Comparison;

/** The rows that conditions on their numbers leave, against each number one by one. */
class RowConditionTest {
    private static final long SEED = 20261120;

    @RepeatedTest(200)
    void givesTheRowsForWhichItHolds(RepetitionInfo round) {
        Random random = new Random(SEED + round.getCurrentRepetition());
        RowCondition condition = random(random, random.nextInt(5));
        long first = random.nextInt(40);
        long end = first + random.nextInt(40);

        RowRuns rows = condition.rows(first, end);

        List<Long> found = new ArrayList<>();
        for (int run = 0; run < rows.runCount(); run++) {
            for (long row = rows.first(run); row < rows.end(run); row++) {
                found.add(row);
            }
        }
        List<Long> known = new ArrayList<>();
        for (long row = first; row < end; row++) {
            if (holds(condition, row)) {
                known.add(row);
            }
        }
        assertThat(found)
                .as("seed %s, %s in [%s, %s)", SEED + round.getCurrentRepetition(), condition, first, end)
                .isEqualTo(known);
    }

    @Test
    void boundsBeyondAllRowsAreBounds() {
        for (long bound : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            boolean low = bound < 0;
            assertThat(of(Comparison.LESS, bound).rows(3, 9).rowCount()).isEqualTo(low ? 0 : 6);
            assertThat(of(Comparison.LESS_OR_EQUAL, bound).rows(3, 9).rowCount())
                    .isEqualTo(low ? 0 : 6);
            assertThat(of(Comparison.EQUAL, bound).rows(3, 9).rowCount()).isZero();
            assertThat(of(Comparison.GREATER, bound).rows(3, 9).rowCount()).isEqualTo(low ? 6 : 0);
            assertThat(of(Comparison.GREATER_OR_EQUAL, bound).rows(3, 9).rowCount())
                    .isEqualTo(low ? 6 : 0);
        }
    }

    @Test
    void aColumnIsNotDecidedByTheRowsNumber() {
        RowCondition column = new RowCondition.AnyOf(
                List.of(of(Comparison.EQUAL, 1), new RowCondition.Whole(0, Comparison.EQUAL, 1)));

        assertThat(column.isOfRowIndex()).isFalse();
        assertThat(of(Comparison.EQUAL, 1).isOfRowIndex()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> column.rows(0, 9));
    }

    private static RowCondition of(Comparison comparison, long bound) {
        return new RowCondition.Whole(RowCondition.ROW_INDEX, comparison, bound);
    }

    private static RowCondition random(Random random, int depth) {
        if (depth > 0) {
            return switch (random.nextInt(3)) {
                case 0 -> new RowCondition.Not(random(random, depth - 1));
                case 1 -> new RowCondition.All(List.of(random(random, depth - 1), random(random, depth - 1)));
                default -> new RowCondition.AnyOf(List.of(random(random, depth - 1), random(random, depth - 1)));
            };
        }
        return switch (random.nextInt(8)) {
            case 0 -> new RowCondition.Always(random.nextBoolean());
            case 1 -> new RowCondition.IsNull(RowCondition.ROW_INDEX);
            case 2 ->
                new RowCondition.WholeIn(
                        RowCondition.ROW_INDEX,
                        random.longs(6, -5, 90).sorted().distinct().boxed().toList());
            default -> of(Comparison.values()[random.nextInt(5)], random.nextInt(100) - 10);
        };
    }

    private static boolean holds(RowCondition condition, long row) {
        if (condition instanceof RowCondition.Not not) {
            return !holds(not.part(), row);
        }
        if (condition instanceof RowCondition.All all) {
            return all.parts().stream().allMatch(part -> holds(part, row));
        }
        if (condition instanceof RowCondition.AnyOf any) {
            return any.parts().stream().anyMatch(part -> holds(part, row));
        }
        if (condition instanceof RowCondition.Always always) {
            return always.holds();
        }
        if (condition instanceof RowCondition.WholeIn in) {
            return in.values().contains(row);
        }
        if (condition instanceof RowCondition.Whole whole) {
            return switch (whole.comparison()) {
                case EQUAL -> row == whole.bound();
                case LESS -> row < whole.bound();
                case LESS_OR_EQUAL -> row <= whole.bound();
                case GREATER -> row > whole.bound();
                case GREATER_OR_EQUAL -> row >= whole.bound();
            };
        }
        return false;
    }
}
