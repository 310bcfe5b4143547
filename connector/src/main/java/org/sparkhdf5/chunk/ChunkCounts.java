package org.sparkhdf5.chunk;

import java.util.concurrent.atomic.LongAdder;

/** Counts what became of the chunks of a task. Thread-safe. */
public final class ChunkCounts {
    private final LongAdder read = new LongAdder();
    private final LongAdder filled = new LongAdder();
    private final LongAdder picklePasses = new LongAdder();

    private final LongAdder rowsSkipped = new LongAdder();

    private final LongAdder missingSources = new LongAdder();

    void addRead() {
        read.increment();
    }

    void addFilled() {
        filled.increment();
    }

    /** Counts that a pickled array is read from its beginning. */
    public void addPicklePass() {
        picklePasses.increment();
    }

    /** How often a pickled array was read from its beginning. */
    public long picklePasses() {
        return picklePasses.sum();
    }

    /** Counts rows that are not read because a condition does not hold for them. */
    public void addRowsSkipped(long rows) {
        rowsSkipped.add(rows);
    }

    void addMissingSource() {
        missingSources.increment();
    }

    /** Sources of virtual datasets that were not there, so that their elements are fill values; each task counts its own. */
    public long missingSources() {
        return missingSources.sum();
    }

    /** Rows that were not read, because their columns that a condition speaks of were read first. */
    public long rowsSkipped() {
        return rowsSkipped.sum();
    }

    /** Chunks that were read and, if filtered, decoded; a chunk read in several passes counts each time. */
    public long chunksRead() {
        return read.sum();
    }

    /** Chunks that were never written and so cost no read. */
    public long chunksFilled() {
        return filled.sum();
    }
}
