package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/** What is read of large indexes: their part of the rows, and twice as much for twice as many chunks. */
class LazyChunkIndexTest {
    private static final int CHUNK_ROWS = 16;

    enum Index {
        BTREE_V1,
        BTREE_V1_DEFLATED,
        EXTENSIBLE_ARRAY,
        EXTENSIBLE_ARRAY_DEFLATED;

        GeneratedFile file(long chunkCount) {
            boolean deflated = name().endsWith("DEFLATED");
            return name().startsWith("BTREE")
                    ? GeneratedDataset.btreeV1("mem:v1.h5", chunkCount, CHUNK_ROWS, deflated)
                    : GeneratedDataset.extensibleArray("mem:ea.h5", chunkCount, CHUNK_ROWS, deflated);
        }
    }

    private record Walk(long chunks, int reads, long bytes) {}

    private static Walk walk(RangeReader file, boolean cached, double from, double to) throws IOException {
        CountingRangeReader counting = new CountingRangeReader(file);
        RangeReader reader = cached ? new CachedRangeReader(counting) : counting;
        Dataset dataset = (Dataset) Objects.requireNonNull(Hdf5File.open(reader).find(GeneratedDataset.PATH));
        dataset.layout();
        long rows = dataset.dataspace().dimensions().get(0);
        long[] chunks = new long[1];
        ChunkIndex index = dataset.chunkIndex();
        counting.reset();
        index.forEachChunk((long) (from * rows), (long) (to * rows), (offset, address, storedBytes, filterMask) -> {
            assertThat(offset[0]).isEqualTo(((long) (from * rows) / CHUNK_ROWS + chunks[0]) * CHUNK_ROWS);
            chunks[0]++;
        });
        return new Walk(chunks[0], counting.reads(), counting.bytesRead());
    }

    /** Without the cache: what the structure asks for. */
    @ParameterizedTest
    @EnumSource
    void onePercentOfTheRowsReadsOnePercentOfTheIndex(Index index) throws IOException {
        Walk all = walk(index.file(1_000_000), false, 0, 1);
        Walk part = walk(index.file(1_000_000), false, 0.7, 0.71);
        assertThat(all.chunks()).isEqualTo(1_000_000);
        assertThat(part.chunks()).isEqualTo(10_000);
        assertThat(part.bytes()).isBetween(all.bytes() / 110, all.bytes() / 80);
        assertThat(part.reads()).isLessThan(all.reads() / 60);
    }

    /** Through the cache: blocks at both ends, and what is read ahead. */
    @ParameterizedTest
    @EnumSource
    void readAheadDoesNotReadTheRest(Index index) throws IOException {
        Walk all = walk(index.file(1_000_000), true, 0, 1);
        Walk part = walk(index.file(1_000_000), true, 0.7, 0.71);
        assertThat(part.chunks()).isEqualTo(10_000);
        assertThat(part.bytes()).isLessThan(all.bytes() / 100 * 2 + (256 << 10));
        assertThat(part.reads()).isLessThan(all.reads() / 2);
    }

    @ParameterizedTest
    @EnumSource
    void twiceTheChunksAreTwiceTheWork(Index index) throws IOException {
        Walk one = walk(index.file(300_000), true, 0, 1);
        Walk two = walk(index.file(600_000), true, 0, 1);
        assertThat(two.chunks()).isEqualTo(2 * one.chunks());
        assertThat(two.bytes()).isLessThan((long) (2.05 * one.bytes()));
        assertThat(two.reads()).isLessThan((int) (2.2 * one.reads()));
    }

    /** A tree of 10,000,000,000 chunks: the way down, and nothing beside it. */
    @ParameterizedTest
    @ValueSource(longs = {1_000, 100_000_000L, 10_000_000_000L})
    void oneRowIsOneWayDown(long chunkCount) throws IOException {
        GeneratedFile file = GeneratedDataset.btreeV1("mem:huge.h5", chunkCount, CHUNK_ROWS, true);
        double row = 0.5 + 0.1 / chunkCount;
        Walk walk = walk(file, false, row, row + 1.0 / chunkCount / CHUNK_ROWS);
        assertThat(walk.chunks()).isLessThanOrEqualTo(1);
        assertThat(walk.reads()).isLessThanOrEqualTo(7);
    }
}
