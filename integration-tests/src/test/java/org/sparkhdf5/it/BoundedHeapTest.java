package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.ForkedJvm;
import org.sparkhdf5.it.testing.HandMadeFrame;

/** A frame of 1 GiB is summed by a JVM of 512 MB. */
@Tag("slow")
class BoundedHeapTest {
    private static final int COLUMN_COUNT = 15;
    // 15 columns and the index, eight bytes each: 128 bytes a row.
    private static final long ROW_COUNT = (1L << 30) / 128;

    @Test
    void aFrameLargerThanTheHeapIsSummed(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("large.h5");
        HandMadeFrame frame = new HandMadeFrame(
                "df", ROW_COUNT, HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", COLUMN_COUNT));
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            frame.writeTo(stream);
        }
        assertThat(frame.payloadBytes()).isEqualTo(1L << 30);

        List<String> expected = new ArrayList<>();
        expected.add(Long.toString(ROW_COUNT * (ROW_COUNT - 1) / 2));
        for (int i = 0; i < COLUMN_COUNT; i++) {
            expected.add(Double.toString(ROW_COUNT * (ROW_COUNT - 1) / 2 + ROW_COUNT * (i / 8.0)));
        }
        assertThat(ForkedJvm.run(Sums.class, "512m", file.toUri().toString()))
                .contains("sums " + String.join(" ", expected));
    }

    /** The program: prints the sums of all columns of the frame {@code df} of a file. */
    static final class Sums {
        private Sums() {}

        public static void main(String[] arguments) {
            SparkSession spark = SparkSession.builder()
                    .master("local[2]")
                    .config("spark.ui.enabled", "false")
                    .getOrCreate();
            List<String> sums = new ArrayList<>();
            sums.add("sum(__index_level_0__)");
            for (int i = 0; i < COLUMN_COUNT; i++) {
                sums.add("sum(f" + i + ")");
            }
            Row row = spark.read()
                    .format("hdf5")
                    .option("dataset", "df")
                    .load(arguments[0])
                    .selectExpr(sums.toArray(new String[0]))
                    .collectAsList()
                    .get(0);
            StringBuilder line = new StringBuilder("sums");
            for (int i = 0; i < row.length(); i++) {
                line.append(' ').append(row.get(i));
            }
            System.out.println(line);
            spark.stop();
        }
    }
}
