package org.sparkhdf5.plan;

import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.plan.Split.PlannedSplit;

/** What the plan of one scan may weigh on the driver; beyond it files are planned from their headers only. */
final class PlanBudget {
    private static final long CHUNK_MAP_BYTES_MAX = 64L << 20;
    /** What a chunk takes in a run, about. */
    private static final int BYTES_PER_CHUNK = 8;

    private long spentBytes;

    /** Whether the map of so many chunks may be read. */
    boolean allows(long chunkCount) {
        return chunkCount <= (CHUNK_MAP_BYTES_MAX - spentBytes) / BYTES_PER_CHUNK;
    }

    void spend(Split split) {
        if (split instanceof PlannedSplit planned) {
            for (ChunkRun run : planned.chunks()) {
                spentBytes += run.encodedBytes();
            }
        }
    }
}
