package org.sparkhdf5.it.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * Sums all columns of files on one core, once as fast as the machine reads and then through a file system that waits: prints
 * how much of its bandwidth was reached, and what the same bytes would cost with other reads.
 *
 * <p>Arguments: milliseconds of latency, bytes per second, and files.
 */
public final class LatencyProgram {
    private static final int RUNS = 3;

    private LatencyProgram() {}

    public static void main(String[] arguments) {
        LatentFileSystem.Pace slow =
                new LatentFileSystem.Pace(Double.parseDouble(arguments[0]), Double.parseDouble(arguments[1]));
        SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.hadoop.fs.slow.impl", LatentFileSystem.class.getName())
                .getOrCreate();
        for (String file : Arrays.asList(arguments).subList(2, arguments.length)) {
            String uri = LatentFileSystem.uri(Path.of(file));
            double fastSeconds = Double.MAX_VALUE;
            for (int run = 0; run < RUNS; run++) {
                fastSeconds =
                        Math.min(fastSeconds, seconds(spark, uri, new LatentFileSystem.Pace(0, Double.MAX_VALUE)));
            }
            LatentFileSystem.Counts fast = LatentFileSystem.counts();
            print(
                    "%s: %,d bytes, %.2f s as fast as the machine reads, in %,d calls",
                    file, fast.bytes(), fastSeconds, fast.calls());
            print(
                    "  those calls, and then the work: share of the bandwidth %.2f",
                    share(slow, fast.bytes(), slow.seconds(fast.calls(), fast.bytes()) + fastSeconds));
            long chunks = fast.bytes() / (64 << 10);
            print(
                    "  one call for each 64 KiB, and then the work: share %.2f",
                    share(slow, fast.bytes(), slow.seconds(chunks, fast.bytes()) + fastSeconds));
            for (int run = 0; run < RUNS; run++) {
                double seconds = seconds(spark, uri, slow);
                LatentFileSystem.Counts counts = LatentFileSystem.counts();
                print(
                        "  as it is, run %d: %.2f s, %,d calls, %,d bytes: share %.2f; its reads alone %.2f",
                        run + 1,
                        seconds,
                        counts.calls(),
                        counts.bytes(),
                        share(slow, counts.bytes(), seconds),
                        share(slow, counts.bytes(), slow.seconds(counts.calls(), counts.bytes())));
            }
        }
        spark.stop();
    }

    private static double share(LatentFileSystem.Pace pace, long bytes, double seconds) {
        return bytes / seconds / pace.bytesPerSecond();
    }

    /** The whole query: opening, planning and reading. */
    private static double seconds(SparkSession spark, String uri, LatentFileSystem.Pace pace) {
        LatentFileSystem.reset(pace);
        long start = System.nanoTime();
        Dataset<Row> table = spark.read().format("hdf5").load(uri);
        List<String> sums = new ArrayList<>();
        for (StructField field : table.schema().fields()) {
            sums.add((field.dataType() instanceof NumericType ? "sum(" : "max(") + "`" + field.name() + "`)");
        }
        table.selectExpr(sums.toArray(new String[0])).collectAsList();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String format, Object... arguments) {
        System.out.println("figures " + String.format(Locale.ROOT, format, arguments));
    }
}
