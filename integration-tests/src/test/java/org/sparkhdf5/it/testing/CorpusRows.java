package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Reads a dataset of the corpus with {@code layout=rows} and holds columns, number of rows, first and last elements against
 * the oracle. What is large is not brought to the driver.
 */
public final class CorpusRows {
    private static final long COLLECTED_ROWS_MAX = 2_000;
    private static final long COLLECTED_ELEMENTS_MAX = 500_000;
    private static final long TAIL_ROWS_MAX = 300_000;
    /** Spark counts one by one; of more rows than this the number that the source states is compared. */
    private static final long COUNTED_ROWS_MAX = 10_000_000;

    /** Elements that are arrays as long as this are not brought to the driver. */
    private static final long ARRAY_MAX = 1_000_000;

    private static final int HEAD = 20;

    private final CorpusDataset dataset;
    private final Dataset<Row> frame;

    private CorpusRows(CorpusDataset dataset, Dataset<Row> frame) {
        this.dataset = dataset;
        this.frame = frame;
    }

    /** What differs, or null. Throws what the source throws. */
    public static String difference(SparkSession spark, Path file, CorpusDataset dataset) {
        Dataset<Row> frame = spark.read()
                .format("hdf5")
                .option("dataset", dataset.path())
                .option("layout", "rows")
                .load(file.toUri().toString());
        return difference(frame, dataset);
    }

    /** What differs between a dataset and a frame of its rows, or null. */
    public static String difference(Dataset<Row> frame, CorpusDataset dataset) {
        return new CorpusRows(dataset, dataset.isRecord() ? frame : values(frame, dataset.path())).difference();
    }

    /** The values of a dataset with dimension scales, whose coordinates come first; in netCDF they are named as it. */
    private static Dataset<Row> values(Dataset<Row> frame, String path) {
        String[] columns = frame.columns();
        String last = columns[columns.length - 1];
        String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst("^_nc4_non_coord_", "");
        boolean coordinates = columns.length == 2 && (last.equals("value") || last.equals(name));
        return coordinates || (columns.length == 1 && last.equals(name))
                ? frame.select(frame.col("`" + last.replace("`", "``") + "`").as("value"))
                : frame;
    }

    private String difference() {
        String columns = columns();
        if (columns != null) {
            return columns;
        }
        if (dataset.isPickled()) {
            return count(frame.collectAsList().size());
        }
        JsonNode head = dataset.head();
        JsonNode tail = dataset.tail();
        long rowCount = dataset.rowCount();
        long rowElements = dataset.rowElements();
        if (head.size() == 1 && head.get(0).path("n").asLong() > ARRAY_MAX) {
            return longArray(head.get(0));
        }
        if (rowCount <= COLLECTED_ROWS_MAX && rowCount * rowElements <= COLLECTED_ELEMENTS_MAX) {
            List<Object> elements = new ArrayList<>();
            List<Row> rows = frame.collectAsList();
            rows.forEach(row -> add(row, elements));
            String counts = count(rows.size());
            if (counts == null && elements.size() != rowCount * rowElements) {
                counts = "expected " + rowCount * rowElements + " elements, found " + elements.size();
            }
            return first(
                    counts, run("head", head, elements, 0), run("tail", tail, elements, elements.size() - tail.size()));
        }
        String difference = first(count(), run("head", head, elements(takeHead(head)), 0));
        if (difference == null && rowCount < TAIL_ROWS_MAX) {
            List<Object> elements = elements(List.of((Row[]) frame.tail(rows(tail))));
            difference = run("tail", tail, elements, elements.size() - tail.size());
        }
        return difference;
    }

    private List<Row> takeHead(JsonNode head) {
        return frame.takeAsList(rows(head));
    }

    /** Rows that hold so many elements. */
    private int rows(JsonNode elements) {
        return (int) ((elements.size() + dataset.rowElements() - 1) / dataset.rowElements());
    }

    private static String first(String... differences) {
        for (String difference : differences) {
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private String count() {
        return count(
                dataset.rowCount() <= COUNTED_ROWS_MAX
                        ? frame.count()
                        : frame.queryExecution()
                                .optimizedPlan()
                                .stats()
                                .rowCount()
                                .get()
                                .longValue());
    }

    private String count(long found) {
        return found == dataset.rowCount() ? null : "expected " + dataset.rowCount() + " rows, found " + found;
    }

    /** The names of the columns; Spark's do not differ by case alone. */
    private String columns() {
        List<String> expected = new ArrayList<>();
        Set<String> folded = new HashSet<>();
        if (dataset.isRecord()) {
            for (JsonNode member : dataset.type().get("members")) {
                String name = CorpusDataset.shown(member.get("name").asText());
                expected.add(name);
                folded.add(name.toLowerCase(Locale.ROOT));
            }
        } else {
            expected.add("value");
            folded.add("value");
        }
        List<String> found = List.of(frame.columns());
        boolean same = folded.size() == expected.size() ? expected.equals(found) : expected.size() == found.size();
        return same ? null : "expected columns " + expected + ", found " + found;
    }

    private List<Object> elements(List<Row> rows) {
        List<Object> elements = new ArrayList<>();
        rows.forEach(row -> add(row, elements));
        return elements;
    }

    private void add(Row row, List<Object> elements) {
        if (dataset.isRecord()) {
            elements.add(row);
        } else {
            CorpusElement.flatten(row.get(0), Math.max(0, dataset.rank() - 1), elements);
        }
    }

    private String run(String what, JsonNode expected, List<Object> found, int from) {
        if (from < 0 || expected.size() > found.size() - from) {
            return "expected " + expected.size() + " elements at the " + what + ", found " + found.size();
        }
        String dtype = dataset.expected().path("dtype").asText();
        for (int i = 0; i < expected.size(); i++) {
            String difference = CorpusElement.difference(expected.get(i), dtype, dataset.type(), found.get(from + i));
            if (difference != null) {
                return what + "[" + i + "]: " + difference;
            }
        }
        return null;
    }

    /** One element of many numbers. */
    private String longArray(JsonNode expected) {
        Row row = frame.select(
                        functions.size(functions.col("value")),
                        functions.slice(functions.col("value"), 1, HEAD),
                        functions.slice(functions.col("value"), -HEAD, HEAD))
                .collectAsList()
                .get(0);
        String count = row.getInt(0) == expected.get("n").asInt() ? null : "found " + row.getInt(0) + " elements";
        List<Object> head = new ArrayList<>();
        List<Object> tail = new ArrayList<>();
        CorpusElement.flatten(row.get(1), 1, head);
        CorpusElement.flatten(row.get(2), 1, tail);
        JsonNode base = dataset.type().path("base");
        for (int i = 0; count == null && i < HEAD; i++) {
            count = first(
                    CorpusElement.difference(expected.get("head").get(i), "", base, head.get(i)),
                    CorpusElement.difference(expected.get("tail").get(i), "", base, tail.get(i)));
        }
        return count;
    }
}
