package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** What pandas and h5py wrote, as tables; the expected names are pandas' own. */
final class TableReaderTest {
    private static final TableRequest DEFAULT = TableRequest.ofDataset(null);

    static List<String> frames() throws IOException {
        List<String> keys = new ArrayList<>();
        expectations().fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @ParameterizedTest
    @MethodSource("frames")
    void columnsOfPandasObjectsAreNamedAsPandasDoes(String key) throws IOException {
        JsonNode expected = expectations().get(key);
        Table table = TableFiles.reader("frames.h5").read(TableRequest.ofDataset(key));
        List<String> names = names(table);
        List<String> labels = new ArrayList<>();
        expected.get("columns").forEach(label -> labels.add(label.asText()));
        assertThat(table.rowCount()).isEqualTo(expected.get("rows").asLong());
        assertThat(table.kind()).isEqualTo("pandas-fixed");
        assertThat(table.path()).isEqualTo("/" + key);
        String index = expected.get("index").isNull()
                ? "__index_level_0__"
                : expected.get("index").asText();
        assertThat(names.get(0)).isEqualTo(index);
        switch (key) {
            case "same_but_for_case" -> assertThat(names.subList(1, 4)).containsExactly("a", "A_2", "a_1");
            case "index_named_as_column" -> assertThat(names.subList(1, 2)).containsExactly("x_1");
            default -> assertThat(names.subList(1, names.size())).isEqualTo(labels);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "named_index, TRUE, id x",
        "named_index, NAMED, id x",
        "named_index, FALSE, x",
        "series, TRUE, __index_level_0__ values",
        "series, NAMED, values",
        "series, FALSE, values",
        "no_rows, NAMED, x n",
    })
    void theIndexIsAColumnAsAskedFor(String key, IndexColumns index, String names) throws IOException {
        Table table = TableFiles.reader("frames.h5").read(request(key, null, List.of(), index));
        assertThat(String.join(" ", names(table))).isEqualTo(names);
    }

    @Test
    void rowsAreCountedWithoutAnIndex() throws IOException {
        for (String key : frames()) {
            Table table = TableFiles.reader("frames.h5").read(request(key, null, List.of(), IndexColumns.FALSE));
            assertThat(table.rowCount())
                    .as(key)
                    .isEqualTo(expectations().get(key).get("rows").asLong());
        }
    }

    @Test
    void dtypesOfAFrameAreItsTypes() throws IOException {
        Table table = TableFiles.reader("frames.h5").read(TableRequest.ofDataset("mixed"));
        assertThat(table.columns())
                .extracting(column -> column.logicalType().sql())
                .containsExactly(
                        "BIGINT", "DOUBLE", "BIGINT", "FLOAT", "BOOLEAN", "TINYINT", "DOUBLE", "TIMESTAMP_NTZ");
        assertThat(table.columns())
                .extracting(Column::nullable)
                .containsExactly(false, false, false, false, false, false, false, true);
    }

    @Test
    void aZoneIsKeptAsMetadata() throws IOException {
        Column index = TableFiles.reader("frames.h5")
                .read(TableRequest.ofDataset("zoned_index"))
                .columns()
                .get(0);
        assertThat(index.logicalType().sql()).isEqualTo("TIMESTAMP");
        assertThat(index.metadata())
                .isEqualTo(Map.of(
                        "pandas.tz", "Europe/Berlin",
                        "pandas.unit", "ns",
                        "pandas.index", "0",
                        "pandas.label", "null",
                        "pandas.dtype", "datetime64[ns, Europe/Berlin]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vector | 1000 | value INT",
                "/big_endian | 1000 | value ARRAY<DOUBLE>",
                "lanes | 1000 | value ARRAY<DOUBLE>",
                "cube | 100 | value ARRAY<ARRAY<INT>>",
                "half | 2 | value FLOAT",
                "unsigned | 2 | value DECIMAL(20,0)",
                "text | 3 | value STRING",
                "scalar | 1 | value BIGINT",
                "nothing | 0 | value DOUBLE",
                "no_rows | 0 | value ARRAY<SMALLINT>",
                "group/below | 3 | value SMALLINT",
            })
    void plainDatasetsAreOneColumn(String path, long rowCount, String column) throws IOException {
        Table table = TableFiles.reader("arrays.h5").read(TableRequest.ofDataset(path));
        assertThat(table.kind()).isEqualTo("array");
        assertThat(table.rowCount()).isEqualTo(rowCount);
        assertThat(described(table)).containsExactly(column);
    }

    @Test
    void layoutColumnsNumbersThem() throws IOException {
        TableRequest request = columns("big_endian", null, List.of());
        assertThat(described(TableFiles.reader("arrays.h5").read(request)))
                .containsExactly("c0 DOUBLE", "c1 DOUBLE", "c2 DOUBLE");
    }

    @Test
    void columnsAreNamedByAnotherDatasetOrByAList() throws IOException {
        assertThat(names(TableFiles.reader("arrays.h5").read(columns("lanes", "/names", List.of()))))
                .containsExactly("a", "b", "c", "d", "e", "A_1", "é");
        assertThat(names(TableFiles.reader("arrays.h5").read(columns("big_endian", null, List.of("x", "y", "z")))))
                .containsExactly("x", "y", "z");
    }

    @Test
    void namesThatDoNotFitAreAnError() throws IOException {
        TableReader arrays = TableFiles.reader("arrays.h5");
        assertThatThrownBy(() -> arrays.read(columns("lanes", "/few_names", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hdfs://nn/arrays.h5: /lanes: option \"columnNames\": 7 names are expected, one per element"
                        + " of the second dimension, found 3; name another dataset or list");
        assertThatThrownBy(() -> arrays.read(columns("lanes", "/missing", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "a dataset is expected at /missing, found nothing; name the dataset of the names");
        assertThatThrownBy(() -> arrays.read(columns("lanes", "/group", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a dataset is expected at /group, found a group;");
        assertThatThrownBy(() -> arrays.read(columns("vector", null, List.of("x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/vector: layout=columns needs a dataset of two dimensions, found extent [1000]");
        assertThatThrownBy(() -> arrays.read(columns("cube", null, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found extent [100, 3, 5]");
    }

    @Test
    void namesArePandasOwnForPandasObjects() throws IOException {
        TableReader frames = TableFiles.reader("frames.h5");
        assertThatThrownBy(() -> frames.read(columns("mixed", null, List.of("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "hdfs://nn/frames.h5: /mixed: options \"layout\" and \"columnNames\" are for plain"
                                + " datasets, found a pandas object");
    }

    @Test
    void aMissingDatasetListsWhatIsThere() throws IOException {
        TableReader many = TableFiles.reader("many.h5");
        assertThatThrownBy(() -> many.read(TableRequest.ofDataset("/thrid")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "hdfs://nn/many.h5: no dataset \"/thrid\" in this file; tables found: /first (array, 4 rows,"
                                + " 1 column), /group/second (array, 2 rows, 1 column), /group/unread (array, 1 row, 1 column)");
        TableReader frame = TableFiles.reader("only_frame.h5");
        assertThatThrownBy(() -> frame.read(TableRequest.ofDataset("price")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(pandas-fixed, 2 rows, 2 columns)");
        TableReader none = TableFiles.reader("none.h5");
        assertThatThrownBy(() -> none.read(TableRequest.ofDataset("price")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hdfs://nn/none.h5: no dataset \"price\" in this file; it holds no table");
    }

    @Test
    void aLongListIsCut() throws IOException {
        TableReader frames = TableFiles.reader("frames.h5");
        assertThatThrownBy(() -> frames.read(TableRequest.ofDataset("price")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(", and 3 more");
    }

    @Test
    void theOnlyTableIsTaken() throws IOException {
        assertThat(TableFiles.reader("only_frame.h5").read(DEFAULT).kind()).isEqualTo("pandas-fixed");
        assertThat(TableFiles.reader("only_array.h5").read(DEFAULT).path()).isEqualTo("/data_f");
    }

    @Test
    void theDatasetOfTheNamesIsNoTable() throws IOException {
        Table table = TableFiles.reader("only_with_names.h5").read(columns(null, "/f_axis0", List.of()));
        assertThat(table.path()).isEqualTo("/data_f");
        assertThat(names(table)).containsExactly("open", "high", "low");
    }

    @Test
    void withSeveralTablesOneMustBeNamed() throws IOException {
        TableReader many = TableFiles.reader("many.h5");
        assertThatThrownBy(() -> many.read(DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hdfs://nn/many.h5: option \"dataset\" is needed, this file has 3 tables to choose from;"
                        + " tables found: /first (array, 4 rows, 1 column), /group/second (array, 2 rows, 1 column),"
                        + " /group/unread (array, 1 row, 1 column)");
        TableReader none = TableFiles.reader("none.h5");
        assertThatThrownBy(() -> none.read(DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("this file has 0 tables to choose from; it holds no table");
    }

    @Test
    void aGroupThatIsNoTableListsWhatIsThere() throws IOException {
        TableReader frames = TableFiles.reader("frames.h5");
        assertThatThrownBy(() -> frames.read(TableRequest.ofDataset("/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("hdfs://nn/frames.h5: /: a table or a dataset is expected, found a group;"
                        + " tables found: /");
    }

    @Test
    void aTableIsFoundAgainAtItsAddress() throws IOException {
        TableReader frames = TableFiles.reader("frames.h5");
        Table table = frames.read(TableRequest.ofDataset("mixed"));
        assertThat(TableFiles.reader("frames.h5").readAt(table.address(), table.path(), DEFAULT))
                .isEqualTo(table);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "objects | __index_level_0__ BIGINT, x STRING",
                "object_labels | __index_level_0__ BIGINT, a DOUBLE, 1 DOUBLE",
                "two_levels | __index_level_0__ BIGINT, __index_level_1__ BIGINT, x BIGINT",
                "objects_index | __index_level_0__ STRING, x BIGINT",
                "multi_columns | __index_level_0__ BIGINT, (a, x) DOUBLE, (a, y) BIGINT",
            })
    void objectsAndLevelsAreColumns(String key, String columns) throws IOException {
        Table table = TableFiles.reader("kinds.h5").read(TableRequest.ofDataset(key));
        assertThat(String.join(", ", described(table))).isEqualTo(columns);
    }

    @Test
    void objectColumnsAreTextWhereNothingIsAskedOfTheFile() throws IOException {
        TableRequest asked = TableRequest.ofDataset("objects").asAsked();
        assertThat(TableFiles.reader("kinds.h5").read(asked).columns())
                .extracting(column -> column.element())
                .contains(new ElementType.PickledObject(ObjectRule.AS_ASKED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no_pickle | a pickle, bytes of variable length, is expected, found FixedPoint of 8 bytes",
                "dummy | 2 rows are expected, found a dummy for none",
            })
    void blocksThatAreNotWhatTheySayAreMalformed(String key, String what) throws IOException {
        TableReader kinds = TableFiles.reader("kinds.h5");
        assertThatThrownBy(() -> kinds.read(TableRequest.ofDataset(key)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith("hdfs://nn/kinds.h5: /" + key + "/block0_values: " + what);
    }

    @Test
    void aKindThatPandasDroppedIsRefusedByName() throws IOException {
        TableReader kinds = TableFiles.reader("kinds.h5");
        assertThatThrownBy(() -> kinds.read(TableRequest.ofDataset("panel")))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageStartingWith("hdfs://nn/kinds.h5: /panel: a pandas object of kind wide is not read");
    }

    @Test
    void aNameThatIsATupleIsWrittenAsPandasOnSparkDoes() throws IOException {
        TableReader kinds = TableFiles.reader("kinds.h5");
        assertThat(kinds.read(TableRequest.ofDataset("tuple_named")).columns())
                .extracting(Column::name)
                .containsExactly("__index_level_0__", "(a, b)");
    }

    @Test
    void labelsOfFloat32AreNames() throws IOException {
        TableReader kinds = TableFiles.reader("kinds.h5");
        assertThat(kinds.read(TableRequest.ofDataset("float32_labels")).columns())
                .extracting(Column::name)
                .containsExactly("__index_level_0__", "0.5", "1.5");
    }

    @ParameterizedTest
    @CsvSource({"objects_index", "two_levels"})
    void anIndexThatIsNotAskedForMayBeOfAnyKind(String key) throws IOException {
        Table table = TableFiles.reader("kinds.h5").read(request(key, null, List.of(), IndexColumns.FALSE));
        assertThat(names(table)).containsExactly("x");
    }

    private static TableRequest columns(String dataset, String names, List<String> nameList) {
        return new TableRequest(
                dataset,
                ArrayLayout.COLUMNS,
                names,
                nameList,
                IndexColumns.TRUE,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
    }

    private static TableRequest request(String dataset, String names, List<String> nameList, IndexColumns index) {
        return new TableRequest(
                dataset,
                ArrayLayout.ROWS,
                names,
                nameList,
                index,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
    }

    private static List<String> names(Table table) {
        return table.columns().stream().map(Column::name).toList();
    }

    private static List<String> described(Table table) {
        return table.columns().stream()
                .map(column -> column.name() + " " + column.logicalType().sql())
                .toList();
    }

    private static JsonNode expectations() throws IOException {
        return new ObjectMapper().readTree(TableFiles.bytes("frames.json"));
    }
}
