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
 */
public record PickleLimits(
        long lengthBytes, int depth, int stackEntries, int memoBytes, int values, long payloadBytes) {
    private static final int DEPTH = 64;
    private static final int STACK_ENTRIES = 1 << 20;
    private static final int MEMO_BYTES = 1 << 28;
    private static final int VALUES = 1 << 21;
    private static final long PAYLOAD_BYTES = 1 << 28;

    /** For a value that is held whole: an attribute, a row. */
    public static final PickleLimits VALUE =
            new PickleLimits(64 << 20, DEPTH, STACK_ENTRIES, MEMO_BYTES / 2, VALUES, PAYLOAD_BYTES);

    /** For the pickle of a block. */
    public static PickleLimits block(long lengthBytes) {
        return new PickleLimits(lengthBytes, DEPTH, STACK_ENTRIES, MEMO_BYTES, VALUES, PAYLOAD_BYTES);
    }
}
