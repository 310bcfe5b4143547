package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.storage.InMemoryRangeReader;

/**
 * Damaged files end in our two errors, in bounded time and memory. Half of the mutants with version 2 headers get their
 * checksums repaired, so that what is behind them is reached.
 */
class FormatFuzzTest {
    private static final long SEED = 20261120L;
    private static final List<String> NAMES =
            List.of("k_v1", "k_extension", "refused", "dense", "sizes2", "earliest", "v108", "latest", "pytables");
    private static final long ALLOCATED_BYTES_MAX = 256L << 20;
    private static final int[] TELLING_BYTES = {0, 1, 2, 3, 4, 8, 0x10, 0x20, 0x7f, 0x80, 0xfe, 0xff};

    @Test
    void fewMutants() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> mutants(1_000));
    }

    @Test
    @Tag("slow")
    void manyMutants() {
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> mutants(24_000));
    }

    private static void mutants(int count) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[][] originals = NAMES.stream().map(FormatFiles::bytes).toArray(byte[][]::new);
        int malformed = 0;
        long slowestNanos = 0;
        for (int i = 0; i < count; i++) {
            Random random = new Random(SEED + i);
            byte[] mutant = mutate(originals[i % originals.length], random);
            long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            malformed += walk(mutant, i) ? 1 : 0;
            slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
            assertThat(threads.getCurrentThreadAllocatedBytes() - allocatedBefore)
                    .as("bytes allocated for mutant %d of %s, seed %d", i, NAMES.get(i % NAMES.size()), SEED + i)
                    .isLessThan(ALLOCATED_BYTES_MAX);
        }
        assertThat(malformed).isGreaterThan(count / 10);
        assertThat(Duration.ofNanos(slowestNanos)).isLessThan(Duration.ofSeconds(10));
    }

    /** Whether an error came out; any other than ours fails the test. */
    private static boolean walk(byte[] mutant, int number) {
        try {
            return !WholeFileWalk.of(new InMemoryRangeReader("mem:/mutant.h5", mutant))
                    .malformed
                    .isEmpty();
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(
                    "mutant " + number + " of " + NAMES.get(number % NAMES.size()) + ", seed " + (SEED + number), e);
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] mutant = original.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = place(mutant, random);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) TELLING_BYTES[random.nextInt(TELLING_BYTES.length)];
                case 2 -> mutant[at] = (byte) random.nextInt(256);
                default -> Arrays.fill(mutant, at, Math.min(mutant.length, at + 1 + random.nextInt(8)), (byte) -1);
            }
        }
        if (random.nextInt(40) == 0) {
            mutant = Arrays.copyOf(mutant, random.nextInt(mutant.length));
        }
        if (random.nextBoolean()) {
            repairChecksums(mutant);
        }
        return mutant;
    }

    /** Most often near a byte that is not zero: metadata are, fill is not. */
    private static int place(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        for (int i = 0; i < 20 && bytes[at] == 0; i++) {
            at = random.nextInt(bytes.length);
        }
        return Math.max(0, Math.min(bytes.length - 1, at + random.nextInt(9) - 4));
    }

    /** Of the superblock and of the first block of each version 2 object header. */
    private static void repairChecksums(byte[] bytes) {
        if (bytes.length > 48 && (bytes[8] == 2 || bytes[8] == 3)) {
            store(bytes, 0, 44);
        }
        for (int i = 0; i < bytes.length - 40; i++) {
            if (bytes[i] == 'O' && bytes[i + 1] == 'H' && bytes[i + 2] == 'D' && bytes[i + 3] == 'R') {
                int flags = bytes[i + 5];
                int prefix = 6 + ((flags & 0x20) == 0 ? 0 : 16) + ((flags & 0x10) == 0 ? 0 : 4);
                int width = 1 << (flags & 3);
                long size = 0;
                for (int j = Math.min(width, 4) - 1; j >= 0; j--) {
                    size = size << 8 | bytes[i + prefix + j] & 0xff;
                }
                long covered = prefix + width + size;
                if (i + covered + 4 <= bytes.length) {
                    store(bytes, i, (int) covered);
                }
            }
        }
    }

    private static void store(byte[] bytes, int start, int covered) {
        int checksum = Lookup3.checksum(bytes, start, covered);
        for (int i = 0; i < 4; i++) {
            bytes[start + covered + i] = (byte) (checksum >>> 8 * i);
        }
    }
}
