package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.sparkhdf5.testing.PandasTableFiles;
import org.sparkhdf5.testing.PandasTableFiles.Key;

/** Names, types and metadata of what pandas wrote with format="table"; every expectation is pandas' own. */
final class PandasTableTest {
    static List<Key> keys() throws IOException {
        return PandasTableFiles.keys();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void columnsAreNamedAsInTheFrame(Key key) throws IOException {
        List<String> expected = new ArrayList<>();
        for (JsonNode column : PandasTableFiles.expected(key)) {
            expected.add(column.get("name").textValue());
        }
        if (key.key().equals("labels_twice")) {
            expected = List.of("__index_level_0__", "a", "a_1", "b", "a_2");
        }
        Table table = table(key);
        assertThat(table.columns()).extracting(Column::name).containsExactlyElementsOf(expected);
        assertThat(table.kind()).isEqualTo("pandas-table");
        assertThat(table.path()).isEqualTo("/" + key.key());
        assertThat(table.rowCount())
                .isEqualTo(PandasTableFiles.expected(key).get(0).get("values").size());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void whatPandasSaysOfAColumnIsItsMetadata(Key key) throws IOException {
        List<Column> columns = table(key).columns();
        for (int i = 0; i < columns.size(); i++) {
            JsonNode expected = PandasTableFiles.expected(key).get(i);
            Map<String, String> metadata = columns.get(i).metadata();
            assertThat(metadata)
                    .containsEntry("pandas.label", expected.get("label").toString());
            assertThat(metadata)
                    .containsEntry("pandas.dtype", expected.get("dtype").textValue());
            assertThat(metadata.get("pandas.index"))
                    .isEqualTo(expected.has("level") ? expected.get("level").asText() : null);
            assertThat(metadata.get("pandas.tz"))
                    .isEqualTo(expected.has("tz") ? expected.get("tz").textValue() : null);
            assertThat(metadata.get("pandas.ordered"))
                    .isEqualTo(expected.has("ordered") ? expected.get("ordered").asText() : null);
            assertThat(metadata.get("pandas.categories.count"))
                    .isEqualTo(
                            expected.has("categories")
                                    ? expected.get("categories").asText()
                                    : null);
        }
    }

    @Test
    void theKindOfTheObjectIsAPropertyOfTheTable() throws IOException {
        assertThat(table("tables.h5", "series").properties()).containsExactly(entry("pandas.type", "series_table"));
        assertThat(table("tables.h5", "numbers").properties()).containsExactly(entry("pandas.type", "frame_table"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "numbers | i8 | BIGINT",
                "numbers | u8 | DECIMAL(20,0)",
                "numbers | flag | BOOLEAN",
                "numbers | f2 | FLOAT",
                "numbers | c8 | STRUCT<re: FLOAT, im: FLOAT>",
                "numbers | f16 | DOUBLE",
                "times | naive | TIMESTAMP_NTZ",
                "times_dc | berlin | TIMESTAMP",
                "times | span | INTERVAL DAY TO SECOND",
                "categories | text | STRING",
                "categories | ints | BIGINT",
                "categories | floats | DOUBLE",
                "categories | moments | TIMESTAMP_NTZ",
                "categories | zoned | TIMESTAMP",
                "categories | spans | INTERVAL DAY TO SECOND",
                "categories | flags | BOOLEAN",
                "categories | none | STRING",
                "index_month | p | BIGINT",
                "index_date | __index_level_0__ | DATE",
                "index_text | s | STRING",
            })
    void dtypesAreTypes(String key, String name, String sql) throws IOException {
        assertThat(column(key, name).logicalType().sql()).isEqualTo(sql);
    }

    @Test
    void anIntegerIsAsWideAsItsDtypeSays() throws IOException {
        assertThat(table("legacy.h5", "v010").columns())
                .filteredOn(column -> column.name().equals("n"))
                .extracting(column -> column.logicalType().sql())
                .containsExactly("INT");
    }

    @Test
    void aFloatOfMoreDigitsSaysThatItIsRounded() throws IOException {
        assertThat(column("numbers", "f16").metadata()).containsEntry("hdf5.rounded", "true");
        assertThat(column("numbers", "f8").metadata()).doesNotContainKey("hdf5.rounded");
    }

    @Test
    void unitAndFrequencyAreMetadata() throws IOException {
        assertThat(column("times", "millis").metadata()).containsEntry("pandas.unit", "ms");
        assertThat(column("index_days", "day").metadata()).containsEntry("pandas.freq", "Day");
        assertThat(column("index_month", "p").metadata()).containsEntry("pandas.freq", "MonthEnd");
        assertThat(column("index_int", "i").metadata()).doesNotContainKeys("pandas.freq", "pandas.unit");
    }

    @Test
    void fewCategoriesAreListed() throws IOException {
        assertThat(column("categories", "text").metadata())
                .containsEntry("pandas.categories", "[\"é\",\"b\",\"nan\",\"unused\"]");
        assertThat(column("categories", "ints").metadata()).containsEntry("pandas.categories", "[10,30]");
        assertThat(column("categories", "floats").metadata()).containsEntry("pandas.categories", "[0.5,2.5]");
        assertThat(column("categories", "flags").metadata()).containsEntry("pandas.categories", "[false,true]");
        assertThat(column("categories", "moments").metadata())
                .containsEntry("pandas.categories", "[\"1969-12-31T23:59:59.500\",\"2020-02-29T12:30:00.000001\"]");
        assertThat(column("categories", "none").metadata()).containsEntry("pandas.categories", "[]");
    }

    @Test
    void listsAreNotReadWhereTheSchemaIsKnown() throws IOException {
        TableRequest request = TableRequest.ofDataset("categories").asAsked();
        Column column =
                PandasTableFiles.reader("tables.h5").read(request).columns().get(1);
        assertThat(column.metadata()).containsEntry("pandas.categories.count", "4");
        assertThat(column.metadata()).doesNotContainKey("pandas.categories");
    }

    @ParameterizedTest
    @CsvSource({
        "index_int, TRUE, i v",
        "index_int, NAMED, i v",
        "index_int, FALSE, v",
        "index_spans, TRUE, __index_level_0__ v",
        "index_spans, NAMED, v",
        "index_spans, FALSE, v",
        "levels, TRUE, outer __index_level_1__ when v s",
        "levels, NAMED, outer when v s",
        "levels, FALSE, v s",
        "levels_series, FALSE, val",
    })
    void theIndexIsAskedFor(String key, IndexColumns index, String names) throws IOException {
        TableRequest request = new TableRequest(
                key,
                ArrayLayout.ROWS,
                null,
                List.of(),
                index,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
        Table table = PandasTableFiles.reader("tables.h5").read(request);
        assertThat(String.join(" ", table.columns().stream().map(Column::name).toList()))
                .isEqualTo(names);
    }

    @Test
    void aListOfCategoriesIsATableWhereItIsNamed() throws IOException {
        Table table = table("tables.h5", "categories_dc/meta/ints/meta");
        assertThat(table.columns()).extracting(Column::name).containsExactly("__index_level_0__", "values");
        assertThat(table.rowCount()).isEqualTo(2);
        assertThatThrownBy(() -> PandasTableFiles.reader("tables.h5").read(TableRequest.ofDataset(null)))
                .hasMessageNotContaining("/meta");
    }

    @Test
    void anIndexOfAnotherKindHidesNoColumns() throws IOException {
        TableRequest request = new TableRequest(
                "other_index_kind",
                ArrayLayout.ROWS,
                null,
                List.of(),
                IndexColumns.FALSE,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
        assertThat(PandasTableFiles.reader("damaged.h5").read(request).columns())
                .extracting(Column::name)
                .containsExactly("a", "b", "s");
    }

    @Test
    void namesAndLayoutsAreForPlainDatasets() {
        TableRequest request = new TableRequest(
                "numbers",
                ArrayLayout.COLUMNS,
                null,
                List.of(),
                IndexColumns.TRUE,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
        assertThatThrownBy(() -> PandasTableFiles.reader("tables.h5").read(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "hdfs://nn/tables.h5: /numbers: options \"layout\" and \"columnNames\" are for plain datasets,"
                                + " found a pandas object with names of its own; leave them out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "two_index_fields | a pandas table with 2 index fields (a Panel) is not read; read it with pandas below 0.25 and"
                        + " write it as a DataFrame",
                "rows_are_columns | a pandas table whose rows are the columns of the frame, index_cols [(1, columns)], is not"
                        + " read; write it with axes=[\"index\"], the default, or transpose the frame",
                "generic | a pandas object of kind frame_table, table_type appendable_panel, is not read; readable are"
                        + " appendable_frame, appendable_multiframe, appendable_series, appendable_multiseries; write it again"
                        + " with a current pandas",
                "panel | a pandas object of kind wide_table is not read; readable kinds: frame, series, frame_table,"
                        + " series_table; read it with the pandas that wrote it and write it again as a DataFrame or a Series",
                "wide | a pandas object of kind wide is not read; readable kinds: frame, series, frame_table, series_table; read"
                        + " it with the pandas that wrote it and write it again as a DataFrame or a Series",
                "series_old | a pandas object of kind TimeSeries is not read; readable kinds: frame, series, frame_table,"
                        + " series_table; read it with the pandas that wrote it and write it again as a DataFrame or a Series",
                "other_index_kind/table | an index of kind datetime is not read; readable are integer, float, bool, string,"
                        + " date, datetime64, timedelta64; read it with option(\"index\", \"false\"), or write it with"
                        + " reset_index()",
                "other_dtype/table | field values_block_0: values of dtype datetime in FixedPoint of 8 bytes are not read; write"
                        + " it again with pandas, the column as text or as numbers",
                "other_unit/table | field values_block_1: values of dtype datetime64[D] in FloatingPoint of 8 bytes are not read;"
                        + " write it again with pandas, the column as text or as numbers",
                "utf_16/table | field values_block_2: strings of encoding utf-16 are not read: the padding of a table cuts their"
                        + " last character; write the table with encoding=\"utf-8\"",
                "codec/table | attribute encoding names the codec klingon, which is not known here; write the file with"
                        + " encoding=\"utf-8\"",
            })
    void whatIsNotReadIsRefusedByName(String path, String message) {
        String key = path.replaceFirst("/table$", "");
        assertThatThrownBy(() -> table("damaged.h5", key))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("hdfs://nn/damaged.h5: /" + path + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no_axes | attribute non_index_axes: a list is expected, found none",
                "other_axis | attribute non_index_axes: a list of one (1, labels) is expected, found [(0, [a, b, s])]",
                "label_in_no_field/table | label t of the group's attributes is in no field of the records",
                "label_in_no_axis/table | label s of field values_block_2 is not in the attribute non_index_axes",
                "no_values_cols | attribute values_cols: a list is expected, found a",
                "no_such_field/table | a field values_block_7 is expected in the records, found none",
                "no_such_index/table | a field row is expected in the records, found none",
                "no_index_kind/table | attribute index_kind: a kind of index is expected, found none",
                "moment_kind/table | field index: fixed strings is expected, found FixedPoint of 8 bytes",
                "date_kind/table | field index: ordinals of dates in 4 bytes is expected, found FixedPoint of 8 bytes",
                "no_kind/table | attribute values_block_0_kind: a list of labels is expected, found none",
                "few_labels/table | attribute values_block_0_kind: 1 labels are expected, one per element, found 2",
                "no_dtype/table | attribute values_block_0_dtype: a name of a dtype is expected, found none",
                "time_dtype/table | field values_block_1: int64 counts of timedelta64[ns] is expected, found FloatingPoint of 8"
                        + " bytes",
                "moment_dtype/table | field values_block_1: ordinals of dates in 4 bytes is expected, found FloatingPoint of 8"
                        + " bytes",
                "text_dtype/table | field values_block_2: int64 counts of datetime64[ns] is expected, found FixedString of 1"
                        + " bytes",
                "info_text | attribute info: a dict is expected, found none",
                "zone_number/table | attribute info: a zone of field values_block_0 is expected, found 3",
                "encoding_number | attribute encoding: a text is expected, found 8",
                "no_levels | attribute levels: a list is expected, found 1",
                "no_table | a child table is expected, found none",
                "plain_table/table | records of one dimension are expected, found FixedPoint of 8 bytes of extent [3]",
                "lists/table | field values_block_0: a block of one dimension is expected, found [1, 2]",
                "nested/meta/c/meta/table | categories are expected, found codes of others",
                "list_is_dataset/meta/c/meta | a table of categories is expected, found a dataset",
                "two_columns/meta/c/meta | categories in one column are expected, found 0",
            })
    void whatContradictsTheLayoutIsMalformed(String path, String message) {
        String key = path.replaceFirst("/(table|meta/.*)$", "");
        assertThatThrownBy(() -> table("damaged.h5", key))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith("hdfs://nn/damaged.h5: /" + path + ": " + message)
                .hasMessageEndingWith("; the file is damaged or incomplete, copy or write it again");
    }

    private static Table table(Key key) throws IOException {
        return table(key.file(), key.key());
    }

    private static Table table(String file, String key) throws IOException {
        return PandasTableFiles.reader(file).read(TableRequest.ofDataset(key));
    }

    private static Column column(String key, String name) throws IOException {
        return table("tables.h5", key).columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
