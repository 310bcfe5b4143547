package org.sparkhdf5.plan;

import java.io.Serializable;

/**
 * How large splits and partitions become; Spark's formula on stored bytes, with a cap on decoded bytes.
 *
 * @param splitBytesMax stored bytes of a partition
 * @param openCostBytes smaller files are not opened by the driver
 * @param openingBytes what opening a file counts as
 * @param decodedBytesMax decoded bytes of a split
 */
public record SplitSizes(long splitBytesMax, long openCostBytes, long openingBytes, long decodedBytesMax)
        implements Serializable {
    private static final int DECODED_PER_STORED = 8;

    /** Opening a file counts as the open cost. */
    public SplitSizes(long splitBytesMax, long openCostBytes, long decodedBytesMax) {
        this(splitBytesMax, openCostBytes, openCostBytes, decodedBytesMax);
    }

    /**
     * @param partitionBytesMax {@code spark.sql.files.maxPartitionBytes}
     * @param openCostBytes {@code spark.sql.files.openCostInBytes}
     * @param partitionCountMin {@code spark.sql.files.minPartitionNum}, or the default parallelism
     * @param fileBytes sum of the lengths of all files
     * @param fileCount number of files
     * @param openingBytes what opening one of these files counts as in a partition, at most {@code openCostBytes}
     */
    public static SplitSizes of(
            long partitionBytesMax,
            long openCostBytes,
            int partitionCountMin,
            long fileBytes,
            long fileCount,
            long openingBytes) {
        long total = fileBytes + fileCount * openingBytes;
        long bytesPerCore = total / Math.max(1, partitionCountMin);
        long splitBytesMax = Math.max(1, Math.min(partitionBytesMax, Math.max(openCostBytes, bytesPerCore)));
        long decodedBytesMax = partitionBytesMax > Long.MAX_VALUE / DECODED_PER_STORED
                ? Long.MAX_VALUE
                : Math.max(1, partitionBytesMax * DECODED_PER_STORED);
        return new SplitSizes(splitBytesMax, openCostBytes, openingBytes, decodedBytesMax);
    }
}
