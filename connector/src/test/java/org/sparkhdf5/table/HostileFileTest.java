package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** Frames of pandas whose block of objects is a hostile pickle; see {@code make_pickles.py}. */
final class HostileFileTest {
    private static TableReader reader;

    @BeforeAll
    static void open() throws IOException {
        try (InputStream in = HostileFileTest.class.getResourceAsStream("/pickle/hostile.h5")) {
            InMemoryRangeReader bytes = new InMemoryRangeReader("hdfs://nn/hostile.h5", in.readAllBytes());
            reader = new TableReader(Hdf5File.open(bytes), bytes);
        }
    }

    /** The type of a column of objects is that of its first elements. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "global_os_system | global os.system is not on the allow-list",
                "unknown_ff | opcode of no known name (0xff) is not read",
                "unknown_memo | memo 250 is asked for",
            })
    void theirTypesAreRefusedByName(String name, String words) {
        assertThatThrownBy(() -> reader.read(TableRequest.ofDataset("/refused/" + name)))
                .hasMessageStartingWith("hdfs://nn/hostile.h5: /refused/" + name + "/block")
                .hasMessageContaining("pickled block: pickle: " + words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sound", "/refused/BINUNICODE_of_2_GiB"})
    void whatIsNotReadForItsTypeIsNoHindrance(String path) throws IOException {
        assertThat(reader.read(TableRequest.ofDataset(path)).columns())
                .extracting(Column::name)
                .containsExactly("__index_level_0__", "text", "number");
    }
}
