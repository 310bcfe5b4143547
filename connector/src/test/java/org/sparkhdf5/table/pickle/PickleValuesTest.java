package org.sparkhdf5.table.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against what Python reads from the same pickles; see {@code make_pickles.py}. */
final class PickleValuesTest {
    @Test
    void valuesAreThoseOfPython() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Pickles.Line> lines = Pickles.lines("values.tsv");
        for (Pickles.Line line : lines) {
            String found = found(line.pickle());
            if (!found.equals(line.fields().get(0))) {
                wrong.add(line + ": " + line.fields().get(0) + " expected, found " + found);
            }
        }
        assertThat(lines).hasSizeGreaterThan(500);
        assertThat(wrong).isEmpty();
    }

    @Test
    void labelsAreThoseOfPython() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Pickles.Line> lines = Pickles.lines("labels.tsv");
        for (Pickles.Line line : lines) {
            PythonValue value = Unpickler.value(Pickles.LOCATION, "attribute name", line.pickle());
            String found = Pickles.json(new PythonValue.Text(PythonNotation.str(value)));
            if (!found.equals(line.fields().get(0))) {
                wrong.add(line.fields().get(0) + " expected, found " + found);
            }
        }
        assertThat(lines).hasSizeGreaterThan(30);
        assertThat(wrong).isEmpty();
    }

    private static String found(byte[] pickle) {
        try {
            return Pickles.json(Unpickler.value(Pickles.LOCATION, "row 1", pickle));
        } catch (IOException | RuntimeException e) {
            return e.toString();
        }
    }
}
