package org.sparkhdf5.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.testing.SharedFolder;
import org.sparkhdf5.testing.SharedTest;

/**
 * Damaged files end in a clear error or in what the reference reads, too; within ten seconds each and 512 MB of heap: in a JVM
 * of its own.
 */
@SharedTest
class CorruptCorpusTest {
    private static final int FILE_SECONDS_MAX = 10;
    private static final int MINUTES_MAX = 9;
    private static final String DONE = "done ";
    private static final String FINDING = "finding ";

    /** Reads every damaged file and prints what came out. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws InterruptedException {
            ExecutorService thread = Executors.newSingleThreadExecutor();
            for (CorpusFiles.Entry entry : CorpusFiles.below("corrupt/")) {
                Future<List<Finding>> findings = thread.submit(() -> findings(entry));
                try {
                    findings.get(FILE_SECONDS_MAX, TimeUnit.SECONDS)
                            .forEach(finding -> print(FINDING + entry.name() + ": " + finding));
                    print(DONE + entry.name());
                } catch (ExecutionException e) {
                    print(FINDING + entry.name() + ": " + e.getCause());
                } catch (TimeoutException e) {
                    print(FINDING + entry.name() + ": not done after " + FILE_SECONDS_MAX + " s");
                    break;
                }
            }
            Runtime.getRuntime().halt(0);
        }

        private static void print(String line) {
            System.out.println(line.replace('\n', ' '));
        }

        /** Those that are neither our errors nor values which the reference cannot read. */
        private static List<Finding> findings(CorpusFiles.Entry entry) throws IOException {
            JsonNode expected = CorpusFiles.expected(entry);
            List<Finding> findings = new ArrayList<>();
            try {
                CorpusComparison.of(CorpusFiles.reader(entry), expected).findings().stream()
                        .filter(finding -> finding.outcome() == Finding.Outcome.WRONG
                                || finding.outcome() == Finding.Outcome.BROKEN)
                        .forEach(findings::add);
            } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
                if (!String.valueOf(e.getMessage()).contains(entry.name() + ": ")) {
                    findings.add(new Finding("/", "file", Finding.Outcome.BROKEN, String.valueOf(e.getMessage())));
                }
            }
            return findings;
        }
    }

    @Test
    void damagedFilesEndInErrorsOrRightValues(@TempDir Path folder) throws Exception {
        Path errors = folder.resolve("errors");
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dsparkhdf5.shared=" + SharedFolder.resolve("."),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName())
                .redirectError(errors.toFile())
                .redirectOutput(printed.toFile())
                .start();
        boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
        process.destroyForcibly();

        assertThat(ended).isTrue();
        List<String> lines = Files.readAllLines(printed, StandardCharsets.UTF_8);
        assertThat(lines).filteredOn(line -> line.startsWith(FINDING)).isEmpty();
        assertThat(Files.readString(errors)).doesNotContain("Error").doesNotContain("Exception");
        List<String> done = CorpusFiles.below("corrupt/").stream()
                .map(entry -> DONE + entry.name())
                .toList();
        assertThat(done).hasSize(60);
        assertThat(lines).isEqualTo(done);
    }
}
