package org.sparkhdf5.it.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.Partition;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Lists, plans and counts directories of many small files in a JVM of its own, and prints what that costs.
 *
 * <p>Arguments: {@code local} or {@code hdfs}, a folder for files of this machine, and numbers of files, ascending. The files lie in
 * directories {@code year=2018/day=N} of at most 1,000. On this machine they are hard links to two originals of their own
 * (a file may have some 65,000 names). Each line that starts
 * with {@code figures} has, for one number: files, milliseconds to load, milliseconds to plan, milliseconds to count, rows, bytes of
 * heap in use after loading, after planning, partitions, bytes of the largest serialised partition.
 */
public final class ManyFilesProgram {
    private static final int FILES_PER_DAY = 1_000;
    private static final int WRITERS = 8;
    private static final int ORIGINALS = 2;

    private final SparkSession spark;

    private ManyFilesProgram(SparkSession spark) {
        this.spark = spark;
    }

    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.hadoop.dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5")
                .getOrCreate();
        ManyFilesProgram program = new ManyFilesProgram(spark);
        boolean local = arguments[0].equals("local");
        Path folder = Path.of(arguments[1]);
        HdfsCluster cluster = local ? null : HdfsCluster.start();
        for (int i = 2; i < arguments.length; i++) {
            int files = Integer.parseInt(arguments[i]);
            String root;
            if (local) {
                Path target = folder.resolve("files" + files);
                link(target, files);
                root = target.toUri().toString();
            } else {
                write(cluster, "/files" + files, files);
                root = cluster.uri("/files" + files);
            }
            if (i == 2) {
                // Once before: classes are loaded and compiled.
                program.figures(root, files);
            }
            System.out.println(program.figures(root, files));
        }
        spark.stop();
        System.exit(0);
    }

    private static String name(int file) {
        return "year=2018/day=%03d/part-%06d.h5".formatted(file / FILES_PER_DAY, file);
    }

    private static void link(Path target, int files) throws IOException {
        List<Path> originals = new ArrayList<>();
        for (int i = 0; i < ORIGINALS; i++) {
            originals.add(DayFile.write(target.resolveSibling("original" + files + "-" + i + ".h5"), i));
        }
        for (int i = 0; i < files; i++) {
            Path link = target.resolve(name(i));
            if (i % FILES_PER_DAY == 0) {
                Files.createDirectories(link.getParent());
            }
            Files.createLink(link, originals.get(i % ORIGINALS));
        }
    }

    private static void write(HdfsCluster cluster, String root, int files) throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Callable<String>> tasks = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            String path = root + "/" + name(i);
            byte[] bytes = DayFile.bytes(i % ORIGINALS);
            tasks.add(() -> cluster.put(bytes, path));
        }
        for (Future<String> task : writers.invokeAll(tasks)) {
            task.get();
        }
        writers.shutdown();
    }

    private String figures(String root, int files) throws IOException {
        long start = System.nanoTime();
        List<Dataset<Row>> held = new ArrayList<>();
        held.add(spark.read()
                .format("hdf5")
                .option("columnNames", DayFile.COLUMN_NAMES)
                .option("dataset", DayFile.DATASET)
                .load(root));
        long loadMillis = (System.nanoTime() - start) / 1_000_000;
        long loaded = heapBytes();
        start = System.nanoTime();
        held.add(held.get(0).select("high"));
        int partitionCount = held.get(1).queryExecution().toRdd().getNumPartitions();
        long planMillis = (System.nanoTime() - start) / 1_000_000;
        long planned = heapBytes();
        long largest = 0;
        for (Partition partition : held.get(1).queryExecution().toRdd().partitions()) {
            largest = Math.max(largest, serialized(partition));
        }
        check(partitionCount > 0 && held.size() == 2, "number of partitions");
        held.remove(1);
        start = System.nanoTime();
        Row sums =
                held.remove(0).selectExpr("count(*)", "sum(open)", "sum(year)").first();
        long countMillis = (System.nanoTime() - start) / 1_000_000;
        check(sums.getLong(0) == (long) files * DayFile.ROWS, "rows of " + sums);
        check(sums.getDouble(1) == openSum(files), "open of " + sums);
        check(sums.getLong(2) == 2018L * files * DayFile.ROWS, "years of " + sums);
        return String.format(
                Locale.ROOT,
                "figures %d %d %d %d %d %d %d %d %d",
                files,
                loadMillis,
                planMillis,
                countMillis,
                sums.getLong(0),
                loaded,
                planned,
                partitionCount,
                largest);
    }

    private static double openSum(int files) {
        double sum = 0;
        for (int original = 0; original < ORIGINALS; original++) {
            int count = (files - original + ORIGINALS - 1) / ORIGINALS;
            sum += count * (DayFile.value(original, 0, 0) + DayFile.value(original, 1, 0));
        }
        return sum;
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException("wrong " + what);
        }
    }

    private static long serialized(Partition partition) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(partition);
        }
        return bytes.size();
    }

    private static long heapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
