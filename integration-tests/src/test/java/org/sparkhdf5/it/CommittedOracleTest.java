package org.sparkhdf5.it;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.OracleCheck;
import org.sparkhdf5.it.testing.OracleFile;
import org.sparkhdf5.it.testing.Sessions;

/** Every object of the committed fixtures equals its oracle or is refused; see {@code python/make_fixtures.py}. */
class CommittedOracleTest {
    private static OracleCheck oracle;

    @BeforeAll
    static void start() {
        oracle = new OracleCheck(HdfsCluster.shared(), Sessions.shared());
    }

    static Stream<OracleCheck.Case> cases() {
        return OracleCheck.cases(files());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void equalsItsOracleOrIsRefused(OracleCheck.Case one) throws IOException {
        oracle.check(one);
    }

    @Test
    void everyExpectedRefusalIsStillNeeded() {
        OracleCheck.assertRefusalsAreUsed(files(), "hdf5");
    }

    private static List<OracleFile> files() {
        return OracleFile.in(CommittedFixtures.folder(), "");
    }
}
