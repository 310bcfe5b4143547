package org.sparkhdf5.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chooses the rows at which a table is cut.
 *
 * <p>A border inside a filtered chunk makes two tasks decode it. Borders are put where that costs least, near the place that
 * makes splits equal; then the dearest are dropped until all tasks together decode at most 1.25 times what one task would.
 */
final class RowBorders {
    /** Bytes that may be decoded twice, as a part of those decoded once: one in four. */
    private static final int TWICE_DECODED_ONE_IN = 4;

    private final long rowCount;
    private final List<Band> bands;

    /**
     * What cutting a slot costs.
     *
     * @param chunkRows height of its chunks
     * @param chunkBytes decoded size of one chunk
     */
    record Band(long chunkRows, long chunkBytes) {}

    /** The bands with those of equal height added up. */
    static List<Band> merged(List<Band> bands) {
        Map<Long, Long> bytesByRows = new LinkedHashMap<>();
        for (Band band : bands) {
            bytesByRows.merge(
                    band.chunkRows, band.chunkBytes, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b);
        }
        List<Band> merged = new ArrayList<>();
        bytesByRows.forEach((rows, bytes) -> merged.add(new Band(rows, bytes)));
        return merged;
    }

    /** @param bands of the slots whose chunks are decoded as a whole */
    RowBorders(long rowCount, List<Band> bands) {
        this.rowCount = rowCount;
        this.bands = List.copyOf(bands);
    }

    /**
     * The rows behind the last row of each split, ascending; the last is the row count.
     *
     * @param splitCount that equal sizes ask for
     * @param decodedBytes of the whole table
     */
    List<Long> endRows(long splitCount, long decodedBytes) {
        TreeSet<Long> borders = new TreeSet<>();
        long count = Math.min(splitCount, rowCount);
        for (long i = 1; i < count; i++) {
            long border = cheapest(rowCount / count * i + rowCount % count * i / count, borders);
            if (border > 0 && border < rowCount) {
                borders.add(border);
            }
        }
        dropDearest(borders, decodedBytes / TWICE_DECODED_ONE_IN);
        List<Long> endRows = new ArrayList<>(borders);
        endRows.add(rowCount);
        return endRows;
    }

    /** The cheapest row near the ideal one that is not taken yet, so that a few chunks give as many splits as they can. */
    private long cheapest(long ideal, Set<Long> taken) {
        long best = ideal;
        long bestCost = taken.contains(ideal) ? Long.MAX_VALUE : cost(ideal);
        for (Band band : bands) {
            long below = ideal - ideal % band.chunkRows;
            long above = below + band.chunkRows;
            for (long candidate : new long[] {
                taken.contains(below) ? below - band.chunkRows : below,
                taken.contains(above) ? above + band.chunkRows : above
            }) {
                boolean free = candidate > 0 && candidate < rowCount && !taken.contains(candidate);
                long cost = cost(candidate);
                boolean nearer = Math.abs(candidate - ideal) < Math.abs(best - ideal);
                if (free && (cost < bestCost || (cost == bestCost && nearer))) {
                    best = candidate;
                    bestCost = cost;
                }
            }
        }
        return best;
    }

    /** Bytes that are decoded once more because of a border before this row. */
    private long cost(long row) {
        long cost = 0;
        for (Band band : bands) {
            if (row % band.chunkRows != 0) {
                cost += band.chunkBytes;
            }
        }
        return cost;
    }

    private void dropDearest(TreeSet<Long> borders, long costMax) {
        long total = 0;
        for (long border : borders) {
            total += cost(border);
        }
        List<Long> byCost = new ArrayList<>(borders);
        byCost.sort((a, b) -> Long.compare(cost(b), cost(a)));
        for (Long border : byCost) {
            if (total <= costMax) {
                return;
            }
            total -= cost(border);
            borders.remove(border);
        }
    }
}
