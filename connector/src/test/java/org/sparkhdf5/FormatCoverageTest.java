package org.sparkhdf5;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.codec.FilterRegistry;

/** {@code docs/format-coverage.md} has no row without a test that exists, and no filter is missing there. */
final class FormatCoverageTest {
    private static final Path PAGE = Path.of("../docs/format-coverage.md");
    private static final List<Path> SOURCES =
            List.of(Path.of("src/test/java"), Path.of("../integration-tests/src/test/java"));

    private static final Pattern NAMED_CLASS = Pattern.compile("`([A-Z][A-Za-z0-9]*)`");
    private static final Pattern TEST =
            Pattern.compile("^ *@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b", Pattern.MULTILINE);

    private static final Pattern REFUSAL =
            Pattern.compile("Unsupported(Hdf5Feature|Chunk)Exception|not (read|supported)|is a member");

    /** Where the tests of a row stand. */
    private static final String LAST_COLUMN = "shown by";

    /**
     * A row of a table of the page.
     *
     * @param heading above the table
     * @param cells from left to right
     */
    private record Line(String heading, List<String> cells) {
        String last() {
            return cells.get(cells.size() - 1);
        }

        List<String> tests() {
            return NAMED_CLASS
                    .matcher(last())
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        }

        /** Names of tests and nothing else. */
        boolean hasTests() {
            return last().matches("`[A-Z][A-Za-z0-9]*Test`(, `[A-Z][A-Za-z0-9]*Test`)*");
        }
    }

    @Test
    void everyRowNamesTestsThatExist() throws IOException {
        Map<String, String> tests = tests();
        List<String> findings = new ArrayList<>();
        List<Line> lines = lines();
        for (Line line : lines) {
            if (!line.hasTests()) {
                findings.add("no test: " + line);
            }
            for (String test : line.tests()) {
                if (!TEST.matcher(tests.getOrDefault(test, "")).find()) {
                    findings.add("no class with a test: " + test + " of " + line);
                }
            }
        }
        assertThat(findings).isEmpty();
        assertThat(lines).hasSizeGreaterThan(60);
    }

    /** What is refused is refused in a test, which goes red when it is read; then the row is wrong, too. */
    @Test
    void everyRefusalIsSeenByATest() throws IOException {
        Map<String, String> tests = tests();
        List<Line> refusals = lines().stream()
                .filter(line -> line.cells().get(1).contains("refused"))
                .toList();
        assertThat(refusals)
                .hasSizeGreaterThan(15)
                .allSatisfy(line -> assertThat(line.tests())
                        .anyMatch(test -> REFUSAL.matcher(tests.get(test)).find()));
    }

    @Test
    void everyFilterHasARow() throws IOException {
        List<String> rows = lines().stream()
                .filter(line -> line.heading().equals("Filters"))
                .map(line -> line.cells().get(0))
                .toList();
        List<String> missing = Stream.of(FilterRegistry.readableNames().split(", "))
                .filter(name -> rows.stream()
                        .noneMatch(row -> Pattern.compile("\\b" + name + "\\b")
                                .matcher(row)
                                .find()))
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void seesARowWithoutATest() {
        assertThat(new Line("Filters", List.of("zfp", "refused", "`CorpusTest`, `A1Test`")).hasTests())
                .isTrue();
        for (String last : new String[] {"", "none", "CorpusTest", "`CorpusTest` in part", "`Corpus`", "`read`"}) {
            assertThat(new Line("Filters", List.of("zfp", "refused", last)).hasTests())
                    .as(last)
                    .isFalse();
        }
    }

    /** The rows of all tables; each table ends in the column of tests. */
    private static List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        String heading = "";
        boolean inTable = false;
        for (String text : Files.readAllLines(PAGE)) {
            if (text.startsWith("#")) {
                heading = text.replaceFirst("^#+ *", "");
            }
            if (!text.startsWith("|")) {
                inTable = false;
                continue;
            }
            List<String> cells = cells(text);
            if (!inTable) {
                assertThat(cells.get(cells.size() - 1)).as(text).isEqualTo(LAST_COLUMN);
            } else if (!text.startsWith("|---")) {
                lines.add(new Line(heading, cells));
            }
            inTable = true;
        }
        return lines;
    }

    private static List<String> cells(String row) {
        Matcher matcher = Pattern.compile("\\|([^|]*)(?=\\|)").matcher(row);
        return matcher.results().map(match -> match.group(1).strip()).toList();
    }

    /** The sources of all test classes by their names; some stand in both places. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new TreeMap<>();
        for (Path folder : SOURCES) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                        .toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    tests.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return tests;
    }
}
