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
    private SessionSplitSizes() {}

    static SplitSizes of(SparkSession session, List<ListedFile> files) {
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
        long fileBytes = 0;
        for (ListedFile file : files) {
            fileBytes += file.file().lengthBytes();
        }
        return SplitSizes.of(partitionBytesMax, openCostBytes, countMin, fileBytes, files.size());
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
