package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/**
 * Damaged fractal heaps, version 2 B-trees, shared message tables and object headers end in our two errors, in bounded time
 * and memory. A mutant is hit in one structure with a checksum, which is repaired, so that what is behind it is reached.
 */
class DenseFuzzTest {
    private static final long SEED = 20261121L;
    private static final long ALLOCATED_BYTES_MAX = 512L << 20;
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final int[] TELLING_BYTES = {0, 1, 2, 3, 4, 8, 0x10, 0x20, 0x3f, 0x7f, 0x80, 0xfe, 0xff};
    private static final int CHECKSUM_BYTES = 4;

    /** A file and those of its structures that have a checksum. */
    private record Target(String name, byte[] bytes, List<Structure> structures) {}

    /** The checksum covers the structure without the checksum itself, or, in a direct block, with zeros in its place. */
    private record Structure(int start, int lengthBytes, int checksumAt) {
        boolean isDirectBlock() {
            return checksumAt != start + lengthBytes - CHECKSUM_BYTES;
        }

        int checksum(byte[] bytes) {
            if (!isDirectBlock()) {
                return Lookup3.checksum(bytes, start, lengthBytes - CHECKSUM_BYTES);
            }
            byte[] block = Arrays.copyOfRange(bytes, start, start + lengthBytes);
            Arrays.fill(block, checksumAt - start, checksumAt - start + CHECKSUM_BYTES, (byte) 0);
            return Lookup3.checksum(block, 0, block.length);
        }

        boolean holds(byte[] bytes) {
            int stored = 0;
            for (int i = CHECKSUM_BYTES - 1; i >= 0; i--) {
                stored = stored << 8 | bytes[checksumAt + i] & 0xff;
            }
            return stored == checksum(bytes);
        }

        void repair(byte[] bytes) {
            int checksum = checksum(bytes);
            for (int i = 0; i < CHECKSUM_BYTES; i++) {
                bytes[checksumAt + i] = (byte) (checksum >>> 8 * i);
            }
        }
    }

    private static Target target(String name) {
        byte[] bytes = FormatFiles.bytes(name);
        CountingRangeReader reader = new CountingRangeReader(new InMemoryRangeReader(name, bytes));
        try {
            WholeFileWalk.of(reader);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        List<Structure> structures = new ArrayList<>();
        for (ByteRange range : reader.ranges().stream().distinct().toList()) {
            int start = (int) range.address();
            int lengthBytes = (int) range.lengthBytes();
            List<Structure> candidates = new ArrayList<>();
            if (lengthBytes > 8) {
                candidates.add(new Structure(start, lengthBytes, start + lengthBytes - CHECKSUM_BYTES));
            }
            if (lengthBytes > 64 && bytes[start] == 'F' && bytes[start + 3] == 'B') {
                for (int at = 14; at <= 21; at++) {
                    candidates.add(new Structure(start, lengthBytes, start + at));
                }
            }
            candidates.stream()
                    .filter(structure -> structure.holds(bytes))
                    .findFirst()
                    .ifPresent(structures::add);
        }
        return new Target(name, bytes, structures);
    }

    @Test
    void few() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> mutants(500));
    }

    @Test
    @Tag("slow")
    void many() {
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> mutants(20_000));
    }

    private static void mutants(int count) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Target> targets = FormatFiles.DENSE_NAMES.stream()
                .map(DenseFuzzTest::target)
                .filter(target -> !target.structures().isEmpty())
                .toList();
        assertThat(targets.stream()
                        .mapToInt(target -> target.structures().size())
                        .sum())
                .isGreaterThan(200);
        int malformed = 0;
        for (int i = 0; i < count; i++) {
            Target target = targets.get(i % targets.size());
            byte[] mutant = mutate(target, new Random(SEED + i));
            String told = "mutant of " + target.name() + ", seed " + (SEED + i);
            long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            malformed += walk(mutant, told) ? 1 : 0;
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(told).isLessThan(TIME_MAX);
            assertThat(threads.getCurrentThreadAllocatedBytes() - allocatedBefore)
                    .as("bytes allocated for %s", told)
                    .isLessThan(ALLOCATED_BYTES_MAX);
        }
        assertThat(malformed).isGreaterThan(count / 10);
    }

    /** Whether an error came out; any other than ours fails the test. */
    private static boolean walk(byte[] mutant, String told) {
        try {
            return !WholeFileWalk.of(new InMemoryRangeReader("mem:/mutant.h5", mutant))
                    .malformed
                    .isEmpty();
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(told, e);
        }
    }

    private static byte[] mutate(Target target, Random random) {
        byte[] mutant = target.bytes().clone();
        Structure structure =
                target.structures().get(random.nextInt(target.structures().size()));
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            // half of the changes in the fields before the elements
            int room = random.nextBoolean() ? Math.min(structure.lengthBytes(), 48) : structure.lengthBytes();
            int at = structure.start() + random.nextInt(room);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) TELLING_BYTES[random.nextInt(TELLING_BYTES.length)];
                case 2 -> mutant[at] = (byte) random.nextInt(256);
                default -> Arrays.fill(mutant, at, Math.min(mutant.length, at + 1 + random.nextInt(8)), (byte) -1);
            }
        }
        structure.repair(mutant);
        return mutant;
    }
}
