package org.sparkhdf5.examples;

import org.apache.spark.sql.SparkSession;

/** Prints the Spark version: the place of the main job until it arrives. */
public final class FirstPath {
    private FirstPath() {}

    /** Runs Spark in this process. */
    public static void main(String[] arguments) {
        SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate();
        System.out.println("Spark " + spark.version());
        spark.stop();
    }
}
