package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Families of files that hold the number of their member in every byte. */
final class FamilyTest {
    private static final long MILLIS = 1_700_000_000_000L;

    @TempDir
    Path folder;

    private final Configuration conf = new Configuration();

    private void write(String name, int value, int lengthBytes, long millis) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        byte[] bytes = new byte[lengthBytes];
        java.util.Arrays.fill(bytes, (byte) value);
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }

    private void writeFamily(String prefix, int... lengths) throws IOException {
        for (int i = 0; i < lengths.length; i++) {
            write(prefix + i + ".h5", i, lengths[i], MILLIS + 1000L * ((i + 2) % lengths.length));
        }
    }

    private ListingRequest request(String pattern, long modifiedAfterMicros) {
        return new ListingRequest(
                List.of(folder + "/" + pattern),
                false,
                null,
                null,
                modifiedAfterMicros,
                Long.MAX_VALUE,
                false,
                false,
                true);
    }

    private List<ListedFile> list(String pattern) throws IOException {
        return FileListing.list(conf, request(pattern, Long.MIN_VALUE)).files();
    }

    private static byte[] read(RangeReader reader, long address, int lengthBytes) throws IOException {
        byte[] target = new byte[lengthBytes];
        reader.readFully(address, target, 0, lengthBytes);
        return target;
    }

    @Test
    void isOneFile() throws IOException {
        writeFamily("run", 100, 100, 100, 30);
        write("run9.h5", 9, 100, MILLIS);

        List<ListedFile> listed = list("run%d.h5");

        assertThat(listed).hasSize(1);
        StoredFile file = listed.get(0).file();
        assertThat(file.path()).isEqualTo("file:" + folder + "/run0.h5");
        assertThat(file.lengthBytes()).isEqualTo(330);
        assertThat(file.modificationTimeMillis()).isEqualTo(MILLIS + 3000);
        Family family = file.family();
        assertThat(family.memberBytes()).isEqualTo(100);
        assertThat(family.memberCount()).isEqualTo(4);
        ReadStatistics statistics = new ReadStatistics();
        try (RangeReader reader = file.open(conf, statistics)) {
            assertThat(reader.file()).isEqualTo(file.path());
            assertThat(reader.lengthBytes()).isEqualTo(330);
            assertThat(statistics.reads()).isZero();
            assertThat(read(reader, 98, 4)).containsExactly(0, 0, 1, 1);
            assertThat(statistics.reads()).isEqualTo(2);
            assertThat(read(reader, 99, 231)).startsWith(0, 1).endsWith(3, 3, 3).hasSize(231);
            assertThatThrownBy(() -> read(reader, 329, 2)).hasMessageContaining("expected 2 bytes at address 0x149");
        }
        assertThat(file.verifyUnchanged(conf, false)).isEqualTo(file);
    }

    @Test
    void isFoundByAGlobInFrontOfTheNumber() throws IOException {
        writeFamily("year=1/a_", 10, 10, 5);
        writeFamily("year=2/a_", 20, 3);
        writeFamily("year=2/b_", 7);

        Listing listing = FileListing.list(conf, request("year=*/?_%d.h5", Long.MIN_VALUE));

        assertThat(listing.files())
                .extracting(file -> file.file().lengthBytes())
                .containsExactly(25L, 23L, 7L);
        assertThat(listing.files())
                .extracting(file -> file.file().path().substring(("file:" + folder).length()))
                .containsExactly("/year=1/a_0.h5", "/year=2/a_0.h5", "/year=2/b_0.h5");
        assertThat(listing.files())
                .allMatch(file -> file.listedBlocks() != null && file.file().family() != null);
    }

    @Test
    void isAsNewAsItsLatestMember() throws IOException {
        writeFamily("run", 100, 100, 50); // + 2000, + 0, + 1000 milliseconds
        assertThat(FileListing.list(conf, request("run%d.h5", (MILLIS + 1500) * 1000))
                        .files())
                .hasSize(1);
        write("run0.h5", 0, 100, MILLIS);
        assertThat(FileListing.list(conf, request("run%d.h5", (MILLIS + 1500) * 1000))
                        .files())
                .isEmpty();
    }

    /** Where a family shrank, members without bytes are left; what is missing says who knows how long the file should be. */
    @Test
    void endsBehindAShorterMemberAndBeforeALongerOrAGap() throws IOException {
        writeFamily("first", 60, 0, 0, 0);
        writeFamily("second", 100, 30, 0);
        writeFamily("full", 100, 100, 0);
        writeFamily("short", 100, 90, 100, 30);
        writeFamily("long", 100, 101);
        writeFamily("gap", 100, 100, 100, 30);
        Files.delete(folder.resolve("gap2.h5"));

        assertThat(members("first%d.h5")).isEqualTo("1 of 60: 60");
        assertThat(members("second%d.h5")).isEqualTo("2 of 100: 130");
        assertThat(members("full%d.h5")).isEqualTo("2 of 100: 200");
        assertThat(members("short%d.h5")).isEqualTo("2 of 100: 190");
        assertThat(members("long%d.h5")).isEqualTo("1 of 100: 100");
        assertThat(members("gap%d.h5")).isEqualTo("2 of 100: 200");
    }

    private String members(String pattern) throws IOException {
        StoredFile file = list(pattern).get(0).file();
        return file.family().memberCount() + " of " + file.family().memberBytes() + ": " + file.lengthBytes();
    }

    @Test
    void noticesWhatChangesAfterItWasListed() throws IOException {
        writeFamily("run", 100, 100, 30);
        StoredFile file = list("run%d.h5").get(0).file();
        write("run2.h5", 2, 40, MILLIS);
        assertThatThrownBy(() -> file.verifyUnchanged(conf, false)).isInstanceOf(FileChangedException.class);
        write("run2.h5", 2, 30, MILLIS + 5000);
        assertThatThrownBy(() -> file.verifyUnchanged(conf, false)).isInstanceOf(FileChangedException.class);
        Files.delete(folder.resolve("run2.h5"));
        assertThatThrownBy(() -> file.verifyUnchanged(conf, false)).isInstanceOf(FileChangedException.class);
        write("run0.h5", 0, 90, MILLIS);
        assertThatThrownBy(() -> file.verifyUnchanged(conf, false)).isInstanceOf(FileChangedException.class);
        Files.delete(folder.resolve("run0.h5"));
        assertThatThrownBy(() -> file.verifyUnchanged(conf, false)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void noticesWhatChangedInTheMiddleWhenItIsRead() throws IOException {
        writeFamily("run", 100, 100, 100, 30);
        StoredFile file = list("run%d.h5").get(0).file();
        try (RangeReader reader = file.open(conf, new ReadStatistics())) {
            write("run1.h5", 1, 99, MILLIS);
            assertThatThrownBy(() -> read(reader, 50, 100))
                    .isInstanceOf(FileChangedException.class)
                    .hasMessageStartingWith("file:" + folder
                            + "/run1.h5: the file changed after the query was planned: expected " + "100 bytes");
            write("run1.h5", 1, 100, MILLIS + 4000);
            assertThatThrownBy(() -> read(reader, 50, 100)).isInstanceOf(FileChangedException.class);
            Files.delete(folder.resolve("run1.h5"));
            assertThatThrownBy(() -> read(reader, 50, 100)).isInstanceOf(FileChangedException.class);
            assertThat(read(reader, 210, 2)).containsExactly(2, 2);
        }
    }

    @Test
    void needsAFirstMember() throws IOException {
        write("run1.h5", 1, 100, MILLIS);
        assertThatThrownBy(() -> list("run%d.h5"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("file:" + folder
                        + "/run0.h5: expected a file or directory of this name, found none; check the path");
        assertThatThrownBy(() -> FileListing.list(conf, List.of(folder + "/run%d.h5")))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageEndingWith(
                        "/run%d.h5: expected a file or directory of this name, found none; check the path; "
                                + "the members of a family are one file with option(\"driver\", \"family\")");
        Files.createDirectories(folder.resolve("dir0"));
        assertThatThrownBy(() -> list("dir%d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "file:" + folder + "/dir0: a file is expected that is the first member of a family, found a "
                                + "directory; check the path");
    }

    @Test
    void leavesAnEmptyFirstMemberAlone() throws IOException {
        writeFamily("run", 0, 10);
        assertThat(list("run%d.h5").get(0).file().family()).isNull();
    }

    @Test
    void hasTheBlocksOfItsMembers() {
        FileBlocks one = new FileBlocks(new long[] {0, 60}, new long[] {60, 40}, new String[][] {{"a"}, {"b"}});
        FileBlocks two = new FileBlocks(new long[] {0}, new long[] {30}, new String[][] {{"c"}});

        FileBlocks joined = FileBlocks.joined(List.of(one, one, two), 100);

        assertThat(joined.bytesByHost(List.of(new ByteRange(50, 20), new ByteRange(150, 60))))
                .isEqualTo(java.util.Map.of("a", 20L, "b", 50L, "c", 10L));
    }
}
