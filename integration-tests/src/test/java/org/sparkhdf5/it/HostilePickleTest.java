package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.it.testing.ForkedJvm;
import org.sparkhdf5.it.testing.Pickles;
import org.sparkhdf5.it.testing.SplicedPickle;

/**
 * Hostile pickles wherever a file can hold one, read by Spark in a JVM of 512 MB: each is refused by name, nothing in them is
 * executed.
 */
@Tag("slow")
class HostilePickleTest {
    /** Files whose pickle is replaced: a block of text, an index of objects, a row of objects. */
    private static final Map<String, String> PLACES =
            Map.of("block.h5", "/df", "index.h5", "/df", "rows.h5", "/objects");

    private static final String ATTRIBUTE_MARKER = "hostile-attribute-was-loaded";

    @TempDir
    private static Path folder;

    private static Path marker;
    private static Map<String, String> answers;

    @BeforeAll
    static void readAll() throws IOException, InterruptedException {
        marker = folder.resolve("hostile-pickle-was-loaded");
        Map<String, byte[]> pickles = new LinkedHashMap<>(Pickles.hostile(marker.toString()));
        pickles.putAll(Pickles.bombs());
        List<String> arguments = new ArrayList<>();
        for (String place : PLACES.keySet()) {
            for (Map.Entry<String, byte[]> pickle : pickles.entrySet()) {
                Path file = folder.resolve(name(place, pickle.getKey()));
                SplicedPickle.of(place, pickle.getValue()).write(file);
                arguments.add(file.toString());
                arguments.add(PLACES.get(place));
            }
        }
        for (String key : attributes()) {
            arguments.add(SplicedPickle.file("attributes.h5").toString());
            arguments.add(key);
        }
        answers = new LinkedHashMap<>();
        for (String line : ForkedJvm.run(Reads.class, "512m", arguments.toArray(new String[0]))
                .split("\n")) {
            if (line.startsWith("answer\t")) {
                String[] fields = line.split("\t", 4);
                answers.put(fields[1] + " " + fields[2], fields[3]);
            }
        }
    }

    private static String name(String place, String pickle) {
        return (place.replace(".h5", " ") + pickle + ".h5").replace(' ', '-').replace('^', '-');
    }

    private static List<String> attributes() {
        List<String> keys = new ArrayList<>();
        Stream.of("name", "freq", "tz").forEach(attribute -> keys.add("/fixed/" + attribute));
        Stream.of("index_cols", "values_cols", "non_index_axes", "data_columns", "info", "levels", "nan_rep", "kind")
                .forEach(attribute -> keys.add("/table/" + attribute));
        return keys;
    }

    @Test
    void globalsAndOpcodesAreRefusedByName() {
        for (String place : PLACES.keySet()) {
            for (String name : Pickles.hostile("").keySet()) {
                String file = name(place, name);
                assertThat(answers.get(file + " " + PLACES.get(place)))
                        .as(file)
                        .startsWith("refused")
                        .contains(file)
                        .contains(PLACES.get(place))
                        .contains(name.split(" ")[0]);
            }
        }
    }

    @Test
    void bombsAreRefused() {
        for (String place : PLACES.keySet()) {
            for (String name : Pickles.bombs().keySet()) {
                String file = name(place, name);
                assertThat(answers.get(file + " " + PLACES.get(place)))
                        .as(file)
                        .startsWith("refused")
                        .contains(file)
                        .contains(PLACES.get(place));
            }
        }
    }

    @Test
    void attributesThatMatterAreRefusedAndOthersAreText() {
        for (String key : attributes()) {
            String answer = answers.get("attributes.h5 " + key);
            assertThat(answer).as(key).isNotNull();
            if (answer.startsWith("refused")) {
                assertThat(answer).contains("os.system", key);
            } else {
                assertThat(answer).as(key).isEqualTo("read 2 rows");
            }
        }
    }

    @Test
    void nothingWasExecuted() {
        assertThat(answers)
                .hasSize(PLACES.size()
                                * (Pickles.hostile("").size() + Pickles.bombs().size())
                        + attributes().size());
        assertThat(Files.exists(marker)).isFalse();
        assertThat(Files.exists(Path.of(ATTRIBUTE_MARKER))).isFalse();
    }

    /** The program: reads all of each file and object, and says what came of it. */
    static final class Reads {
        private Reads() {}

        public static void main(String[] arguments) {
            SparkSession spark = SparkSession.builder()
                    .master("local[2]")
                    .config("spark.ui.enabled", "false")
                    .getOrCreate();
            for (int i = 0; i < arguments.length; i += 2) {
                Path file = Path.of(arguments[i]);
                System.out.println("answer\t" + file.getFileName() + "\t" + arguments[i + 1] + "\t"
                        + answer(spark, file, arguments[i + 1]));
            }
            spark.stop();
        }

        private static String answer(SparkSession spark, Path file, String object) {
            try {
                List<Row> rows = spark.read()
                        .format("hdf5")
                        .option("dataset", object)
                        .load(file.toUri().toString())
                        .collectAsList();
                return "read " + rows.size() + " rows";
            } catch (Exception e) {
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    if (cause instanceof UnsupportedHdf5FeatureException || cause instanceof Hdf5FormatException) {
                        return "refused " + cause.getMessage().replace('\n', ' ');
                    }
                }
                return "failed " + e.toString().replace('\n', ' ');
            }
        }
    }
}
