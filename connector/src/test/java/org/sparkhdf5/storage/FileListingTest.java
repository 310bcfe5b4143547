package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        assertThatThrownBy(() -> names("*/*.h5", "d.h5")).isInstanceOf(FileNotFoundException.class);
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
    void takesTheFilesOfADirectoryAloneWhereNothingBelowIsAPartition() throws IOException {
        write("f.h5", 1);
        write("other/d.h5", 1);
        write("2018/1012/e.h5", 1);
        assertThat(names("")).containsExactly("f.h5");
        assertThat(list("2018").files()).isEmpty();
        assertThat(list("2018/*").files()).hasSize(1);
    }

    @Test
    void takesTheFilesOfPartitionsAlone() throws IOException {
        write("year=2018/day=1012/b.h5", 1);
        write("year=2018/day=1012/a.h5", 1);
        write("year=2018/day=0101/c.h5", 1);
        write("year=2017/day=1231/sub/d.h5", 1);
        write("year=2017/day=1230/e.txt", 0);
        write("f.h5", 1);
        try (Warnings warnings = new Warnings()) {
            Listing listing = list("");
            assertThat(relative(listing))
                    .containsExactly(
                            "year=2017/day=1231/sub/d.h5",
                            "year=2018/day=0101/c.h5",
                            "year=2018/day=1012/a.h5",
                            "year=2018/day=1012/b.h5");
            assertThat(listing.partitionNames()).containsExactly("year", "day");
            assertThat(listing.files().get(0).partitionValues()).containsExactly("2017", "1231");
            assertThat(listing.files().get(3).partitionValues()).containsExactly("2018", "1012");
            assertThat(listing.partitions()).contains(List.of("2017", "1230"));
            assertThat(warnings.messages)
                    .anySatisfy(message -> assertThat(message)
                            .startsWith("1 files beside partition directories were passed over")
                            .contains("year, day"));
        }
    }

    @Test
    void stopsAtTheBasePath() throws IOException {
        write("year=2018/day=1012/a.h5", 1);
        assertThat(list("year=2018").partitionNames()).containsExactly("day");
        assertThat(list("year=2018/day=1012").partitionNames()).isEmpty();
        assertThat(list("year=2018/day=1012/a.h5").partitionNames()).isEmpty();
        assertThat(list("year=2018/*/*.h5").partitionNames()).isEmpty();
        assertThat(list("year=*/day=*").partitionNames()).isEmpty();
        assertThat(list("year=*").partitionNames()).containsExactly("day");
        ListingRequest based = request(folder.toString(), false, null, "year=2018/*/*.h5");
        assertThat(FileListing.list(conf, based).partitionNames()).containsExactly("year", "day");
    }

    @Test
    void refusesABasePathThatIsNone() throws IOException {
        write("a/b.h5", 1);
        write("ab/b.h5", 1);
        assertThatThrownBy(() -> FileListing.list(conf, request(folder + "/none", false, null, "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"basePath\": a directory is expected, found none at file:" + folder
                        + "/none; check the path");
        assertThatThrownBy(() -> FileListing.list(conf, request(folder + "/a", false, null, "ab")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"basePath\": a directory above every path is expected, found file:" + folder
                        + "/a for file:" + folder + "/ab; check the path");
    }

    @Test
    void refusesPartitionsBelowSeveralDirectories() throws IOException {
        write("a/year=2018/x.h5", 1);
        write("b/year=2018/x.h5", 1);
        assertThatThrownBy(() -> list(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("file:" + folder + "/a: directories named column=value are expected below one"
                        + " directory only, found also file:" + folder + "/b; set option(\"basePath\", …)");
        write("c/year=2018/x.h5", 1);
        write("c/other/x.h5", 1);
        assertThatThrownBy(() -> list("c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder + "/c/other");
        write("d/year=2018/day=1/x.h5", 1);
        write("d/year=2019/day=1/x.h5", 1);
        assertThatThrownBy(() -> list("d/year=*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("basePath");
    }

    @Test
    void refusesPartitionsOfOtherColumns() throws IOException {
        write("year=2018/day=1/x.h5", 1);
        write("year=2019/x.h5", 1);
        assertThatThrownBy(() -> list(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the partition columns ")
                .hasMessageContaining("year, day")
                .hasMessageContaining("expected as in file:" + folder);
        assertThat(names("year=2018")).hasSize(1);
    }

    @Test
    void refusesPartitionsWithoutNameOrValueOrTwice() throws IOException {
        write("a/year=/x.h5", 1);
        assertThatThrownBy(() -> list("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("file:" + folder
                        + "/a/year=: a directory named column=value is expected, found no value; rename it");
        write("b/=1/x.h5", 1);
        assertThatThrownBy(() -> list("b")).hasMessageContaining("found no column");
        write("c/k=1/K=2/x.h5", 1);
        assertThatThrownBy(() -> list("c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("file:" + folder + "/c/k=1/K=2: each partition column is expected once, found K twice;"
                        + " rename one of the directories");
        assertThat(FileListing.list(conf, request(null, true, null, "a")).files())
                .hasSize(1);
    }

    @Test
    void readsEscapedNames() throws IOException {
        write("a%3Ab=x%20y%2/x.h5", 1);
        Listing listing = list("");
        assertThat(listing.partitionNames()).containsExactly("a:b");
        assertThat(PartitionText.unescaped(
                        listing.files().get(0).partitionValues().get(0)))
                .isEqualTo("x y%2");
        assertThat(PartitionText.unescaped("%zz%41%")).isEqualTo("%zzA%");
    }

    @Test
    void recursiveListingTakesEverythingOnceAndHasNoPartitions() throws IOException {
        write("f.h5", 1);
        write("year=2018/a.h5", 1);
        write("2018/1012/b.h5", 1);
        write("_tmp/c.h5", 1);
        Listing listing = FileListing.list(conf, request(null, true, null, "", "2018"));
        assertThat(relative(listing)).containsExactly("2018/1012/b.h5", "f.h5", "year=2018/a.h5");
        assertThat(listing.partitionNames()).isEmpty();
    }

    @Test
    void filtersByName() throws IOException {
        write("a.h5", 1);
        write("a.txt", 1);
        write("k=1/b.h5", 1);
        assertThat(relative(FileListing.list(conf, request(null, true, "*.h5", ""))))
                .containsExactly("a.h5", "k=1/b.h5");
        assertThat(FileListing.list(conf, request(null, false, "*.h5", "a.txt")).files())
                .isEmpty();
        assertThat(relative(FileListing.list(conf, request(null, false, "*.{h5,txt}", "*.txt"))))
                .containsExactly("a.txt");
    }

    @Test
    void filtersByTime() throws IOException {
        long second = 1_539_349_200L;
        Files.setLastModifiedTime(write("a.h5", 1), FileTime.from(second, TimeUnit.SECONDS));
        Files.setLastModifiedTime(write("b.h5", 1), FileTime.from(second + 1, TimeUnit.SECONDS));
        Files.setLastModifiedTime(write("c.h5", 1), FileTime.from(second + 2, TimeUnit.SECONDS));
        ListingRequest between = new ListingRequest(
                List.of(folder.toString()),
                false,
                null,
                null,
                second * 1_000_000,
                (second + 2) * 1_000_000,
                false,
                false);
        assertThat(relative(FileListing.list(conf, between))).containsExactly("b.h5");
    }

    @Test
    void listsManyDirectoriesSideBySide() throws IOException {
        for (int day = 0; day < 200; day++) {
            write("day=%03d/x.h5".formatted(day), 1);
        }
        List<ListedFile> files = FileListing.list(conf, List.of("counted-file:" + folder));
        assertThat(files).hasSize(200);
        assertThat(files)
                .isSortedAccordingTo(
                        Comparator.comparing(listed -> listed.file().path()));
        assertThat(CountingFileSystem.total().statuses()).isEqualTo(201);
        CountingFileSystem.reset();
        assertThat(FileListing.list(conf, List.of("counted-file:" + folder + "/*/*.h5")))
                .hasSize(200);
        // The glob itself is looked for as a name first.
        assertThat(CountingFileSystem.total().statuses()).isEqualTo(202);
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
        write("other/d.h5", 0);
        try (Warnings warnings = new Warnings()) {
            assertThat(names("")).containsExactly("c.h5");
            assertThat(warnings.messages).hasSize(1);
            assertThat(warnings.messages.get(0))
                    .startsWith("2 files of 0 bytes were passed over, for instance file:" + folder);
            assertThat(names("*.h5", "other")).containsExactly("c.h5");
            assertThat(warnings.messages).hasSize(2);
            assertThat(warnings.messages.get(1)).startsWith("3 files of 0 bytes were passed over");
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
        assertThat(matched.get(0).listedBlocks()).isNotNull();
        assertThat(matched.get(0).blocks(conf).hosts(List.of(new ByteRange(0, 10)), 3))
                .isEmpty();
    }

    private Listing list(String relative) throws IOException {
        return FileListing.list(conf, request(null, false, null, relative));
    }

    private ListingRequest request(String basePath, boolean recursive, String nameGlob, String... relative) {
        List<String> paths =
                Arrays.stream(relative).map(name -> folder + "/" + name).toList();
        return new ListingRequest(paths, recursive, basePath, nameGlob, Long.MIN_VALUE, Long.MAX_VALUE, false, false);
    }

    private List<String> relative(Listing listing) {
        return listing.files().stream()
                .map(listed -> listed.file().path().substring(("file:" + folder + "/").length()))
                .toList();
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
