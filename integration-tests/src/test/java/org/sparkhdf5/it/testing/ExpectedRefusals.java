package org.sparkhdf5.it.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The objects of the fixtures that are not read yet, from {@code expected-refusals.txt}: per line the file and the
 * object, both as glob patterns, and a part of the reason that the error has to give. The list shrinks as the reader
 * grows.
 */
public final class ExpectedRefusals {

    /** One line of the list. */
    public record Refusal(String file, String object, String reason) {
        boolean covers(String fileName, String objectPath) {
            return matches(file, fileName) && matches(object, objectPath);
        }

        private static boolean matches(String pattern, String text) {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(text));
        }

        @Override
        public String toString() {
            return file + " " + object + " " + reason;
        }
    }

    private final List<Refusal> refusals;

    private ExpectedRefusals(List<Refusal> refusals) {
        this.refusals = List.copyOf(refusals);
    }

    public static ExpectedRefusals load() {
        try (InputStream stream = ExpectedRefusals.class.getResourceAsStream("/expected-refusals.txt")) {
            List<Refusal> refusals = new ArrayList<>();
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] fields = line.strip().split("\\s+", 3);
                    refusals.add(new Refusal(fields[0], fields[1], fields[2]));
                }
            }
            return new ExpectedRefusals(refusals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line for an object, if it is one to refuse. */
    public Optional<Refusal> find(String fileName, String object) {
        return refusals.stream()
                .filter(refusal -> refusal.covers(fileName, object))
                .findFirst();
    }

    /** The lines for which none of the files has an object: they have to go. */
    public List<Refusal> unused(List<OracleFile> files, String folderPattern) {
        return refusals.stream()
                .filter(refusal -> refusal.file().startsWith(folderPattern))
                .filter(refusal -> files.stream()
                        .noneMatch(file -> file.objects().stream()
                                .anyMatch(reading -> refusal.covers(file.name(), reading.object()))))
                .toList();
    }
}
