package org.sparkhdf5.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The whole path, from a pandas frame on HDFS to a DataFrame, two SQL answers and a Parquet file.
 *
 * <p>{@code prices.h5} holds a frame that pandas wrote with {@code to_hdf(path, key="prices")}: 52,000 made-up trades,
 * indexed by time, with float, integer, boolean and datetime columns (see {@code examples/python/make_prices.py}).
 */
public final class FirstPath {

    /** How many rows were read from HDF5, and how many the Parquet file gave back. */
    public record Counts(long hdf5, long parquet) {}

    private FirstPath() {}

    /** Runs on an HDFS and a Spark that both live in this JVM, and end with it. */
    public static void main(String[] arguments) throws IOException {
        Configuration configuration = new HdfsConfiguration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR,
                Files.createTempDirectory("first-path").toString());
        try (MiniDFSCluster hdfs = new MiniDFSCluster.Builder(configuration).build();
                SparkSession spark = SparkSession.builder()
                        .master("local[*]")
                        .appName("first path")
                        .config("spark.ui.enabled", false)
                        .config("spark.sql.session.timeZone", "UTC")
                        .getOrCreate()) {
            hdfs.waitActive();
            run(spark, hdfs.getFileSystem(), new Path("/data"));
        }
    }

    /** Runs below a folder of a file system of one's own. */
    public static Counts run(SparkSession spark, FileSystem fileSystem, Path folder) throws IOException {
        Path file = fileSystem.makeQualified(new Path(folder, "prices.h5"));
        Path parquetFile = fileSystem.makeQualified(new Path(folder, "prices.parquet"));
        put(fileSystem, file);

        Dataset<Row> prices =
                spark.read().format("hdf5").option("dataset", "/prices").load(file.toString());
        System.out.println("Schema of " + file);
        prices.printSchema();

        prices.createOrReplaceTempView("prices");
        System.out.println("What did each venue trade?");
        spark.sql("""
                        SELECT venue, count(*) AS trades, sum(volume) AS volume, round(avg(price), 2) AS average_price
                        FROM prices
                        GROUP BY venue
                        ORDER BY venue
                        """).show();
        System.out.println("Which days had the widest range of prices outside the auctions?");
        spark.sql("""
                        SELECT to_date(traded) AS day, min(price) AS low, max(price) AS high
                        FROM prices
                        WHERE NOT auction
                        GROUP BY to_date(traded)
                        ORDER BY max(price) - min(price) DESC, day
                        LIMIT 3
                        """).show();

        prices.write().mode("overwrite").parquet(parquetFile.toString());
        Dataset<Row> parquet = spark.read().parquet(parquetFile.toString());
        Counts counts = new Counts(prices.count(), parquet.count());
        System.out.println("Rows in HDF5: " + counts.hdf5() + ", rows in Parquet: " + counts.parquet());
        return counts;
    }

    /** Puts the frame, which travels with this program, on the file system. */
    private static void put(FileSystem fileSystem, Path file) throws IOException {
        try (InputStream frame = FirstPath.class.getResourceAsStream("prices.h5");
                OutputStream stream = fileSystem.create(file, true)) {
            if (frame == null) {
                throw new IOException("prices.h5 is not on the class path");
            }
            frame.transferTo(stream);
        }
    }
}
