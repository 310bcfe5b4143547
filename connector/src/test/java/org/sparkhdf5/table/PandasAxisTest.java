package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.table.pickle.PythonNotation;
import org.sparkhdf5.table.pickle.PythonValue;

final class PandasAxisTest {
    @Test
    void labelsOfDifferentKindsAreDifferent() throws IOException {
        TableSource frames = TableFiles.open("frames.h5");
        assertThat(labels(frames, "/flag_labels"))
                .containsExactly(new PythonValue.Bool(true), new PythonValue.Bool(false));
        assertThat(labels(frames, "/narrow_labels"))
                .containsExactly(PythonValue.Int.of(0), PythonValue.Int.of(7), PythonValue.Int.of(-8));
        assertThat(labels(frames, "/float_labels"))
                .containsExactly(
                        new PythonValue.Float(0.1), new PythonValue.Float(1e16), new PythonValue.Float(Double.NaN));
        assertThat(labels(frames, "/no_columns")).isEmpty();
        assertThat((PythonValue) PythonValue.Int.of(0)).isNotEqualTo(new PythonValue.Text("0"));
    }

    @Test
    void labelsOfSeveralLevelsAreTuples() throws IOException {
        assertThat(labels(TableFiles.open("kinds.h5"), "/multi_columns").stream()
                        .map(PythonNotation::str))
                .containsExactly("(a, x)", "(a, y)");
    }

    private static List<PythonValue> labels(TableSource source, String path) throws IOException {
        Group group = (Group) source.file().find(path);
        PyTablesAttributes attributes = new PyTablesAttributes(source, group);
        return new PandasAxis(source, group, attributes, StandardCharsets.UTF_8).labels("axis0");
    }
}
