package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/**
 * Damaged chunk indexes end in our two errors, in bounded time and memory. A mutant is hit in one of the structures that the
 * index consists of; their checksums, the last four bytes of each, are repaired, so that what is behind them is reached.
 */
class ChunkIndexFuzzTest {
    private static final long SEED = 20261120L;
    private static final long ALLOCATED_BYTES_MAX = 64L << 20;
    private static final int CHUNKS_MAX = 1 << 20;
    private static final int[] TELLING_BYTES = {0, 1, 2, 3, 4, 8, 0x10, 0x20, 0x3e, 0x7f, 0x80, 0xfe, 0xff};

    @SuppressWarnings("UnusedVariable") // read by JUnit
    private static final List<String> NAMES = ChunkIndexFiles.NAMES;

    /** One dataset of a file, and the structures that are read to find its chunks. */
    private record Target(String name, String path, byte[] bytes, List<ByteRange> structures, boolean checksums) {}

    private static List<Target> targets() throws IOException {
        List<Target> targets = new ArrayList<>();
        for (String name : ChunkIndexFiles.NAMES) {
            byte[] bytes = ChunkIndexFiles.bytes(name);
            for (JsonNode expected : ChunkIndexFiles.datasets(name)) {
                String path = expected.get("path").asText();
                CountingRangeReader reader = new CountingRangeReader(new InMemoryRangeReader(name, bytes));
                Dataset dataset = (Dataset) Hdf5File.open(reader).find(path);
                reader.reset();
                visitAll(dataset);
                if (reader.reads() > 0) {
                    boolean checksums = !expected.get("index").asText().equals("btree-v1");
                    targets.add(new Target(name, path, bytes, reader.ranges(), checksums));
                }
            }
        }
        return targets;
    }

    private static void visitAll(Dataset dataset) throws IOException {
        int[] count = {0};
        dataset.chunkIndex().forEachChunk(0, Long.MAX_VALUE, (offset, address, storedBytes, filterMask) -> {
            assertThat(count[0]++).isLessThan(CHUNKS_MAX);
        });
    }

    @Test
    void fewMutants() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> mutants(4_000));
    }

    @Test
    @Tag("slow")
    void manyMutants() {
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> mutants(60_000));
    }

    private static void mutants(int count) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Target> targets = targets();
        int failed = 0;
        long slowestNanos = 0;
        for (int i = 0; i < count; i++) {
            Target target = targets.get(i % targets.size());
            byte[] mutant = mutate(target, new Random(SEED + i));
            long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            failed += fails(target, mutant, SEED + i) ? 1 : 0;
            slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
            assertThat(threads.getCurrentThreadAllocatedBytes() - allocatedBefore)
                    .as("bytes allocated for %s %s, seed %d", target.name(), target.path(), SEED + i)
                    .isLessThan(ALLOCATED_BYTES_MAX);
        }
        assertThat(failed).isGreaterThan(count / 10);
        assertThat(Duration.ofNanos(slowestNanos)).isLessThan(Duration.ofSeconds(10));
    }

    /** Whether one of our errors came out; any other fails the test. */
    private static boolean fails(Target target, byte[] mutant, long seed) {
        try {
            visitAll((Dataset) Hdf5File.open(new InMemoryRangeReader("mem:/mutant.h5", mutant))
                    .find(target.path()));
            return false;
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            assertThat(e.getMessage()).startsWith("mem:/mutant.h5: " + target.path() + ": ");
            return true;
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(target.name() + " " + target.path() + ", seed " + seed, e);
        }
    }

    private static byte[] mutate(Target target, Random random) {
        byte[] mutant = target.bytes().clone();
        ByteRange structure =
                target.structures().get(random.nextInt(target.structures().size()));
        int start = (int) structure.address();
        int covered = (int) structure.lengthBytes() - (target.checksums() ? 4 : 0);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            // half of the changes in the fields before the elements
            int at = start + random.nextInt(random.nextBoolean() ? Math.min(covered, 48) : covered);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) TELLING_BYTES[random.nextInt(TELLING_BYTES.length)];
                case 2 -> mutant[at] = (byte) random.nextInt(256);
                default -> Arrays.fill(mutant, at, Math.min(start + covered, at + 1 + random.nextInt(8)), (byte) -1);
            }
        }
        if (target.checksums()) {
            int checksum = Lookup3.checksum(mutant, start, covered);
            for (int i = 0; i < 4; i++) {
                mutant[start + covered + i] = (byte) (checksum >>> 8 * i);
            }
        }
        return mutant;
    }

    /** Every structure of an index, but version 1 B-trees, has a checksum that covers all of it. */
    @ParameterizedTest
    @FieldSource("NAMES")
    void refusesWhatTheChecksumDoesNotConfirm(String name) throws IOException {
        Random random = new Random(SEED);
        for (Target target : targets()) {
            if (!target.name().equals(name) || !target.checksums()) {
                continue;
            }
            for (ByteRange structure : target.structures()) {
                byte[] mutant = target.bytes().clone();
                int at = random.nextInt((int) structure.lengthBytes());
                mutant[(int) structure.address() + at] ^= 0x10;
                Dataset dataset = (Dataset) Hdf5File.open(new InMemoryRangeReader("mem:/x.h5", mutant))
                        .find(target.path());
                assertThatThrownBy(() -> visitAll(dataset))
                        .as("%s byte %d of %s", target.path(), at, structure)
                        .isInstanceOf(Hdf5FormatException.class)
                        .hasMessageFindingMatch("expected signature|checksum mismatch: expected 0x");
            }
        }
    }
}
