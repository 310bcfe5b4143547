package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.ForkedJvm;
import org.sparkhdf5.it.testing.HandMadeFrame;
import org.sparkhdf5.it.testing.LatencyProgram;

/**
 * Runs the program behind {@code integration-tests/latency.sh}, which prints the figures of docs/latency.md; here, unless numbers
 * are given, on a small frame and only to see that it runs.
 */
@Tag("slow")
class LatencyFiguresTest {
    private static final String LATENCY = System.getProperty("sparkhdf5.latency", "");
    private static final String RATE = System.getProperty("sparkhdf5.rate", "");
    private static final String FILES = System.getProperty("sparkhdf5.latencyFiles", "");
    private static final long SMALL_ROWS = 200_000;
    private static final long ROWS = 14_000_000;
    private static final int MINUTES = 30;

    @Test
    void figures(@TempDir Path folder) throws IOException, InterruptedException {
        boolean measured = !LATENCY.isEmpty();
        List<String> arguments = new ArrayList<>(measured ? List.of(LATENCY, RATE) : List.of("5", "1e9"));
        if (FILES.isEmpty()) {
            Path file = folder.resolve("frame.h5");
            HandMadeFrame frame = new HandMadeFrame(
                    "df",
                    measured ? ROWS : SMALL_ROWS,
                    HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 6),
                    HandMadeFrame.Block.of(HandMadeFrame.Kind.INT64, "i", 2));
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
                frame.writeTo(stream);
            }
            arguments.add(file.toString());
        } else {
            arguments.addAll(Arrays.asList(FILES.split(",")));
        }
        List<String> figures = ForkedJvm.run(MINUTES, LatencyProgram.class, "2g", arguments.toArray(new String[0]))
                .lines()
                .filter(line -> line.startsWith("figures "))
                .toList();
        figures.forEach(System.out::println);
        assertThat(figures).anyMatch(line -> line.contains("share of the bandwidth"));
        assertThat(figures).filteredOn(line -> line.contains("as it is, run")).hasSizeGreaterThanOrEqualTo(3);
    }
}
