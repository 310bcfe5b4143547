package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;

/** The key {@code rows} of {@code kinds.h5}: 300 rows of text or None, a square, and text or an integer. */
final class PickledRowsTest {
    private static final String VALUES = "/rows/block0_values";
    private static final PickledRows.Item TEXT = new PickledRows.Item(0, "t", ObjectRule.TEXT);
    private static final PickledRows.Item SQUARE = new PickledRows.Item(1, "n", ObjectRule.INTEGER);
    private static final PickledRows.Item MIXED = new PickledRows.Item(2, "m", ObjectRule.JSON);

    private static PickledRows rows(long rowCount, long windowBytes, long bytesMax, PickledRows.Item... items)
            throws IOException {
        TableSource source = TableFiles.open("kinds.h5");
        Dataset dataset = (Dataset) source.file().find(VALUES);
        StoredArray array = StoredArray.of(source.location(VALUES), dataset);
        PickledBlock block = PickledBlock.locate(source.file(), source.reader(), array);
        return new PickledRows(
                source.reader(), block, rowCount, List.of(items), windowBytes, 1 << 20, bytesMax, new ChunkCounts());
    }

    private static PickledRows rows(long windowBytes, PickledRows.Item... items) throws IOException {
        return rows(300, windowBytes, 1 << 20, items);
    }

    private static @Nullable String text(PickledRows rows, int wanted, int cell) {
        ObjectCells cells = rows.cells(wanted);
        return cells.isNull(cell)
                ? null
                : new String(cells.bytes(), cells.offset(cell), cells.lengthBytes(cell), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 500, 1 << 20})
    void rowsComeInWindowsOfAnySize(long windowBytes) throws IOException {
        PickledRows rows = rows(windowBytes, MIXED, TEXT, SQUARE);
        long row = 0;
        int windows = 0;
        while (row < 300) {
            long end = rows.load(row, 300);
            assertThat(end).isGreaterThan(row).isLessThanOrEqualTo(300);
            for (long i = row; i < end; i++) {
                int cell = rows.shownCell() + (int) (i - row);
                assertThat(text(rows, 0, cell)).isEqualTo(i % 2 == 0 ? Long.toString(i) : "\"row " + i + "\"");
                assertThat(text(rows, 1, cell)).isEqualTo(i % 5 == 0 ? null : "row " + i);
                assertThat(rows.cells(2).longAt(cell)).isEqualTo(i * i);
            }
            row = end;
            windows++;
        }
        assertThat(windows).isEqualTo(windowBytes == 1 ? 300 : windowBytes < 1000 ? windows : 1);
    }

    @Test
    void rowsBeforeTheFirstArePassedOver() throws IOException {
        PickledRows rows = rows(1 << 20, SQUARE);
        assertThat(rows.load(120, 130)).isEqualTo(130);
        assertThat(rows.cells(0).longAt(rows.shownCell())).isEqualTo(120 * 120);
        assertThat(rows.load(250, 300)).isEqualTo(300);
        assertThat(rows.cells(0).longAt(rows.shownCell() + 49)).isEqualTo(299 * 299);
    }

    @Test
    void aWindowServesSeveralSteps() throws IOException {
        PickledRows rows = rows(1 << 20, SQUARE);
        assertThat(rows.load(0, 300)).isEqualTo(300);
        assertThat(rows.load(7, 11)).isEqualTo(11);
        assertThat(rows.cells(0).longAt(rows.shownCell())).isEqualTo(49);
    }

    @Test
    void aValueOfAnotherKindFailsAtItsRow() {
        PickledRows.Item asText = new PickledRows.Item(2, "my col", ObjectRule.TEXT);
        assertThatThrownBy(() -> rows(1 << 20, asText).load(1, 300))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "hdfs://nn/kinds.h5: " + VALUES + ": column my col, row 2: text is expected, found an integer;"
                                + " read the column as text with .schema(\"… `my col` STRING …\"), or set option(\"objects\","
                                + " \"string\")");
        PickledRows.Item asInteger = new PickledRows.Item(2, "m", ObjectRule.INTEGER);
        assertThatThrownBy(() -> rows(1 << 20, asInteger).load(0, 300))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("column m, row 1: an integer of 64 bits is expected, found text; ");
    }

    @Test
    void aPickleOfAnotherShapeIsMalformed() {
        assertThatThrownBy(() -> rows(301, 100, 1 << 20, TEXT).load(0, 301))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining(
                        "a pickled array of 301 rows and more than 0 items is expected, found shape [300, 3]");
        PickledRows.Item fourth = new PickledRows.Item(3, "x", ObjectRule.TEXT);
        assertThatThrownBy(() -> rows(1, fourth).load(0, 300))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("more than 3 items is expected, found shape [300, 3]");
    }

    @Test
    void aLongPickleIsRefusedWithTheOption() {
        assertThatThrownBy(() -> rows(300, 100, 99, TEXT).load(0, 300))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("bytes, at most 99 are read; set option(\"pickleBytesMax\", \"");
    }
}
