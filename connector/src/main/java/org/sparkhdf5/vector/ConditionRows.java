package org.sparkhdf5.vector;

import java.io.IOException;
import org.sparkhdf5.chunk.RowRuns;
import org.sparkhdf5.plan.OpenedSplit;
import org.sparkhdf5.plan.RowCondition;
import org.sparkhdf5.plan.RowFilter;

/**
 * Evaluates conditions on the vectors that Spark would be given, a batch at a time: values are converted, and refused, as they
 * are for Spark.
 */
public final class ConditionRows implements RowFilter {

    @Override
    public void filter(OpenedSplit split, RowCondition condition, int[] columns, RowRuns.Builder matching)
            throws IOException {
        try (ColumnBatches batches = ColumnBatches.of(split)) {
            ConditionTruth truth = new ConditionTruth(batches, columns);
            while (batches.next()) {
                byte[] rows = truth.of(condition);
                if (add(rows, batches.rowIndex(0), matching)) {
                    split.keepRows();
                }
            }
        }
    }

    /** Adds the rows for which it is true; false where there is none. */
    private static boolean add(byte[] truth, long firstRow, RowRuns.Builder matching) {
        boolean any = false;
        int count = truth.length;
        int first = 0;
        while (first < count) {
            if (truth[first] != ConditionTruth.TRUE) {
                first++;
                continue;
            }
            int end = first + 1;
            while (end < count && truth[end] == ConditionTruth.TRUE) {
                end++;
            }
            matching.add(firstRow + first, firstRow + end);
            any = true;
            first = end;
        }
        return any;
    }
}
