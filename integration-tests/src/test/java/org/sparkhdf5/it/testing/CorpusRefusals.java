package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of the corpus is not compared: the list of the connector's own corpus test, {@code corpus-exceptions.txt}, and
 * {@code corpus-rows-refusals.txt}: what can be read, but has no Spark value. Each line has its reason.
 */
public final class CorpusRefusals {

    /**
     * @param file glob; a star stands for anything
     * @param object glob
     * @param message part of the error, for {@code refused} lines
     */
    public record Line(String kind, String file, String object, String message, String reason) {
        boolean covers(CorpusDataset dataset) {
            return glob(file, dataset.file()) && glob(object, dataset.path());
        }

        private static boolean glob(String glob, String text) {
            String expression = Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            return Pattern.compile(expression, Pattern.DOTALL).matcher(text).matches();
        }
    }

    private final List<Line> room = new ArrayList<>();
    private final List<Line> rows = new ArrayList<>();
    private final Set<Line> used = new LinkedHashSet<>();

    private CorpusRefusals() {}

    public static CorpusRefusals load() {
        CorpusRefusals refusals = new CorpusRefusals();
        for (String[] fields : lines("/corpus-exceptions.txt")) {
            String kind = fields[0];
            if (kind.equals("fact")) {
                refusals.room.add(new Line(kind, fields[1], "*", "", fields[2]));
            } else {
                refusals.room.add(new Line(kind, fields[1], fields[2], fields[3], fields[4]));
            }
        }
        for (String[] fields : lines("/corpus-rows-refusals.txt")) {
            refusals.rows.add(new Line("refused", fields[0], fields[1], fields[2], fields[3]));
        }
        return refusals;
    }

    private static List<String[]> lines(String resource) {
        try (InputStream stream = CorpusRefusals.class.getResourceAsStream(resource)) {
            List<String[]> lines = new ArrayList<>();
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(line.strip().split("\\s*\\|\\s*"));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether an error may, and for this reason, come instead of the values. */
    public boolean mayFail(CorpusDataset dataset, String messages) {
        if (dataset.isUnreadable()) {
            return true;
        }
        for (Line line : room) {
            boolean accepted = switch (line.kind()) {
                case "fact" -> isFact(line.file(), dataset.expected(), messages);
                case "object" -> line.covers(dataset);
                default -> isOfValues(line) && line.covers(dataset);
            };
            if (accepted) {
                return true;
            }
        }
        for (Line line : rows) {
            if (line.covers(dataset) && messages.contains(line.message())) {
                used.add(line);
                return true;
            }
        }
        return false;
    }

    /** Whether the oracle errs, or cannot say. */
    public boolean mayDiffer(CorpusDataset dataset) {
        return dataset.isUnreadable()
                || room.stream()
                        .anyMatch(line -> line.kind().equals("oracle") && isOfValues(line) && line.covers(dataset));
    }

    private static boolean isOfValues(Line line) {
        return line.message().equals("values") || line.message().equals("*");
    }

    /** A filter must be named by its id, too. */
    private static boolean isFact(String fact, JsonNode object, String messages) {
        if (fact.startsWith("filter ")) {
            for (JsonNode filter : object.path("filters")) {
                if (fact.equals("filter " + filter.get("id"))) {
                    return messages.contains(": " + fact + " (");
                }
            }
            return false;
        }
        return switch (fact) {
            case "layout virtual" -> object.path("layout").asText().equals("virtual");
            case "external storage" -> object.has("external");
            case "order vax" -> object.path("dtype").asText().contains("vax");
            default -> throw new IllegalStateException("unknown fact " + fact);
        };
    }

    /** Lines of the rows' own list that nothing needed. */
    public List<Line> unused() {
        return rows.stream().filter(line -> !used.contains(line)).toList();
    }
}
