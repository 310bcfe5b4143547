package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.it.testing.OracleCheck;
import org.sparkhdf5.it.testing.OracleFile;
import org.sparkhdf5.it.testing.Sessions;

/**
 * Random frames that pandas writes are what {@code pandas.read_hdf} reads. Runs where the system property
 * {@code sparkhdf5.python} names a Python that has pandas and PyTables; {@code sparkhdf5.seed} repeats a run,
 * {@code sparkhdf5.frames} says how many.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
class RoundTripTest {
    private static final String SEED = System.getProperty("sparkhdf5.seed", Long.toString(System.currentTimeMillis()));
    private static final int FRAME_COUNT = Integer.getInteger("sparkhdf5.frames", 40);
    private static final List<String> SETTINGS = List.of(
            "spark.sql.adaptive.enabled", "spark.sql.files.openCostInBytes", "spark.sql.files.maxPartitionBytes");

    @TempDir
    private static Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void writeFrames() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("sparkhdf5.python"),
                        Path.of("python/make_random_frames.py").toString(),
                        SEED,
                        String.valueOf(FRAME_COUNT),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        System.out.println("round trip, repeat with -Dsparkhdf5.seed=" + SEED + ": " + output.strip());
        spark = Sessions.shared();
    }

    static List<OracleFile> frames() {
        return OracleFile.in(folder, "");
    }

    @AfterEach
    void resetSession() {
        SETTINGS.forEach(spark.conf()::unset);
    }

    @Test
    void nearlyAllFramesAreCompared() {
        assertThat(frames().size()).as("seed %s", SEED).isGreaterThanOrEqualTo(FRAME_COUNT * 9 / 10);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void aFrameIsWhatPandasReads(OracleFile frame) throws IOException {
        for (OracleCheck.Split split : List.of(OracleCheck.Split.DEFERRED, OracleCheck.Split.THIRDS)) {
            spark.conf().set(SETTINGS.get(0), "false");
            if (split == OracleCheck.Split.THIRDS) {
                spark.conf().set(SETTINGS.get(1), "0");
                spark.conf().set(SETTINGS.get(2), String.valueOf(Files.size(frame.path()) / 7 + 1));
            }
            OracleFile.Reading reading = frame.objects().get(0);
            DataFrameReader reader = spark.read().format("hdf5").option("dataset", reading.object());
            if (reading.hasNanoseconds()) {
                reader.option("nanoseconds", "floor");
            }
            OracleCheck.compare(reader.load(frame.path().toUri().toString()), reading.columns());
            resetSession();
        }
    }
}
