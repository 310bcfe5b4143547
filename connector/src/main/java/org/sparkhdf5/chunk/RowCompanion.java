package org.sparkhdf5.chunk;

import java.io.IOException;

/** Rows that come from elsewhere than arrays and are read in step with those of a {@link RowReader}. Not thread-safe. */
public interface RowCompanion {

    /**
     * Brings rows into memory; those before {@code firstRow} are given up.
     *
     * @param firstRow where the last call ended, or a row behind it
     * @param endRow row behind the last one that is of use
     * @return row behind the last one that is in memory: more than {@code firstRow}, at most {@code endRow}
     */
    long load(long firstRow, long endRow) throws IOException;
}
