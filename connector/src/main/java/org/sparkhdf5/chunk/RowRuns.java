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

    /** The rows that both have. */
    public RowRuns intersection(RowRuns other) {
        Builder both = new Builder(0);
        int mine = 0;
        int others = 0;
        while (mine < firsts.length && others < other.firsts.length) {
            both.add(Math.max(firsts[mine], other.firsts[others]), Math.min(ends[mine], other.ends[others]));
            if (ends[mine] < other.ends[others]) {
                mine++;
            } else {
                others++;
            }
        }
        return both.build();
    }

    /** The rows of {@code [from, to)} that are not wanted. */
    public RowRuns complement(long from, long to) {
        Builder others = new Builder(0);
        long next = from;
        for (int run = 0; run < firsts.length && next < to; run++) {
            others.add(next, Math.min(to, firsts[run]));
            next = Math.max(next, ends[run]);
        }
        return others.add(next, to).build();
    }

    /** Collects ranges. */
    public static final class Builder {
        private final int runsMax;
        private long gapRowsMax;
        private long[] firsts = new long[4];
        private long[] ends = new long[4];
        private int count;

        /** @param gapRowsMax ranges that are not further apart than this become one, with the rows between them */
        public Builder(long gapRowsMax) {
            this(gapRowsMax, Integer.MAX_VALUE);
        }

        /**
         * @param gapRowsMax ranges that are not further apart than this become one, with the rows between them
         * @param runsMax ranges at most, at least one: where there are more the gap grows
         */
        public Builder(long gapRowsMax, int runsMax) {
            this.gapRowsMax = gapRowsMax;
            this.runsMax = runsMax;
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
            if (count == runsMax) {
                widen(firstRow, endRow);
                return this;
            }
            append(firstRow, endRow);
            return this;
        }

        /** Adds one range to as many as there may be, with a gap that makes them fewer. */
        private void widen(long firstRow, long endRow) {
            long[] givenFirsts = Arrays.copyOf(firsts, count);
            long[] givenEnds = Arrays.copyOf(ends, count);
            do {
                gapRowsMax = Math.max(1, Saturated.multiply(gapRowsMax, 2));
                count = 0;
                for (int run = 0; run < givenFirsts.length; run++) {
                    join(givenFirsts[run], givenEnds[run]);
                }
                join(firstRow, endRow);
            } while (count > runsMax);
        }

        private void join(long firstRow, long endRow) {
            if (count > 0 && firstRow - ends[count - 1] <= gapRowsMax) {
                ends[count - 1] = endRow;
            } else {
                append(firstRow, endRow);
            }
        }

        private void append(long firstRow, long endRow) {
            if (count == firsts.length) {
                firsts = Arrays.copyOf(firsts, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
            }
            firsts[count] = firstRow;
            ends[count++] = endRow;
        }

        public RowRuns build() {
            return new RowRuns(Arrays.copyOf(firsts, count), Arrays.copyOf(ends, count));
        }
    }
}
