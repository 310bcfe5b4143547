package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against what Python wrote; see {@code make_table_files.py}. */
final class PythonTextTest {
    @Test
    void floatsAreWrittenAsPythonDoes() {
        List<String> wrong = new ArrayList<>();
        List<String> lines = TableFiles.lines("python_floats.tsv");
        for (String line : lines) {
            List<String> fields = Arrays.asList(line.split("\t", -1));
            double value = Double.longBitsToDouble(Long.parseUnsignedLong(fields.get(0), 16));
            String found = PythonText.ofDouble(value);
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
            String found = PythonText.ofTimestamp(Long.parseLong(fields.get(0)), unit(fields.get(1)));
            if (!found.equals(fields.get(2))) {
                wrong.add(line + ": found " + found);
            }
        }
        assertThat(lines).hasSizeGreaterThan(500);
        assertThat(wrong).isEmpty();
    }

    @Test
    void notATimeHasAName() {
        assertThat(PythonText.ofTimestamp(Long.MIN_VALUE, ElementType.Unit.SECOND))
                .isEqualTo("NaT");
    }

    private static ElementType.Unit unit(String numpyName) {
        return Arrays.stream(ElementType.Unit.values())
                .filter(unit -> unit.numpyName().equals(numpyName))
                .findFirst()
                .orElseThrow();
    }
}
