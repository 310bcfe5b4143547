package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Selection;
import org.sparkhdf5.format.VirtualSource;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/** Virtual arrays over a thousand files: what is read, how often, and how much is open at a time. */
final class ManySourcesTest {
    private static final int FILES = 1000;
    private static final long MEMORY_BYTES = 32 << 20;

    private static byte[] file = new byte[0];

    private final ChunkCounts counts = new ChunkCounts();

    @BeforeAll
    static void load() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ManySourcesTest.class.getResourceAsStream("/hdf5/virtualsources/sources.h5"))) {
            file = in.readAllBytes();
        }
    }

    private static VirtualSource mapping(int number, String dataset, List<Long> start, List<Long> end) {
        Selection place = new Selection.Blocks(List.of(new Selection.Block(start, end)));
        return new VirtualSource("hdfs://nn/" + number + ".h5", dataset, new Selection.All(List.of()), place);
    }

    /** The elements, read by rows in steps of a few. */
    private int[] rows(FakeSources sources, List<Long> dimensions) throws IOException {
        return rows(sources, dimensions, MEMORY_BYTES);
    }

    private int[] rows(FakeSources sources, List<Long> dimensions, long memoryBytes) throws IOException {
        RowReader.Limits limits = new RowReader.Limits(memoryBytes, 100, CoalescingPolicy.forScheme("hdfs"), counts);
        StoredArray array = FakeSources.array(dimensions, -1);
        int rowBytes = (int) array.rowBytes();
        ByteBuffer bytes =
                ByteBuffer.allocate((int) (rowBytes * array.rowCount())).order(ByteOrder.LITTLE_ENDIAN);
        InMemoryRangeReader none = new InMemoryRangeReader("file:/none.h5", new byte[0]);
        try (VirtualRangeReader elsewhere = sources.reader(dimensions, -1, limits)) {
            List<ArrayRun> runs = List.of(new ArrayRun(array, ChunkRun.EMPTY, elsewhere));
            List<RowSlot> slots = List.of(new RowSlot(0, RowSlot.WHOLE_ROWS));
            try (RowReader rows = new RowReader(none, runs, slots, 0, array.rowCount(), limits)) {
                while (rows.next()) {
                    for (long row = rows.firstRow(); row < rows.firstRow() + rows.rowCount(); row++) {
                        bytes.put(rows.window(0).bytes(), rows.window(0).offsetOf(row), rowBytes);
                    }
                    long busy = sources.readers.stream()
                            .filter(reader -> reader.closes() == 0 && !reader.isResting())
                            .count();
                    assertThat(busy).isLessThanOrEqualTo(SourceArrays.BUSY_MAX);
                }
            }
        }
        assertThat(sources.openReaders()).isZero();
        int[] elements = new int[bytes.capacity() / 4];
        bytes.flip().asIntBuffer().get(elements);
        return elements;
    }

    private static void expect(int element, int expected, int found) {
        if (found != expected) {
            throw new AssertionError("element " + element + ": expected " + expected + ", found " + found);
        }
    }

    @Test
    void oneBehindTheOther() throws IOException {
        List<VirtualSource> mappings = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            mappings.add(mapping(i, "gzip1", List.of(97L * i), List.of(97L * i + 96)));
        }
        FakeSources sources = new FakeSources(file, "gzip1", mappings);
        int[] elements = rows(sources, List.of(97L * FILES));
        for (int i = 0; i < elements.length; i++) {
            expect(i, 400_000 + i % 97, elements[i]);
        }
        assertThat(counts.chunksRead()).isEqualTo(10L * FILES);
        assertThat(sources.opens).hasSize(FILES);
        assertThat(sources.opens.values()).containsOnly(1);
    }

    @Test
    void besideEachOther() throws IOException {
        List<VirtualSource> mappings = new ArrayList<>();
        for (long i = 0; i < FILES; i++) {
            mappings.add(mapping((int) i, "gzip1", List.of(0L, i), List.of(96L, i)));
        }
        FakeSources sources = new FakeSources(file, "gzip1", mappings);
        int[] elements = rows(sources, List.of(97L, (long) FILES));
        for (int i = 0; i < elements.length; i++) {
            expect(i, 400_000 + i / FILES, elements[i]);
        }
        assertThat(counts.chunksRead()).isEqualTo(10L * FILES);
        assertThat(sources.opens.values()).containsOnly(1);
    }

    @Test
    void besideEachOtherInLittleMemory() throws IOException {
        int files = FILES / 4;
        List<VirtualSource> mappings = new ArrayList<>();
        for (long i = 0; i < files; i++) {
            mappings.add(mapping((int) i, "gzip1", List.of(0L, i), List.of(96L, i)));
        }
        int[] elements = rows(new FakeSources(file, "gzip1", mappings), List.of(97L, (long) files), 16 << 10);
        for (int i = 0; i < elements.length; i++) {
            expect(i, 400_000 + i / files, elements[i]);
        }
        assertThat(counts.chunksRead()).isBetween(10L * files, 3 * 10L * files);
    }

    @Test
    void oneForEachRow() throws IOException {
        List<VirtualSource> mappings = new ArrayList<>();
        for (long i = 0; i < FILES; i++) {
            mappings.add(mapping((int) i, "gzip2", List.of(i, 0L, 0L), List.of(i, 39L, 29L)));
        }
        FakeSources sources = new FakeSources(file, "gzip2", mappings);
        int[] elements = rows(sources, List.of((long) FILES, 40L, 30L));
        for (int i = 0; i < elements.length; i++) {
            expect(i, 500_000 + i % 1200, elements[i]);
        }
        assertThat(counts.chunksRead()).isEqualTo(6 * 4L * FILES);
        assertThat(sources.opens.values()).containsOnly(1);
    }

    @Test
    void tilesWithGaps() throws IOException {
        List<VirtualSource> mappings = new ArrayList<>();
        for (long i = 0; i < FILES; i++) {
            long first = i / 4 * 12;
            long y = i % 4 / 2 * 12;
            long x = i % 2 * 16;
            mappings.add(mapping((int) i, "gzip3", List.of(first, y, x), List.of(first + 11, y + 9, x + 13)));
        }
        FakeSources sources = new FakeSources(file, "gzip3", mappings);
        int[] elements = rows(sources, List.of(FILES / 4 * 12L, 22L, 30L));
        for (int i = 0; i < elements.length; i++) {
            int y = i / 30 % 22;
            int x = i % 30;
            boolean gap = y == 10 || y == 11 || x == 14 || x == 15;
            int expected = 600_000 + i / 660 % 12 * 140 + y % 12 * 14 + x % 16;
            expect(i, gap ? -1 : expected, elements[i]);
        }
        assertThat(counts.chunksRead()).isEqualTo(3 * 3 * 3L * FILES);
        assertThat(sources.opens.values()).containsOnly(1);
    }

    @Test
    void contiguousBytesAreReadOnceAndNoOthers() throws IOException {
        List<VirtualSource> mappings = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            mappings.add(mapping(i, "contiguous2", List.of(13L * i, 0L), List.of(13L * i + 12, 16L)));
        }
        FakeSources sources = new FakeSources(file, "contiguous2", mappings);
        int[] elements = rows(sources, List.of(13L * FILES, 17L));
        for (int i = 0; i < elements.length; i++) {
            expect(i, 200_000 + i % 221, elements[i]);
        }
        long address = address(200_000);
        long dataBytes = 0;
        for (CountingRangeReader reader : sources.readers) {
            for (ByteRange range : reader.ranges()) {
                boolean inside = range.address() >= address && range.address() < address + 13 * 17 * 4;
                dataBytes += inside ? range.lengthBytes() : 0;
            }
        }
        assertThat(dataBytes).isEqualTo(13L * 17 * 4 * FILES);
    }

    /** Mappings of halves of a chunk, whose places are far from each other. */
    @Test
    void keepsChunksThatOtherMappingsNeed() throws IOException {
        List<VirtualSource> mappings = new ArrayList<>();
        for (long i = 0; i < 9; i++) {
            for (long half = 0; half < 2; half++) {
                long first = 10 * i + 5 * half;
                long place = 100_000 * (i + half);
                mappings.add(new VirtualSource(
                        "hdfs://nn/0.h5",
                        "gzip1",
                        new Selection.Blocks(List.of(new Selection.Block(List.of(first), List.of(first + 4)))),
                        new Selection.Blocks(List.of(
                                new Selection.Block(List.of(place + 5 * half), List.of(place + 5 * half + 4))))));
            }
        }
        FakeSources sources = new FakeSources(file, "gzip1", mappings);
        int[] elements = rows(sources, List.of(1_000_000L));
        for (int i = 0; i < 9; i++) {
            expect(100_000 * i, 400_000 + 10 * i, elements[100_000 * i]);
            expect(100_000 * i + 100_005, 400_005 + 10 * i, elements[100_000 * i + 100_005]);
        }
        assertThat(counts.chunksRead()).isEqualTo(9);
    }

    /** Where the elements of a dataset begin. */
    private static long address(int firstElement) {
        byte[] first = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(firstElement)
                .putInt(firstElement + 1)
                .array();
        for (int i = 0; i + 8 < file.length; i++) {
            if (Arrays.equals(file, i, i + 8, first, 0, 8)) {
                return i;
            }
        }
        throw new AssertionError("no " + firstElement);
    }

    @Test
    void contiguousOnesBesideEachOtherAreAskedSeldom() throws IOException {
        List<VirtualSource> mappings = new ArrayList<>();
        for (long i = 0; i < FILES; i++) {
            mappings.add(mapping((int) i, "contiguous3", List.of(0L, 9 * i, 0L), List.of(6L, 9 * i + 8, 10L)));
        }
        FakeSources sources = new FakeSources(file, "contiguous3", mappings);
        int[] elements = rows(sources, List.of(7L, 9L * FILES, 11L));
        for (int i = 0; i < elements.length; i++) {
            expect(i, 300_000 + i / (99 * FILES) * 99 + i % 99, elements[i]);
        }
        long address = address(300_000);
        for (CountingRangeReader reader : sources.readers) {
            // A row, to begin with, and then all.
            assertThat(reader.ranges().stream().filter(range -> range.address() >= address))
                    .filteredOn(range -> range.address() < address + 7 * 99 * 4)
                    .containsExactly(new ByteRange(address, 99 * 4), new ByteRange(address + 99 * 4, 6 * 99 * 4));
        }
        assertThat(sources.opens.values()).containsOnly(1);
    }

    @Test
    void countsTheMissingOnes() throws IOException {
        Selection all = new Selection.All(List.of());
        Selection place = new Selection.Blocks(List.of(new Selection.Block(List.of(0L), List.of(96L))));
        FakeSources sources = new FakeSources(
                file,
                "gzip1",
                List.of(
                        new VirtualSource(FakeSources.MISSING, "gzip1", all, place),
                        new VirtualSource(FakeSources.MISSING, "gzip1", all, place),
                        new VirtualSource(FakeSources.MISSING, "other", all, place)));
        assertThat(rows(sources, List.of(97L))).containsOnly(-1);
        assertThat(counts.missingSources()).isEqualTo(2);
    }

    private VirtualRangeReader reader(VirtualSource mapping, String typeOf, List<Long> dimensions) throws IOException {
        RowReader.Limits limits = new RowReader.Limits(MEMORY_BYTES, 100, CoalescingPolicy.forScheme("hdfs"), counts);
        return new FakeSources(file, typeOf, List.of(mapping)).reader(dimensions, -1, limits);
    }

    @Test
    void saysWhichMappingDoesNotFitItsSource() throws IOException {
        VirtualSource mapping = mapping(7, "gzip1", List.of(0L), List.of(199L));
        try (VirtualRangeReader reader = reader(mapping, "gzip1", List.of(500L))) {
            assertThatThrownBy(() -> reader.readFully(0, new byte[40], 0, 40))
                    .isInstanceOf(Hdf5FormatException.class)
                    .hasMessage(
                            "hdfs://nn/virtual.h5: /virtual: the mapping of gzip1 in hdfs://nn/7.h5: 97 elements for"
                                    + " 200 places; the extent of the source is [97]; make the virtual dataset again for the"
                                    + " sources as they are");
        }
    }

    @Test
    void saysWhichChunkIsTooLarge() throws IOException {
        VirtualSource mapping = mapping(7, "gzip1", List.of(0L), List.of(96L));
        RowReader.Limits limits = new RowReader.Limits(50, 100, CoalescingPolicy.forScheme("hdfs"), counts);
        FakeSources sources = new FakeSources(file, "gzip1", List.of(mapping));
        try (VirtualRangeReader reader = sources.reader(List.of(97L), -1, limits)) {
            assertThatThrownBy(() -> reader.readFully(0, new byte[40], 0, 40))
                    .isInstanceOf(UnsupportedHdf5FeatureException.class)
                    .hasMessageMatching("hdfs://nn/7.h5: /gzip1: a chunk \\[10] needs \\d+ bytes of memory, stored and"
                            + " decoded; of taskMemory a virtual dataset over it has 50; set a larger"
                            + " option\\(\"taskMemory\"\\) or rewrite the file with smaller chunks: `h5repack .*`");
        }
    }

    @Test
    void saysWhichPlaceIsOutside() {
        VirtualSource mapping = mapping(7, "gzip1", List.of(0L), List.of(96L));
        assertThatThrownBy(() -> reader(mapping, "gzip1", List.of(90L)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessage(
                        "hdfs://nn/virtual.h5: /virtual: the mapping of gzip1 in hdfs://nn/7.h5: its place [0] to [96]"
                                + " does not lie in the extent [90]; the file is damaged or incomplete, copy or write it again");
    }

    @Test
    void saysWhichSourceHasAnotherType() throws IOException {
        VirtualSource mapping = mapping(7, "text", List.of(0L), List.of(2L));
        try (VirtualRangeReader reader = reader(mapping, "gzip1", List.of(3L))) {
            assertThatThrownBy(() -> reader.readFully(0, new byte[4], 0, 4))
                    .isInstanceOf(UnsupportedHdf5FeatureException.class)
                    .hasMessage("hdfs://nn/virtual.h5: /virtual: elements of this type are not read through a virtual"
                            + " dataset: S4(ascii,nullpad) of /text in hdfs://nn/7.h5 as i4<; read the source files"
                            + " directly");
        }
        VirtualSource pointing = mapping(7, "strings", List.of(0L), List.of(2L));
        try (VirtualRangeReader reader = reader(pointing, "strings", List.of(3L))) {
            assertThatThrownBy(() -> reader.readFully(0, new byte[4], 0, 4))
                    .isInstanceOf(UnsupportedHdf5FeatureException.class)
                    .hasMessageContaining("values that are addresses in the file of the source are not read");
        }
    }

    @Test
    void closesFromAnotherThread() throws IOException, InterruptedException {
        FakeSources sources = new FakeSources(file, "gzip1", List.of(mapping(0, "gzip1", List.of(0L), List.of(96L))));
        RowReader.Limits limits = new RowReader.Limits(MEMORY_BYTES, 100, CoalescingPolicy.forScheme("hdfs"), counts);
        VirtualRangeReader reader = sources.reader(List.of(97L), -1, limits);
        reader.readFully(0, new byte[40], 0, 40);
        assertThat(sources.openReaders()).isEqualTo(1);
        Thread closing = new Thread(() -> {
            try {
                reader.close();
                reader.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        closing.start();
        closing.join();
        assertThat(sources.openReaders()).isZero();
        assertThatThrownBy(() -> reader.readFully(0, new byte[40], 0, 40))
                .isInstanceOf(IOException.class)
                .hasMessage("hdfs://nn/virtual.h5: /virtual: the reader is closed");
    }
}
