package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.sparkhdf5.format.VirtualSource;
import org.sparkhdf5.storage.CoalescingPolicy;

/** Virtual arrays over the datasets of {@code make_virtual_sources.py}, against elements copied one by one. */
final class VirtualRangeReaderTest {
    private static final long SEED = 20261120;
    private static final int FILL = -77;
    private static final long PLENTY = 64 << 20;
    private static final CoalescingPolicy POLICY = CoalescingPolicy.forScheme("hdfs");

    private static byte[] file = new byte[0];

    private final ChunkCounts counts = new ChunkCounts();

    /** @param chunk shape of a chunk, or empty */
    private record Source(int number, List<Long> dimensions, List<Long> chunk) {
        int value(long element) {
            if (number == 9) {
                return 7;
            }
            long row = element / 20;
            boolean hole = number == 10 && !(row >= 5 && row < 10 || row >= 20 && row < 25);
            return hole ? -3 : 100_000 * (number + 1) + (int) element;
        }
    }

    private static final Map<String, Source> SOURCES = new LinkedHashMap<>();

    static {
        SOURCES.put("contiguous1", new Source(0, List.of(97L), List.of()));
        SOURCES.put("contiguous2", new Source(1, List.of(13L, 17L), List.of()));
        SOURCES.put("contiguous3", new Source(2, List.of(7L, 9L, 11L), List.of()));
        SOURCES.put("gzip1", new Source(3, List.of(97L), List.of(10L)));
        SOURCES.put("gzip2", new Source(4, List.of(40L, 30L), List.of(7L, 8L)));
        SOURCES.put("gzip3", new Source(5, List.of(12L, 10L, 14L), List.of(5L, 4L, 6L)));
        SOURCES.put("frames", new Source(6, List.of(12L, 10L, 14L), List.of(1L, 10L, 14L)));
        SOURCES.put("unfiltered2", new Source(7, List.of(40L, 30L), List.of(7L, 8L)));
        SOURCES.put("compact2", new Source(8, List.of(8L, 5L), List.of()));
        SOURCES.put("unwritten2", new Source(9, List.of(10L, 10L), List.of()));
        SOURCES.put("holes2", new Source(10, List.of(30L, 20L), List.of(5L, 20L)));
        SOURCES.put("scalar", new Source(11, List.of(), List.of()));
    }

    @BeforeAll
    static void load() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                VirtualRangeReaderTest.class.getResourceAsStream("/hdf5/virtualsources/sources.h5"))) {
            file = in.readAllBytes();
        }
    }

    /** A virtual array and its elements. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Virtual(List<Long> dimensions, List<VirtualSource> mappings, int[] expected) {
        static Virtual of(List<Long> dimensions, List<VirtualSource> mappings) {
            int[] expected =
                    new int[dimensions.stream().reduce(1L, (a, b) -> a * b).intValue()];
            Arrays.fill(expected, FILL);
            for (VirtualSource mapping : mappings) {
                if (mapping.file().equals(FakeSources.MISSING)) {
                    continue;
                }
                Source source = Objects.requireNonNull(SOURCES.get(mapping.dataset()));
                long[] from = RandomMappings.elements(mapping.selected(), source.dimensions());
                long[] to = RandomMappings.elements(mapping.place(), dimensions);
                for (int i = 0; i < to.length; i++) {
                    expected[(int) to[i]] = source.value(from[i]);
                }
            }
            return new Virtual(dimensions, mappings, expected);
        }

        FakeSources sources() throws IOException {
            return new FakeSources(file, "contiguous1", mappings);
        }

        byte[] bytes() {
            ByteBuffer bytes = ByteBuffer.allocate(expected.length * 4).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(expected);
            return bytes.array();
        }
    }

    private static Virtual random(Random random) {
        RandomMappings mappings = new RandomMappings(random);
        List<Long> dimensions = new ArrayList<>();
        int rank = 1 + random.nextInt(3);
        for (int i = 0; i < rank; i++) {
            dimensions.add(1L + random.nextInt(rank == 1 ? 2000 : rank == 2 ? 60 : 25));
        }
        List<String> names = List.copyOf(SOURCES.keySet());
        List<VirtualSource> told = new ArrayList<>();
        int wanted = random.nextInt(9);
        while (told.size() < wanted) {
            String name = names.get(random.nextInt(names.size()));
            String in = random.nextInt(12) == 0 ? FakeSources.MISSING : "hdfs://nn/" + random.nextInt(3) + ".h5";
            VirtualSource mapping = mappings.next(in, name, SOURCES.get(name).dimensions(), dimensions);
            if (mapping != null) {
                told.add(mapping);
            }
        }
        return Virtual.of(dimensions, told);
    }

    private RowReader.Limits limits(long memoryBytes) {
        return new RowReader.Limits(memoryBytes, 100, POLICY, counts);
    }

    @RepeatedTest(400)
    void givesWhatIsMapped(RepetitionInfo round) throws IOException {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        Virtual virtual = random(random);
        long memoryBytes = random.nextBoolean() ? PLENTY : 4096 << random.nextInt(6);
        String what =
                "seed " + seed + ", memory " + memoryBytes + ", " + virtual.dimensions + " of " + virtual.mappings;
        FakeSources sources = virtual.sources();
        byte[] all = virtual.bytes();
        try (VirtualRangeReader reader = sources.reader(virtual.dimensions, FILL, limits(memoryBytes))) {
            assertThat(reader.lengthBytes()).as(what).isEqualTo(all.length);
            int position = 0;
            for (int i = 0; i < 20; i++) {
                if (position == all.length || random.nextInt(6) == 0) {
                    position = random.nextInt(all.length);
                }
                int length = Math.min(all.length - position, 1 + random.nextInt(4 << random.nextInt(12)));
                byte[] target = new byte[length + 2];
                reader.readFully(position, target, 1, length);
                byte[] expected = new byte[length + 2];
                System.arraycopy(all, position, expected, 1, length);
                assertThat(target)
                        .as("%s: %d bytes at %d", what, length, position)
                        .isEqualTo(expected);
                position += length;
            }
        } catch (IOException | RuntimeException e) {
            throw new AssertionError(what, e);
        }
        assertThat(sources.openReaders()).as(what).isZero();
    }

    @RepeatedTest(150)
    void readsForwardDecodeEachChunkOnce(RepetitionInfo round) throws IOException {
        long seed = SEED + 10_000 + round.getCurrentRepetition();
        Random random = new Random(seed);
        Virtual virtual = random(random);
        String what = "seed " + seed + ", " + virtual.dimensions + " of " + virtual.mappings;
        byte[] all = virtual.bytes();
        byte[] found = new byte[all.length];
        FakeSources sources = virtual.sources();
        try (VirtualRangeReader reader = sources.reader(virtual.dimensions, FILL, limits(PLENTY))) {
            for (int from = 0; from < all.length; ) {
                int length = 4 * (1 + random.nextInt((all.length - from) / 4));
                reader.readFully(from, found, from, length);
                from += length;
            }
        }
        assertThat(found).as(what).isEqualTo(all);
        assertThat(counts.chunksRead()).as(what).isLessThanOrEqualTo(storedChunks(virtual));
        Set<List<String>> files = new HashSet<>();
        virtual.mappings.forEach(mapping -> files.add(List.of(mapping.file(), mapping.dataset())));
        assertThat(sources.readers).as(what).hasSizeLessThanOrEqualTo(files.size());
    }

    /** Chunks that hold a mapped element; one that mappings take as a whole counts for each. */
    private static long storedChunks(Virtual virtual) {
        Map<List<Object>, Integer> chunks = new HashMap<>();
        for (VirtualSource mapping : virtual.mappings) {
            Source source = Objects.requireNonNull(SOURCES.get(mapping.dataset()));
            if (source.chunk.isEmpty() || mapping.file().equals(FakeSources.MISSING)) {
                continue;
            }
            Set<List<Object>> touched = new HashSet<>();
            Map<List<Object>, Integer> elements = new HashMap<>();
            for (long element : RandomMappings.elements(mapping.selected(), source.dimensions)) {
                List<Object> chunk = new ArrayList<>(List.of(mapping.file(), mapping.dataset()));
                long rest = element;
                for (int i = source.chunk.size() - 1; i >= 0; i--) {
                    chunk.add(rest % source.dimensions.get(i) / source.chunk.get(i));
                    rest /= source.dimensions.get(i);
                }
                touched.add(chunk);
                elements.merge(chunk, 1, Integer::sum);
            }
            long whole = source.chunk.stream().reduce(1L, (a, b) -> a * b);
            touched.forEach(chunk -> chunks.merge(
                    chunk, 1, (a, b) -> Objects.requireNonNull(elements.get(chunk)) == whole ? a + b : Math.max(a, b)));
        }
        return chunks.values().stream().mapToLong(Integer::longValue).sum();
    }
}
