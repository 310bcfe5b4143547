package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.format.ChunkIndexFiles;
import org.sparkhdf5.format.Hdf5File;

/** The stored chunks of a dataset are those that h5py finds, wherever a portion of the listing ends. */
class ChunkListingTest {
    static Stream<String> names() {
        return ChunkIndexFiles.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void listsWhatH5pyFinds(String name) throws IOException {
        Hdf5File file = ListedFiles.open("chunkindex/" + name);
        for (JsonNode dataset : ChunkIndexFiles.datasets(name)) {
            String path = dataset.get("path").asText();
            for (int portionChunks : new int[] {1, 7, 16_384}) {
                List<List<Long>> found = new ArrayList<>();
                ChunkListing listing = new ChunkListing(file, path, portionChunks);
                for (ListedChunk chunk = listing.next(); chunk != null; chunk = listing.next()) {
                    List<Long> numbers = new ArrayList<>(chunk.offset());
                    numbers.addAll(List.of(chunk.address(), chunk.storedBytes(), chunk.filterMask()));
                    found.add(numbers);
                }
                assertThat(found).as(path).isEqualTo(expected(dataset));
            }
        }
    }

    private static List<List<Long>> expected(JsonNode dataset) {
        List<List<Long>> expected = new ArrayList<>();
        dataset.get("chunks").forEach(chunk -> expected.add(ListedFiles.longs(chunk)));
        return expected;
    }

    @Test
    void whatHasNoChunksIsRefused() throws IOException {
        Hdf5File file = ListedFiles.open("dense/external_main");

        assertThatThrownBy(() -> new ChunkListing(file, "/own"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mem:/dense/external_main.h5: /own: a chunked dataset is expected, found layout contiguous,"
                        + " which has no chunks; the option view=objects lists the layouts");
        assertThatThrownBy(() -> new ChunkListing(file, "/links"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found no dataset");
        assertThatThrownBy(() -> new ChunkListing(file, "/nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found no object of this name");
    }
}
