package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;

class StoredArrayTest {
    private static RangeReader reader(String name) throws IOException {
        try (InputStream stream = StoredArrayTest.class.getResourceAsStream("/hdf5/format/" + name + ".h5")) {
            return new InMemoryRangeReader(
                    "mem:/" + name + ".h5", Objects.requireNonNull(stream, name).readAllBytes());
        }
    }

    @Test
    void aNullDataspaceHasNoRow() throws IOException {
        StoredRows rows = StoredRows.of(reader("earliest"), "/layouts/null");

        assertThat(rows.rowCount()).isZero();
        assertThat(rows.read(0, 0)).isEmpty();
    }

    @Test
    void anEmptyExtentHasNoRow() throws IOException {
        for (String path : List.of("/layouts/empty", "/layouts/zero_contiguous")) {
            StoredRows rows = StoredRows.of(reader("latest"), path);

            assertThat(rows.rowCount()).isZero();
            assertThat(rows.storedChunks(0, 0)).isZero();
            assertThat(rows.read(0, 0)).isEmpty();
        }
    }

    @Test
    void aScalarIsOneRow() throws IOException {
        StoredRows rows = StoredRows.of(reader("earliest"), "/layouts/scalar");

        assertThat(rows.rowCount()).isEqualTo(1);
        assertThat(rows.read(0, 1)).hasSize(Double.BYTES);
    }

    @Test
    void anEmptyExtentMayHaveDimensionsWhoseProductIsBeyondALong() {
        StoredArray array = new StoredArray(
                "/x",
                0,
                List.of(0L, 1L << 40, 1L << 40),
                8,
                DataLayout.UNDEFINED,
                List.of(),
                FilterPipeline.NONE,
                new byte[8]);

        assertThat(array.rowBytes()).isZero();
    }
}
