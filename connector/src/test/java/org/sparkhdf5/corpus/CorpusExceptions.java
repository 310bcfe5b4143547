package org.sparkhdf5.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The findings that are accepted, from {@code corpus-exceptions.txt}, where each has its reason. A line that nothing needs
 * fails the test, so that the list only shrinks.
 */
final class CorpusExceptions {
    private static final int FIELDS = 4;

    private final List<Line> lines = new ArrayList<>();
    private final Set<Line> used = new LinkedHashSet<>();

    /** What a line accepts. */
    enum Kind {
        /** What the oracle says of the object, for instance {@code filter 4}: it must be refused. */
        FACT,
        /** One object that is not read. */
        OBJECT,
        /** The reference errs, or cannot say: the reason names the evidence. */
        ORACLE
    }

    /**
     * @param file glob, or the fact
     * @param object glob
     * @param part glob
     */
    record Line(Kind kind, String file, String object, String part, String reason) {
        boolean accepts(String name, Finding finding) {
            return matches(file, name) && matches(object, finding.object()) && matches(part, finding.part());
        }
    }

    static CorpusExceptions load() {
        CorpusExceptions exceptions = new CorpusExceptions();
        try (InputStream stream = CorpusExceptions.class.getResourceAsStream("/corpus-exceptions.txt")) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> exceptions.lines.add(line(line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exceptions;
    }

    private static Line line(String text) {
        String[] fields = text.split("\\|", FIELDS + 1);
        for (int i = 0; i < fields.length; i++) {
            fields[i] = fields[i].strip();
        }
        if (fields[0].equals("fact") && fields.length == 3) {
            return new Line(Kind.FACT, fields[1], "*", "*", fields[2]);
        }
        if (fields.length != FIELDS + 1) {
            throw new IllegalStateException("expected kind | file | object | part | reason, found " + text);
        }
        Kind kind = fields[0].equals("oracle") ? Kind.ORACLE : Kind.OBJECT;
        return new Line(kind, fields[1], fields[2], fields[3], fields[4]);
    }

    /** A glob in which a star stands for anything, slashes too. */
    private static boolean matches(String glob, String text) {
        String escaped = glob.replace("**", "*").replace("*", "**");
        return FileSystems.getDefault()
                .getPathMatcher("glob:" + escaped.replace("[", "\\[").replace("{", "\\{"))
                .matches(Path.of(text));
    }

    /**
     * Whether the finding is accepted. Something wrong is accepted only where the reference errs; an error that is not ours
     * never.
     */
    boolean accept(String name, JsonNode object, Finding finding) {
        for (Line line : lines) {
            boolean accepted = switch (line.kind()) {
                case FACT -> finding.outcome() == Finding.Outcome.REFUSED && isFact(line.file(), object, finding);
                case OBJECT -> isError(finding.outcome()) && line.accepts(name, finding);
                case ORACLE -> finding.outcome() != Finding.Outcome.BROKEN && line.accepts(name, finding);
            };
            if (accepted) {
                used.add(line);
                return true;
            }
        }
        return false;
    }

    private static boolean isError(Finding.Outcome outcome) {
        return outcome == Finding.Outcome.REFUSED || outcome == Finding.Outcome.MALFORMED;
    }

    /** A filter must be named by its id, too. */
    private static boolean isFact(String fact, JsonNode object, Finding finding) {
        if (fact.startsWith("filter ")) {
            for (JsonNode filter : object.path("filters")) {
                if (fact.equals("filter " + filter.get("id"))) {
                    return finding.message().contains(": " + fact + " (");
                }
            }
            return false;
        }
        return switch (fact) {
            case "layout virtual" -> object.path("layout").asText().equals("virtual");
            case "order vax" -> object.path("dtype").asText().contains("vax");
            default -> throw new IllegalStateException("unknown fact " + fact);
        };
    }

    /** Lines of one kind. */
    List<Line> lines(Kind kind) {
        return lines.stream().filter(line -> line.kind() == kind).toList();
    }

    List<Line> unused() {
        return lines.stream().filter(line -> !used.contains(line)).toList();
    }
}
