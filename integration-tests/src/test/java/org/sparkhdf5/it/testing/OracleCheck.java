package org.sparkhdf5.it.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * Compares what Spark reads from HDFS with the oracles of a folder: the names and types of the columns, the order of the
 * rows and every value exactly (floats by their bits, any NaN equal to any other).
 */
public final class OracleCheck {
    private static final String OPEN_COST = "spark.sql.files.openCostInBytes";

    /** How the scan is split: the file in one piece, found by its task, or pieces planned by the driver. */
    public enum Split {
        DEFERRED,
        PLANNED
    }

    /** One object of one file, one way to read it, one kind of split. */
    public record Case(OracleFile file, OracleFile.Reading reading, Split split) {
        @Override
        public String toString() {
            return file.name() + " " + reading + " " + split;
        }
    }

    private final HdfsCluster cluster;
    private final SparkSession spark;
    private final ExpectedRefusals refusals = ExpectedRefusals.load();
    private final Map<String, String> uris = new HashMap<>();

    public OracleCheck(HdfsCluster cluster, SparkSession spark) {
        this.cluster = cluster;
        this.spark = spark;
    }

    /** Every case of the files. */
    public static Stream<Case> cases(List<OracleFile> files) {
        List<Case> cases = new ArrayList<>();
        for (OracleFile file : files) {
            for (OracleFile.Reading reading : file.objects()) {
                for (Split split : Split.values()) {
                    cases.add(new Case(file, reading, split));
                }
            }
        }
        return cases.stream();
    }

    /** Reads one object and compares it, or asserts that it is refused with a reason if it is one to refuse. */
    public void check(Case one) throws IOException {
        spark.conf().set(OPEN_COST, one.split == Split.PLANNED ? "0" : "4194304");
        try {
            Optional<ExpectedRefusals.Refusal> refusal = refusals.find(one.file.name(), one.reading.object());
            if (refusal.isPresent()) {
                assertFailure(() -> read(one, Map.of()).collectAsList())
                        .contains(
                                fileName(one),
                                one.reading.object(),
                                refusal.get().reason());
            } else if (one.reading.columns().isEmpty()) {
                fail("%s has no oracle of columns: list it in expected-refusals.txt", one);
            } else if (one.reading.hasNanoseconds()) {
                assertFailure(() -> read(one, Map.of()).collectAsList())
                        .contains(fileName(one), one.reading.object(), "nanoseconds");
                compare(read(one, Map.of("nanoseconds", "floor")), one.reading.columns());
            } else {
                compare(read(one, Map.of()), one.reading.columns());
            }
        } finally {
            spark.conf().unset(OPEN_COST);
        }
    }

    /** Asserts that every line of the list of refusals is about one of these files. */
    public static void assertRefusalsAreUsed(List<OracleFile> files, String folderPrefix) {
        assertThat(ExpectedRefusals.load().unused(files, folderPrefix))
                .as("expected refusals without an object")
                .isEmpty();
    }

    private Dataset<Row> read(Case one, Map<String, String> more) throws IOException {
        String uri = uris.get(one.file.name());
        if (uri == null) {
            uri = cluster.put(one.file.bytes(), "/oracle/" + one.file.name());
            uris.put(one.file.name(), uri);
        }
        DataFrameReader reader = spark.read().format("hdf5").option("dataset", one.reading.object());
        one.reading.options().forEach(reader::option);
        more.forEach(reader::option);
        return reader.load(uri);
    }

    private static String fileName(Case one) {
        return Path.of(one.file.name()).getFileName().toString();
    }

    /** Asserts that a DataFrame has exactly these columns and values. */
    public static void compare(Dataset<Row> actual, List<OracleColumn> expected) {
        assertThat(Arrays.stream(actual.schema().fields()).map(OracleCheck::describe))
                .as("columns")
                .containsExactlyElementsOf(expected.stream()
                        .map(column -> column.name() + " " + column.sparkType())
                        .toList());
        List<Row> rows = actual.collectAsList();
        for (int i = 0; i < expected.size(); i++) {
            List<Object> values = new ArrayList<>(rows.size());
            for (Row row : rows) {
                values.add(java(row.get(i)));
            }
            assertThat(values)
                    .as("column %s", expected.get(i).name())
                    .isEqualTo(expected.get(i).expected());
        }
    }

    private static String describe(StructField field) {
        return field.name() + " " + field.dataType().sql().replace(" NOT NULL", "");
    }

    /** A value of a row with Scala's sequences and with structs turned into lists. */
    public static Object java(Object value) {
        if (value instanceof Row row) {
            List<Object> fields = new ArrayList<>();
            for (int i = 0; i < row.length(); i++) {
                fields.add(java(row.get(i)));
            }
            return fields;
        }
        if (value instanceof Seq<?> sequence) {
            List<Object> list = new ArrayList<>();
            for (Iterator<?> elements = sequence.iterator(); elements.hasNext(); ) {
                list.add(java(elements.next()));
            }
            return list;
        }
        return value;
    }
}
