package org.sparkhdf5.table.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** The examples of the format notes, byte for byte as pandas wrote them; {@code ~} is the end of a line. */
final class UnpicklerTest {
    private static final ObjectLocation LOCATION = new ObjectLocation("file:/a.h5", "/df");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "N. | null",
                "(lp0~. | []",
                "(lp0~(I0~Vindex~p1~tp2~a. | [[0,\"index\"]]",
                "(lp0~(I1~(lp1~VA~p2~aVB~p3~atp4~a. | [[1,[\"A\",\"B\"]]]",
                "(lp0~(I1~(lp1~I10~aI2~aI-3~atp2~a. | [[1,[10,2,-3]]]",
                "(lp0~(I1~(lp1~(VA~p2~VC~p3~tp4~a(g2~VD~p5~tp6~atp7~a. | [[1,[[\"A\",\"C\"],[\"A\",\"D\"]]]]",
                "(dp0~I1~(dp1~Vnames~p2~(lp3~NasVtype~p4~VIndex~p5~ssVindex~p6~(dp7~s."
                        + "| [[1,{\"names\":[null],\"type\":\"Index\"}],[\"index\",{}]]",
                "cpandas._libs.tslibs.offsets~Day~p0~(I1~I00~tp1~Rp2~. | \"Day\"",
                "cdatetime~timezone~p0~(cdatetime~timedelta~p1~(I0~I0~I0~tp2~Rp3~tp4~Rp5~. | \"UTC\"",
                "cpytz~_UTC~p0~(tRp1~. | \"UTC\"",
            })
    void attributesOfPandas(String pickle, String json) throws IOException {
        PythonValue value = Unpickler.value(LOCATION, "attribute info", bytes(pickle));
        assertThat(PythonJson.text(LOCATION, "attribute info", value)).isEqualTo(json);
    }

    @Test
    void aGlobalThatIsNotOnTheListIsNamed() {
        assertThatThrownBy(() -> Unpickler.value(LOCATION, "row 5", bytes("cos~system~(Vtrue~tR.")))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "file:/a.h5: /df: row 5: pickle: global os.system is not on the allow-list, at byte 0 of it;"
                                + " such objects are not read without Python, write text, numbers, dates or lists of them");
    }

    @Test
    void damageIsNamedWithItsPosition() {
        assertThatThrownBy(() -> Unpickler.value(LOCATION, "row 5", bytes("(I1~t")))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessage(
                        "file:/a.h5: /df: row 5: pickle: 1 bytes are expected, found 0 up to the end, at byte 5 of it;"
                                + " the file is damaged or incomplete, copy or write it again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"No.", "N. B.", "Hello world.", "Please refer.", "cats and~dogs~are.", "."})
    void textWithAFullStopIsNoPickle(String text) throws IOException {
        assertThat(Unpickler.valueOrNull(LOCATION, "attribute title", bytes(text)))
                .isNull();
    }

    private static byte[] bytes(String text) {
        return text.replace('~', '\n').getBytes(StandardCharsets.ISO_8859_1);
    }
}
