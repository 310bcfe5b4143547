package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.sparkhdf5.format.Selection;

/** Runs of a selection that follows no rule: all are listed. */
final class ListedRuns extends ElementRuns {
    /** First elements, in the order of the array. */
    private final long[] elements;
    /** Beside each how many elements the selection takes before it; behind the last one how many these are. */
    private final long[] counts;

    private int place;
    private long within;

    private ListedRuns(long[] elements, long[] counts) {
        this.elements = elements;
        this.counts = counts;
    }

    /** Blocks are selected in the order of the array, whatever the order in which they are told. */
    static ListedRuns ofBlocks(Selection.Blocks blocks, long[] dimensions, int runsMax) {
        long runs = 0;
        for (Selection.Block block : blocks.blocks()) {
            long rows = 1;
            for (int i = 0; i < dimensions.length - 1; i++) {
                rows = Math.multiplyExact(
                        rows, block.end().get(i) - block.start().get(i) + 1);
            }
            runs = Math.addExact(runs, rows);
        }
        checkCount(runs, runsMax);
        long[] firsts = new long[(int) runs];
        long[] lasts = new long[(int) runs];
        int next = 0;
        for (Selection.Block block : blocks.blocks()) {
            RegularRuns rows =
                    new RegularRuns(AxisSelection.of(new Selection.Blocks(List.of(block)), dimensions), dimensions);
            for (long at = 0; at < rows.count(); at += rows.length()) {
                rows.seek(at);
                firsts[next] = rows.element();
                lasts[next++] = rows.element() + rows.length();
            }
        }
        // Blocks are disjoint: ends are in the order of their beginnings.
        Arrays.sort(firsts, 0, next);
        Arrays.sort(lasts, 0, next);
        return ofSorted(firsts, lasts, next);
    }

    private static ListedRuns ofSorted(long[] firsts, long[] lasts, int runCount) {
        int kept = 0;
        for (int i = 0; i < runCount; i++) {
            if (kept > 0 && lasts[kept - 1] == firsts[i]) {
                lasts[kept - 1] = lasts[i];
            } else {
                firsts[kept] = firsts[i];
                lasts[kept++] = lasts[i];
            }
        }
        long[] counts = new long[kept + 1];
        for (int i = 0; i < kept; i++) {
            counts[i + 1] = Math.addExact(counts[i], lasts[i] - firsts[i]);
        }
        return new ListedRuns(Arrays.copyOf(firsts, kept), counts);
    }

    private long lengthOf(int run) {
        return counts[run + 1] - counts[run];
    }

    private static void checkCount(long runs, int runsMax) {
        if (runs > runsMax) {
            throw new ArithmeticException("a selection of " + runs + " runs of elements, at most " + runsMax + " fit");
        }
    }

    @Override
    long count() {
        return counts[elements.length];
    }

    @Override
    long lowest() {
        return elements.length == 0 ? 0 : elements[0];
    }

    @Override
    long end() {
        return elements.length == 0 ? 0 : elements[elements.length - 1] + lengthOf(elements.length - 1);
    }

    @Override
    void seek(long at) {
        boolean near = at >= counts[place] && at < counts[place + 1];
        boolean next = place + 1 < elements.length && at == counts[place + 1];
        if (next) {
            place++;
        } else if (!near) {
            int found = Arrays.binarySearch(counts, 0, elements.length, at);
            place = found >= 0 ? found : -found - 2;
        }
        within = at - counts[place];
    }

    @Override
    long element() {
        return elements[place] + within;
    }

    @Override
    long length() {
        return lengthOf(place) - within;
    }

    @Override
    void forEach(long from, long end, Visitor visitor) throws IOException {
        for (int i = firstEndingBehind(from); i < elements.length && elements[i] < end; i++) {
            long first = Math.max(from, elements[i]);
            long last = Math.min(end, elements[i] + lengthOf(i));
            visitor.run(first, counts[i] + first - elements[i], last - first);
        }
    }

    /** The first place whose run goes beyond an element. */
    private int firstEndingBehind(long element) {
        int low = 0;
        int high = elements.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (elements[middle] + lengthOf(middle) <= element) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    long before(long element) {
        int next = firstEndingBehind(element);
        if (next == elements.length) {
            return count();
        }
        return counts[next] + Math.max(0, element - elements[next]);
    }
}
