package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredFileTest {
    private static final long LISTED_MILLIS = 1_600_000_000_000L;

    @TempDir
    Path folder;

    private final Configuration conf = new Configuration();
    private Path path;
    private StoredFile listed;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("a.h5");
        listed = new StoredFile("file:" + path, 100, LISTED_MILLIS);
        replace(100, LISTED_MILLIS);
    }

    @Test
    void acceptsTheFileAsItWas() throws IOException {
        assertThat(listed.verifyUnchanged(conf, false)).isEqualTo(listed);
        assertThat(listed.verifyUnchanged(conf, true)).isEqualTo(listed);
    }

    @Test
    void refusesAnotherLengthOrTime() throws IOException {
        replace(101, LISTED_MILLIS);
        assertChanged(false);
        replace(99, LISTED_MILLIS);
        assertChanged(false);
        replace(100, LISTED_MILLIS + 1000);
        assertChanged(false);
        replace(100, LISTED_MILLIS - 1000);
        assertChanged(false);
    }

    @Test
    void namesBothLengthsAndTimes() throws IOException {
        replace(250, LISTED_MILLIS + 1000);
        assertThatThrownBy(() -> listed.verifyUnchanged(conf, false))
                .isInstanceOf(FileChangedException.class)
                .hasMessageContaining(listed.path())
                .hasMessageContaining("100 bytes modified at 2020-09-13T12:26:40Z")
                .hasMessageContaining("250 bytes modified at 2020-09-13T12:26:41Z")
                .hasMessageEndingWith("load the path again");
    }

    @Test
    void acceptsAGrownFileWhereThatIsExpected() throws IOException {
        replace(250, LISTED_MILLIS + 1000);
        assertThat(listed.verifyUnchanged(conf, true))
                .isEqualTo(new StoredFile(listed.path(), 250, LISTED_MILLIS + 1000));
        replace(250, LISTED_MILLIS);
        assertThat(listed.verifyUnchanged(conf, true).lengthBytes()).isEqualTo(250);
    }

    @Test
    void refusesAShorterOrOlderFileEvenWhereItMayGrow() throws IOException {
        replace(99, LISTED_MILLIS + 1000);
        assertChanged(true);
        replace(250, LISTED_MILLIS - 1000);
        assertChanged(true);
    }

    @Test
    void saysThatTheFileIsGone() throws IOException {
        Files.delete(path);
        assertThatThrownBy(() -> listed.verifyUnchanged(conf, true))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("a.h5");
    }

    private void assertChanged(boolean mayGrow) {
        assertThatThrownBy(() -> listed.verifyUnchanged(conf, mayGrow)).isInstanceOf(FileChangedException.class);
    }

    private void replace(int lengthBytes, long modifiedMillis) throws IOException {
        Files.write(path, new byte[lengthBytes]);
        Files.setLastModifiedTime(path, FileTime.fromMillis(modifiedMillis));
    }
}
