package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/**
 * Groups of 100,000 links, old and new, made by {@code make_dense_files.py --large}. Runs where the system property
 * {@code sparkhdf5.python} names a Python that has h5py and PyTables.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
class LargeGroupTest {
    private static final int LINKS = 100_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @BeforeAll
    static void makeFiles() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("sparkhdf5.python"),
                        "-B",
                        Path.of("src/test/python/make_dense_files.py").toString(),
                        "--large",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static CountingRangeReader reader(String name) throws IOException {
        Path path = folder.resolve("large_group_" + name + ".h5");
        return new CountingRangeReader(new InMemoryRangeReader(path.toString(), Files.readAllBytes(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"old", "new"})
    void opensOneChildWithFewReads(String name) throws IOException {
        CountingRangeReader reader = reader(name);
        int readsMost = 0;
        long bytesMost = 0;
        for (int i = 0; i < LINKS; i += 997) {
            reader.reset();
            Hdf5File file = Hdf5File.open(new CachedRangeReader(reader));

            Hdf5Object child = file.find("/many/child " + i);

            assertThat(child.address()).isEqualTo(addressOfValue(file, i));
            readsMost = Math.max(readsMost, reader.reads());
            bytesMost = Math.max(bytesMost, reader.bytesRead());
        }
        System.out.println(name + " group of " + LINKS + " links: one child opened in " + readsMost + " reads, "
                + bytesMost + " bytes at most");
        assertThat(readsMost).isLessThanOrEqualTo(25);
        assertThat(bytesMost).isLessThanOrEqualTo(4 << 20);
    }

    private static long addressOfValue(Hdf5File file, int i) throws IOException {
        return file.find("/values/" + i % 100).address();
    }

    @ParameterizedTest
    @ValueSource(strings = {"old", "new"})
    void listsAll(String name) throws IOException {
        Hdf5File file = Hdf5File.open(new CachedRangeReader(reader(name)));
        Group many = (Group) file.find("/many");

        assertThat(many.links().stream().map(Link::name).sorted().toList())
                .isEqualTo(IntStream.range(0, LINKS)
                        .mapToObj(i -> "child " + i)
                        .sorted()
                        .toList());
        assertThat(many.linkEntries()).noneMatch(entry -> entry instanceof Entry.Unreadable);
        assertThat(many.link("child 100000")).isNull();
        List<Long> addresses = many.links().stream()
                .map(link -> ((Link.Hard) link).address())
                .distinct()
                .toList();
        assertThat(addresses).hasSize(100);
    }
}
