package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Hdf5File;

/** The tables of a file are listed with what reading each of them says. */
final class TableListingTest {
    private static final String NONE = null;

    @Test
    void aRowSaysWhatReadingTheTableGives() throws IOException {
        assertThat(shown(all("many.h5", NONE, true)))
                .containsExactly(
                        "/first array 4 [value DOUBLE]",
                        "/group/second array 2 [value ARRAY<INT>]",
                        "/group/unread array 1 [value STRING]");
        assertThat(shown(all("only_frame.h5", NONE, true)))
                .containsExactly(
                        "/alias pandas-fixed 2 [__index_level_0__ BIGINT, x DOUBLE]", "/extra array 3 [value INT]");
        assertThat(all("none.h5", NONE, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"frames.h5", "kinds.h5", "many.h5", "arrays.h5", "only_with_names.h5"})
    void everyRowIsTheTableOrItsError(String name) throws IOException {
        TableReader reader = TableFiles.reader(name);
        List<ListedTable> rows = all(name, NONE, true);
        assertThat(rows).isNotEmpty();
        for (ListedTable row : rows) {
            TableRequest request = TableRequest.ofDataset(row.path());
            if (row.error() == null) {
                Table table = reader.read(request);
                assertThat(row.table()).isEqualTo(table);
                assertThat(row.kind()).isEqualTo(table.kind());
                assertThat(row.rows()).isEqualTo(table.rowCount());
            } else {
                assertThat(row.rows()).isNull();
                assertThat(row.schema()).isNull();
                assertThatThrownBy(() -> reader.read(request))
                        .isInstanceOfAny(UnsupportedHdf5FeatureException.class, Hdf5FormatException.class)
                        .hasMessage(row.error());
            }
        }
    }

    @Test
    void whatCannotBeReadHasItsKindAndHidesNothing() throws IOException {
        List<ListedTable> rows = all("kinds.h5", NONE, true);
        assertThat(rows)
                .extracting(row -> row.path() + " " + row.kind())
                .contains(
                        "/float32_labels pandas-fixed",
                        "/objects pandas-fixed",
                        "/table pandas-table",
                        "/tuple_named pandas-fixed");
        assertThat(rows).hasSize(12);
    }

    @Test
    void withoutTablesNoneIsRead() throws IOException {
        List<ListedTable> rows = all("kinds.h5", NONE, false);
        assertThat(rows).hasSize(12).allMatch(row -> row.table() == null && row.error() == null && row.kind() != null);
    }

    @Test
    void partsOfAFileAreListed() throws IOException {
        assertThat(shown(all("many.h5", "/group", true)))
                .containsExactly("/group/second array 2 [value ARRAY<INT>]", "/group/unread array 1 [value STRING]");
        assertThat(shown(all("many.h5", "first", true))).containsExactly("/first array 4 [value DOUBLE]");
        assertThat(all("many.h5", "/nothing", true))
                .extracting(ListedTable::path, ListedTable::error)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "/nothing", "hdfs://nn/many.h5: /nothing: no object of this name; choose one that is listed"));
    }

    @Test
    void namesAreQuotedWhereSqlNeedsIt() throws IOException {
        List<ListedTable> rows = all("frames.h5", "/unicode_labels", true);
        assertThat(rows.get(0).schema()).isEqualTo("__index_level_0__ BIGINT, `é` DOUBLE, `日本` DOUBLE, ` x ` DOUBLE");
        assertThat(SqlNames.quoted("a`b")).isEqualTo("`a``b`");
        assertThat(SqlNames.quoted("0a")).isEqualTo("`0a`");
        assertThat(SqlNames.quoted("")).isEqualTo("``");
    }

    @Test
    void optionsOfTheReadHoldForItsPreview() throws IOException {
        TableRequest request = new TableRequest(
                "/named_index",
                ArrayLayout.ROWS,
                null,
                List.of(),
                IndexColumns.FALSE,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
        assertThat(all("frames.h5", request, true).get(0).schema()).isEqualTo("x BIGINT");
        TableRequest columns = new TableRequest(
                null,
                ArrayLayout.COLUMNS,
                null,
                List.of(),
                IndexColumns.TRUE,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
        assertThat(all("many.h5", columns, true))
                .extracting(row -> row.path() + " " + row.schema() + " " + row.error())
                .contains("/group/second c0 INT, c1 INT null")
                .anyMatch(text -> text.contains("/first: layout=columns needs a dataset of two dimensions"));
    }

    private static List<String> shown(List<ListedTable> rows) {
        return rows.stream()
                .map(row -> row.path() + " " + row.kind() + " " + row.rows() + " [" + row.schema() + "]")
                .toList();
    }

    private static List<ListedTable> all(String name, String dataset, boolean withTables) throws IOException {
        return all(name, TableRequest.ofDataset(dataset), withTables);
    }

    private static List<ListedTable> all(String name, TableRequest request, boolean withTables) throws IOException {
        Hdf5File file = TableFiles.open(name).file();
        TableListing listing = new TableReader(file, file.reader()).list(request, withTables);
        List<ListedTable> all = new ArrayList<>();
        for (ListedTable row = listing.next(); row != null; row = listing.next()) {
            all.add(row);
        }
        return all;
    }
}
