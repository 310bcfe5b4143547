package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.table.ElementType.Text;
import org.sparkhdf5.table.ElementType.TextBytes;
import org.sparkhdf5.table.ElementType.Trim;
import org.sparkhdf5.table.InvalidText;

final class TextVectorTest {
    @ParameterizedTest
    @CsvSource({
        "FIRST_NUL, 'ab00000', 'ab'",
        "FIRST_NUL, 'ab0cd00', 'ab'",
        "FIRST_NUL, 'ab  000', 'ab  '",
        "FIRST_NUL, 'abcdefg', 'abcdefg'",
        "FIRST_NUL, '0bcdefg', ''",
        "TRAILING_NULS, 'ab00000', 'ab'",
        "TRAILING_NULS, 'ab0cd00', 'ab0cd'",
        "TRAILING_NULS, 'ab  000', 'ab  '",
        "TRAILING_NULS, 'abcdefg', 'abcdefg'",
        "TRAILING_NULS, '0000000', ''",
        "TRAILING_BLANKS, 'ab     ', 'ab'",
        "TRAILING_BLANKS, ' a b   ', ' a b'",
        "TRAILING_BLANKS, 'ab 0 00', 'ab'",
        "TRAILING_BLANKS, '       ', ''",
    })
    void paddingIsNoText(Trim trim, String stored, String expected) {
        // 0 stands for NUL
        List<String> found = texts(new Text(7, trim, "UTF-8", null), stored.replace('0', '\0'), "xxxxxxx");
        assertThat(found).containsExactly(expected.replace('0', '\0'), "xxxxxxx");
    }

    @Test
    void aTextMayStandForNull() {
        Text type = new Text(5, Trim.TRAILING_NULS, "UTF-8", "nan");
        assertThat(texts(type, "nan\0\0", "na\0\0\0", "nano\0", "\0\0\0\0\0", "NaN\0\0"))
                .containsExactly(null, "na", "nano", "", "NaN");
        RowVector vector = shown(type, StandardCharsets.UTF_8, "nan\0\0", "x\0\0\0\0");
        assertThat(vector.hasNull()).isTrue();
        assertThat(vector.numNulls()).isEqualTo(1);
        assertThat(vector.isNullAt(0)).isTrue();
        assertThat(shown(new Text(5, Trim.TRAILING_NULS, "UTF-8", null), StandardCharsets.UTF_8, "nan\0\0")
                        .hasNull())
                .isFalse();
    }

    @Test
    void anEmptyTextMayStandForNull() {
        assertThat(texts(new Text(2, Trim.TRAILING_NULS, "UTF-8", ""), "\0\0", "a\0"))
                .containsExactly(null, "a");
    }

    @Test
    void textPointsIntoTheBytes() {
        Text type = new Text(4, Trim.TRAILING_NULS, "UTF-8", null);
        RowVector vector = shown(type, StandardCharsets.UTF_8, "ab\0\0", "é\0\0");
        UTF8String first = vector.getUTF8String(0);
        UTF8String second = vector.getUTF8String(1);
        assertThat(first.getBaseObject()).isSameAs(vector.bytes());
        assertThat(second.getBaseObject()).isSameAs(vector.bytes());
        assertThat(second.toString()).isEqualTo("é");
        assertThat(second.numBytes()).isEqualTo(2);
    }

    @Test
    void otherCharacterSetsAreConverted() {
        Text latin = new Text(3, Trim.TRAILING_NULS, "ISO-8859-1", "né");
        RowVector vector = shown(latin, StandardCharsets.ISO_8859_1, "aé\0", "né\0", "ÿÿÿ");
        assertThat(vector.getUTF8String(0).toString()).isEqualTo("aé");
        assertThat(vector.getUTF8String(1)).isNull();
        assertThat(vector.getUTF8String(2).toString()).isEqualTo("ÿÿÿ");
        Charset windows = Charset.forName("windows-1252");
        assertThat(shown(new Text(2, Trim.TRAILING_NULS, "windows-1252", null), windows, "€\0")
                        .getUTF8String(0)
                        .toString())
                .isEqualTo("€");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        Text type = new Text(3, Trim.TRAILING_NULS, "UTF-8", null);
        byte[][] malformed = {
            {(byte) 0xFF, 'a', 0},
            {'a', (byte) 0xC3, 0},
            {(byte) 0xC0, (byte) 0x80, 'a'},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80}
        };
        for (byte[] bytes : malformed) {
            RowVector vector = new TextVector(Cells.LOCATION, type);
            vector.show(bytes, 0, 3, 1, Cells.FIRST_ROW);
            int length = bytes[2] == 0 ? 2 : 3;
            assertThatThrownBy(() -> vector.getUTF8String(0))
                    .isInstanceOf(UnsupportedHdf5FeatureException.class)
                    .hasMessage("hdfs://nn/run7.h5: /prices: column open, row 5000000000: " + length
                            + " bytes of text are not UTF-8"
                            + (bytes[0] == (byte) 0xED ? ", they hold half of a surrogate pair" : "")
                            + "; leave the column out, or write the text as UTF-8");
        }
        Text ascii = new Text(3, Trim.TRAILING_NULS, "US-ASCII", null);
        RowVector vector = shown(ascii, StandardCharsets.ISO_8859_1, "aé\0");
        assertThatThrownBy(() -> vector.getUTF8String(0))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("2 bytes of text are not US-ASCII");
    }

    @Test
    void aByteThatIsNoTextIsFoundWhereverItStands() {
        for (int length = 1; length <= 20; length++) {
            Text type = new Text(length, Trim.TRAILING_NULS, "UTF-8", null);
            for (int at = 0; at < length; at++) {
                byte[] bytes = new byte[3 + length];
                Arrays.fill(bytes, (byte) 'a');
                RowVector vector = new TextVector(Cells.LOCATION, type);
                vector.show(bytes, 3, length, 1, Cells.FIRST_ROW);
                assertThat(vector.getUTF8String(0)).hasToString("a".repeat(length));
                bytes[3 + at] = (byte) 0xFF;
                assertThatThrownBy(() -> vector.getUTF8String(0))
                        .as("%d of %d", at, length)
                        .isInstanceOf(UnsupportedHdf5FeatureException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REFUSED | leave the column out, or write the text as UTF-8",
                "REFUSED_BYTES | set option(\"stringEncoding\", \"latin-1\") or \"binary\", or leave the column out",
                "REFUSED_UTF_8 | set option(\"stringEncoding\", \"latin-1\"), or leave the column out",
            })
    void aRefusalNamesTheWayOut(InvalidText invalid, String wayOut) {
        Text type = new Text(2, Trim.TRAILING_NULS, "UTF-8", null, invalid);
        RowVector vector = shown(type, StandardCharsets.ISO_8859_1, "é\0");
        assertThatThrownBy(() -> vector.getUTF8String(0))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("hdfs://nn/run7.h5: /prices: column open, row 5000000000: 1 bytes of text are not UTF-8; "
                        + wayOut);
    }

    @Test
    void whatIsNoTextMayBeReadAsLatin1() {
        Text type = new Text(3, Trim.TRAILING_NULS, "UTF-8", null, InvalidText.AS_LATIN_1);
        assertThat(shown(type, StandardCharsets.ISO_8859_1, "aéÿ")
                        .getUTF8String(0)
                        .toString())
                .isEqualTo("aéÿ");
        assertThat(texts(type, "é\0", "abc")).containsExactly("é", "abc");
    }

    @ParameterizedTest
    @CsvSource({"FIRST_NUL, 6100620000, 61", "TRAILING_NULS, 6100620000, 610062", "TRAILING_BLANKS, ff62202000, ff62"})
    void bytesComeWithoutTheirPadding(Trim trim, String stored, String expected) {
        RowVector vector = new TextBytesVector(new TextBytes(5, trim));
        vector.show(HexFormat.of().parseHex("aa" + stored + "bb" + stored), 1, 6, 2, Cells.FIRST_ROW);
        assertThat(vector.getBinary(0)).isEqualTo(HexFormat.of().parseHex(expected));
        assertThat(vector.getBinary(1)).isEqualTo(HexFormat.of().parseHex(expected));
    }

    private static RowVector shown(Text type, Charset charset, String... stored) {
        int stride = type.sizeBytes() + 3;
        byte[] bytes = new byte[2 + stride * stored.length];
        Arrays.fill(bytes, (byte) 'Z');
        for (int i = 0; i < stored.length; i++) {
            byte[] text = stored[i].getBytes(charset);
            System.arraycopy(text, 0, bytes, 2 + i * stride, type.sizeBytes());
        }
        RowVector vector = new TextVector(Cells.LOCATION, type);
        vector.show(bytes, 2, stride, stored.length, Cells.FIRST_ROW);
        return vector;
    }

    private static List<@Nullable String> texts(Text type, String... stored) {
        RowVector vector = shown(type, StandardCharsets.UTF_8, stored);
        List<@Nullable String> texts = new ArrayList<>();
        for (int row = 0; row < stored.length; row++) {
            UTF8String text = vector.getUTF8String(row);
            texts.add(text == null ? null : text.toString());
        }
        return texts;
    }
}
