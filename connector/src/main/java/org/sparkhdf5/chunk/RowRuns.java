package org.sparkhdf5.chunk;

import java.util.Arrays;

/** The wanted rows of a split: ranges of rows, ascending, disjoint, none empty. Immutable. */
public final class RowRuns {
    private final long[] firsts;
    private final long[] ends;

    private RowRuns(long[] firsts, long[] ends) {
        this.firsts = firsts;
        this.ends = ends;
    }

    /** One range, or none where it is empty. */
    public static RowRuns of(long firstRow, long endRow) {
        return new Builder(0).add(firstRow, endRow).build();
    }

    public boolean isEmpty() {
        return firsts.length == 0;
    }

    /** Number of ranges. */
    public int runCount() {
        return firsts.length;
    }

    /** Number of wanted rows. */
    public long rowCount() {
        long count = 0;
        for (int i = 0; i < firsts.length; i++) {
            count += ends[i] - firsts[i];
        }
        return count;
    }

    /** First row of a range. */
    public long first(int run) {
        return firsts[run];
    }

    /** Row behind the last one of a range. */
    public long end(int run) {
        return ends[run];
    }

    /** The range that holds a row, or else the first one behind it; {@link #runCount} behind the last one. */
    public int find(long row) {
        int at = Arrays.binarySearch(firsts, row);
        if (at >= 0) {
            return at;
        }
        int before = -at - 2;
        return before >= 0 && row < ends[before] ? before : before + 1;
    }

    /** Whether a row of {@code [from, to)} is wanted. */
    public boolean intersects(long from, long to) {
        int run = find(from);
        return from < to && run < firsts.length && firsts[run] < to;
    }

    /** Collects ranges. */
    public static final class Builder {
        private final long gapRowsMax;
        private long[] firsts = new long[4];
        private long[] ends = new long[4];
        private int count;

        /** @param gapRowsMax ranges that are not further apart than this become one, with the rows between them */
        public Builder(long gapRowsMax) {
            this.gapRowsMax = gapRowsMax;
        }

        /**
         * Adds a range behind those that were added before; an empty one is passed over.
         *
         * @throws IllegalArgumentException if it begins before the end of the last one
         */
        public Builder add(long firstRow, long endRow) {
            if (firstRow >= endRow) {
                return this;
            }
            if (count > 0 && firstRow < ends[count - 1]) {
                throw new IllegalArgumentException("rows from " + firstRow + " after rows to " + ends[count - 1]);
            }
            if (count > 0 && firstRow - ends[count - 1] <= gapRowsMax) {
                ends[count - 1] = endRow;
                return this;
            }
            if (count == firsts.length) {
                firsts = Arrays.copyOf(firsts, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
            }
            firsts[count] = firstRow;
            ends[count++] = endRow;
            return this;
        }

        public RowRuns build() {
            return new RowRuns(Arrays.copyOf(firsts, count), Arrays.copyOf(ends, count));
        }
    }
}
