package org.sparkhdf5.it.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program run in a JVM of its own, on the class path of this one. */
public final class ForkedJvm {
    private ForkedJvm() {}

    /**
     * Runs a main class and returns all that it printed.
     *
     * @throws IllegalStateException if it fails or takes longer than five minutes; holds what it printed
     */
    public static String run(Class<?> main, String heap, String... arguments) throws IOException, InterruptedException {
        return run(5, main, heap, arguments);
    }

    /** The same with another limit than five minutes. */
    public static String run(int minutes, Class<?> main, String heap, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        for (String opened : List.of("java.lang.invoke", "java.nio", "java.util", "sun.nio.ch", "sun.util.calendar")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.add(main.getName());
        command.addAll(List.of(arguments));
        File output = File.createTempFile("forked", ".txt", new File("target"));
        output.deleteOnExit();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output.toPath(), StandardCharsets.UTF_8);
        if (!ended || process.exitValue() != 0) {
            throw new IllegalStateException(main.getName() + (ended ? " failed: " : " did not end: ") + printed);
        }
        return printed;
    }
}
