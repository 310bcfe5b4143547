package org.sparkhdf5.chunk;

/** How many runs of elements the mappings of a virtual array may list at the same time. Not thread-safe. */
final class RunBudget {
    /** The part of the memory that runs take. */
    private static final int ONE_IN = 8;
    /** Two longs and an int. */
    private static final int RUN_BYTES = 20;

    private static final long BYTES_LEAST = 1 << 20;

    private final long most;
    private long taken;

    RunBudget(long most) {
        this.most = most;
    }

    static RunBudget of(RowReader.Limits limits) {
        return new RunBudget(Math.max(BYTES_LEAST, limits.taskMemoryBytes() / ONE_IN) / RUN_BYTES);
    }

    long most() {
        return most;
    }

    /** Takes so many; false where fewer are left. */
    boolean take(long runs) {
        if (runs > most - taken) {
            return false;
        }
        taken += runs;
        return true;
    }

    void giveBack(long runs) {
        taken -= runs;
    }

    /** Whether less than half is left. */
    boolean isShort() {
        return taken > most / 2;
    }
}
