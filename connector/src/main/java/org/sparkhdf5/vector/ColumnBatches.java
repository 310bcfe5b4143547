package org.sparkhdf5.vector;

import java.io.IOException;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.sparkhdf5.chunk.CellReader;
import org.sparkhdf5.plan.CellBinding;
import org.sparkhdf5.plan.OpenedSplit;

/**
 * The rows of an opened split as vectors, a run of rows at a time. The vectors are the same objects after each step; what they
 * show is valid until the following {@link #next}. Not thread-safe.
 */
public interface ColumnBatches extends AutoCloseable {

    /** @param split stays the caller's */
    static ColumnBatches of(OpenedSplit split) {
        CellReader cells = split.cells();
        CellBinding binding = split.binding().cells();
        return cells != null && binding != null ? new CellBatches(split, cells, binding) : new BatchAssembler(split);
    }

    /** Steps to the next rows; false behind the last one. */
    boolean next() throws IOException;

    /** One vector per column of the split's binding; the array is the caller's. */
    ColumnVector[] vectors();

    /** Rows of this step. */
    int rowCount();

    /** Row of the dataset that a row of this step is. */
    long rowIndex(int rowId);

    @Override
    void close();
}
