package org.sparkhdf5.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jhdf.HdfFile;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.FloatBits;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.IntegerBits;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.testing.SharedTest;

/**
 * A second opinion: what jhdf reads of the corpus is what we read, numbers and strings, every element. Where it is not, the
 * value of h5py decides, which is ours: these cases are in {@code jhdf-differences.txt}, one line each, and only they.
 */
@SharedTest
class JhdfTest {
    private static final int ELEMENTS_MAX = 1 << 20;

    /** Bytes whose text is a matter of opinion. */
    private static final Object NO_TEXT = new Object();

    private int compared;
    private final TreeMap<String, String> differences = new TreeMap<>();

    @Test
    @Tag("slow")
    void jhdfReadsTheSameButForListedCases() throws IOException {
        for (CorpusFiles.Entry entry : CorpusFiles.below("files/")) {
            JsonNode expected = CorpusFiles.expected(entry);
            try (HdfFile theirs = new HdfFile(CorpusFiles.resolve(entry.name()))) {
                RangeReader reader = CorpusFiles.reader(entry);
                Hdf5File ours = CorpusFiles.open(reader);
                for (JsonNode object : expected.get("objects")) {
                    if (isCompared(object)) {
                        compare(entry, object, theirs, ours, reader);
                    }
                }
            } catch (HdfException | IOException | UnsupportedHdf5FeatureException e) {
                continue; // one of the two does not claim to read the file
            }
        }
        System.out.println("jhdf: " + compared + " datasets read by both, " + differences.size() + " differ");

        assertThat(differences.values()).containsExactlyElementsOf(listed());
        assertThat(compared).isGreaterThan(1_000);
    }

    private static boolean isCompared(JsonNode object) {
        return object.get("kind").asText().equals("dataset")
                && object.path("n").asLong() > 0
                && object.path("n").asLong() <= ELEMENTS_MAX
                && !object.has("unreadable");
    }

    private static List<String> listed() throws IOException {
        try (InputStream stream = JhdfTest.class.getResourceAsStream("/jhdf-differences.txt")) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private void compare(CorpusFiles.Entry entry, JsonNode object, HdfFile theirs, Hdf5File ours, RangeReader reader)
            throws IOException {
        String path = object.get("path").asText();
        List<Object> found = List.of();
        try {
            if (ours.find(path) instanceof Dataset dataset) {
                found = elements(ours, reader, dataset);
            }
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            return; // CorpusTest says which
        }
        Object jhdf;
        try {
            if (found.isEmpty() || !(theirs.getByPath(path) instanceof io.jhdf.api.Dataset other)) {
                return;
            }
            jhdf = other.getDataFlat();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return; // jhdf does not claim to read it
        }
        compared++;
        String difference = difference(found, jhdf, object);
        if (difference != null) {
            differences.put(entry.name() + " " + path, entry.name() + " | " + path + " | " + difference);
        }
    }

    /** The first difference at an element that the oracle lists, or else the first; null where there is none. */
    private static @Nullable String difference(List<Object> ours, @Nullable Object jhdf, JsonNode object) {
        int count = jhdf == null ? 0 : jhdf.getClass().isArray() ? Array.getLength(jhdf) : 1;
        if (jhdf == null || count != ours.size()) {
            return "h5py " + ours.size() + " elements, from " + listedValue(object, 0) + " on, jhdf "
                    + (jhdf == null ? "nothing" : count);
        }
        String first = null;
        for (int i = 0; i < count; i++) {
            Object theirs = jhdf.getClass().isArray() ? Array.get(jhdf, i) : jhdf;
            if (!isSame(ours.get(i), theirs)) {
                JsonNode value = listedValue(object, i);
                if (value != null) {
                    return "[" + i + "] h5py " + value + ", jhdf " + shown(theirs);
                }
                first = first == null
                        ? "[" + i + "] h5py " + shown(ours.get(i)) + " (all by their hash), jhdf " + shown(theirs)
                        : first;
            }
        }
        return first;
    }

    private static String shown(@Nullable Object value) {
        String text = value instanceof String string ? '"' + string + '"' : String.valueOf(value);
        return text.length() > 60 ? text.substring(0, 60) + "…" : text.replace("\n", "\\n");
    }

    private static @Nullable JsonNode listedValue(JsonNode object, int index) {
        JsonNode head = object.has("values") ? object.get("values") : object.path("head");
        if (index < head.size()) {
            return head.get(index);
        }
        int fromEnd = object.get("n").asInt() - index;
        JsonNode tail = object.path("tail");
        return fromEnd <= tail.size() ? tail.get(tail.size() - fromEnd) : null;
    }

    private static boolean isSame(Object ours, @Nullable Object theirs) {
        if (ours == NO_TEXT) {
            return true;
        }
        if (ours instanceof BigInteger integer) {
            return theirs instanceof Number && integer.equals(new BigInteger(theirs.toString()));
        }
        if (ours instanceof Double number) {
            return theirs instanceof Number other && number.equals(other.doubleValue());
        }
        return ours.equals(theirs);
    }

    /** Numbers as big integers and doubles, strings as text; empty for any other type. */
    private static List<Object> elements(Hdf5File file, RangeReader reader, Dataset dataset) throws IOException {
        ObjectLocation location = new ObjectLocation(reader.file(), dataset.path());
        Datatype type = dataset.datatype();
        List<Object> found = new ArrayList<>();
        if (!(type instanceof Datatype.FixedPoint
                || type instanceof Datatype.FloatingPoint
                || type instanceof Datatype.FixedString
                || type instanceof Datatype.VariableString)) {
            return found;
        }
        CanonicalBytes canonical = new CanonicalBytes(location, file.globalHeap());
        StoredElements elements = new StoredElements(file, reader, dataset);
        elements.forEachRow(0, elements.array().rowCount(), (row, bytes, offset) -> {
            for (int i = 0; i < elements.array().rowElements(); i++) {
                found.add(element(location, canonical, type, bytes, offset + i * type.sizeBytes()));
            }
        });
        return found;
    }

    private static Object element(
            ObjectLocation location, CanonicalBytes canonical, Datatype type, byte[] bytes, int offset)
            throws IOException {
        if (type instanceof Datatype.FixedPoint number) {
            long value = IntegerBits.of(location, number).read(bytes, offset);
            return number.signed() ? BigInteger.valueOf(value) : new BigInteger(Long.toUnsignedString(value));
        }
        if (type instanceof Datatype.FloatingPoint number) {
            return FloatBits.of(location, number).read(bytes, offset);
        }
        String text = new String(canonical.text(type, bytes, offset), StandardCharsets.UTF_8);
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? text : NO_TEXT;
    }
}
