package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which groups are offered as tables, and which of several tables is meant. */
final class GroupRecogniserTest {

    @Test
    void groupsAreListedBesideWhatIsInThem() throws IOException {
        assertThat(listed("groups.h5"))
                .contains("/run group", "/run/a array", "/run/r compound", "/tie/a array", "/other/x array")
                .doesNotContain("/ group", "/tie group", "/other group", "/ordered/z group");
        assertThat(listed("groups.h5")).contains("/ordered group");
        assertThat(listed("grid.nc")).contains("/ group", "/t netcdf", "/time netcdf", "/lon array", "/scalar array");
        assertThat(listed("scales.h5")).contains("/ group", "/values netcdf", "/z array", "/records compound");
    }

    private static List<String> listed(String file) throws IOException {
        TableSource source = ShapeFiles.open(file);
        TableListing listing = new TableReader(source.file(), source.reader()).list(TableRequest.ofDataset(null), true);
        List<String> found = new ArrayList<>();
        for (ListedTable table = listing.next(); table != null; table = listing.next()) {
            found.add(table.path() + " " + table.kind());
        }
        return found;
    }

    /** A compound dataset comes before groups, and groups before plain datasets. */
    @Test
    void theFirstClassOfTablesThatIsThereIsTaken() throws IOException {
        assertThat(ShapeFiles.read("scales.h5", TableRequest.ofDataset(null)).path())
                .isEqualTo("/records");
        assertThat(ShapeFiles.read("grid.nc", TableRequest.ofDataset(null)).kind())
                .isEqualTo("group");
        Table image = ShapeFiles.read("image.h5", TableRequest.ofDataset(null));
        assertThat(image.kind()).isEqualTo("group");
        assertThat(image.columns()).extracting(Column::name).containsExactly("image", "y");
    }

    /** Who asks for another layout means one dataset; its scales are no choice. */
    @Test
    void anotherLayoutMeansOneDataset() throws IOException {
        Table cells = ShapeFiles.read("image.h5", layout(ArrayLayout.CELLS));
        assertThat(cells.path()).isEqualTo("/image");
        assertThat(cells.columns()).extracting(Column::name).containsExactly("y", "x", "value");
        Table columns = ShapeFiles.read("image.h5", layout(ArrayLayout.COLUMNS));
        assertThat(columns.columns()).extracting(Column::name).containsExactly("y", "c0", "c1");
    }

    private static TableRequest layout(ArrayLayout layout) {
        return new TableRequest(
                null,
                layout,
                null,
                List.of(),
                IndexColumns.TRUE,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
    }
}
