package org.sparkhdf5.it.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
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
    private static final String SPLIT_BYTES = "spark.sql.files.maxPartitionBytes";
    private static final String ADAPTIVE = "spark.sql.adaptive.enabled";
    private static final int THIRD = 3;

    /** How the scan is split: the file in one piece, found by its task, or pieces planned by the driver. */
    public enum Split {
        DEFERRED,
        PLANNED,
        /** Planned, three partitions or more wherever the storage has borders for them. */
        THIRDS
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
    private final Map<String, StoredDatasets> stored = new HashMap<>();

    public OracleCheck(HdfsCluster cluster, SparkSession spark) {
        this.cluster = cluster;
        this.spark = spark;
    }

    /** Every case of the files. */
    public static Stream<Case> cases(List<OracleFile> files) {
        List<Case> cases = new ArrayList<>();
        for (OracleFile file : files) {
            for (OracleFile.Reading reading : file.objects()) {
                for (Split split : splits(file, reading)) {
                    cases.add(new Case(file, reading, split));
                }
            }
        }
        return cases.stream();
    }

    /** Those that add something: an option does not depend on them, and of the hundreds of compressed arrays two are enough. */
    private static List<Split> splits(OracleFile file, OracleFile.Reading reading) {
        if (reading.options().containsKey("objects")) {
            return List.of(Split.PLANNED);
        }
        return file.name().contains("/p_codecs") ? List.of(Split.DEFERRED, Split.THIRDS) : List.of(Split.values());
    }

    /** Reads one object and compares it, or asserts that it is refused with a reason if it is one to refuse. */
    public void check(Case one) throws IOException {
        if (one.reading.object().endsWith("/*")) {
            String group =
                    one.reading.object().substring(0, one.reading.object().length() - 2);
            for (String path : stored(one).children(group)) {
                check(new Case(one.file, one.reading.of(path), one.split));
            }
            return;
        }
        spark.conf().set(OPEN_COST, one.split == Split.DEFERRED ? "4194304" : "0");
        spark.conf().set(ADAPTIVE, "false");
        if (one.split == Split.THIRDS) {
            splitInThirds(one);
        }
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
            } else {
                checkValues(one);
            }
        } finally {
            spark.conf().unset(OPEN_COST);
            spark.conf().unset(SPLIT_BYTES);
            spark.conf().unset(ADAPTIVE);
        }
    }

    private void checkValues(Case one) throws IOException {
        List<OracleColumn> columns = one.reading.columns();
        Map<String, String> options = Map.of();
        if (one.reading.hasNanoseconds()) {
            assertFailure(() -> read(one, Map.of()).collectAsList())
                    .contains(fileName(one), one.reading.object(), "nanoseconds");
            options = Map.of("nanoseconds", "floor");
        }
        Dataset<Row> frame = read(one, options);
        for (OracleColumn column : columns) {
            if (column.hasHugeIntegers()) {
                assertThat(frame.schema().apply(column.name()).dataType().sql()).isEqualTo(column.sqlType());
                Dataset<Row> huge = frame.select(column.name());
                assertFailure(huge::collectAsList)
                        .contains(
                                fileName(one),
                                column.name(),
                                "row " + column.firstHugeInteger(),
                                ".schema(",
                                "option(\"objects\", \"string\")");
                frame = frame.drop(column.name());
            }
        }
        columns = columns.stream().filter(column -> !column.hasHugeIntegers()).toList();
        compare(frame, columns);
        if (one.split == Split.THIRDS && canBeCut(one)) {
            assertThat(frame.queryExecution().toRdd().getNumPartitions())
                    .as("partitions of %s", stored(one).rowsOf(one.reading.object(), one.reading.rowCount()))
                    .isGreaterThanOrEqualTo(THIRD);
        }
    }

    private void splitInThirds(Case one) throws IOException {
        long storedBytes = 0;
        for (StoredDatasets.Stored part : stored(one).rowsOf(one.reading.object(), one.reading.rowCount())) {
            storedBytes += part.storedBytes();
        }
        spark.conf().set(SPLIT_BYTES, String.valueOf(Math.max(1, storedBytes / THIRD)));
    }

    /** Three rows or more, each part contiguous or of three chunks or more. */
    private boolean canBeCut(Case one) throws IOException {
        List<StoredDatasets.Stored> parts = stored(one).rowsOf(one.reading.object(), one.reading.rowCount());
        return one.reading.rowCount() >= THIRD
                && !parts.isEmpty()
                && parts.stream().allMatch(part -> part.rowChunks() == 0 || part.rowChunks() >= THIRD)
                && parts.stream().mapToLong(StoredDatasets.Stored::storedBytes).sum() >= THIRD;
    }

    private StoredDatasets stored(Case one) throws IOException {
        StoredDatasets known = stored.get(one.file.name());
        if (known == null) {
            known = StoredDatasets.of(spark, uri(one));
            stored.put(one.file.name(), known);
        }
        return known;
    }

    /** Asserts that every line of the list of refusals is about one of these files. */
    public static void assertRefusalsAreUsed(List<OracleFile> files, String folderPrefix) {
        assertThat(ExpectedRefusals.load().unused(files, folderPrefix))
                .as("expected refusals without an object")
                .isEmpty();
    }

    private Dataset<Row> read(Case one, Map<String, String> more) throws IOException {
        DataFrameReader reader = spark.read().format("hdf5").option("dataset", one.reading.object());
        one.reading.options().forEach(reader::option);
        more.forEach(reader::option);
        return reader.load(uri(one));
    }

    private String uri(Case one) throws IOException {
        String uri = uris.get(one.file.name());
        if (uri == null) {
            uri = cluster.put(one.file.bytes(), "/oracle/" + one.file.name());
            uris.put(one.file.name(), uri);
        }
        return uri;
    }

    private static String fileName(Case one) {
        return Path.of(one.file.name()).getFileName().toString();
    }

    /** Asserts that a DataFrame has exactly these columns and values. */
    public static void compare(Dataset<Row> actual, List<OracleColumn> expected) {
        assertThat(Arrays.stream(actual.schema().fields()).map(OracleCheck::describe))
                .as("columns")
                .containsExactlyElementsOf(expected.stream()
                        .map(column -> column.name() + " " + column.sqlType())
                        .toList());
        for (OracleColumn column : expected) {
            OracleMetadata.assertHolds(actual.schema().apply(column.name()), column.metadata());
        }
        List<Row> rows = actual.collectAsList();
        for (int i = 0; i < expected.size(); i++) {
            OracleColumn column = expected.get(i);
            List<Object> wanted = column.expected();
            List<Object> values = new ArrayList<>(rows.size());
            for (int row = 0; row < rows.size(); row++) {
                Object value = java(rows.get(row).get(i));
                values.add(row < wanted.size() ? column.found(value, wanted.get(row)) : value);
            }
            assertThat(values).as("column %s", column.name()).isEqualTo(wanted);
        }
    }

    private static String describe(StructField field) {
        return field.name() + " " + field.dataType().sql().replace(" NOT NULL", "");
    }

    /** A value of a row with Scala's sequences and with structs turned into lists, bytes into hexadecimal digits. */
    public static Object java(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
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
