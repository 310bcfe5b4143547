package org.sparkhdf5.table.pickle;

/**
 * How much of a pickle is borne, so that a hostile one costs no more than an honest one.
 *
 * @param lengthBytes longest pickle
 * @param depth most containers inside each other; real labels nest three deep, JSON readers stop at 64 to 1,000
 * @param stackEntries most entries of the machine's stack; Python hands over lists by the thousand, tuples at once
 * @param memoBytes most bytes for the memo of a streamed array, one or two for each entry
 * @param values most values held at once, or in one value written out: a text counts one more for every 16 characters
 * @param payloadBytes most bytes of arrays of numbers and the like that are held at once
 * @param cacheBytes about how much of the pickle itself is kept in memory
 */
public record PickleLimits(
        long lengthBytes, int depth, int stackEntries, int memoBytes, int values, long payloadBytes, long cacheBytes) {
    private static final int DEPTH = 64;
    private static final int STACK_ENTRIES = 1 << 20;
    private static final int MEMO_BYTES = 1 << 28;
    private static final int VALUES = 1 << 21;
    private static final long PAYLOAD_BYTES = 1 << 28;
    private static final long CACHE_BYTES = 1 << 26;
    private static final long CACHE_BYTES_MOST = 1 << 30;
    /** One or two bytes for each text: enough for ten million. */
    private static final int MEMO_BYTES_LEAST = 1 << 25;

    /** For a value that is held whole: an attribute, a row. */
    public static final PickleLimits VALUE =
            new PickleLimits(64 << 20, DEPTH, STACK_ENTRIES, MEMO_BYTES / 2, VALUES, PAYLOAD_BYTES, CACHE_BYTES);

    /** For the pickle of a block. */
    public static PickleLimits block(long lengthBytes) {
        return new PickleLimits(lengthBytes, DEPTH, STACK_ENTRIES, MEMO_BYTES, VALUES, PAYLOAD_BYTES, CACHE_BYTES);
    }

    /**
     * For the pickle of a block that shares the memory of a task with others.
     *
     * @param memoryBytes about how much its buffers, caches and memo take, each a part of it. Where that is little, they take
     *     some 300 KiB and, only if so many values are memoized, a memo of 32 MiB
     */
    public static PickleLimits block(long lengthBytes, long memoryBytes) {
        long quarter = Math.max(0, memoryBytes) / 4;
        int memoBytes = (int) Math.max(MEMO_BYTES_LEAST, Math.min(quarter, MEMO_BYTES));
        long cacheBytes = Math.min(3 * quarter, CACHE_BYTES_MOST);
        return new PickleLimits(lengthBytes, DEPTH, STACK_ENTRIES, memoBytes, VALUES, PAYLOAD_BYTES, cacheBytes);
    }

    /** What is kept of the bytes read last: all of a pickle that fits, else a part, and the rest is for what is referred to. */
    long bufferBytes(long pickleBytes) {
        return pickleBytes <= cacheBytes / 8 * 7 ? cacheBytes : cacheBytes / 4;
    }
}
