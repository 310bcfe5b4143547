package org.sparkhdf5.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.OracleCheck;
import org.sparkhdf5.it.testing.OracleFile;
import org.sparkhdf5.it.testing.Sessions;
import org.sparkhdf5.testing.SharedFolder;
import org.sparkhdf5.testing.SharedTest;

/**
 * Every object of the pandas and PyTables fixtures and every lecture dataset equals its oracle or is refused. Only files whose name
 * contains the system property {@code sparkhdf5.fixture}, if it is given.
 */
@SharedTest
class OracleTest {
    private static OracleCheck oracle;

    @BeforeAll
    static void start() {
        oracle = new OracleCheck(HdfsCluster.shared(), Sessions.shared());
    }

    static Stream<OracleCheck.Case> cases() {
        String wanted = System.getProperty("sparkhdf5.fixture", "");
        return OracleCheck.cases(files()).filter(one -> one.file().name().contains(wanted));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void equalsItsOracleOrIsRefused(OracleCheck.Case one) throws IOException {
        oracle.check(one);
    }

    @Test
    void everyExpectedRefusalIsStillNeeded() {
        List<OracleFile> files = files();
        OracleCheck.assertRefusalsAreUsed(files, "pandas");
        OracleCheck.assertRefusalsAreUsed(files, "h5py");
    }

    private static List<OracleFile> files() {
        Path fixtures = SharedFolder.resolve("fixtures");
        List<OracleFile> files = new ArrayList<>(OracleFile.in(fixtures.resolve("h5py-3.16"), "seed_"));
        try (Stream<Path> folders = Files.list(fixtures)) {
            for (Path folder : folders.sorted().toList()) {
                if (folder.getFileName().toString().startsWith("pandas-")) {
                    files.addAll(OracleFile.in(folder, ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
