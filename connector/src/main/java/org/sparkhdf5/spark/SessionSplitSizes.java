package org.sparkhdf5.spark;

import java.util.List;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.plan.SplitSizes;
import org.sparkhdf5.storage.ListedFile;

/** Split sizes from the settings that Spark's own file sources obey. */
final class SessionSplitSizes {
    /** {@code spark.sql.files.openCostInBytes} where nobody has set it. */
    private static final long OPEN_COST_BYTES = 4L << 20;

    /** More make no larger splits. */
    private static final long BYTES_MOST = 1L << 60;

    private static final long LOCAL_OPENING_BYTES = 512L << 10;

    private SessionSplitSizes() {}

    /** @param bytesElsewhere that a query reads of other files for each of these, about */
    static SplitSizes of(SparkSession session, List<ListedFile> files, long bytesElsewhere) {
        RuntimeConfig conf = session.conf();
        long partitionBytesMax = JavaUtils.byteStringAsBytes(conf.get("spark.sql.files.maxPartitionBytes", "128m"));
        long openCostBytes = JavaUtils.byteStringAsBytes(conf.get("spark.sql.files.openCostInBytes", "4m"));
        String partitionCountMin = setting(conf, "spark.sql.files.minPartitionNum");
        if (partitionCountMin == null) {
            partitionCountMin = setting(conf, "spark.sql.leafNodeDefaultParallelism");
        }
        int countMin = partitionCountMin == null
                ? session.sparkContext().defaultParallelism()
                : Integer.parseInt(partitionCountMin);
        double fileBytes = (double) bytesElsewhere * files.size();
        for (ListedFile file : files) {
            fileBytes += file.file().lengthBytes();
        }
        long openingBytes = openingBytes(openCostBytes, files);
        return SplitSizes.of(
                partitionBytesMax,
                openCostBytes,
                countMin,
                (long) Math.min(fileBytes, BYTES_MOST),
                files.size(),
                openingBytes);
    }

    /**
     * Spark's default is what a distributed file system makes of it. A file of the local one is opened a hundred times as fast, and
     * a task for 30 small ones is longer in the scheduler than in the files.
     */
    private static long openingBytes(long openCostBytes, List<ListedFile> files) {
        boolean isDefault = openCostBytes == OPEN_COST_BYTES;
        for (ListedFile file : files) {
            if (!isDefault || !file.file().path().startsWith("file:")) {
                return openCostBytes;
            }
        }
        return LOCAL_OPENING_BYTES;
    }

    /** A setting of the session that is true or false; false where there is no session. */
    static boolean flag(String name) {
        return SparkSession.getActiveSession().isDefined()
                && Boolean.parseBoolean(SparkSession.active().conf().get(name, "false"));
    }

    @SuppressWarnings("NullAway") // null is Spark's way to ask for "unless it is set"
    private static @Nullable String setting(RuntimeConfig conf, String name) {
        return conf.get(name, null);
    }
}
