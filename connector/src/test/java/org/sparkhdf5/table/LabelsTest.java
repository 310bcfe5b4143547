package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Dataset;

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
                .hasMessage("hdfs://nn/arrays.h5: /big_endian: names must be a 1-D dataset of strings, found"
                        + " FloatingPoint of 8 bytes of extent [1000, 3]; name another dataset, or give the names as"
                        + " a list");
    }

    private static Dataset dataset(TableSource source, String path) throws IOException {
        return (Dataset) source.file().find(path);
    }
}
