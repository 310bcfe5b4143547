package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.InMemoryRangeReader;

class ChunkGridTest {
    private static final long SEED = 20261120L;

    private static ChunkedStorage storage(List<Long> dimensions, List<Long> maxDimensions, List<Integer> chunk) {
        DataLayout.Chunked layout =
                new DataLayout.Chunked(chunk, 0x100, new DataLayout.FixedArrayParameters(10), false);
        return new ChunkedStorage(
                new MetadataReader(new InMemoryRangeReader("mem:/x.h5", new byte[0]), new FieldSizes(0, 8, 8)),
                new ObjectLocation("mem:/x.h5", "/x"),
                new Dataspace(Dataspace.Kind.SIMPLE, dimensions, maxDimensions),
                layout,
                8,
                false);
    }

    /** Numbers of the wanted chunks and their offsets, chunk by chunk, from the definition. */
    private static TreeMap<Long, List<Long>> wanted(ChunkedStorage storage, int slowest, long rowFrom, long rowTo) {
        TreeMap<Long, List<Long>> wanted = new TreeMap<>();
        int rank = storage.rank();
        long[] coordinates = new long[rank];
        long count = 1;
        for (int i = 0; i < rank; i++) {
            count *= storage.chunksAlong(i);
        }
        for (long chunk = 0; chunk < count; chunk++) {
            long rest = chunk;
            for (int i = rank - 1; i >= 0; i--) {
                coordinates[i] = rest % storage.chunksAlong(i);
                rest /= storage.chunksAlong(i);
            }
            long number = coordinates[slowest];
            List<Long> offset = new ArrayList<>();
            for (int i = 0; i < rank; i++) {
                offset.add(coordinates[i] * storage.chunkDimension(i));
                if (i != slowest) {
                    long most = storage.dataspace().maxDimensions().get(i);
                    number = number * ((most + storage.chunkDimension(i) - 1) / storage.chunkDimension(i))
                            + coordinates[i];
                }
            }
            long row = offset.get(0);
            if (row < rowTo && row + storage.chunkDimension(0) > rowFrom && rowFrom < rowTo) {
                wanted.put(number, offset);
            }
        }
        return wanted;
    }

    @Test
    void goesThroughTheWantedChunksOfAnyGrid() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            int rank = 1 + random.nextInt(4);
            int slowest = random.nextInt(rank);
            boolean extensible = random.nextBoolean();
            List<Long> dimensions = new ArrayList<>();
            List<Long> maxDimensions = new ArrayList<>();
            List<Integer> chunk = new ArrayList<>();
            for (int d = 0; d < rank; d++) {
                long dimension = random.nextInt(8);
                dimensions.add(dimension);
                boolean unlimited = extensible && d == slowest;
                maxDimensions.add(unlimited ? Dataspace.UNLIMITED : dimension + random.nextInt(5));
                chunk.add(1 + random.nextInt(4));
            }
            long rowFrom = random.nextInt(9) - 1;
            long rowTo = rowFrom + random.nextInt(6);
            ChunkedStorage storage = storage(dimensions, maxDimensions, chunk);
            ChunkGrid grid = extensible
                    ? ChunkGrid.extensible(storage, rowFrom, rowTo)
                    : ChunkGrid.fixed(storage, rowFrom, rowTo);
            TreeMap<Long, List<Long>> wanted = wanted(storage, extensible ? slowest : 0, rowFrom, rowTo);

            String what =
                    storage.dataspace() + " chunk " + chunk + " rows " + rowFrom + " to " + rowTo + " seed " + SEED;
            assertThat(walk(grid, rank)).as(what).isEqualTo(wanted);
            assertThat(grid.endNumber()).as(what).isEqualTo(wanted.isEmpty() ? 0 : wanted.lastKey() + 1);
            long from = random.nextInt(100);
            Long next = wanted.ceilingKey(from);
            assertThat(grid.next(from)).as(what).isEqualTo(next == null ? ChunkGrid.NONE : next);
        }
    }

    private static TreeMap<Long, List<Long>> walk(ChunkGrid grid, int rank) {
        TreeMap<Long, List<Long>> found = new TreeMap<>();
        long[] offset = new long[rank];
        for (long number = grid.next(0); number != ChunkGrid.NONE; number = grid.next(number + 1)) {
            grid.offset(number, offset);
            found.put(number, Arrays.stream(offset).boxed().toList());
        }
        return found;
    }

    /** The stride of the rows is beyond a long, so only the first row of chunks can have a number. */
    @Test
    void numbersBeyondALongAreNone() throws IOException {
        ChunkedStorage storage = storage(
                List.of(10L, 10L, 2L), List.of(Dataspace.UNLIMITED, Long.MAX_VALUE, Long.MAX_VALUE), List.of(1, 1, 1));
        ChunkGrid grid = ChunkGrid.extensible(storage, 0, 10);

        assertThat(grid.next(0)).isZero();
        assertThat(grid.next(1)).isEqualTo(1);
        assertThat(grid.next(2)).isEqualTo(Long.MAX_VALUE).isEqualTo(ChunkGrid.NONE);
    }

    @Test
    void refusesDimensionsThatTheIndexIsNotFor() {
        List<Long> dimensions = List.of(4L, 4L);
        ChunkedStorage both = storage(dimensions, List.of(Dataspace.UNLIMITED, Dataspace.UNLIMITED), List.of(2, 2));
        ChunkedStorage none = storage(dimensions, dimensions, List.of(2, 2));

        assertThatThrownBy(() -> ChunkGrid.fixed(both, 0, 4))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("/x: a chunk index of fixed size for dimensions without maximum [-1, -1]");
        assertThatThrownBy(() -> ChunkGrid.extensible(both, 0, 4)).hasMessageContaining("expected one dimension");
        assertThatThrownBy(() -> ChunkGrid.extensible(none, 0, 4)).hasMessageContaining("expected one dimension");
    }
}
