package org.sparkhdf5.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The folder of fixtures that lies beside the project's root, where there is one: the system property
 * {@code sparkhdf5.shared}. A clone without it builds and tests all the same.
 *
 * <p>Tests that need it carry {@link SharedTest} and are disabled where it is absent. A build that has it fails when
 * one of them is skipped for whatever reason; see {@link SkippedSharedTests}.
 */
public final class SharedFolder implements ExecutionCondition {
    private static final String PROPERTY = "sparkhdf5.shared";

    /** Whether the shared fixtures are on this machine. */
    public static boolean isPresent() {
        return Files.isDirectory(root().resolve("fixtures"));
    }

    /**
     * A file or folder below the shared folder, for instance {@code fixtures/pandas-2.3.3}.
     *
     * @throws IllegalStateException if it does not exist
     */
    public static Path resolve(String relativePath) {
        Path path = root().resolve(relativePath);
        if (!Files.exists(path)) {
            throw new IllegalStateException(
                    path + " does not exist; give the shared folder with -D" + PROPERTY + "=<folder>");
        }
        return path;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return isPresent()
                ? ConditionEvaluationResult.enabled("shared fixtures present")
                : ConditionEvaluationResult.disabled("shared fixtures absent: " + root());
    }

    private static Path root() {
        return Path.of(System.getProperty(PROPERTY, "../../shared"))
                .toAbsolutePath()
                .normalize();
    }
}
