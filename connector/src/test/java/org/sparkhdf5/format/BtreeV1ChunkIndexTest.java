package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.Hdf5FormatException;

class BtreeV1ChunkIndexTest {
    private static final ChunkIndex.Visitor IGNORE = (offset, address, storedBytes, filterMask) -> {};

    private static Dataset dataset(String file, String path) throws IOException {
        return (Dataset) FormatFiles.open(file).find(path);
    }

    private static List<Long> addresses(Dataset dataset, long rowFrom, long rowTo) throws IOException {
        List<Long> addresses = new ArrayList<>();
        dataset.chunkIndex()
                .forEachChunk(rowFrom, rowTo, (offset, address, storedBytes, filterMask) -> addresses.add(address));
        return addresses;
    }

    /** Every range of rows gives the chunks of h5py's list that hold one of them, in its order. */
    @ParameterizedTest
    @CsvSource({
        "earliest, /chunks/grid",
        "earliest, /chunks/sparse",
        "earliest, /chunks/cube",
        "v108, /chunks/growing",
        "sizes4, /chunks/grid",
        "sizes2, /chunks/grid",
        "userblock, /chunks/deflate",
        "k_v1, /grid",
        "k_extension, /grid",
    })
    void visitsTheChunksOfARangeOfRows(String file, String path) throws IOException {
        Dataset dataset = dataset(file, path);
        JsonNode expected = null;
        for (JsonNode object : FormatFiles.expected(file).get("objects")) {
            expected = object.get("path").asText().equals(path) ? object : expected;
        }
        long rows = dataset.dataspace().dimensions().get(0);
        long chunkRows = expected.get("chunk").get(0).asLong();
        long seed = 42;
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            long rowFrom = random.nextLong(rows + 3);
            long rowTo = rowFrom + random.nextLong(rows);
            List<Long> wanted = new ArrayList<>();
            for (JsonNode chunk : expected.get("chunks")) {
                long first = chunk.get("offset").get(0).asLong();
                if (first < rowTo && first + chunkRows > rowFrom && rowFrom < rowTo) {
                    wanted.add(chunk.get("address").asLong());
                }
            }
            assertThat(addresses(dataset, rowFrom, rowTo))
                    .as("rows %d to %d, seed %d", rowFrom, rowTo, seed)
                    .isEqualTo(wanted);
        }
    }

    @Test
    void hasNoChunkWhereNothingWasWritten() throws IOException {
        assertThat(addresses(dataset("earliest", "/chunks/allocated_never"), 0, 50))
                .isEmpty();
    }

    @Test
    void refusesTheIndexOfADatasetThatIsNotChunked() throws IOException {
        Dataset dataset = dataset("earliest", "/layouts/scalar");

        assertThatThrownBy(dataset::chunkIndex).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesChunksOutOfOrder() throws IOException {
        assertThatThrownBy(() -> visit(key -> key[8] = 6, 2))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("/chunks/growing: chunk B-tree: ")
                .hasMessageContaining("at address 0x");
    }

    @Test
    void refusesAChunkThatIsNotOnTheGrid() throws IOException {
        assertThatThrownBy(() -> visit(key -> key[8] += 1, 2))
                .hasMessageContaining("chunk [129] is not aligned to chunk dimensions [64]");
    }

    @Test
    void refusesAChunkOfNoBytesOrBeyondTheFile() throws IOException {
        assertThatThrownBy(() -> visit(key -> key[1] = 0, 2)).hasMessageContaining("chunk [128] of 0 bytes");
        assertThatThrownBy(() -> visit(key -> key[26] = 0x7f, 2))
                .hasMessageContaining("chunk [128] of 512 bytes lies beyond the end of the file");
    }

    /** Changes one key of the tree of {@code /chunks/growing}, 1000 elements in chunks of 64, and visits all chunks. */
    private static void visit(Consumer<byte[]> change, int keyNumber) throws IOException {
        byte[] bytes = FormatFiles.bytes("earliest");
        Dataset dataset = dataset("earliest", "/chunks/growing");
        int root = (int) ((DataLayout.Chunked) dataset.layout()).indexAddress();
        int keyBytes = 8 + 2 * 8 + 8;
        int at = root + 24 + keyNumber * keyBytes;
        byte[] key = Arrays.copyOfRange(bytes, at, at + keyBytes);
        change.accept(key);
        System.arraycopy(key, 0, bytes, at, keyBytes);
        Dataset changed =
                (Dataset) FormatFiles.open(FormatFiles.file("earliest"), bytes).find("/chunks/growing");
        changed.chunkIndex().forEachChunk(0, 1000, IGNORE);
    }
}
