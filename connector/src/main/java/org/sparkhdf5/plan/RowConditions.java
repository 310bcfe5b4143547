package org.sparkhdf5.plan;

import java.util.List;
import org.sparkhdf5.chunk.RowRuns;

/**
 * What a query asks of rows, and who can tell.
 *
 * @param all that hold for each wanted row
 * @param filter evaluates them
 */
public record RowConditions(List<RowCondition> all, RowFilter filter) {
    public RowConditions {
        all = List.copyOf(all);
    }

    /** The rows of a table that may be wanted as far as their numbers say. */
    static RowRuns rows(List<RowCondition> all, long firstRow, long endRow) {
        RowRuns rows = RowRuns.of(firstRow, endRow);
        for (RowCondition condition : all) {
            if (condition.isOfRowIndex() && !rows.isEmpty()) {
                rows = rows.intersection(condition.rows(firstRow, endRow));
            }
        }
        return rows;
    }

    /**
     * Whether a split may hold a wanted row, as far as the numbers of its rows say.
     *
     * @param common binding of the planned splits that have none of their own
     */
    public static boolean mayHold(List<RowCondition> all, Split split, TableBinding common) {
        if (split instanceof Split.DeferredSplit deferred) {
            // Of a whole file it is not known how its rows are counted before it is opened.
            return !deferred.countsRows()
                    || !rows(all, deferred.firstRow(), deferred.endRow()).isEmpty();
        }
        Split.PlannedSplit planned = (Split.PlannedSplit) split;
        TableBinding binding = planned.binding() != null ? planned.binding() : common;
        return binding.cells() != null
                || !rows(all, planned.firstRow(), planned.endRow()).isEmpty();
    }
}
