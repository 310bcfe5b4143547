package org.sparkhdf5.spark;

import java.util.List;

/**
 * What a condition may be for the rows of a file: a set of true, false and null, as SQL knows them. More than one where the file
 * alone does not decide it.
 */
final class Truth {
    static final Truth TRUE = new Truth(1);
    static final Truth FALSE = new Truth(2);
    static final Truth NULL = new Truth(4);
    static final Truth ANY = new Truth(7);

    private static final List<Truth> SINGLE = List.of(TRUE, FALSE, NULL);

    private final int set;

    private Truth(int set) {
        this.set = set;
    }

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Whether some row may satisfy the condition. */
    boolean mayBeTrue() {
        return has(TRUE);
    }

    /** Whether it is the same for all rows of the file. */
    boolean isDecided() {
        return Integer.bitCount(set) == 1;
    }

    Truth not() {
        return new Truth((has(TRUE) ? FALSE.set : 0) | (has(FALSE) ? TRUE.set : 0) | (set & NULL.set));
    }

    Truth and(Truth other) {
        int both = 0;
        for (Truth one : SINGLE) {
            for (Truth two : SINGLE) {
                if (has(one) && other.has(two)) {
                    both |= one == FALSE || two == FALSE ? FALSE.set : one == NULL || two == NULL ? NULL.set : TRUE.set;
                }
            }
        }
        return new Truth(both);
    }

    Truth or(Truth other) {
        return not().and(other.not()).not();
    }

    private boolean has(Truth single) {
        return (set & single.set) != 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Truth that && set == that.set;
    }

    @Override
    public int hashCode() {
        return set;
    }

    @Override
    public String toString() {
        return (has(TRUE) ? "true " : "") + (has(FALSE) ? "false " : "") + (has(NULL) ? "null" : "");
    }
}
