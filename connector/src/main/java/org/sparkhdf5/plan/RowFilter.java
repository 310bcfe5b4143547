package org.sparkhdf5.plan;

import java.io.IOException;
import org.sparkhdf5.chunk.RowRuns;

/** Evaluates conditions on values as the query sees them. */
@FunctionalInterface
public interface RowFilter {

    /**
     * Reads the rows of a split and finds those for which a condition is true.
     *
     * @param split that has the columns of the condition, and maybe only them; stays the caller's
     * @param columns place in the split's binding of each requested column, or -1
     * @param matching takes the rows, in order
     */
    void filter(OpenedSplit split, RowCondition condition, int[] columns, RowRuns.Builder matching) throws IOException;
}
