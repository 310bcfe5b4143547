package org.sparkhdf5.table.pickle;

/**
 * Counts what the references of one pickle cost beyond reading it: opcodes that are run again, the values that they make, and
 * reads of what is no longer at hand. Not thread-safe.
 */
final class PickleWork {
    private static final long PER_BYTE = 64;
    private static final long LEAST = 16 << 20;

    private final PicklePart part;
    private final long max;
    private long done;

    /** @param lengthBytes of the pickle */
    PickleWork(PicklePart part, long lengthBytes) {
        this.part = part;
        this.max = LEAST + PER_BYTE * Math.min(lengthBytes, Long.MAX_VALUE / 1024);
    }

    /**
     * Counts more.
     *
     * @param position for the error message
     */
    void add(long more, long position) {
        done += more;
        if (done > max) {
            throw part.unsupported(
                    "memo references that make more than " + max
                            + " bytes of opcodes and values to read and run again (a larger taskMemory keeps more at hand)",
                    position);
        }
    }
}
