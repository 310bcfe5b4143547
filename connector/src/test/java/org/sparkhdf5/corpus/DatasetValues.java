package org.sparkhdf5.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.RangeReader;

/**
 * Reads a dataset and holds its elements against an oracle: all, or head, tail and hash, and a slab read by itself. Of rows
 * that are too long to be read head and tail are read by cells.
 */
final class DatasetValues {
    private static final int DIFFERENCES_MAX = 3;

    private final JsonNode expected;
    private final Datatype type;
    private final StoredElements elements;
    private final OracleElement oracle;
    private final long rowElements;
    private final List<String> differences = new ArrayList<>();

    private DatasetValues(JsonNode expected, Datatype type, StoredElements elements, OracleElement oracle) {
        this.expected = expected;
        this.type = type;
        this.elements = elements;
        this.oracle = oracle;
        this.rowElements = elements.array().rowElements();
    }

    /** What differs; where the oracle has no values everything is read all the same. */
    static List<String> differences(Hdf5File file, RangeReader reader, Dataset dataset, JsonNode expected)
            throws IOException {
        ObjectLocation location = new ObjectLocation(reader.file(), dataset.path());
        StoredElements elements = new StoredElements(file, reader, dataset);
        if (dataset.dataspace().elementCount() == 0) {
            return expected.path("n").asLong() == 0 ? List.of() : List.of("no elements");
        }
        DatasetValues values =
                new DatasetValues(expected, dataset.datatype(), elements, new OracleElement(location, file));
        if (expected.path("large").asBoolean()) {
            if (elements.isByCells()) {
                values.cells();
            } else {
                values.large();
            }
        } else {
            values.all();
            values.slab();
        }
        return values.differences;
    }

    private void element(String what, long index, @Nullable JsonNode value, byte[] bytes, int offset)
            throws IOException {
        if (value == null || differences.size() >= DIFFERENCES_MAX) {
            return;
        }
        String difference = oracle.difference(value, type, bytes, offset);
        if (difference != null) {
            differences.add(what + "[" + index + "]: expected " + difference);
        }
    }

    private void all() throws IOException {
        JsonNode values = expected.path("values");
        JsonNode head = values.isArray() ? values : expected.path("head");
        JsonNode tail = expected.path("tail");
        long tailFrom = expected.path("n").asLong() - tail.size();
        boolean hashed = CanonicalBytes.isDefined(type);
        Sha256 hash = new Sha256();
        elements.forEachRow(0, elements.array().rowCount(), (row, bytes, offset) -> {
            for (int i = 0; i < rowElements; i++) {
                long index = row * rowElements + i;
                int at = offset + i * type.sizeBytes();
                if (index < head.size()) {
                    element("element", index, head.get((int) index), bytes, at);
                } else if (index >= tailFrom) {
                    element("element", index, tail.get((int) (index - tailFrom)), bytes, at);
                }
                if (hashed) {
                    oracle.canonical().write(type, bytes, at, hash);
                }
            }
        });
        JsonNode sha256 = expected.path("sha256");
        if (sha256.isTextual() && !(hashed && sha256.asText().equals(hash.hex()))) {
            differences.add("another hash of all elements");
        }
    }

    /** First elements of the first row and last elements of the last, along the last dimension. */
    private void large() throws IOException {
        long rowCount = elements.array().rowCount();
        JsonNode head = expected.get("head");
        JsonNode tail = expected.get("tail");
        boolean flat = elements.array().dimensions().size() == 1;
        long headRows = flat ? head.size() : 1;
        elements.forEachRow(0, headRows, (row, bytes, offset) -> {
            for (int i = 0; i < (flat ? 1 : head.size()); i++) {
                element("head", row + i, head.get((int) row + i), bytes, offset + i * type.sizeBytes());
            }
        });
        long tailRows = flat ? tail.size() : 1;
        elements.forEachRow(rowCount - tailRows, rowCount, (row, bytes, offset) -> {
            int from = flat ? 0 : (int) rowElements - tail.size();
            for (int i = 0; i < (flat ? 1 : tail.size()); i++) {
                int index = flat ? (int) (row - rowCount + tailRows) : i;
                element("tail", index, tail.get(index), bytes, offset + (from + i) * type.sizeBytes());
            }
        });
    }

    /** The first elements and the last, by cells. */
    private void cells() throws IOException {
        JsonNode head = expected.get("head");
        JsonNode tail = expected.get("tail");
        long tailFrom = expected.get("n").asLong() - tail.size();
        long[] taken = new long[1];
        elements.forEachCell(0, head.size(), (position, bytes, offset) -> {
            element("head", position, head.get((int) position), bytes, offset);
            taken[0]++;
        });
        elements.forEachCell(tailFrom, tailFrom + tail.size(), (position, bytes, offset) -> {
            element("tail", position, tail.get((int) (position - tailFrom)), bytes, offset);
            taken[0]++;
        });
        if (taken[0] != head.size() + tail.size()) {
            differences.add("another number of cells: " + taken[0]);
        }
    }

    private void slab() throws IOException {
        JsonNode slab = expected.path("slab");
        if (!slab.has("values") && !slab.path("sha256").isTextual()) {
            return;
        }
        List<Long> start = CorpusFiles.longs(slab.get("start"));
        List<Long> count = CorpusFiles.longs(slab.get("count"));
        Sha256 hash = new Sha256();
        long[] taken = new long[1];
        elements.forEachRow(start.get(0), start.get(0) + count.get(0), (row, bytes, offset) -> {
            for (int i = 0; i < rowElements; i++) {
                if (!isInSlab(i, start, count)) {
                    continue;
                }
                int at = offset + i * type.sizeBytes();
                if (slab.has("values")) {
                    element("slab", taken[0], slab.get("values").get((int) taken[0]), bytes, at);
                }
                taken[0]++;
                oracle.canonical().write(type, bytes, at, hash);
            }
        });
        if (slab.path("sha256").isTextual() && !slab.get("sha256").asText().equals(hash.hex())) {
            differences.add("another hash of the slab at " + start);
        }
        if (slab.has("values") && slab.get("values").size() != taken[0]) {
            differences.add("slab of " + slab.get("values").size() + " elements, found " + taken[0]);
        }
    }

    /** Whether an element of a row lies in the slab, by all dimensions but the first. */
    private boolean isInSlab(int positionInRow, List<Long> start, List<Long> count) {
        List<Long> dimensions = elements.array().dimensions();
        long rest = positionInRow;
        for (int i = dimensions.size() - 1; i > 0; i--) {
            long coordinate = rest % dimensions.get(i);
            rest /= dimensions.get(i);
            if (coordinate < start.get(i) || coordinate >= start.get(i) + count.get(i)) {
                return false;
            }
        }
        return true;
    }
}
