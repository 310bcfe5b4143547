package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.testing.CountingFileSystem;
import org.sparkhdf5.testing.WrappingFileSystem;

final class FileListingTest {
    @TempDir
    Path folder;

    private final Configuration conf = new Configuration();

    @BeforeEach
    void register() {
        WrappingFileSystem.register(conf, "counted-file", CountingFileSystem.class);
        CountingFileSystem.reset();
    }

    @Test
    void listsAFileAsItIs() throws IOException {
        Path file = write("a.h5", 10);
        List<ListedFile> listed = FileListing.list(conf, List.of(file.toString()));
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).file())
                .isEqualTo(new StoredFile(
                        "file:" + file, 10, Files.getLastModifiedTime(file).toMillis()));
    }

    @Test
    void listsTheFilesOfADirectoryInPathOrder() throws IOException {
        write("c.h5", 1);
        write("a.h5", 1);
        write("b.txt", 1);
        assertThat(names("")).containsExactly("a.h5", "b.txt", "c.h5");
    }

    @Test
    void passesByHiddenNames() throws IOException {
        write(".hidden.h5", 1);
        write("_SUCCESS", 1);
        write("b.h5._COPYING_", 1);
        write("_temporary/c.h5", 1);
        write("_k=v.h5", 1);
        write("d.h5", 1);
        assertThat(names("")).containsExactly("_k=v.h5", "d.h5");
        assertThat(names("*")).containsExactly("_k=v.h5", "d.h5");
        assertThat(names("*/*.h5", "d.h5")).containsExactly("d.h5");
    }

    @Test
    void findsHiddenNamesThatAreAskedFor() throws IOException {
        write("_a.h5", 1);
        write(".b.h5", 1);
        write("_tmp/c.h5", 1);
        assertThat(names("_a.h5")).containsExactly("_a.h5");
        assertThat(names("_*.h5")).containsExactly("_a.h5");
        assertThat(names(".[ab].h5")).containsExactly(".b.h5");
        assertThat(names("_tmp")).containsExactly("_tmp/c.h5");
        assertThat(names("_t*")).containsExactly("_tmp/c.h5");
        assertThat(names("_t*/c*")).containsExactly("_tmp/c.h5");
    }

    @Test
    void descendsIntoPartitionsOnly() throws IOException {
        write("year=2025/month=2/b.h5", 1);
        write("year=2025/month=1/a.h5", 1);
        write("year=2024/c.h5", 1);
        write("other/d.h5", 1);
        write("year=2024/other/e.h5", 1);
        write("f.h5", 1);
        assertThat(names(""))
                .containsExactly("f.h5", "year=2024/c.h5", "year=2025/month=1/a.h5", "year=2025/month=2/b.h5");
    }

    @Test
    void keepsTheOrderOfThePathsAsGiven() throws IOException {
        write("a.h5", 1);
        write("d/c.h5", 1);
        write("d/b.h5", 1);
        assertThat(names("d", "a.h5", "d/b.h5")).containsExactly("d/b.h5", "d/c.h5", "a.h5", "d/b.h5");
    }

    @Test
    void matchesGlobs() throws IOException {
        write("a1.h5", 1);
        write("a2.h5", 1);
        write("b1.h5", 1);
        write("d1/x.h5", 1);
        write("d2/e/x.h5", 1);
        assertThat(names("a*.h5")).containsExactly("a1.h5", "a2.h5");
        assertThat(names("{a,b}1.h5")).containsExactly("a1.h5", "b1.h5");
        assertThat(names("d*")).containsExactly("d1/x.h5");
        assertThat(names("{b1,d2/e/x}.h5")).containsExactly("b1.h5", "d2/e/x.h5");
    }

    @Test
    void takesANameLiterallyFirst() throws IOException {
        write("a[1].h5", 1);
        write("a1.h5", 1);
        write("what?.h5", 1);
        write("open{.h5", 1);
        write("d[1]/b.h5", 1);
        assertThat(names("a[1].h5")).containsExactly("a[1].h5");
        assertThat(names("what?.h5")).containsExactly("what?.h5");
        assertThat(names("open{.h5")).containsExactly("open{.h5");
        assertThat(names("d[1]")).containsExactly("d[1]/b.h5");
        assertThat(names("a[12].h5")).containsExactly("a1.h5");
    }

    @Test
    void passesByEmptyFilesWithOneWarning() throws IOException {
        write("a.h5", 0);
        write("b.h5", 0);
        write("c.h5", 1);
        write("k=v/d.h5", 0);
        try (Warnings warnings = new Warnings()) {
            assertThat(names("")).containsExactly("c.h5");
            assertThat(warnings.messages).hasSize(1);
            assertThat(warnings.messages.get(0))
                    .startsWith("3 files of 0 bytes were passed over, for instance file:" + folder);
            assertThat(names("*.h5", "k=v")).containsExactly("c.h5");
            assertThat(warnings.messages).hasSize(2);
        }
    }

    @Test
    void keepsAnEmptyFileThatIsNamed() throws IOException {
        write("a.h5", 0);
        try (Warnings warnings = new Warnings()) {
            assertThat(names("a.h5")).containsExactly("a.h5");
            assertThat(warnings.messages).isEmpty();
        }
    }

    @Test
    void saysWhatWasLookedForAtAMissingPath() {
        assertThatThrownBy(() -> names("none.h5"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("file:" + folder + "/none.h5: expected a file or directory of this name, found none;"
                        + " check the path");
        assertThatThrownBy(() -> names("none*.h5"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("none*.h5")
                .hasMessageContaining("or names that match it as a glob");
    }

    @Test
    void namesAPatternThatIsNone() throws IOException {
        assertThatThrownBy(() -> names("a[.h5")).isInstanceOf(IOException.class).hasMessageContaining("a[.h5");
    }

    @Test
    void listsAnEmptyDirectoryAsNothing() throws IOException {
        assertThat(names("")).isEmpty();
    }

    @Test
    void qualifiesPathsWithTheirOwnFileSystem() throws IOException {
        write("a b%20ü#.h5", 1);
        List<ListedFile> listed = FileListing.list(conf, List.of("counted-file://" + folder));
        assertThat(listed.get(0).file().path()).isEqualTo("counted-file:" + folder + "/a b%20ü#.h5");
    }

    @Test
    void asksOnceForANamedFileAndOnceForADirectory() throws IOException {
        write("a.h5", 1);
        write("b.h5", 1);
        FileListing.list(conf, List.of("counted-file:" + folder));
        assertThat(CountingFileSystem.total().statuses()).isEqualTo(1);
        CountingFileSystem.reset();
        FileListing.list(conf, List.of("counted-file:" + folder + "/a.h5"));
        assertThat(CountingFileSystem.total().statuses()).isEqualTo(1);
    }

    @Test
    void bringsBlocksAlongOrAsksForThem() throws IOException {
        write("a.h5", 10);
        List<ListedFile> named = FileListing.list(conf, List.of(folder + "/a.h5"));
        assertThat(named.get(0).listedBlocks()).isNotNull();
        assertThat(named.get(0).blocks(conf).hosts(List.of(new ByteRange(0, 10)), 3))
                .isEmpty();
        List<ListedFile> matched = FileListing.list(conf, List.of(folder + "/*.h5"));
        assertThat(matched.get(0).listedBlocks()).isNull();
        assertThat(matched.get(0).blocks(conf).hosts(List.of(new ByteRange(0, 10)), 3))
                .isEmpty();
    }

    private List<String> names(String... relative) throws IOException {
        List<String> paths =
                Arrays.stream(relative).map(name -> folder + "/" + name).toList();
        return FileListing.list(conf, paths).stream()
                .map(listed -> listed.file().path().substring(("file:" + folder + "/").length()))
                .toList();
    }

    private Path write(String name, int lengthBytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[lengthBytes]);
    }

    /** The warnings of the listing while it is open. */
    private static final class Warnings extends AbstractAppender implements AutoCloseable {
        private final List<String> messages = new ArrayList<>();
        private final Logger logger = (Logger) LogManager.getLogger(FileListing.class);

        Warnings() {
            super("warnings", null, null, false, Property.EMPTY_ARRAY);
            start();
            logger.addAppender(this);
        }

        @Override
        public void append(LogEvent event) {
            if (event.getLevel().equals(Level.WARN)) {
                messages.add(event.getMessage().getFormattedMessage());
            }
        }

        @Override
        public void close() {
            logger.removeAppender(this);
            stop();
        }
    }
}
