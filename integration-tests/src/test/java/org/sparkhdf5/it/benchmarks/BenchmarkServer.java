package org.sparkhdf5.it.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.sparkhdf5.it.testing.QueryMetrics;

/**
 * A JVM with a session that runs one query per line of its input, so that its start is not counted.
 *
 * <p>Arguments: {@code queries.json}, the folder of the data, the folder for Parquet, the number of cores. A request is a JSON object
 * {@code {"do": …, "id": …, "peer": "ours" | "full" | "parquet"}} in one line, and so is each answer: {@code hello} gives versions,
 * {@code run} runs a query and times it, {@code measure} runs it once more and says what it read and how full the heap was,
 * {@code check} reads what a query, ours or a peer's, has written to Parquet. What fails answers with {@code error}.
 */
public final class BenchmarkServer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SparkSession spark;
    private final BenchmarkSession session;
    private final Map<String, Benchmark> benchmarks;
    private final Path data;

    private BenchmarkServer(SparkSession spark, Path queries, Path data, Path output) throws IOException {
        this.spark = spark;
        this.session = new BenchmarkSession(spark, data, output);
        this.benchmarks = Benchmark.parse(queries);
        this.data = data;
    }

    public static void main(String[] arguments) throws IOException {
        // What libraries print goes elsewhere than the answers.
        PrintStream answers = System.out;
        System.setOut(System.err);
        SparkSession spark = SparkSession.builder()
                .master("local[" + arguments[3] + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.warehouse.dir", arguments[2])
                // What pandas writes has nanoseconds; the check counts them only.
                .config("spark.sql.legacy.parquet.nanosAsLong", "true")
                .getOrCreate();
        BenchmarkServer server =
                new BenchmarkServer(spark, Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            answers.println(JSON.writeValueAsString(server.answer(JSON.readTree(line))));
            answers.flush();
        }
        spark.stop();
    }

    private Map<String, Object> answer(JsonNode request) {
        try {
            String action = request.get("do").asText();
            if (action.equals("hello")) {
                return versions();
            }
            Benchmark benchmark =
                    Objects.requireNonNull(benchmarks.get(request.get("id").asText()));
            if (action.equals("check")) {
                Path written = Path.of(request.get("path").asText());
                return Map.of("answer", session.check(benchmark, written));
            }
            BenchmarkSession.Reader reader =
                    BenchmarkSession.Reader.valueOf(request.get("peer").asText().toUpperCase(Locale.ROOT));
            return action.equals("measure") ? measure(benchmark, reader) : run(benchmark, reader);
        } catch (Exception | OutOfMemoryError e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return Map.of("error", cause.toString());
        }
    }

    private Map<String, Object> versions() {
        Map<String, Object> versions = new TreeMap<>();
        versions.put("spark", spark.version());
        versions.put("java", Runtime.version().toString());
        versions.put("heapBytes", Runtime.getRuntime().maxMemory());
        return versions;
    }

    private Map<String, Object> run(Benchmark benchmark, BenchmarkSession.Reader reader) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        List<Number> answer = session.run(benchmark, reader);
        double seconds = (System.nanoTime() - start) / 1e9;
        return Map.of("seconds", seconds, "cpu", (system.getProcessCpuTime() - cpu) / 1e9, "answer", answer);
    }

    private Map<String, Object> measure(Benchmark benchmark, BenchmarkSession.Reader reader)
            throws IOException, InterruptedException {
        Map<String, Object> measured = new TreeMap<>();
        System.gc();
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        measured.put("idleHeapBytes", heapBytes(pools));
        if (!benchmark.chunks().isEmpty()) {
            ChunkMap map = ChunkMap.read(data.resolve(benchmark.path()), benchmark.chunks());
            measured.put("mapBytes", map.run().encodedBytes());
            measured.put("reads", map.statistics().reads());
            measured.put("bytesRead", map.statistics().bytesRead());
        } else {
            long before = streamBytes();
            Map<String, String> metrics = QueryMetrics.of(spark, () -> {
                try {
                    session.run(benchmark, reader);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            measured.put("reads", number(metrics, "number of reads"));
            measured.put("bytesRead", number(metrics, "bytes read"));
            measured.put("chunksRead", number(metrics, "chunks read"));
            // Of driver and tasks; where Parquet is written nothing but our file is read.
            measured.put("bytesOfStreams", streamBytes() - before);
        }
        measured.put("peakHeapBytes", heapBytes(pools));
        return measured;
    }

    /** The sum of the pools' peaks, garbage included: what the heap had to hold at most. */
    private static long heapBytes(List<MemoryPoolMXBean> pools) {
        return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    @SuppressWarnings("deprecation")
    private static long streamBytes() {
        return FileSystem.getAllStatistics().stream()
                .filter(statistics -> statistics.getScheme().equals("file"))
                .mapToLong(FileSystem.Statistics::getBytesRead)
                .sum();
    }

    /** The value of the metric whose name ends so; the UI writes thousands with commas. */
    private static long number(Map<String, String> metrics, String name) {
        for (Map.Entry<String, String> metric : metrics.entrySet()) {
            if (metric.getKey().equals(name)) {
                return Long.parseLong(metric.getValue().replace(",", "").replaceAll("(?s)[^0-9].*", ""));
            }
        }
        return -1;
    }
}
