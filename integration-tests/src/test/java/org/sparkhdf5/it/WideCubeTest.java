package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.ForkedJvm;
import org.sparkhdf5.it.testing.QueryMetrics;

/**
 * Arrays of three dimensions that a heap does not hold, in a JVM of 512 MB, chunked by rows, by blocks and by columns: as cells,
 * and as rows where the chunks allow it. 800 x 2000 x 3 by default; {@code sparkhdf5.cube=8000x50000} gives 4.8 GB. Needs
 * {@code sparkhdf5.python}.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
class WideCubeTest {
    private static final String SIZE = System.getProperty("sparkhdf5.cube", "800x2000");

    @Test
    void isReadWhateverItsChunksAre(@TempDir Path folder) throws IOException, InterruptedException {
        String[] size = SIZE.split("x", -1);
        Process process = new ProcessBuilder(
                        System.getProperty("sparkhdf5.python"),
                        Path.of("python/make_wide_cubes.py").toString(),
                        folder.toString(),
                        size[0],
                        size[1])
                .redirectErrorStream(true)
                .start();
        String made = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(made).isZero();

        // The small array would fit: its tasks get less, in the same proportion.
        boolean whole = SIZE.equals("8000x50000");
        String taskMemory = whole ? "64m" : "1m";
        List<String> arguments = new ArrayList<>(List.of(folder.toUri().toString(), size[0], size[1], taskMemory));
        List<String> expected = new ArrayList<>();
        long cellCount = Long.parseLong(size[0]) * Long.parseLong(size[1]) * 3;
        for (String line : made.strip().split("\n", -1)) {
            arguments.add(line);
            String[] parts = line.split(" ", -1);
            expected.add(parts[0] + " cells: " + Double.parseDouble(parts[4]) + " of " + cellCount + ", wrong 0");
            if (!parts[0].equals("columns")) {
                expected.add(parts[0] + " rows: " + size[0] + ", wrong 0");
            }
        }
        String printed = ForkedJvm.run(Program.class, "512m", arguments.toArray(new String[0]));
        assertThat(printed).contains(expected);
        assertThat(printed)
                .contains("columns rows refused: ")
                .contains("/columns.h5: /cube: the chunks [" + size[0] + ", 100, 1] that hold the same rows, over "
                        + 3 * Integer.parseInt(size[1]) / 100
                        + " lanes of chunks, do not fit taskMemory " + (whole ? 64 << 20 : 1 << 20)
                        + " bytes in 8 passes; select fewer columns, set a larger option(\"taskMemory\"), rewrite the file"
                        + " with `h5repack -l CHUNK=… in.h5 out.h5`, or use layout=cells");
        assertThat(printed).contains("take(5) of rows: 5 chunks").contains("take(5) of blocks: 1 chunks");
    }

    /** The program: prints what it found of each file. */
    static final class Program {
        private static final String[] INDICES = {"dim_0", "dim_1", "dim_2"};

        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            SparkSession spark = SparkSession.builder()
                    .master("local[2]")
                    .config("spark.ui.enabled", "false")
                    .config("spark.sql.files.openCostInBytes", "0")
                    .getOrCreate();
            String[] extent = {arguments[1], arguments[2], "3"};
            for (int i = 4; i < arguments.length; i++) {
                String[] parts = arguments[i].split(" ", -1);
                String[] chunk = {parts[1], parts[2], parts[3]};
                String file = arguments[0] + parts[0] + ".h5";
                Row sums = read(spark, file, "cells", arguments[3])
                        .selectExpr(
                                "sum(value)", "count(*)", "count_if(value <> " + value(chunk, extent, INDICES) + ")")
                        .first();
                System.out.println(
                        parts[0] + " cells: " + sums.get(0) + " of " + sums.get(1) + ", wrong " + sums.get(2));
                rows(read(spark, file, "rows", arguments[3]), parts[0], chunk, extent);
            }
            take(spark, read(spark, arguments[0] + "rows.h5", "rows", arguments[3]), "rows");
            take(spark, read(spark, arguments[0] + "blocks.h5", "cells", arguments[3]), "blocks");
            spark.stop();
        }

        private static Dataset<Row> read(SparkSession spark, String file, String layout, String taskMemory) {
            return spark.read()
                    .format("hdf5")
                    .option("dataset", "/cube")
                    .option("layout", layout)
                    .option("taskMemory", taskMemory)
                    .load(file);
        }

        /** Some elements of each row. */
        private static void rows(Dataset<Row> cube, String name, String[] chunk, String[] extent) {
            List<String> wrong = new ArrayList<>();
            int last = Integer.parseInt(extent[1]) - 1;
            for (int column : new int[] {0, 781, 782, last / 2, last}) {
                for (int layer = 0; layer < 3; layer++) {
                    String[] indices = {"_metadata.row_index", column + "L", layer + "L"};
                    wrong.add("int(value[" + column + "][" + layer + "] <> " + value(chunk, extent, indices) + ")");
                }
            }
            try {
                Row sums = cube.selectExpr("count(*)", "sum(" + String.join(" + ", wrong) + ")")
                        .first();
                System.out.println(name + " rows: " + sums.get(0) + ", wrong " + sums.get(1));
            } catch (Exception e) {
                Throwable cause = e;
                while (cause.getCause() != null) {
                    cause = cause.getCause();
                }
                System.out.println(name + " rows refused: " + cause.getMessage());
            }
        }

        /** What the generator wrote for an element, as SQL. */
        private static String value(String[] chunk, String[] extent, String[] indices) {
            StringBuilder ordinal = new StringBuilder("0L");
            for (int i = 0; i < 3; i++) {
                int chunks = -Math.floorDiv(-Integer.parseInt(extent[i]), Integer.parseInt(chunk[i]));
                ordinal.insert(0, '(')
                        .append(" * ")
                        .append(chunks)
                        .append(" + ")
                        .append(indices[i]);
                ordinal.append(" div ").append(chunk[i]).append(')');
            }
            return "float((3 * (" + indices[0] + " % " + chunk[0] + ") + 5 * (" + indices[1] + " % " + chunk[1]
                    + ") + 7 * (" + indices[2] + " % " + chunk[2] + ")) % 64 + 64 * (" + ordinal + " % 16))";
        }

        private static void take(SparkSession spark, Dataset<Row> cube, String name) throws InterruptedException {
            Map<String, String> metrics = QueryMetrics.of(spark, () -> {
                if (cube.takeAsList(5).size() != 5) {
                    throw new IllegalStateException("take(5)");
                }
            });
            long bytes = Long.parseLong(metrics.get("bytes read").replaceAll("[^0-9]", ""));
            System.out.println("take(5) of " + name + ": " + metrics.get("chunks read") + " chunks, " + bytes + " bytes"
                    + (bytes > 8 << 20 ? ", too many" : ""));
        }
    }
}
