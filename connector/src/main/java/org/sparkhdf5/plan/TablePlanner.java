package org.sparkhdf5.plan;

import java.io.IOException;
import java.util.List;
import org.sparkhdf5.format.Hdf5File;

/** Cuts one table of one file into splits. */
interface TablePlanner {

    /** Number of chunks in the grids of what is requested, stored or not. */
    long chunkCount();

    /** Whether splits would weigh too much to carry their chunks, if all are stored: then the index need not be read. */
    boolean isTooLargeToPlan();

    /**
     * Splits that carry their chunks.
     *
     * @param bindingIsCommon whether all tasks have the binding
     */
    List<SizedSplit> splits(Hdf5File open, boolean bindingIsCommon) throws IOException;

    /** Splits planned from headers alone, their chunks and sources found by the tasks. */
    List<SizedSplit> deferredSplits(Hdf5File open) throws IOException;
}
