package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.table.Labels.Label;

final class LabelsTest {
    @Test
    void textsEndBeforeTheirNuls() throws IOException {
        TableSource arrays = TableFiles.open("arrays.h5");
        assertThat(Labels.texts(arrays, dataset(arrays, "/names"), StandardCharsets.UTF_8))
                .containsExactly("a", "b", "c", "d", "e", "A", "é");
        assertThat(Labels.texts(arrays, dataset(arrays, "/text"), StandardCharsets.UTF_8))
                .containsExactly("one", "three", "");
        assertThat(Labels.texts(arrays, dataset(arrays, "/names"), StandardCharsets.ISO_8859_1))
                .endsWith("Ã©");
    }

    @Test
    void numbersAreNoTexts() throws IOException {
        TableSource arrays = TableFiles.open("arrays.h5");
        assertThatThrownBy(() -> Labels.texts(arrays, dataset(arrays, "/big_endian"), StandardCharsets.UTF_8))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("hdfs://nn/arrays.h5: /big_endian: names must be a 1-D dataset of fixed strings, found"
                        + " FloatingPoint of 8 bytes of extent [1000, 3]; name another dataset, or give the names as"
                        + " a list");
    }

    @Test
    void labelsOfDifferentKindsAreDifferent() throws IOException {
        TableSource frames = TableFiles.open("frames.h5");
        assertThat(labels(frames, "/flag_labels/axis0"))
                .containsExactly(new Label("bool", "True"), new Label("bool", "False"));
        assertThat(labels(frames, "/narrow_labels/axis0"))
                .containsExactly(new Label("integer", "0"), new Label("integer", "7"), new Label("integer", "-8"));
        assertThat(labels(frames, "/float_labels/axis0"))
                .containsExactly(new Label("float", "0.1"), new Label("float", "1e+16"), new Label("float", "nan"));
        assertThat(labels(frames, "/no_columns/axis0")).isEmpty();
        assertThat(new Label("integer", "0")).isNotEqualTo(new Label("string", "0"));
    }

    @Test
    void pickledLabelsAreRefused() throws IOException {
        TableSource refused = TableFiles.open("refused.h5");
        assertThatThrownBy(() -> labels(refused, "/object_labels/axis0"))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("hdfs://nn/refused.h5: /object_labels/axis0: column labels of kind ")
                .hasMessageContaining(" are not read; readable are string, integer, float, bool, datetime64; name the");
    }

    private static List<Label> labels(TableSource source, String path) throws IOException {
        return Labels.ofPandasAxis(source, dataset(source, path), StandardCharsets.UTF_8);
    }

    private static Dataset dataset(TableSource source, String path) throws IOException {
        return (Dataset) source.file().find(path);
    }
}
