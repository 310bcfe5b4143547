package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

class PathWalkTest {
    private Hdf5File file;

    @BeforeEach
    void open() throws IOException {
        file = FormatFiles.open("earliest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/layouts/scalar", "layouts/scalar", "//layouts///scalar/", "./layouts/./scalar"})
    void takesSlashesAsTheyCome(String path) throws IOException {
        Hdf5Object found = file.find(path);

        assertThat(found).isInstanceOf(Dataset.class);
        assertThat(found.path()).isEqualTo("/layouts/scalar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//", "."})
    void findsTheRootGroup(String path) throws IOException {
        assertThat(file.find(path).address()).isEqualTo(file.rootGroup().address());
    }

    @ParameterizedTest
    @CsvSource({
        "/soft_absolute, /names/größe ✓",
        "/texts/soft_relative, /texts/sub group",
        "/texts/soft_chain, /names/größe ✓",
        "/texts/soft_group/soft_group/sub group, /texts/sub group",
        "/texts/soft_through, /texts/sub group",
        "/texts/hard_alias, /texts/sub group",
        "/names/caf\\xe9, /texts/sub group",
    })
    void followsLinks(String path, String target) throws IOException {
        Hdf5Object found = file.find(path);

        assertThat(found.address()).isEqualTo(file.find(target).address());
        assertThat(found.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no", "/texts/no", "/no/such", "/layouts/scalar/below", "/texts/soft_dangling", "/Texts"})
    void findsNothingWhereANameIsMissing(String path) throws IOException {
        assertThat(file.find(path)).isNull();
    }

    @Test
    void endsACircleOfSoftLinks() {
        assertThatThrownBy(() -> file.find("/texts/soft_circle"))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith(
                        FormatFiles.file("earliest") + ": /texts/soft_circle: soft links lead in a circle");
    }

    @Test
    void refusesAnExternalLinkByName() throws IOException {
        Hdf5File latest = FormatFiles.open("latest");

        assertThatThrownBy(() -> latest.find("/later_storage/external"))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("/later_storage/external: external link to /there in file other.h5");
        assertThat(latest.find("/later_storage/after")).isInstanceOf(Dataset.class);
    }

    @Test
    void refusesAUserDefinedLinkByName() throws IOException {
        Hdf5File userDefined = FormatFiles.open("dense/user_defined");

        assertThatThrownBy(() -> userDefined.find("/ours/below"))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining(": /ours: user-defined link of type 187 is not supported");
        assertThat(userDefined.find("/also values 3")).isInstanceOf(Dataset.class);
    }
}
