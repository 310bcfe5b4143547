package org.sparkhdf5.plan;

import org.sparkhdf5.storage.StoredFile;

/** What splits weigh when they are shipped to a task, about, and how much of it one task takes. */
final class SplitWeights {
    /**
     * The splits of one partition together. Spark adds some KB of its own, and a task of 64 KB is still sent fast where
     * there are 100,000.
     */
    static final int PARTITION_BYTES_MAX = 48 << 10;
    /** The place of a pickle. */
    static final int PICKLE_BYTES = 100;
    /** A run of chunks, beside the chunks. */
    static final int RUN_BYTES = 40;
    /** The extent of a virtual dataset, beside its dimensions. */
    static final int EXTENT_BYTES = 40;
    /** Chunks that a split has room for at most: none takes less than four bytes. */
    static final int CHUNKS_MOST = PARTITION_BYTES_MAX / 4;

    private static final int FIELDS_BYTES = 200;
    private static final int TEXT_BYTES = 8;
    private static final int FAMILY_BYTES = 100;

    private SplitWeights() {}

    /** What every split has. */
    static long ofSplit(Split split) {
        long bytes = FIELDS_BYTES + ofFile(split.file());
        for (String value : split.partitionValues()) {
            bytes += TEXT_BYTES + value.length();
        }
        return split.listed() == split.file() ? bytes : bytes + ofFile(split.listed());
    }

    private static long ofFile(StoredFile file) {
        long path = file.path().length();
        return file.family() == null ? path : FAMILY_BYTES + 2 * path;
    }
}
