package org.sparkhdf5.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts tests tagged {@code shared} that were skipped: disabled, or aborted by an assumption.
 *
 * <p>Without the {@link SharedFolder} one line says how many. With it their names are written to the file named by the
 * system property {@code sparkhdf5.skippedShared}, whose existence fails the build in the phase {@code verify}.
 * Registered as a service of the JUnit platform, so that no test can forget it.
 */
public final class SkippedSharedTests implements TestExecutionListener {
    private static final TestTag SHARED = TestTag.create("shared");

    private final List<String> skipped = Collections.synchronizedList(new ArrayList<>());
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
        skipped.clear();
    }

    @Override
    public void executionSkipped(TestIdentifier identifier, String reason) {
        note(identifier, reason);
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            note(identifier, result.getThrowable().map(Throwable::toString).orElse("aborted"));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan testPlan) {
        try {
            report();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes the test, or every known test below a container; a parameterised method that never ran counts as one. */
    private void note(TestIdentifier identifier, String reason) {
        Set<TestIdentifier> children = plan.getChildren(identifier);
        if (!children.isEmpty()) {
            children.forEach(child -> note(child, reason));
        } else if (identifier.getTags().contains(SHARED)) {
            skipped.add(identifier.getLegacyReportingName() + " (" + identifier.getUniqueId() + "): " + reason);
        }
    }

    private void report() throws IOException {
        if (!SharedFolder.isPresent()) {
            if (!skipped.isEmpty()) {
                System.out.println("shared fixtures absent: " + skipped.size() + " tests skipped");
            }
            return;
        }
        String file = System.getProperty("sparkhdf5.skippedShared");
        if (file == null) {
            return;
        }
        if (skipped.isEmpty()) {
            Files.deleteIfExists(Path.of(file));
        } else {
            System.out.println("shared fixtures present, yet skipped: " + skipped);
            Files.write(Path.of(file), skipped);
        }
    }
}
