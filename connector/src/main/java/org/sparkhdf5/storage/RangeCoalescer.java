package org.sparkhdf5.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Plans the reads for a set of ranges. Pure. */
public final class RangeCoalescer {
    private RangeCoalescer() {}

    /**
     * The reads that serve the ranges, ascending by address. Every range that is not empty is a member of exactly one
     * read and lies within it; empty ranges are in none. A read starts and ends with a member, and bytes that no member
     * asks for lie in gaps that the policy allows. A range longer than the policy's longest read is a read on its own,
     * with those that lie within it.
     *
     * @param ranges in any order; they may overlap
     */
    public static List<CoalescedRead> coalesce(List<ByteRange> ranges, CoalescingPolicy policy) {
        int[] ascending = IntStream.range(0, ranges.size())
                .filter(i -> ranges.get(i).lengthBytes() > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(i -> ranges.get(i).address())
                        .thenComparing(i -> -ranges.get(i).lengthBytes())
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        List<CoalescedRead> reads = new ArrayList<>();
        List<Integer> members = new ArrayList<>();
        long start = 0;
        long end = 0;
        for (int i : ascending) {
            ByteRange range = ranges.get(i);
            if (!members.isEmpty() && !fits(range, start, end, policy)) {
                reads.add(new CoalescedRead(new ByteRange(start, end - start), members));
                members.clear();
            }
            if (members.isEmpty()) {
                start = range.address();
                end = range.end();
            }
            members.add(i);
            end = Math.max(end, range.end());
        }
        if (!members.isEmpty()) {
            reads.add(new CoalescedRead(new ByteRange(start, end - start), members));
        }
        return reads;
    }

    private static boolean fits(ByteRange range, long start, long end, CoalescingPolicy policy) {
        return range.end() <= end
                || (range.address() - end <= policy.gapBytesMax() && range.end() - start <= policy.readBytesMax());
    }
}
