package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** Every index gives the chunks that h5py sees, in row-major order, whatever range of rows is asked for. */
class ChunkIndexTest {
    private static final long SEED = 20261120L;

    @SuppressWarnings("UnusedVariable") // read by JUnit
    private static final List<String> NAMES = ChunkIndexFiles.NAMES;

    /** A chunk: its offset, address, size and filter mask. */
    private record Chunk(List<Long> offset, long address, long storedBytes, long filterMask) {
        boolean holdsRowOf(long rowFrom, long rowTo, long chunkRows) {
            return offset.get(0) < rowTo && offset.get(0) + chunkRows > rowFrom && rowFrom < rowTo;
        }
    }

    private static List<Chunk> expectedChunks(JsonNode expected) {
        List<Chunk> chunks = new ArrayList<>();
        int rank = expected.get("shape").size();
        for (JsonNode row : expected.get("chunks")) {
            List<Long> offset = new ArrayList<>();
            boolean partial = false;
            for (int i = 0; i < rank; i++) {
                offset.add(row.get(i).asLong());
                partial |= offset.get(i) + expected.get("chunk").get(i).asLong()
                        > expected.get("shape").get(i).asLong();
            }
            boolean unfiltered = partial && expected.get("partial_unfiltered").asBoolean();
            long mask = unfiltered ? -1 : row.get(rank + 2).asLong();
            chunks.add(
                    new Chunk(offset, row.get(rank).asLong(), row.get(rank + 1).asLong(), mask));
        }
        return chunks;
    }

    private static List<Chunk> chunks(Dataset dataset, long rowFrom, long rowTo) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        dataset.chunkIndex().forEachChunk(rowFrom, rowTo, (offset, address, storedBytes, filterMask) -> {
            List<Long> copy = Arrays.stream(offset).boxed().toList();
            chunks.add(new Chunk(copy, address, storedBytes, filterMask));
        });
        return chunks;
    }

    private static Hdf5File open(String name) throws IOException {
        return Hdf5File.open(new InMemoryRangeReader(ChunkIndexFiles.file(name), ChunkIndexFiles.bytes(name)));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void givesTheChunksThatH5pySees(String name) throws IOException {
        Hdf5File file = open(name);
        for (JsonNode expected : ChunkIndexFiles.datasets(name)) {
            String path = expected.get("path").asText();
            Dataset dataset = (Dataset) file.find(path);
            DataLayout.Chunked layout = (DataLayout.Chunked) dataset.layout();

            assertThat(layout.index().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .as(path)
                    .isEqualTo(expected.get("index").asText());
            assertThat(layout.partialChunksUnfiltered())
                    .as(path)
                    .isEqualTo(expected.get("partial_unfiltered").asBoolean());
            assertThat(chunks(dataset, 0, Long.MAX_VALUE)).as(path).isEqualTo(expectedChunks(expected));
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void givesTheChunksOfARangeOfRows(String name) throws IOException {
        Hdf5File file = open(name);
        Random random = new Random(SEED);
        for (JsonNode expected : ChunkIndexFiles.datasets(name)) {
            Dataset dataset = (Dataset) file.find(expected.get("path").asText());
            List<Chunk> all = expectedChunks(expected);
            long rows = expected.get("shape").get(0).asLong();
            long chunkRows = expected.get("chunk").get(0).asLong();
            for (int i = 0; i < 40; i++) {
                long rowFrom = random.nextLong(rows + 3) - 1;
                long rowTo = rowFrom + random.nextLong(i < 20 ? 2 * chunkRows : rows + 1);
                List<Chunk> wanted = all.stream()
                        .filter(chunk -> chunk.holdsRowOf(rowFrom, rowTo, chunkRows))
                        .toList();
                assertThat(chunks(dataset, rowFrom, rowTo))
                        .as("%s rows %d to %d, seed %d", dataset.path(), rowFrom, rowTo, SEED)
                        .isEqualTo(wanted);
            }
        }
    }
}
