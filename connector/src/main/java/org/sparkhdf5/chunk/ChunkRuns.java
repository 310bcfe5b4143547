package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.function.LongPredicate;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;

/** Collects the stored chunks of an array from its chunk index. */
public final class ChunkRuns {
    private ChunkRuns() {}

    /**
     * The stored chunks that hold a row of {@code [rowFrom, rowTo)} in a wanted lane.
     *
     * @param file that the array was found in
     * @param lanes tells which lanes are wanted
     */
    public static ChunkRun collect(Hdf5File file, StoredArray array, long rowFrom, long rowTo, LongPredicate lanes)
            throws IOException {
        if (!array.isChunked() || rowFrom >= rowTo || array.rowBytes() == 0) {
            return ChunkRun.EMPTY;
        }
        Hdf5Object object = file.objectAt(array.headerAddress(), array.path());
        if (!(object instanceof Dataset dataset)) {
            throw new IllegalStateException(array.path() + " is no dataset any more");
        }
        ChunkRun.Builder run = new ChunkRun.Builder();
        long laneCount = array.laneCount();
        dataset.chunkIndex().forEachChunk(rowFrom, rowTo, (offset, address, storedBytes, filterMask) -> {
            long ordinal = array.ordinal(offset);
            if (lanes.test(ordinal % laneCount)) {
                run.add(ordinal, address, storedBytes, filterMask);
            }
        });
        return run.build();
    }
}
