package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

class ExternalFilesTest {
    private static final String MAIN = FormatFiles.file("dense/external_main");
    private static final String OTHER = FormatFiles.file("dense/external_other");

    private static Hdf5File open(ExternalFiles externalFiles) throws IOException {
        return Hdf5File.open(new InMemoryRangeReader(MAIN, FormatFiles.bytes("dense/external_main")), externalFiles);
    }

    private static Hdf5File open(ExternalLinkPolicy policy) throws IOException {
        return open(FormatFiles.externalFiles(policy));
    }

    @ParameterizedTest
    @CsvSource({
        "/links/values, /group/values",
        "/links/group/values, /group/values",
        "/links/group/soft, /group/soft",
        "/links/dot, /group/relative",
        "/links/soft, /group/soft",
        "/links/moved/values, /group/values",
        "/links/soft_to_external, /group/values",
    })
    void leadToObjectsThatSayWhichFileTheyAreIn(String path, String pathThere) throws IOException {
        Hdf5Object found = open(ExternalLinkPolicy.SAME_DIRECTORY).find(path);

        assertThat(found.file().name()).isEqualTo(OTHER);
        assertThat(found.path()).isEqualTo(pathThere);
        assertThat(found.address())
                .isEqualTo(FormatFiles.open("dense/external_other")
                        .find("/group/values")
                        .address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/links/back", "/links/itself"})
    void leadBackToTheFileItself(String path) throws IOException {
        Hdf5File main = open(ExternalLinkPolicy.SAME_DIRECTORY);
        Hdf5Object found = main.find(path);

        assertThat(found.file().name()).isEqualTo(MAIN);
        assertThat(found.path()).isEqualTo("/own");
        assertThat(found.address()).isEqualTo(main.find("/own").address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/links/no_file", "/links/no_file/x", "/links/no_object", "/links/group/nothing"})
    void leadNowhere(String path) throws IOException {
        assertThat(open(ExternalLinkPolicy.SAME_DIRECTORY).find(path)).isNull();
    }

    @Test
    void refusesWhatThePolicyDoesNotAllow() throws IOException {
        assertThatThrownBy(() -> open(ExternalLinkPolicy.SAME_DIRECTORY).find("/links/elsewhere"))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageStartingWith(MAIN + ": /links/elsewhere: external link to / in file ../other.h5 is not "
                        + "followed: external links are \"same-directory\" here");
        assertThatThrownBy(() -> open(ExternalLinkPolicy.DENY).find("/links/values"))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("external links are \"deny\" here");
        assertThatThrownBy(() -> FormatFiles.open("dense/external_main").find("/links/values"))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("/links/values: external link to group/values in file external_other.h5");
        assertThat(open(ExternalLinkPolicy.ANY).find("/links/elsewhere")).isNull();
    }

    @Test
    void endsACircleOfFiles() {
        assertThatThrownBy(() -> open(ExternalLinkPolicy.SAME_DIRECTORY).find("/circle"))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith(MAIN + ": /circle: external link to /circle in file external_other.h5: ")
                .hasMessageContaining("external links lead through more than 16 files");
    }

    @Test
    void namesBothFilesWhereTheOtherCannotBeRead() {
        ExternalFiles broken = new ExternalFiles(
                ExternalLinkPolicy.SAME_DIRECTORY, path -> new InMemoryRangeReader(path, new byte[1000]));

        assertThatThrownBy(() -> open(broken).find("/links/values"))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith(MAIN + ": /links/values: external link to group/values in file "
                        + "external_other.h5: " + OTHER + ": superblock: not an HDF5 file");
    }

    @Test
    void namesBothFilesWhereALinkInTheOtherIsRefused() {
        ExternalFiles deep = new ExternalFiles(
                ExternalLinkPolicy.SAME_DIRECTORY,
                path -> new InMemoryRangeReader(path, FormatFiles.bytes("dense/user_defined")));

        assertThatThrownBy(() -> open(deep).find("/links/no_file/ours"))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(MAIN + ": /links/no_file: external link to / in file no_file.h5: mem:/dense/no_file.h5: "
                        + "/ours: user-defined link of type 187 is not supported; name the object by another path");
    }

    @Test
    void keepsFilesOpenUntilItIsClosed() throws IOException {
        List<CountingRangeReader> opened = new ArrayList<>();
        ExternalFiles files = new ExternalFiles(ExternalLinkPolicy.SAME_DIRECTORY, path -> {
            opened.add(
                    new CountingRangeReader(new InMemoryRangeReader(path, FormatFiles.bytes("dense/external_other"))));
            return opened.get(opened.size() - 1);
        });
        Hdf5File main = open(files);
        main.find("/links/values");
        main.find("/links/group");

        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).closes()).isZero();
        files.close();
        files.close();
        assertThat(opened.get(0).closes()).isEqualTo(1);
    }
}
