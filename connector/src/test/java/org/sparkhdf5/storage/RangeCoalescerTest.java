package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RangeCoalescerTest {
    private static final long SEED = 20261120;
    /** Whatever part of a read is gaps, so that only their length counts. */
    private static final CoalescingPolicy POLICY = new CoalescingPolicy(10, 100, 1);

    /** One read that serves the ranges of these indices. */
    private record CoalescedRead(ByteRange range, List<Integer> members) {}

    @Test
    void mergesNeighboursAcrossSmallGaps() {
        assertThat(coalesce(range(0, 10), range(10, 10), range(30, 5)))
                .containsExactly(new CoalescedRead(range(0, 35), List.of(0, 1, 2)));
    }

    @Test
    void keepsApartWhatIsFurtherApartThanTheGap() {
        assertThat(coalesce(range(0, 10), range(21, 10)))
                .containsExactly(
                        new CoalescedRead(range(0, 10), List.of(0)), new CoalescedRead(range(21, 10), List.of(1)));
    }

    @Test
    void takesRangesInAnyOrder() {
        assertThat(coalesce(range(200, 10), range(0, 10), range(205, 10), range(15, 10)))
                .containsExactly(
                        new CoalescedRead(range(0, 25), List.of(1, 3)),
                        new CoalescedRead(range(200, 15), List.of(0, 2)));
    }

    @Test
    void stopsAtTheLongestRead() {
        assertThat(coalesce(range(0, 60), range(60, 40), range(100, 1)))
                .containsExactly(
                        new CoalescedRead(range(0, 100), List.of(0, 1)), new CoalescedRead(range(100, 1), List.of(2)));
    }

    @Test
    void leavesARangeLongerThanTheLongestReadWhole() {
        assertThat(coalesce(range(0, 10), range(10, 500), range(400, 20), range(510, 10)))
                .containsExactly(
                        new CoalescedRead(range(0, 10), List.of(0)),
                        new CoalescedRead(range(10, 500), List.of(1, 2)),
                        new CoalescedRead(range(510, 10), List.of(3)));
    }

    @Test
    void readsTheSameBytesOnce() {
        assertThat(coalesce(range(5, 10), range(5, 10), range(5, 20)))
                .containsExactly(new CoalescedRead(range(5, 20), List.of(2, 0, 1)));
    }

    @Test
    void leavesEmptyRangesOut() {
        assertThat(coalesce(range(50, 0), range(0, 10), range(5, 0)))
                .containsExactly(new CoalescedRead(range(0, 10), List.of(1)));
        assertThat(coalesce()).isEmpty();
    }

    @Test
    void holdsItsPromisesForRandomRanges() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2000; round++) {
            CoalescingPolicy policy =
                    new CoalescingPolicy(random.nextInt(20), 1 + random.nextInt(200), 1 + random.nextInt(20));
            List<ByteRange> ranges = new ArrayList<>();
            for (int i = random.nextInt(30); i > 0; i--) {
                ranges.add(range(random.nextInt(1000), random.nextInt(60)));
            }
            String description = "seed " + SEED + ", round " + round + ": " + ranges + " with " + policy;
            check(ranges, policy, coalesce(ranges, policy), description);
        }
    }

    private static void check(
            List<ByteRange> ranges, CoalescingPolicy policy, List<CoalescedRead> reads, String description) {
        BitSet served = new BitSet();
        long last = -1;
        for (CoalescedRead read : reads) {
            assertThat(read.range().address()).as(description).isGreaterThanOrEqualTo(last);
            last = read.range().address();
            BitSet wanted = new BitSet();
            for (int member : read.members()) {
                ByteRange range = ranges.get(member);
                assertThat(served.get(member)).as(description).isFalse();
                served.set(member);
                assertThat(range.address())
                        .as(description)
                        .isGreaterThanOrEqualTo(read.range().address());
                assertThat(range.end())
                        .as(description)
                        .isLessThanOrEqualTo(read.range().end());
                wanted.set((int) range.address(), (int) range.end());
            }
            checkGaps(read, wanted, policy, description);
            long wasted = read.range().lengthBytes() - wanted.cardinality();
            assertThat(wasted).as(description).isLessThanOrEqualTo(wanted.cardinality() / policy.wasteOneIn());
            long longest = read.members().stream()
                    .mapToLong(member -> ranges.get(member).lengthBytes())
                    .max()
                    .orElse(0);
            assertThat(read.range().lengthBytes())
                    .as(description)
                    .isLessThanOrEqualTo(Math.max(policy.readBytesMax(), longest));
        }
        for (int i = 0; i < ranges.size(); i++) {
            assertThat(served.get(i)).as(description).isEqualTo(ranges.get(i).lengthBytes() > 0);
        }
    }

    /** Begins and ends with wanted bytes, and no run of unwanted ones is longer than the gap. */
    private static void checkGaps(CoalescedRead read, BitSet wanted, CoalescingPolicy policy, String description) {
        assertThat((long) wanted.nextSetBit(0))
                .as(description)
                .isEqualTo(read.range().address());
        assertThat((long) wanted.length())
                .as(description)
                .isEqualTo(read.range().end());
        int from = wanted.nextClearBit(wanted.nextSetBit(0));
        while (from < wanted.length()) {
            int to = wanted.nextSetBit(from);
            assertThat((long) to - from).as(description).isLessThanOrEqualTo(policy.gapBytesMax());
            from = wanted.nextClearBit(to);
        }
    }

    @Test
    void knowsWhatSuitsAFileSystem() {
        CoalescingPolicy near = new CoalescingPolicy(128 * 1024, 8 * 1024 * 1024);
        CoalescingPolicy far = new CoalescingPolicy(1024 * 1024, 8 * 1024 * 1024);
        for (String scheme : new String[] {"hdfs", "file", "viewfs", "webhdfs", "HDFS"}) {
            assertThat(CoalescingPolicy.forScheme(scheme)).as(scheme).isEqualTo(near);
        }
        for (String scheme : new String[] {"s3a", "abfs", "gs"}) {
            assertThat(CoalescingPolicy.forScheme(scheme)).as(scheme).isEqualTo(far);
        }
        assertThat(CoalescingPolicy.forPath("hdfs://nn:9000/a/b:c.h5")).isEqualTo(near);
        assertThat(CoalescingPolicy.forPath("s3a://bucket/b.h5")).isEqualTo(far);
        assertThat(CoalescingPolicy.forPath("/a/s3a:b.h5")).isEqualTo(near);
    }

    @Test
    void gapsAreASmallPartOfWhatIsWanted() {
        CoalescingPolicy policy = new CoalescingPolicy(10, 1000);
        assertThat(coalesce(List.of(range(0, 100), range(106, 20), range(127, 10)), policy))
                .containsExactly(
                        new CoalescedRead(range(0, 126), List.of(0, 1)), new CoalescedRead(range(127, 10), List.of(2)));
    }

    @Test
    void everySecondChunkIsReadOnItsOwn() {
        List<ByteRange> ranges = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ranges.add(range(2L * i << 16, 1 << 16));
        }
        assertThat(coalesce(ranges, CoalescingPolicy.forScheme("hdfs"))).hasSize(20);
        CoalescingPolicy slow = CoalescingPolicy.forScheme("s3a").at(new ReadPace(50_000_000, 100_000_000), 64 << 20);
        assertThat(coalesce(ranges, slow)).hasSize(20);
    }

    @Test
    void whereReadsAreSlowMoreIsReadInVain() {
        List<ByteRange> ranges = List.of(range(0, 3000), range(3900, 3000), range(8100, 3000));
        ReadPace slow = new ReadPace(50_000_000, 100_000_000);
        assertThat(coalesce(ranges, CoalescingPolicy.forScheme("hdfs").at(slow, 1 << 20)))
                .hasSize(3);
        CoalescingPolicy policy = CoalescingPolicy.forScheme("s3a");
        assertThat(coalesce(ranges, policy)).hasSize(3);
        assertThat(coalesce(ranges, policy.at(ReadPace.FAST, 1 << 20))).hasSize(3);
        assertThat(coalesce(ranges, policy.at(slow, 1 << 20)))
                .containsExactly(
                        new CoalescedRead(range(0, 6900), List.of(0, 1)),
                        new CoalescedRead(range(8100, 3000), List.of(2)));
    }

    private static List<CoalescedRead> coalesce(ByteRange... ranges) {
        return coalesce(List.of(ranges), POLICY);
    }

    private static List<CoalescedRead> coalesce(List<ByteRange> ranges, CoalescingPolicy policy) {
        RangeCoalescer coalescer = new RangeCoalescer();
        List<CoalescedRead> reads = new ArrayList<>();
        for (int round = 0; round < 2; round++) { // used again, it plans the same
            coalescer.clear();
            reads.clear();
            ranges.forEach(range -> coalescer.add(range.address(), range.lengthBytes()));
            coalescer.coalesce(policy);
            for (int read = 0; read < coalescer.readCount(); read++) {
                List<Integer> members = new ArrayList<>();
                for (int i = coalescer.firstMember(read); i < coalescer.firstMember(read + 1); i++) {
                    members.add(coalescer.member(i));
                }
                ByteRange range = new ByteRange(coalescer.readAddress(read), coalescer.readLengthBytes(read));
                reads.add(new CoalescedRead(range, members));
            }
        }
        return reads;
    }

    private static ByteRange range(long address, long lengthBytes) {
        return new ByteRange(address, lengthBytes);
    }
}
