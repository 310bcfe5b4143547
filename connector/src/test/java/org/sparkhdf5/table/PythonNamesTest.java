package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.table.pickle.PythonNotation;

/** Against what Python wrote; see {@code make_table_files.py}. */
final class PythonNamesTest {
    @Test
    void floatsAreWrittenAsPythonDoes() {
        List<String> wrong = new ArrayList<>();
        List<String> lines = TableFiles.lines("python_floats.tsv");
        for (String line : lines) {
            List<String> fields = Arrays.asList(line.split("\t", -1));
            double value = Double.longBitsToDouble(Long.parseUnsignedLong(fields.get(0), 16));
            String found = PythonNotation.ofDouble(value);
            if (!found.equals(fields.get(1))) {
                wrong.add(fields.get(1) + " expected, found " + found);
            }
        }
        assertThat(lines).hasSizeGreaterThan(1000);
        assertThat(wrong).isEmpty();
    }

    @Test
    void timestampsAreWrittenAsPandasDoes() {
        List<String> wrong = new ArrayList<>();
        List<String> lines = TableFiles.lines("python_timestamps.tsv");
        for (String line : lines) {
            List<String> fields = Arrays.asList(line.split("\t", -1));
            String found = timestamp(Long.parseLong(fields.get(0)), unit(fields.get(1)));
            if (!found.equals(fields.get(2))) {
                wrong.add(line + ": found " + found);
            }
        }
        assertThat(lines).hasSizeGreaterThan(500);
        assertThat(wrong).isEmpty();
    }

    @Test
    void notATimeHasAName() {
        assertThat(timestamp(Long.MIN_VALUE, ElementType.Unit.SECOND)).isEqualTo("NaT");
    }

    private static String timestamp(long count, ElementType.Unit unit) {
        return PythonNotation.str(
                PythonElements.time(ElementType.TimeKind.WALL_CLOCK, unit, BigInteger.valueOf(count)));
    }

    private static ElementType.Unit unit(String numpyName) {
        return Arrays.stream(ElementType.Unit.values())
                .filter(unit -> unit.numpyName().equals(numpyName))
                .findFirst()
                .orElseThrow();
    }
}
