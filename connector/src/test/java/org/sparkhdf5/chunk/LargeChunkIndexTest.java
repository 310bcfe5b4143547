package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/**
 * 1,000 and 200,000 chunks in every kind of index, made by {@code make_chunk_index_files.py --large}. Runs where the system
 * property {@code sparkhdf5.python} names a Python that has h5py.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
class LargeChunkIndexTest {
    private static final String DATASET = "/values";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @BeforeAll
    static void makeFiles() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("sparkhdf5.python"),
                        Path.of("src/test/python/make_chunk_index_files.py").toString(),
                        "--large",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".h5"))
                    .map(name -> name.substring(0, name.length() - ".h5".length()))
                    .sorted()
                    .toList();
        }
    }

    private static CountingRangeReader reader(String name) throws IOException {
        Path file = folder.resolve(name + ".h5");
        return new CountingRangeReader(new InMemoryRangeReader(file.toString(), Files.readAllBytes(file)));
    }

    private static JsonNode expected(String name) throws IOException {
        byte[] json = Files.readAllBytes(folder.resolve(name + ".expected.json"));
        return new ObjectMapper().readTree(json).get("datasets").get(0);
    }

    private static Dataset dataset(RangeReader reader) throws IOException {
        Dataset dataset = (Dataset) Objects.requireNonNull(Hdf5File.open(reader).find(DATASET));
        assertThat(dataset.dataspace().rank()).isEqualTo(2);
        dataset.layout();
        return dataset;
    }

    @Test
    void everyKindIsThere() throws IOException {
        assertThat(names()).hasSize(2 * (5 * 4 + 1));
    }

    @ParameterizedTest
    @MethodSource("names")
    void chunksAndRowsAreThoseOfH5py(String name) throws Exception {
        JsonNode expected = expected(name);
        RangeReader reader = reader(name);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ByteBuffer row = ByteBuffer.allocate(5 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int[] count = {0};
        long[] previous = {-1, -1};
        dataset(reader).chunkIndex().forEachChunk(0, Long.MAX_VALUE, (offset, address, storedBytes, filterMask) -> {
            count[0]++;
            assertThat(Arrays.compare(previous, offset)).isNegative();
            System.arraycopy(offset, 0, previous, 0, 2);
            row.clear();
            row.putLong(offset[0]).putLong(offset[1]).putLong(address).putLong(storedBytes);
            digest.update(row.putLong(filterMask).array());
        });

        assertThat(count[0]).isEqualTo(expected.get("chunk_count").asInt());
        if (expected.has("chunks_sha256")) {
            assertThat(HexFormat.of().formatHex(digest.digest()))
                    .isEqualTo(expected.get("chunks_sha256").asText());
        }
        StoredRows rows = StoredRows.of(reader, DATASET);
        digest.reset();
        digest.update(rows.read(0, rows.rowCount()));
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo(expected.get("sha256").asText());
    }

    /** Two rows are one row of 40 chunks of 5,000 (of 5,000 chunks of 40 where the second dimension is unlimited). */
    @ParameterizedTest
    @CsvSource({
        "btree-v1-200000, 5, 10",
        "btree-v1-200000-filtered-holes, 5, 10",
        "fixed-array-200000, 4, 6",
        "fixed-array-200000-filtered-holes, 4, 6",
        "extensible-array-200000, 6, 8",
        "extensible-array-200000-filtered-holes, 6, 8",
        "extensible-array-second-200000, 333, 10",
        "btree-v2-200000, 6, 5",
        "btree-v2-200000-filtered-holes, 6, 8",
        "implicit-200000, 0, 3"
    })
    void findsTheChunksOfOneRowInFewReads(String name, int readsMost, int cachedReadsMost) throws IOException {
        CountingRangeReader reader = reader(name);
        Dataset dataset = dataset(reader);
        long row = dataset.dataspace().dimensions().get(0) * 7 / 10;
        reader.reset();
        visit(dataset, row, row + 1);
        assertThat(reader.reads()).isLessThanOrEqualTo(readsMost);

        CountingRangeReader below = reader(name);
        visit(dataset(new CachedRangeReader(below)), row, row + 1);
        assertThat(below.reads()).isLessThanOrEqualTo(cachedReadsMost);
    }

    /** Whole pages and nodes, and what leads to them. */
    @ParameterizedTest
    @ValueSource(strings = {"btree-v1-200000", "fixed-array-200000", "extensible-array-200000", "btree-v2-200000"})
    void onePercentOfTheRowsReadsAboutOnePercentOfTheIndex(String name) throws IOException {
        CountingRangeReader reader = reader(name);
        Dataset dataset = dataset(reader);
        reader.reset();
        visit(dataset, 0, Long.MAX_VALUE);
        long all = reader.bytesRead();
        reader.reset();
        long rows = dataset.dataspace().dimensions().get(0);
        visit(dataset, rows * 70 / 100, rows * 71 / 100);
        assertThat(reader.bytesRead()).isLessThan(all * 3 / 100);
    }

    /** Reads without and with the cache, the opening of the file included there. */
    @ParameterizedTest
    @CsvSource({
        "btree-v1-1000, 19, 1",
        "fixed-array-1000, 2, 1",
        "extensible-array-1000, 18, 1",
        "btree-v2-1000, 14, 1",
        "implicit-1000, 0, 1",
        "btree-v1-200000, 3485, 20",
        "fixed-array-200000, 198, 8",
        "extensible-array-200000, 304, 10",
        "extensible-array-second-200000, 333, 10",
        "btree-v2-200000, 2765, 100",
        "implicit-200000, 0, 1"
    })
    void findsAllChunksInFewReads(String name, int readsMost, int cachedReadsMost) throws IOException {
        CountingRangeReader reader = reader(name);
        Dataset dataset = dataset(reader);
        reader.reset();
        visit(dataset, 0, Long.MAX_VALUE);
        assertThat(reader.reads()).isLessThanOrEqualTo(readsMost);

        CountingRangeReader below = reader(name);
        visit(dataset(new CachedRangeReader(below)), 0, Long.MAX_VALUE);
        assertThat(below.reads()).isLessThanOrEqualTo(cachedReadsMost);
        System.out.println(name + ": " + reader.reads() + " reads, " + below.reads() + " through the cache");
    }

    private static void visit(Dataset dataset, long rowFrom, long rowTo) throws IOException {
        dataset.chunkIndex().forEachChunk(rowFrom, rowTo, (offset, address, storedBytes, filterMask) -> {});
    }
}
