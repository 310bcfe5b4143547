package org.sparkhdf5.plan;

import java.util.List;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.plan.Split.PlannedSplit;

/**
 * What the chunk maps of one scan may weigh on the driver; beyond it files are planned from their headers only. Thread-safe.
 */
public final class PlanBudget {
    private static final long CHUNK_MAP_BYTES_MAX = 64L << 20;
    /** What a chunk takes in a run, about. */
    private static final int BYTES_PER_CHUNK = 8;

    private long freeBytes;

    /** The budget of a scan. */
    public PlanBudget() {
        this(CHUNK_MAP_BYTES_MAX);
    }

    /** A part of the budget of a scan. */
    public PlanBudget(long bytes) {
        freeBytes = bytes;
    }

    public synchronized long freeBytes() {
        return Math.max(0, freeBytes);
    }

    /** Takes what the map of so many chunks weighs, about; false if that is more than is left. */
    synchronized boolean reserve(long chunkCount) {
        if (chunkCount > freeBytes / BYTES_PER_CHUNK) {
            return false;
        }
        freeBytes -= chunkCount * BYTES_PER_CHUNK;
        return true;
    }

    /** Gives back what was reserved, and takes what the splits weigh. */
    synchronized void settle(long chunkCount, List<SizedSplit> splits) {
        freeBytes += chunkCount * BYTES_PER_CHUNK;
        spend(splits);
    }

    /** Takes what splits weigh that were made elsewhere. */
    public synchronized void spend(List<SizedSplit> splits) {
        for (SizedSplit sized : splits) {
            if (sized.split() instanceof PlannedSplit planned) {
                TableBinding own = planned.binding();
                freeBytes -= own == null ? 0 : own.weightBytes();
                for (ChunkRun run : planned.chunks()) {
                    freeBytes -= run.encodedBytes();
                }
            }
        }
    }
}
