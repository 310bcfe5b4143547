package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.function.LongPredicate;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;

/** Collects the stored chunks of an array from its chunk index. */
public final class ChunkRuns {
    /** Leaves of libhdf5 have room for 64, and are half full at least. */
    private static final int CHUNKS_PER_NODE = 48;

    private ChunkRuns() {}

    /**
     * How many nodes the chunk index of an array has, about, where they are read one after the other from all over the file: those of
     * B-trees lie between the chunks. 0 for other indexes, whose blocks are few.
     *
     * @param file that the array was found in
     */
    public static long scatteredNodes(Hdf5File file, StoredArray array) throws IOException {
        if (!array.isChunked()) {
            return 0;
        }
        if (!(dataset(file, array).layout() instanceof DataLayout.Chunked chunked)) {
            return 0;
        }
        DataLayout.IndexKind index = chunked.index();
        boolean tree = index == DataLayout.IndexKind.BTREE_V1 || index == DataLayout.IndexKind.BTREE_V2;
        return tree ? array.chunkCount() / CHUNKS_PER_NODE : 0;
    }

    private static Dataset dataset(Hdf5File file, StoredArray array) throws IOException {
        Hdf5Object object = file.objectAt(array.headerAddress(), array.path());
        if (!(object instanceof Dataset dataset)) {
            throw new IllegalStateException(array.path() + " is no dataset any more");
        }
        return dataset;
    }

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
        Dataset dataset = dataset(file, array);
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
