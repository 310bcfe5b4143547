package org.sparkhdf5.examples;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Shows a frame of a pandas file: the lines of {@code examples/python/read_frame.py} in Java. */
public final class ReadFrame {
    private ReadFrame() {}

    /** Arguments: the path of the file, and the key that {@code to_hdf} was given. */
    public static void main(String[] arguments) {
        SparkSession spark = SparkSession.builder()
                .master("local[*]")
                .config("spark.ui.enabled", false)
                .getOrCreate();
        Dataset<Row> frame = read(spark, arguments[0], arguments[1]);
        frame.printSchema();
        frame.show();
        spark.stop();
    }

    /** One pandas object as a DataFrame: the index first, then the columns in their order. */
    public static Dataset<Row> read(SparkSession spark, String path, String key) {
        return spark.read().format("hdf5").option("key", key).load(path);
    }
}
