package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Selection;
import org.sparkhdf5.format.VirtualSource;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** Extents that are much larger than what is stored of them, or taken: what was not asked for is not gone through. */
final class SparseSourcesTest {
    private static final long SEED = 20261121;
    private static final long MADE = 1000003;
    private static final long MADE_VIRTUAL = 1000007;
    private static final long HUGE = 1L << 40;

    private static byte[] sparse = new byte[0];

    private final RowReader.Limits limits =
            new RowReader.Limits(64 << 20, 100, CoalescingPolicy.forScheme("hdfs"), new ChunkCounts());

    /** The file that was made, with a dataset of 2^40 elements in as many chunks, of which two are stored. */
    @BeforeAll
    static void load() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SparseSourcesTest.class.getResourceAsStream("/hdf5/virtualsources/sparse.h5"))) {
            sparse = in.readAllBytes();
        }
        setDimension(MADE, HUGE);
        setDimension(MADE_VIRTUAL, 1L << 61);
    }

    private static void setDimension(long made, long dimension) {
        ByteBuffer bytes = ByteBuffer.wrap(sparse).order(ByteOrder.LITTLE_ENDIAN);
        int found = 0;
        for (int i = 0; i + 16 <= sparse.length; i += 8) {
            if (bytes.getLong(i) == made && bytes.getLong(i + 8) == made) {
                bytes.putLong(i, dimension).putLong(i + 8, dimension);
                found++;
            }
        }
        assertThat(found).as("dataspaces with dimension and maximum").isEqualTo(1);
    }

    private static Selection every(long start, long stride, long count) {
        return new Selection.Regular(List.of(start), List.of(stride), List.of(count), List.of(1L));
    }

    private static Selection run(long first, long last) {
        return new Selection.Blocks(List.of(new Selection.Block(List.of(first), List.of(last))));
    }

    private static VirtualSource mapping(Selection from, Selection place) {
        return new VirtualSource("hdfs://nn/0.h5", "sparse", from, place);
    }

    private int[] elements(VirtualRangeReader reader, long first, int count) throws IOException {
        byte[] bytes = new byte[count * 4];
        reader.readFully(first * 4, bytes, 0, bytes.length);
        int[] elements = new int[count];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(elements);
        return elements;
    }

    /** Whoever looks at each chunk between them is not done before the end of the day. */
    @Test
    void chunksBetweenThoseThatAreTakenAreNotGoneThrough() throws IOException {
        List<VirtualSource> mappings = List.of(
                mapping(every(0, HUGE - 1, 2), run(0, 1)), mapping(every(2, (1L << 39) - 500_000, 3), run(2, 4)));
        FakeSources sources = new FakeSources(sparse, "sparse", mappings);
        try (VirtualRangeReader reader = sources.reader(List.of(6L), -1, limits)) {
            assertThat(elements(reader, 0, 6)).containsExactly(11, -9, -9, -9, -9, -1);
        }
        mappings = List.of(mapping(every(MADE - 1, HUGE - MADE, 2), run(1, 2)));
        sources = new FakeSources(sparse, "sparse", mappings);
        try (VirtualRangeReader reader = sources.reader(List.of(3L), -1, limits)) {
            assertThat(elements(reader, 0, 3)).containsExactly(-1, 12, -9);
        }
    }

    @RepeatedTest(300)
    void theNextChunkIsTheNextOneThatHoldsAWantedElement(RepetitionInfo round) {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        int rank = 1 + random.nextInt(3);
        long[] dimensions = new long[rank];
        long[] extent = new long[rank];
        AxisSelection[] axes = new AxisSelection[rank];
        long count = 1;
        for (int i = 0; i < rank; i++) {
            dimensions[i] = 1 + random.nextInt(40);
            extent[i] = 1 + random.nextInt(9);
            long block = 1 + random.nextInt((int) Math.min(3, dimensions[i]));
            long blocks = 1 + random.nextInt((int) (dimensions[i] / block));
            long most = blocks == 1 ? block : (dimensions[i] - block) / (blocks - 1);
            long stride = block + random.nextInt((int) (most - block + 1));
            long start = random.nextInt((int) (dimensions[i] - (blocks - 1) * stride - block + 1));
            axes[i] = AxisSelection.of(
                    new Selection.Regular(List.of(start), List.of(stride), List.of(blocks), List.of(block)),
                    new long[] {dimensions[i]})[0];
            axes[i] = new AxisSelection(i, axes[i].start(), axes[i].stride(), axes[i].block(), axes[i].length());
            count *= axes[i].length();
        }
        GridMapping grid = Objects.requireNonNull(GridMapping.of(axes, dimensions, axes, dimensions));
        long from = random.nextInt((int) count);
        long to = from + 1 + random.nextInt((int) (count - from));
        TreeSet<List<Long>> expected = new TreeSet<>((a, b) -> Arrays.compare(array(a), array(b)));
        for (long at = from; at < to; at++) {
            Long[] chunk = new Long[rank];
            long rest = at;
            for (int i = rank - 1; i >= 0; i--) {
                long coordinate = axes[i].coordinate(rest % axes[i].length());
                chunk[i] = coordinate - coordinate % extent[i];
                rest /= axes[i].length();
            }
            expected.add(List.of(chunk));
        }
        grid.want(from, to);
        long[] offset = new long[rank];
        offset[0] = GridMapping.BEFORE_ALL;
        for (List<Long> chunk : expected) {
            assertThat(grid.nextChunk(offset, extent)).as("seed %d", seed).isTrue();
            assertThat(offset).as("seed %d", seed).containsExactly(array(chunk));
        }
        assertThat(grid.nextChunk(offset, extent)).as("seed %d", seed).isFalse();
    }

    private static long[] array(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    @Test
    void anExtentWhoseBytesCannotBeCountedIsRefused() throws IOException {
        List<VirtualSource> mappings = List.of(mapping(run(0, 1), run(0, 1)));
        FakeSources sources = new FakeSources(sparse, "sparse", mappings);
        for (List<Long> extent : List.of(List.of(1L << 61), List.of(1L << 40, 1L << 40), List.of(0L, 1L << 62, 4L))) {
            assertThatThrownBy(() -> sources.reader(extent, -1, limits))
                    .isInstanceOf(UnsupportedHdf5FeatureException.class)
                    .hasMessage("hdfs://nn/virtual.h5: /virtual: a virtual dataset of the extent " + extent
                            + " with elements of 4 bytes: less than 2^63 - 1 bytes are read; read the source files"
                            + " directly, or make a virtual dataset that is as large as they are");
        }
        long last = (1L << 61) - 2;
        try (VirtualRangeReader reader = sources.reader(List.of(last + 1), -1, limits)) {
            assertThat(reader.lengthBytes()).isEqualTo(Long.MAX_VALUE - 3);
            assertThat(elements(reader, 0, 3)).containsExactly(11, -9, -1);
            assertThat(elements(reader, last, 1)).containsExactly(-1);
        }
    }

    /** As whoever plans a table over it looks at it; its neighbour is there. */
    @Test
    void aFileWithAVirtualDatasetOfSuchAnExtentIsOpened() throws IOException {
        Hdf5File file = Hdf5File.open(new InMemoryRangeReader("hdfs://nn/sparse.h5", sparse));
        assertThat(array(file, "/sparse").rowCount()).isEqualTo(HUGE);
        assertThatThrownBy(() -> array(file, "/huge"))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageStartingWith(
                        "hdfs://nn/sparse.h5: /huge: a virtual dataset of the extent [2305843009213693952] with"
                                + " elements of 4 bytes: less than 2^63 - 1 bytes are read; ");
    }

    private static StoredArray array(Hdf5File file, String path) throws IOException {
        return StoredArray.of(new ObjectLocation(file.name(), path), (Dataset) Objects.requireNonNull(file.find(path)));
    }

    /** Of a selection that follows no rule. */
    @Test
    void blocksMayBeLongerThanAnArray() throws IOException {
        long wide = 3L << 30;
        Selection blocks = new Selection.Blocks(List.of(
                new Selection.Block(List.of(MADE - 1), List.of(MADE - 2 + wide)),
                new Selection.Block(List.of(0L), List.of(1L))));
        FakeSources sources = new FakeSources(sparse, "sparse", List.of(mapping(blocks, run(1, wide + 2))));
        try (VirtualRangeReader reader = sources.reader(List.of(wide + 4), -1, limits)) {
            assertThat(elements(reader, 0, 5)).containsExactly(-1, 11, -9, 12, -9);
            assertThat(elements(reader, wide, 4)).containsExactly(-9, -9, -9, -1);
        }
    }

    @Test
    void afterAReadThatFailedNothingIsRead() throws IOException {
        List<VirtualSource> mappings = List.of(mapping(every(0, MADE - 1, 2), run(0, 1)));
        FakeSources sources = new FakeSources(sparse, "sparse", mappings);
        try (VirtualRangeReader reader = sources.reader(List.of(1000L), -1, limits)) {
            assertThat(elements(reader, 0, 1)).containsExactly(11);
            sources.isBroken = true;
            assertThatThrownBy(() -> elements(reader, 1, 1)).hasMessage("hdfs://nn/0.h5: broken");
            sources.isBroken = false;
            assertThatThrownBy(() -> elements(reader, 1, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("hdfs://nn/virtual.h5: /virtual: a read of it failed before, and nothing more is read;"
                            + " open it again");
        }
        assertThat(sources.openReaders()).isZero();
    }
}
