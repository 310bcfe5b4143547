package org.sparkhdf5.it.testing;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark session of this JVM. All test classes share one; {@link #localCluster} replaces it for a while. Ask for it
 * in {@code @BeforeAll} or in the test, never in a static initialiser: another class may have replaced it.
 */
public final class Sessions {
    private static final String OPENS = "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED"
            + " --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED"
            + " --add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/sun.util.calendar=ALL-UNNAMED";

    private static SparkSession session;
    private static String master = "";

    private Sessions() {}

    /** The shared session, {@code local[2]}; started when there is none. */
    public static SparkSession shared() {
        return start("local[2]", Map.of());
    }

    /**
     * A session whose tasks run in two executors of their own, started from this JVM's class path. Needs the
     * environment that the build gives to tests (SPARK_TESTING, SPARK_HOME, SPARK_SCALA_VERSION). Call {@link #stop}
     * afterwards.
     */
    public static SparkSession localCluster() {
        return start(
                "local-cluster[2,1,1024]",
                Map.of(
                        "spark.executor.extraClassPath",
                        System.getProperty("java.class.path"),
                        "spark.executor.extraJavaOptions",
                        OPENS));
    }

    public static synchronized void stop() {
        if (session != null) {
            session.stop();
            session = null;
            master = "";
        }
    }

    private static synchronized SparkSession start(String wantedMaster, Map<String, String> settings) {
        if (!wantedMaster.equals(master)) {
            stop();
            Map<String, String> all = new TreeMap<>(settings);
            all.put("spark.ui.enabled", "false");
            all.put("spark.sql.shuffle.partitions", "2");
            all.put("spark.sql.session.timeZone", "UTC");
            // Instants and local dates instead of java.sql's, which shift dates before 1582.
            all.put("spark.sql.datetime.java8API.enabled", "true");
            all.put("spark.hadoop.fs.recorded.impl", RecordingFileSystem.class.getName());
            all.put("spark.hadoop.fs.slow.impl", LatentFileSystem.class.getName());
            all.put("spark.hadoop.dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5");
            SparkSession.Builder builder =
                    SparkSession.builder().master(wantedMaster).appName("spark-hdf5 integration tests");
            all.forEach(builder::config);
            session = builder.getOrCreate();
            master = wantedMaster;
        }
        return session;
    }
}
