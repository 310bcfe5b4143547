package org.sparkhdf5.it.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs the queries on Spark: on our source, and on the Parquet twin. */
final class BenchmarkSession {
    /** Who answers: our source, our source without the query's condition, Spark's own Parquet source. */
    enum Reader {
        OURS,
        FULL,
        PARQUET
    }

    private final SparkSession spark;
    private final Path data;
    private final Path output;

    /**
     * @param data where {@code generate.py} has written
     * @param output where Parquet is written
     */
    BenchmarkSession(SparkSession spark, Path data, Path output) {
        this.spark = spark;
        this.data = data;
        this.output = output;
    }

    /** Runs a query from {@code load()} to its answer; empty where it writes Parquet. */
    List<Number> run(Benchmark benchmark, Reader reader) throws IOException {
        if (!benchmark.chunks().isEmpty()) {
            return ChunkMap.read(data.resolve(benchmark.path()), benchmark.chunks())
                    .answer();
        }
        Dataset<Row> rows = reader == Reader.PARQUET
                ? spark.read().parquet(uri(data.resolve(benchmark.twin())))
                : spark.read().format("hdf5").options(benchmark.options()).load(uri(data.resolve(benchmark.path())));
        if (!benchmark.where().isEmpty() && reader != Reader.FULL) {
            rows = rows.where(benchmark.where(data));
        }
        if (benchmark.select().isEmpty()) {
            rows.write().parquet(uri(written(benchmark, reader)));
            return List.of();
        }
        return numbers(rows, benchmark.select());
    }

    /** Where a query has written its Parquet. */
    Path written(Benchmark benchmark, Reader reader) {
        String name = reader.name().toLowerCase(java.util.Locale.ROOT);
        return output.resolve(benchmark.id() + "-" + name + ".parquet");
    }

    /** What was written to Parquet, by whomever, as the query checks it. */
    List<Number> check(Benchmark benchmark, Path written) {
        return numbers(spark.read().parquet(uri(written)), benchmark.check());
    }

    private static String uri(Path path) {
        return path.toUri().toString();
    }

    private static List<Number> numbers(Dataset<Row> rows, List<String> aggregates) {
        Row row = rows.selectExpr(aggregates.toArray(new String[0]))
                .collectAsList()
                .get(0);
        List<Number> numbers = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
            numbers.add((Number) row.get(i));
        }
        return numbers;
    }
}
