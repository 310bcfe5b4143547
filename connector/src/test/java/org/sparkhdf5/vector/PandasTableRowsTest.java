package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.plan.SplitSizes;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.testing.PandasTableFiles;
import org.sparkhdf5.testing.PandasTableFiles.Key;
import org.sparkhdf5.testing.TableRows;

/** Every value of what pandas wrote with format="table" equals what was in the frame. */
final class PandasTableRowsTest {
    private static final SplitSizes DEFERRED = new SplitSizes(1 << 30, 1 << 30, 1 << 30);
    private static final SplitSizes PLANNED = new SplitSizes(1 << 30, 0, 1 << 30);
    private static final SplitSizes MANY_SPLITS = new SplitSizes(100, 0, 1000);

    static List<Key> keys() throws IOException {
        return PandasTableFiles.keys();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void valuesAreThoseOfTheFrame(Key key) throws IOException {
        for (SplitSizes sizes : List.of(DEFERRED, PLANNED, MANY_SPLITS)) {
            TableRows rows = rows(key.file(), key.key());
            List<List<@Nullable Object>> found =
                    new ArrayList<>(rows.read(sizes).values());
            List<Column> columns = rows.table().columns();
            for (int i = 0; i < columns.size(); i++) {
                JsonNode expected = PandasTableFiles.expected(key).get(i).get("values");
                assertThat(found.get(i))
                        .as("%s of %s, %s", columns.get(i).name(), key, sizes)
                        .isEqualTo(values(expected, columns.get(i).logicalType()));
            }
        }
    }

    @Test
    void aTableIsCutAtItsChunks() throws IOException {
        TableRows rows = rows("tables.h5", "many");
        rows.read(MANY_SPLITS);
        assertThat(rows.splitCount()).isGreaterThan(3);
    }

    /** The records of a chunk hold all columns: it is decoded once, whether one or all of them are asked for. */
    @Test
    void aChunkIsDecodedOnceForAllItsColumns() throws IOException {
        TableRows all = rows("tables.h5", "many");
        all.read(PLANNED, List.of("i", "s", "f"));
        TableRows one = rows("tables.h5", "many");
        one.read(PLANNED, List.of("f"));
        assertThat(one.counts().chunksRead())
                .isPositive()
                .isEqualTo(all.counts().chunksRead());
    }

    @Test
    void aCodeThatIsNoCategoryFails() throws IOException {
        assertThatThrownBy(() -> rows("damaged.h5", "code_above").read(PLANNED))
                .isInstanceOf(MalformedValueException.class)
                .hasCauseInstanceOf(Hdf5FormatException.class)
                .hasMessage(
                        "file:///nowhere/damaged.h5: /code_above: column c, row 1: a code below 2, or -1 for null, is"
                                + " expected, found 9; the file is damaged or incomplete, copy or write it again");
        assertThatThrownBy(() -> rows("damaged.h5", "code_below").read(DEFERRED))
                .hasMessageContaining("column c, row 2: a code below 2, or -1 for null, is expected, found -2");
    }

    @Test
    void anIntegerThatDoesNotFitItsDtypeFails() throws IOException {
        assertThatThrownBy(() -> rows("damaged.h5", "too_wide").read(PLANNED))
                .isInstanceOf(MalformedValueException.class)
                .hasMessage(
                        "file:///nowhere/damaged.h5: /too_wide: column a, row 1: a TINYINT is expected, found 128; the file"
                                + " is damaged or incomplete, copy or write it again");
    }

    @Test
    void textThatIsNoUtf8Fails() throws IOException {
        assertThatThrownBy(() -> rows("damaged.h5", "bytes").read(PLANNED))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("/bytes: column s, row 1: 1 bytes of text are not UTF-8; leave the column out");
        assertThatThrownBy(() -> rows("damaged.h5", "surrogate").read(PLANNED))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("/surrogate: column s, row 1: 4 bytes of text are not UTF-8, they hold half of"
                        + " a surrogate pair; leave the column out, or write the text as UTF-8");
    }

    private static TableRows rows(String file, String key) throws IOException {
        return new TableRows(file, PandasTableFiles.bytes(file), TableRequest.ofDataset(key));
    }

    private static List<@Nullable Object> values(JsonNode json, LogicalType type) {
        List<@Nullable Object> values = new ArrayList<>();
        json.forEach(value -> values.add(value(value, type)));
        return values;
    }

    private static @Nullable Object value(JsonNode json, LogicalType type) {
        if (json.isNull()) {
            return null;
        }
        if (type instanceof LogicalType.StructOf struct) {
            return List.of(
                    value(json.get(0), struct.fields().get(0).type()),
                    value(json.get(1), struct.fields().get(1).type()));
        }
        return switch ((LogicalType.Atomic) type) {
            case BOOLEAN -> json.booleanValue();
            case STRING -> json.textValue();
            case DECIMAL_20_0 -> json.asText();
            case FLOAT, DOUBLE ->
                Map.of("nan", Double.NaN, "inf", Double.POSITIVE_INFINITY, "-inf", Double.NEGATIVE_INFINITY)
                        .getOrDefault(json.textValue(), number(json.textValue()));
            default -> json.longValue();
        };
    }

    private static double number(String text) {
        return text.matches("-?(nan|inf)") ? 0 : Double.parseDouble(text);
    }
}
