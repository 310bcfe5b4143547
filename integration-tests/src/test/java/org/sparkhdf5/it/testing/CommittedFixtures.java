package org.sparkhdf5.it.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The small files that are committed with the tests, written by {@code python/make_fixtures.py}. */
public final class CommittedFixtures {
    private CommittedFixtures() {}

    public static Path folder() {
        try {
            return Path.of(CommittedFixtures.class.getResource("/hdf5").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Path file(String name) {
        return folder().resolve(name);
    }

    /** Puts a fixture on the shared cluster and returns its URI. */
    public static String onHdfs(String name) {
        try {
            return HdfsCluster.shared().put(file(name), "/fixtures/" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
