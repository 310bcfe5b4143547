package org.sparkhdf5.storage;

import java.util.Arrays;

/**
 * Plans the reads for a set of ranges, and then for the next set: nothing is allocated once it has grown. Not thread-safe.
 *
 * <p>Reads are ascending by address. Every range that is not empty is a member of exactly one read and lies within it; empty
 * ranges are in none. A read starts and ends with a member, and bytes that no member asks for lie in gaps that the policy
 * allows. A range longer than the policy's longest read is a read on its own, with those that lie within it.
 */
public final class RangeCoalescer {
    private static final int FIRST_CAPACITY = 64;

    private long[] addresses = new long[FIRST_CAPACITY];
    private long[] lengths = new long[FIRST_CAPACITY];
    private int rangeCount;
    /** Ranges that are not empty, ascending by address; of those that begin together the longest first. */
    private int[] order = new int[FIRST_CAPACITY];

    private int[] scratch = new int[FIRST_CAPACITY];
    private int orderedCount;
    /** Per read the place of its first member in {@link #order}, and its end in the file. */
    private int[] firstMembers = new int[FIRST_CAPACITY];

    private long[] readEnds = new long[FIRST_CAPACITY];
    private int readCount;

    /** Forgets the ranges and their reads. */
    public void clear() {
        rangeCount = 0;
        orderedCount = 0;
        readCount = 0;
    }

    /** Adds a range, in any order; ranges may overlap. It is named by how many were added before. */
    public void add(long address, long lengthBytes) {
        if (rangeCount == addresses.length) {
            int capacity = rangeCount * 2;
            addresses = Arrays.copyOf(addresses, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            order = Arrays.copyOf(order, capacity);
            scratch = new int[capacity];
            firstMembers = Arrays.copyOf(firstMembers, capacity);
            readEnds = Arrays.copyOf(readEnds, capacity);
        }
        addresses[rangeCount] = address;
        lengths[rangeCount] = lengthBytes;
        if (lengthBytes > 0) {
            order[orderedCount++] = rangeCount;
        }
        rangeCount++;
    }

    /** Plans the reads of the ranges that were added. */
    public void coalesce(CoalescingPolicy policy) {
        sort();
        readCount = 0;
        long end = 0;
        long wanted = 0;
        for (int i = 0; i < orderedCount; i++) {
            long address = addresses[order[i]];
            long rangeEnd = address + lengths[order[i]];
            long fresh = rangeEnd - Math.max(address, Math.min(rangeEnd, end));
            if (i > 0 && rangeEnd > end && !goesOn(policy, address, rangeEnd, end, wanted + fresh)) {
                readEnds[readCount++] = end;
                wanted = 0;
                fresh = lengths[order[i]];
            }
            if (wanted == 0) {
                firstMembers[readCount] = i;
                end = rangeEnd;
            }
            wanted += fresh;
            end = Math.max(end, rangeEnd);
        }
        if (orderedCount > 0) {
            readEnds[readCount++] = end;
        }
    }

    private boolean goesOn(CoalescingPolicy policy, long address, long rangeEnd, long end, long wanted) {
        long start = readAddress(readCount);
        long gap = Math.max(0, address - end);
        long wasted = rangeEnd - start - wanted - gap;
        return rangeEnd - start <= policy.readBytesMax() && policy.bridges(gap, wasted, wanted);
    }

    /** Sorts {@link #order}; by merging, unless it is sorted already. */
    private void sort() {
        boolean sorted = true;
        for (int i = 1; sorted && i < orderedCount; i++) {
            sorted = !isBefore(order[i], order[i - 1]);
        }
        for (int width = 1; !sorted && width < orderedCount; width *= 2) {
            for (int from = 0; from < orderedCount; from += 2 * width) {
                merge(from, Math.min(from + width, orderedCount), Math.min(from + 2 * width, orderedCount));
            }
            int[] merged = scratch;
            scratch = order;
            order = merged;
        }
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeRight = left == middle || (right < to && isBefore(order[right], order[left]));
            scratch[i] = takeRight ? order[right++] : order[left++];
        }
    }

    private boolean isBefore(int one, int other) {
        return addresses[one] != addresses[other]
                ? addresses[one] < addresses[other]
                : lengths[one] > lengths[other] || (lengths[one] == lengths[other] && one < other);
    }

    public int readCount() {
        return readCount;
    }

    public long readAddress(int read) {
        return addresses[order[firstMembers[read]]];
    }

    public long readLengthBytes(int read) {
        return readEnds[read] - readAddress(read);
    }

    /** Place of the first member of a read; those of the next read follow its own. */
    public int firstMember(int read) {
        return read == readCount ? orderedCount : firstMembers[read];
    }

    /** The range at a place. */
    public int member(int place) {
        return order[place];
    }

    public long address(int range) {
        return addresses[range];
    }

    public long lengthBytes(int range) {
        return lengths[range];
    }
}
