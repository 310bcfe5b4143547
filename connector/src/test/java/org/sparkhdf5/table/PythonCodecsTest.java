package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.testing.PandasTableFiles;

/** Character sets decode what Python encoded; those of which Java has other ideas are refused. */
final class PythonCodecsTest {
    private static final ObjectLocation LOCATION = new ObjectLocation("hdfs://nn/run7.h5", "/prices");

    static List<String> codecs() throws IOException {
        return PandasTableFiles.lines("codecs.tsv");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyCharacterIsPythons(String line) throws CharacterCodingException {
        String[] fields = line.split("\t");
        byte[] text = HexFormat.of().parseHex(fields[1]);
        byte[] encoded = HexFormat.of().parseHex(fields[2]);
        assertThat(PythonCodecs.charset(LOCATION, fields[0])
                        .newDecoder()
                        .decode(ByteBuffer.wrap(encoded))
                        .toString())
                .isEqualTo(new String(text, StandardCharsets.UTF_16BE));
    }

    /** Java's sets of these names turn some characters into others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "big5",
                "big5hkscs",
                "cp950",
                "shift_jis",
                "euc_jp",
                "gb18030",
                "cp037",
                "cp500",
                "utf-7",
                "hz",
                "x-IBM942C",
                "nonsense",
                ""
            })
    void othersAreRefused(String codec) {
        assertThatThrownBy(() -> PythonCodecs.charset(LOCATION, codec))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("hdfs://nn/run7.h5: /prices: attribute encoding names the codec " + codec
                        + ", which is not known here; write the file with encoding=\"utf-8\"");
    }
}
