package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/** What finding the chunks of some rows reads: one read for each structure on the way, and none beside it. */
class ChunkIndexReadsTest {
    private static Dataset dataset(RangeReader reader, String path) throws IOException {
        Dataset dataset = (Dataset) Objects.requireNonNull(Hdf5File.open(reader).find(path), path);
        assertThat(dataset.layout()).isInstanceOf(DataLayout.Chunked.class);
        return dataset;
    }

    private static CountingRangeReader counting(String name) {
        return new CountingRangeReader(
                new InMemoryRangeReader(ChunkIndexFiles.file(name), ChunkIndexFiles.bytes(name)));
    }

    @ParameterizedTest
    @CsvSource({
        // the chunk is named by the header of the dataset, or follows from it
        "single_and_implicit, /single_filtered, 0, 6, 0",
        "single_and_implicit, /implicit_room, 0, 9, 0",
        // header and data block
        "fixed_array, /plain_line, 0, 1000, 2",
        "fixed_array, /plain_line, 10, 11, 2",
        "fixed_array, /never_written, 0, 3, 0",
        // header, data block, the pages that hold the rows
        "fixed_array_paged, /plain, 0, 1100, 4",
        "fixed_array_paged, /plain, 0, 1, 3",
        "fixed_array_paged, /plain, 1023, 1025, 4",
        "fixed_array_paged, /plain, 1024, 1100, 3",
        // the second page was never written
        "fixed_array_paged, /filtered_holes, 2048, 4096, 2",
        "fixed_array_paged, /filtered_holes, 0, 4400, 4",
        // header and index block, which holds the first chunks
        "extensible_array, /one, 0, 3, 2",
        "extensible_array_blocks, /super_blocks, 0, 4, 2",
        // and a data block; and its super block
        "extensible_array_blocks, /super_blocks, 4, 20, 3",
        "extensible_array_blocks, /super_blocks, 20, 22, 3",
        "extensible_array_blocks, /super_blocks, 650, 651, 4",
        // and a page
        "extensible_array_blocks, /paged, 262121, 262123, 5",
        // data blocks of 2 x 1024 elements, and pages of them, that were never written
        "extensible_array_blocks, /paged, 264200, 266200, 4",
        "extensible_array_blocks, /paged, 300000, 400000, 2",
        "extensible_array_blocks, /paged, 0, 400000, 10",
        // header, root and leaves
        "btree_v2, /one, 0, 3, 2",
        "btree_v2, /deep, 0, 2, 3",
        "btree_v2, /deep, 58, 60, 3",
        "btree_v2, /deep, 30, 32, 3",
        // root, two levels, leaves of six
        "btree_v1, /many, 0, 3, 3",
        "btree_v1, /many, 0, 300, 25",
        // 3,000,000,000 rows
        "huge_latest, /line, 0, 3000000000, 5",
        "huge_latest, /both, 0, 3000000000, 2",
        "huge_old, /line, 0, 3000000000, 1",
        "huge_old, /both, 2147483648, 3000000000, 1",
    })
    void readsTheStructuresOnTheWay(String name, String path, long rowFrom, long rowTo, int reads) throws IOException {
        CountingRangeReader reader = counting(name);
        Dataset dataset = dataset(reader, path);
        reader.reset();

        dataset.chunkIndex().forEachChunk(rowFrom, rowTo, (offset, address, storedBytes, filterMask) -> {});

        assertThat(reader.reads()).as("%s", reader.ranges()).isEqualTo(reads);
    }

    /** Files of less than two blocks. */
    @ParameterizedTest
    @CsvSource({
        "fixed_array_paged, /plain, 0, 1100, 2",
        "extensible_array_blocks, /paged, 0, 400000, 2",
        "btree_v2, /deep, 0, 60, 1",
        "btree_v1, /many, 0, 300, 1",
    })
    void readsBlocksThroughTheCache(String name, String path, long rowFrom, long rowTo, int readsMost)
            throws IOException {
        CountingRangeReader reader = counting(name);
        Dataset dataset = dataset(new CachedRangeReader(reader), path);

        dataset.chunkIndex().forEachChunk(rowFrom, rowTo, (offset, address, storedBytes, filterMask) -> {});

        assertThat(reader.reads()).as("%s", reader.ranges()).isLessThanOrEqualTo(readsMost);
    }
}
