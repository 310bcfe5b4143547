package org.sparkhdf5.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sparkhdf5.chunk.Saturated;

/**
 * Chooses the rows at which a table is cut.
 *
 * <p>A border inside a filtered chunk makes two tasks decode it. Borders are put where that costs least, near the place that
 * makes splits equal; then the dearest are dropped until all tasks together decode at most 1.25 times what one task would.
 */
final class RowBorders {
    /** Bytes that may be decoded twice, as a part of those decoded once: one in four. */
    private static final int TWICE_DECODED_ONE_IN = 4;
    /** Where more bands of some rows lie over each other, not all of them are looked at: only the choice suffers. */
    private static final int BANDS_LOOKED_AT_MAX = 64;

    private final long rowCount;
    /** Those of all rows. */
    private final List<Band> everywhere;
    /** Those of some rows, by their first one. */
    private final List<Band> ranges;
    /** The last end row of the ranges up to each. */
    private final long[] endRowsUpTo;

    /**
     * What cutting a slot, or a source of one, costs.
     *
     * @param firstRow first row of the first chunk
     * @param endRow row behind the last one, or {@link Long#MAX_VALUE}
     * @param chunkRows height of its chunks
     * @param chunkBytes decoded size of one chunk, of all that lie side by side
     */
    record Band(long firstRow, long endRow, long chunkRows, long chunkBytes) {
        /** Of all rows. */
        Band(long chunkRows, long chunkBytes) {
            this(0, Long.MAX_VALUE, chunkRows, chunkBytes);
        }

        boolean isEverywhere() {
            return firstRow == 0 && endRow == Long.MAX_VALUE;
        }

        /** Whether a border before this row would be between its first and its last row. */
        boolean holdsBorder(long row) {
            return firstRow < row && row < endRow;
        }

        long cost(long row) {
            return holdsBorder(row) && (row - firstRow) % chunkRows != 0 ? chunkBytes : 0;
        }

        /** The same where each row is so many units. */
        Band inUnits(long unitsPerRow) {
            return new Band(
                    Saturated.multiply(firstRow, unitsPerRow),
                    Saturated.multiply(endRow, unitsPerRow),
                    Saturated.multiply(chunkRows, unitsPerRow),
                    chunkBytes);
        }
    }

    /** The bands with those of the same rows and height added up. */
    static List<Band> merged(List<Band> bands) {
        Map<Band, Long> bytesByRows = new LinkedHashMap<>();
        for (Band band : bands) {
            bytesByRows.merge(new Band(band.firstRow, band.endRow, band.chunkRows, 0), band.chunkBytes, Saturated::add);
        }
        List<Band> merged = new ArrayList<>();
        bytesByRows.forEach((rows, bytes) -> merged.add(new Band(rows.firstRow, rows.endRow, rows.chunkRows, bytes)));
        return merged;
    }

    /** @param bands of the slots whose chunks are decoded as a whole */
    RowBorders(long rowCount, List<Band> bands) {
        this.rowCount = rowCount;
        this.everywhere = bands.stream().filter(Band::isEverywhere).toList();
        this.ranges = bands.stream()
                .filter(band -> !band.isEverywhere())
                .sorted(Comparator.comparingLong(Band::firstRow))
                .toList();
        this.endRowsUpTo = new long[ranges.size()];
        long endRow = 0;
        for (int i = 0; i < endRowsUpTo.length; i++) {
            endRow = Math.max(endRow, ranges.get(i).endRow);
            endRowsUpTo[i] = endRow;
        }
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
    long cheapest(long ideal, Set<Long> taken) {
        List<Band> bands = new ArrayList<>(everywhere);
        bands.addAll(rangesAt(ideal));
        long best = ideal;
        long bestCost = taken.contains(ideal) ? Long.MAX_VALUE : cost(ideal);
        for (Band band : bands) {
            long below = ideal - (ideal - band.firstRow) % band.chunkRows;
            long above = Math.min(Saturated.add(below, band.chunkRows), band.endRow);
            for (long candidate : new long[] {
                taken.contains(below) ? below - band.chunkRows : below,
                taken.contains(above) ? Saturated.add(above, band.chunkRows) : above
            }) {
                boolean free = candidate > 0 && candidate < rowCount && !taken.contains(candidate);
                if (!free) {
                    continue;
                }
                long cost = cost(candidate);
                boolean nearer = Math.abs(candidate - ideal) < Math.abs(best - ideal);
                if (cost < bestCost || (cost == bestCost && nearer)) {
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
        for (Band band : everywhere) {
            cost = Saturated.add(cost, band.cost(row));
        }
        for (Band band : rangesAt(row)) {
            cost = Saturated.add(cost, band.cost(row));
        }
        return cost;
    }

    /** The bands of some rows of which a border before this one would be between. */
    private List<Band> rangesAt(long row) {
        int behind = 0;
        int end = ranges.size();
        while (behind < end) {
            int middle = (behind + end) >>> 1;
            if (ranges.get(middle).firstRow < row) {
                behind = middle + 1;
            } else {
                end = middle;
            }
        }
        List<Band> bands = new ArrayList<>();
        int last = Math.max(0, behind - BANDS_LOOKED_AT_MAX);
        for (int i = behind - 1; i >= last && endRowsUpTo[i] > row; i--) {
            if (ranges.get(i).holdsBorder(row)) {
                bands.add(ranges.get(i));
            }
        }
        return bands;
    }

    private void dropDearest(TreeSet<Long> borders, long costMax) {
        long total = 0;
        List<Priced> byCost = new ArrayList<>();
        for (long border : borders) {
            long cost = cost(border);
            byCost.add(new Priced(border, cost));
            total = Saturated.add(total, cost);
        }
        byCost.sort(Comparator.comparingLong(Priced::cost).reversed());
        for (Priced border : byCost) {
            if (total <= costMax) {
                return;
            }
            total -= border.cost;
            borders.remove(border.row);
        }
    }

    private record Priced(long row, long cost) {}
}
