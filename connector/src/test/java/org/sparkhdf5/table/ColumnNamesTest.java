package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.table.ElementType.Flag;

final class ColumnNamesTest {
    private static final long SEED = 20261120;

    @Test
    void distinctNamesStay() {
        assertThat(distinct("b", "a", "")).containsExactly("b", "a", "");
        assertThat(distinct()).isEmpty();
    }

    @Test
    void theSecondOfTwoGetsANumber() {
        assertThat(distinct("x", "x", "x")).containsExactly("x", "x_1", "x_2");
    }

    @Test
    void caseDoesNotCount() {
        assertThat(distinct("a", "A", "É", "é")).containsExactly("a", "A_1", "É", "é_1");
    }

    @Test
    void aNameThatIsThereAlreadyIsNotGivenAway() {
        assertThat(distinct("a", "A", "a_1")).containsExactly("a", "A_2", "a_1");
        assertThat(distinct("a_1", "a", "a")).containsExactly("a_1", "a", "a_2");
    }

    @Test
    void onlyTheNameChanges() {
        Column column = new Column("x", new Flag(), new ColumnSource.Cell(3, 4), Map.of("k", "v"));
        Column second = ColumnNames.distinct(List.of(column, column)).get(1);
        assertThat(second).isEqualTo(new Column("x_1", new Flag(), new ColumnSource.Cell(3, 4), Map.of("k", "v")));
    }

    @RepeatedTest(100)
    void namesAreDistinctAndFirstOnesStay(RepetitionInfo round) {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        String[] names = new String[random.nextInt(30)];
        String[] parts = {"a", "A", "a_1", "A_1", "a_2", "b", "a_1_1"};
        for (int i = 0; i < names.length; i++) {
            names[i] = parts[random.nextInt(parts.length)];
        }
        List<String> found = distinct(names);
        Set<String> folded = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.length; i++) {
            assertThat(folded.add(found.get(i).toLowerCase(Locale.ROOT)))
                    .as("seed %d: %s in %s", seed, found.get(i), found)
                    .isTrue();
            if (seen.add(names[i].toLowerCase(Locale.ROOT))) {
                assertThat(found.get(i))
                        .as("seed %d: %s", seed, Arrays.asList(names))
                        .isEqualTo(names[i]);
            }
        }
    }

    private static List<String> distinct(String... names) {
        List<Column> columns = Arrays.stream(names)
                .map(name -> new Column(name, new Flag(), new ColumnSource.Nowhere(), Map.of()))
                .toList();
        return ColumnNames.distinct(columns).stream().map(Column::name).toList();
    }
}
