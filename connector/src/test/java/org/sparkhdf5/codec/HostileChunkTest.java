package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Damaged chunks of every compressor give a corrupt chunk, or bytes that depend on nothing but the stored ones. */
final class HostileChunkTest {
    private static final long SEED = 20261120;
    private static final int ROUNDS = 50_000;
    private static final int LIMIT_BYTES = 1 << 18;

    /** Chunks above this size take part in one of so many rounds. */
    private static final int LARGE_BYTES = 20_000;

    private static final int LARGE_ROUNDS = 50;

    private static final Pattern MESSAGE = Pattern.compile(
            "(?s)(deflate|shuffle|fletcher32|lzf|lz4|lzo|zstd|bzip2|blosc2?|bitshuffle|szip|nbit|scaleoffset|vbz|bitgroom|granular bitround): .*|a filter step gives .*");

    private static final int[] EXTREMES = {0, 1, -1, 255, 256, 0x7fffffff, 0x80000000, 0xffff, 0x01000000, 16, 32};

    private final FilterBuffer buffer = new FilterBuffer(LIMIT_BYTES);

    @Test
    void throwsNothingElseAndLeavesNothingStale() {
        Random random = new Random(SEED);
        List<List<StoredChunk>> byFilter = byLastFilter(chunks());
        int decoded = 0;
        for (int round = 0; round < ROUNDS; round++) {
            StoredChunk chunk = any(random, byFilter);
            while (chunk.decoded().length > LARGE_BYTES && random.nextInt(LARGE_ROUNDS) != 0) {
                chunk = any(random, byFilter);
            }
            byte[] damaged = damage(random, chunk.stored());
            String place = "seed " + SEED + ", round " + round + ": " + chunk.name();
            byte[] first = decode(chunk, damaged, (byte) 0x00, place);
            if (first != null && !Arrays.equals(first, decode(chunk, damaged, (byte) 0xa5, place))) {
                fail("bytes of an earlier chunk: " + place);
            }
            decoded += first == null ? 0 : 1;
        }
        assertThat(decoded).as("chunks that decode in spite of the damage").isBetween(ROUNDS / 100, ROUNDS);
    }

    /** Those that libraries wrote, and some of LZO, for which there is no writer but the Java one. */
    private static List<StoredChunk> chunks() {
        List<StoredChunk> chunks = new ArrayList<>(StoredChunk.all());
        for (String name : List.of("lzf_odd", "lzf_texts", "lzf_half", "lzf_constant")) {
            byte[] decoded = StoredChunk.named(name).decoded();
            byte[] stored = LzoFilterTest.compress(decoded);
            chunks.add(new StoredChunk("lzo" + name, new int[] {LzoFilter.ID}, new int[1][0], 0, stored, decoded));
        }
        return chunks;
    }

    private static List<List<StoredChunk>> byLastFilter(List<StoredChunk> chunks) {
        Map<Integer, List<StoredChunk>> byFilter = new TreeMap<>();
        for (StoredChunk chunk : chunks) {
            int last = chunk.ids()[chunk.ids().length - 1];
            byFilter.computeIfAbsent(last, id -> new ArrayList<>()).add(chunk);
        }
        return List.copyOf(byFilter.values());
    }

    /** Of any filter, as often of those with few chunks as of those with many. */
    private static StoredChunk any(Random random, List<List<StoredChunk>> byFilter) {
        List<StoredChunk> chunks = byFilter.get(random.nextInt(byFilter.size()));
        return chunks.get(random.nextInt(chunks.size()));
    }

    /**
     * With room for no more than the known length, which is enough for a chunk that is whole, a damaged one ends in an error
     * or in bytes of that length. The stream in vbz may be longer than what it holds, and the blocks of blosc2 stand over the
     * border of a chunk.
     */
    @Test
    void givesNeverMoreThanTheKnownLength() throws CorruptChunkException {
        Random random = new Random(SEED);
        int decoded = 0;
        int refused = 0;
        for (StoredChunk chunk : StoredChunk.all()) {
            boolean needsMore = chunk.ids()[0] == VbzFilter.ID || chunk.ids()[0] == Blosc2Filter.ID;
            if (chunk.ids().length > 1 || needsMore || chunk.decoded().length > LARGE_BYTES) {
                continue;
            }
            FilterBuffer exact = new FilterBuffer(chunk.decoded().length);
            exact.wrap(chunk.stored(), 0, chunk.stored().length);
            chunk.chain().decode(exact, chunk.filterMask());
            for (int round = 0; round < 10; round++) {
                byte[] damaged = damage(random, chunk.stored());
                exact.wrap(damaged, 0, damaged.length);
                try {
                    chunk.chain().decode(exact, chunk.filterMask());
                    assertThat(exact.lengthBytes()).isEqualTo(chunk.decoded().length);
                    decoded++;
                } catch (CorruptChunkException e) {
                    refused++;
                }
            }
        }
        assertThat(decoded).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void throwsNothingElseWhereTheLengthIsNotKnown() {
        Random random = new Random(SEED);
        List<StoredChunk> chunks = chunks();
        for (int round = 0; round < ROUNDS / 20; round++) {
            StoredChunk chunk = chunks.get(random.nextInt(chunks.size()));
            int last = chunk.ids().length - 1;
            byte[] damaged = damage(random, chunk.stored());
            buffer.wrap(damaged, 0, damaged.length);
            try {
                FilterRegistry.find(chunk.ids()[last]).decode(buffer, chunk.clientValues()[last], -1);
                assertThat(buffer.lengthBytes()).isBetween(0, LIMIT_BYTES);
            } catch (CorruptChunkException e) {
                assertThat(e.getMessage()).isNotEmpty();
            } catch (RuntimeException e) {
                fail("seed " + SEED + ", round " + round + ": " + chunk.name(), e);
            }
        }
    }

    /** What szip, nbit, scaleoffset and vbz are told by their client values, which come from the file like everything else. */
    @Test
    void throwsNothingElseWhateverTheClientValues() {
        Random random = new Random(SEED);
        List<StoredChunk> chunks = StoredChunk.all().stream()
                .filter(chunk -> Arrays.stream(chunk.ids())
                        .allMatch(id -> id >= SzipFilter.ID && id <= ScaleOffsetFilter.ID || id == VbzFilter.ID))
                .toList();
        int decoded = 0;
        for (int round = 0; round < ROUNDS; round++) {
            StoredChunk chunk = chunks.get(random.nextInt(chunks.size()));
            int[] values = damageValues(random, chunk.clientValues()[0]);
            StoredChunk damaged = new StoredChunk(
                    chunk.name(),
                    chunk.ids(),
                    new int[][] {values},
                    chunk.filterMask(),
                    chunk.stored(),
                    chunk.decoded());
            String place = "seed " + SEED + ", round " + round + ": " + chunk.name() + " " + Arrays.toString(values);
            byte[] first = decode(damaged, chunk.stored(), (byte) 0x00, place);
            if (first != null && !Arrays.equals(first, decode(damaged, chunk.stored(), (byte) 0xa5, place))) {
                fail("bytes of an earlier chunk: " + place);
            }
            decoded += first == null ? 0 : 1;
            buffer.wrap(chunk.stored(), 0, chunk.stored().length);
            try {
                FilterRegistry.find(chunk.ids()[0]).decode(buffer, values, -1);
                assertThat(buffer.lengthBytes()).isBetween(0, LIMIT_BYTES);
            } catch (CorruptChunkException e) {
                assertThat(e.getMessage()).isNotEmpty();
            } catch (RuntimeException e) {
                fail(place, e);
            }
        }
        assertThat(decoded).as("chunks that decode in spite of the damage").isBetween(ROUNDS / 100, ROUNDS);
    }

    private static int[] damageValues(Random random, int[] values) {
        int[] damaged = Arrays.copyOf(values, random.nextInt(20) == 0 ? random.nextInt(30) : values.length);
        for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
            int at = random.nextInt(damaged.length);
            damaged[at] = switch (random.nextInt(4)) {
                case 0 -> random.nextInt();
                case 1 -> damaged[at] ^ 1 << random.nextInt(Integer.SIZE);
                case 2 -> EXTREMES[random.nextInt(EXTREMES.length)];
                default -> random.nextInt(70);
            };
        }
        if (values[0] == values.length && random.nextInt(4) != 0 && damaged.length > 0) {
            damaged[0] = damaged.length;
        }
        return damaged;
    }

    /** The decoded bytes, or null where the chunk is refused. Every room that a filter may get is filled before. */
    private byte @Nullable [] decode(StoredChunk chunk, byte[] stored, byte fill, String place) {
        fillRooms(Math.max(chunk.decoded().length, stored.length) + 64, fill);
        byte[] surrounded = new byte[stored.length + 32];
        Arrays.fill(surrounded, fill);
        System.arraycopy(stored, 0, surrounded, 16, stored.length);
        buffer.wrap(surrounded, 16, stored.length);
        try {
            chunk.chain().decode(buffer, chunk.filterMask());
            assertThat(buffer.lengthBytes()).as(place).isEqualTo(chunk.decoded().length);
            return Arrays.copyOfRange(buffer.array(), buffer.offset(), buffer.offset() + buffer.lengthBytes());
        } catch (CorruptChunkException e) {
            if (!MESSAGE.matcher(e.getMessage()).matches()) {
                fail(place, e);
            }
            return null;
        } catch (RuntimeException e) {
            return fail(place, e);
        }
    }

    private void fillRooms(int length, byte fill) {
        try {
            buffer.wrap(new byte[0], 0, 0);
            Arrays.fill(buffer.output(length), fill);
            buffer.commit(0);
            Arrays.fill(buffer.output(length), fill);
            buffer.commit(0);
            Arrays.fill(buffer.scratch(0, length), fill);
            Arrays.fill(buffer.scratch(1, length), fill);
        } catch (CorruptChunkException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] damage(Random random, byte[] stored) {
        byte[] damaged = stored.clone();
        int kind = random.nextInt(11);
        if (kind == 0) {
            return Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));
        }
        if (kind == 10) {
            byte[] longer = Arrays.copyOf(damaged, damaged.length + 1 + random.nextInt(random.nextBoolean() ? 2 : 40));
            for (int i = random.nextBoolean() ? damaged.length : longer.length; i < longer.length; i++) {
                longer[i] = (byte) random.nextInt();
            }
            return longer;
        }
        if (kind == 1) {
            int from = random.nextInt(damaged.length);
            int to = random.nextInt(damaged.length);
            int length = random.nextInt(Math.min(64, damaged.length - Math.max(from, to)) + 1);
            System.arraycopy(stored, from, damaged, to, length);
            return damaged;
        }
        // Headers are at the beginning: half of the damage is there.
        int bound = random.nextBoolean() ? Math.min(96, damaged.length) : damaged.length;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bound);
            if (kind < 4 && at + 4 <= damaged.length) {
                int value = EXTREMES[random.nextInt(EXTREMES.length)] + random.nextInt(3) - 1;
                StoredNumbers.setLittleInt(damaged, at, random.nextBoolean() ? value : Integer.reverseBytes(value));
            } else if (kind < 7) {
                damaged[at] ^= (byte) (1 << random.nextInt(8));
            } else {
                damaged[at] = (byte) random.nextInt();
            }
        }
        return damaged;
    }
}
