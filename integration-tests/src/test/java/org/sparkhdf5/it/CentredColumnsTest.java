package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.Sessions;

/** numpy's {@code x - x.mean(axis=0)} of an array (1000, 10000), as SQL over its cells. Needs {@code sparkhdf5.python}. */
@Tag("slow")
@EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
class CentredColumnsTest {
    private static final int ROWS = 1_000;
    private static final int COLUMNS = 10_000;

    @Test
    void meansOfColumnsAreTakenOff(@TempDir Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("sparkhdf5.python"),
                        Path.of("python/make_centred_columns.py").toString(),
                        folder.toString(),
                        String.valueOf(ROWS),
                        String.valueOf(COLUMNS))
                .redirectErrorStream(true)
                .start();
        String made = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(made).isZero();

        SparkSession spark = Sessions.shared();
        spark.read()
                .format("hdf5")
                .option("dataset", "/x")
                .option("layout", "cells")
                .load(folder.resolve("x.h5").toUri().toString())
                .createOrReplaceTempView("x");
        spark.sql("SELECT dim_0, dim_1, value - mean AS value FROM x JOIN"
                        + " (SELECT dim_1, avg(value) AS mean FROM x GROUP BY dim_1) USING (dim_1)")
                .createOrReplaceTempView("centred");

        String[] lines = made.strip().split("\n", -1);
        List<String> cells = new ArrayList<>();
        Map<String, Double> expected = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] parts = lines[i].split(" ", -1);
            cells.add(String.valueOf(Integer.parseInt(parts[0]) * COLUMNS + Integer.parseInt(parts[1])));
            expected.put(parts[0] + " " + parts[1], Double.valueOf(parts[2]));
        }
        String chosen = "dim_0 * " + COLUMNS + " + dim_1 IN (" + String.join(", ", cells) + ")";
        Row sums = spark.sql("SELECT sum(value * value), sum(value * dim_0), sum(value * value * dim_1), count(*),"
                        + " map_from_entries(collect_list(IF(" + chosen
                        + ", struct(concat(dim_0, ' ', dim_1), value), null))) FROM centred")
                .first();
        String[] numpy = lines[0].split(" ", -1);
        for (int i = 0; i < 3; i++) {
            assertThat(sums.getDouble(i)).isCloseTo(Double.parseDouble(numpy[i]), withinPercentage(1e-7));
        }
        assertThat(sums.getLong(3)).isEqualTo((long) ROWS * COLUMNS);
        Map<String, Double> found = sums.getJavaMap(4);
        assertThat(found).hasSameSizeAs(expected);
        expected.forEach((cell, value) -> assertThat(found.get(cell)).as(cell).isCloseTo(value, within(1e-12)));
    }
}
