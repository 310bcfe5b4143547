package org.sparkhdf5.table.pickle;

/** Which elements are complete where a sample ends, although the pickle has not yet added them to its list. */
final class SampleEnd {
    /** Parts of an element whose tuples or call are still to come: two of each of two tuples, the two names of a global. */
    private static final int PARTS = 6;

    private SampleEnd() {}

    /**
     * The slot behind the last entry that surely is an element. Python writes one element after the other: whatever is not
     * complete is uppermost, begins with a mark or a global, or is one of the last few entries.
     *
     * @param from slot of the first element
     */
    static int of(PickleStack stack, int from) {
        int end = from;
        while (end < stack.size && !isBeginning(stack, end)) {
            end++;
        }
        return Math.max(from, end - PARTS);
    }

    private static boolean isBeginning(PickleStack stack, int slot) {
        return stack.kinds[slot] == PickleStack.MARK
                || stack.nodes[slot] instanceof Node.Name
                || (stack.nodes[slot] instanceof Node.Array array && array.payload == null)
                || (stack.nodes[slot] instanceof Node.Dtype dtype && dtype.dtype == null);
    }
}
