package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.table.pickle.PythonJson;
import org.sparkhdf5.table.pickle.PythonValue;

/** Against what PyTables reads of the same attributes; see {@code make_pickles.py}. */
final class PyTablesAttributesTest {
    private static final ObjectLocation LOCATION = new ObjectLocation("hdfs://nn/attributes.h5", "/node");

    @Test
    void valuesAreThoseOfPyTables() throws IOException {
        PyTablesAttributes attributes = attributes();
        List<String> wrong = new ArrayList<>();
        List<String> lines = new String(bytes("attributes.tsv"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        for (String line : lines) {
            String name = line.substring(0, line.indexOf('\t'));
            PythonValue value = attributes.value(name);
            String found = value == null ? "nothing" : PythonJson.text(LOCATION, name, value);
            if (!line.equals(name + "\t" + found)) {
                wrong.add(line + " expected, found " + found);
            }
        }
        assertThat(lines).hasSizeGreaterThan(30);
        assertThat(wrong).isEmpty();
        assertThat(attributes.value("absent")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text | naïve",
                "text_with_a_stop | p.",
                "int | 5",
                "float | 1.5",
                "true | True",
                "tuple | (A, C)",
                "stamp | 2020-01-01 00:00:00",
                "unsigned | 18446744073709551615",
                "large | 1180591620717411303424",
                "h5py_text | variable é",
            })
    void labelsAreTexts(String name, String text) throws IOException {
        assertThat(attributes().label(name)).isEqualTo(text);
    }

    @Test
    void noneIsNoLabel() throws IOException {
        assertThat(attributes().label("none")).isNull();
        assertThat(attributes().label("absent")).isNull();
        assertThat(attributes().label("empty")).isEmpty();
    }

    @Test
    void onlyTextIsText() throws IOException {
        assertThat(attributes().text("text")).isEqualTo("naïve");
        assertThat(attributes().text("sentence")).isEqualTo("No pickle at all.");
        assertThat(attributes().text("empty")).isEmpty();
        assertThat(attributes().text("none")).isNull();
        assertThat(attributes().text("int")).isNull();
        assertThat(attributes().text("absent")).isNull();
    }

    @Test
    void integersAreOfAnySize() throws IOException {
        assertThat(attributes().integer("int")).isEqualTo(5);
        assertThat(attributes().integer("small")).isEqualTo(-3);
        assertThat(attributes().integer("absent")).isNull();
        assertThatThrownBy(() -> attributes().integer("text"))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith(
                        "hdfs://nn/attributes.h5: /node: attribute text: an integer is expected, found naïve at address 0x");
        assertThatThrownBy(() -> attributes().integer("unsigned"))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("attribute unsigned: an integer is expected, found 18446744073709551615");
    }

    @Test
    void aHostilePickleIsRefusedByName() {
        assertThatThrownBy(() -> attributes().value("hostile"))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageStartingWith("hdfs://nn/attributes.h5: /node: attribute hostile: pickle:"
                        + " global os.system is not on the allow-list, at byte 0 of it; ");
    }

    private static PyTablesAttributes attributes() throws IOException {
        InMemoryRangeReader reader = new InMemoryRangeReader("hdfs://nn/attributes.h5", bytes("attributes.h5"));
        TableSource source = new TableSource(Hdf5File.open(reader), reader);
        return new PyTablesAttributes(
                source, Objects.requireNonNull(source.file().find("/node")));
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = PyTablesAttributesTest.class.getResourceAsStream("/pickle/" + name)) {
            return in.readAllBytes();
        }
    }
}
