package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.format.Hdf5File;

/** Which table is read where none is named. */
final class TableChoiceTest {
    private static final TableRequest ANY = TableRequest.ofDataset(null);

    @Test
    void recordsComeBeforeArrays() throws IOException {
        Table table = TableFiles.reader("only_record.h5").read(ANY);
        assertThat(table.path()).isEqualTo("/deep/record");
        assertThat(table.kind()).isEqualTo("compound");
    }

    @Test
    void tablesOfPyTablesComeBeforeItsArrays() throws IOException {
        assertThat(pytables("user_block").read(ANY).path()).isEqualTo("/table");
    }

    @Test
    void onlyTheCandidatesOfTheFirstClassAreListed() throws IOException {
        TableReader reader = pytables("by_h5py");
        assertThatThrownBy(() -> reader.read(ANY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mem:/pytables/by_h5py.h5: option \"dataset\" is needed, this file has 2 tables to choose"
                        + " from; tables found: /of_c (pytables-table, 2 rows, 1 column), /padded (pytables-table, 3"
                        + " rows, 2 columns)");
    }

    @Test
    void whatHoldsNeitherNumbersNorTextIsNotTaken() throws IOException {
        TableReader reader = TableFiles.reader("only_opaque.h5");
        assertThatThrownBy(() -> reader.read(ANY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hdfs://nn/only_opaque.h5: option \"dataset\" is needed, this file has 0 tables to choose"
                        + " from; tables found: /opaque (array, 2 rows, 1 column), /paths (array, 1 row, 1 column),"
                        + " /records (array, 2 rows, 1 column)");
        assertThat(reader.read(TableRequest.ofDataset("/opaque")).rowCount()).isEqualTo(2);
    }

    @Test
    void whatCannotBeReadIsListedWithItsKind() throws IOException {
        TableReader reader = pytables("by_h5py");
        assertThatThrownBy(() -> reader.read(TableRequest.ofDataset("/nothing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no dataset \"/nothing\" in this file; tables found: ")
                .hasMessageContaining("/future (pytables-array, not readable)");
    }

    @Test
    void inAFileOfVeryManyObjectsOneMustBeNamed() throws IOException {
        TableSource source = TableFiles.open("many.h5");
        TableReader reader = new TableReader(source.file(), source.reader());
        assertThatThrownBy(() -> new TableChoice(source, reader, 2).only(ANY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hdfs://nn/many.h5: option \"dataset\" is needed, this file has more than 2 objects;"
                        + " view=tables lists its tables");
    }

    private static TableReader pytables(String name) throws IOException {
        Hdf5File file = ListedFiles.open("pytables/" + name);
        return new TableReader(file, file.reader());
    }
}
