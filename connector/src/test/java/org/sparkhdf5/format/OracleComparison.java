package org.sparkhdf5.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.RangeReader;

/** Holds every object of a file against an oracle's JSON: differences are collected, refusals by name are listed. */
final class OracleComparison {
    private final Hdf5File file;
    private final RangeReader reader;
    private final boolean followsExternalLinks;
    final List<String> differences = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();
    int compared;

    private OracleComparison(Hdf5File file, RangeReader reader, boolean followsExternalLinks) {
        this.file = file;
        this.followsExternalLinks = followsExternalLinks;
        this.reader = file.reader(); // an image of the metadata cache lies over it
    }

    static OracleComparison of(RangeReader reader, JsonNode expected) throws IOException {
        return new OracleComparison(Hdf5File.open(reader), reader, false).compare(expected);
    }

    /** Follows external links too. */
    static OracleComparison of(RangeReader reader, ExternalFiles externalFiles, JsonNode expected) throws IOException {
        return new OracleComparison(Hdf5File.open(reader, externalFiles), reader, true).compare(expected);
    }

    private OracleComparison compare(JsonNode expected) {
        Map<String, List<String>> children = new HashMap<>();
        for (JsonNode object : expected.get("objects")) {
            String path = shown(object.get("path").asText());
            part(path, "object", () -> object(path, object));
            if (!path.equals("/")) {
                int slash = path.lastIndexOf('/');
                children.computeIfAbsent(slash == 0 ? "/" : path.substring(0, slash), key -> new ArrayList<>())
                        .add(path.substring(slash + 1));
            }
        }
        for (JsonNode object : expected.get("objects")) {
            if (object.get("kind").asText().equals("group")) {
                String path = shown(object.get("path").asText());
                part(path, "children", () -> children(path, children.getOrDefault(path, List.of()), object));
            }
        }
        return this;
    }

    private void children(String path, List<String> expected, JsonNode object) throws IOException {
        Group group = (Group) file.find(path);
        equal(path, "children", expected, group.links().stream().map(Link::name).toList());
        for (Entry<Link> entry : group.linkEntries()) {
            if (entry instanceof Entry.Unreadable<Link> unreadable) {
                differences.add(path + " children: " + unreadable.error());
            }
        }
        if (object.has("by_creation")) {
            List<String> byCreation = new ArrayList<>();
            object.get("by_creation").forEach(name -> byCreation.add(name.asText()));
            equal(
                    path,
                    "children by creation",
                    byCreation,
                    group.linksByCreation().stream().map(Link::name).toList());
            equal(path, "creation order", true, group.creationOrderTracked());
        }
    }

    /** h5py hands a byte that is not UTF-8 on as a lone surrogate; we write {@code \xNN}. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lone = c >= '\udc80' && c <= '\udcff' && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            shown.append(lone ? String.format(Locale.ROOT, "\\x%02x", c - 0xdc00) : String.valueOf(c));
        }
        return shown.toString();
    }

    @FunctionalInterface
    private interface Part {
        void compare() throws IOException;
    }

    private void part(String path, String part, Part body) {
        try {
            body.compare();
        } catch (UnsupportedHdf5FeatureException e) {
            if (!e.getMessage().startsWith(reader.file() + ": /")) {
                differences.add(path + " " + part + ": a refusal that does not name file and object: " + e);
            }
            refusals.add(path + " " + part);
        } catch (Hdf5FormatException e) {
            differences.add(path + " " + part + ": " + e);
        } catch (IOException | RuntimeException e) {
            differences.add(path + " " + part + ": not an error we give: " + e);
        }
    }

    private void equal(String path, String part, Object expected, Object found) {
        compared++;
        if (!Objects.equals(expected, found)) {
            differences.add(path + " " + part + ": expected " + expected + ", found " + found);
        }
    }

    private void object(String path, JsonNode expected) throws IOException {
        String kind = expected.get("kind").asText();
        if (kind.endsWith("link")) {
            link(path, kind, expected);
            return;
        }
        Hdf5Object found = file.find(path);
        if (found == null) {
            differences.add(path + ": not found");
            return;
        }
        equal(path, "path", path, found.path());
        if (kind.equals("alias")) {
            Hdf5Object same = file.find(shown(expected.get("same_as").asText()));
            equal(path, "alias", same == null ? null : same.address(), found.address());
            return;
        }
        String foundKind = found instanceof Group ? "group" : found instanceof Dataset ? "dataset" : "datatype";
        equal(path, "kind", kind, foundKind);
        attributes(found, expected.path("attrs"));
        if (found instanceof Dataset dataset) {
            dataset(dataset, expected);
        } else if (found instanceof CommittedDatatype datatype) {
            part(path, "datatype", () -> type(path, expected, datatype.datatype()));
        }
    }

    private void link(String path, String kind, JsonNode expected) throws IOException {
        int slash = path.lastIndexOf('/');
        Group parent = (Group) file.find(path.substring(0, slash + 1));
        Link link = parent == null ? null : parent.link(path.substring(slash + 1));
        if (link instanceof Link.Soft soft) {
            equal(path, "kind", kind, "softlink");
            equal(path, "target", shown(expected.get("target").asText()), soft.target());
            part(
                    path,
                    "resolves",
                    () -> equal(path, "resolves", expected.get("resolves").asBoolean(), resolves(path)));
        } else if (link instanceof Link.External external) {
            equal(path, "kind", kind, "extlink");
            equal(path, "file", expected.get("file").asText(), external.file());
            equal(path, "target", expected.get("target").asText(), external.target());
            if (followsExternalLinks && expected.has("resolves")) {
                part(
                        path,
                        "resolves",
                        () -> equal(path, "resolves", expected.get("resolves").asBoolean(), resolves(path)));
            }
        } else {
            equal(path, "kind", kind, link instanceof Link.UserDefined ? "udlink" : String.valueOf(link));
        }
    }

    private boolean resolves(String path) throws IOException {
        try {
            return file.find(path) != null;
        } catch (Hdf5FormatException e) {
            return !e.getMessage().contains("circle") && !e.getMessage().contains("lead through more than 16 files");
        }
    }

    private void attributes(Hdf5Object object, JsonNode expected) {
        String path = object.path();
        part(path, "attributes", () -> {
            List<String> names = new ArrayList<>();
            expected.forEach(attribute -> names.add(shown(attribute.get("name").asText())));
            equal(path, "attributes", sorted(names), sorted(object.attributeNames()));
        });
        for (JsonNode attribute : expected) {
            String name = shown(attribute.get("name").asText());
            part(path, "attribute " + name, () -> attribute(path, object.attribute(name), attribute));
        }
    }

    private void attribute(String path, Attribute found, JsonNode expected) {
        String part = "attribute " + expected.get("name").asText();
        if (found == null) {
            differences.add(path + " " + part + ": not found");
            return;
        }
        equal(path, part, shown(expected.get("dtype").asText()), DatatypeNotation.of(found.datatype()));
        boolean isNull = expected.path("space").asText().equals("null");
        equal(path, part, isNull, found.dataspace().kind() == Dataspace.Kind.NULL);
        equal(
                path,
                part,
                isNull ? List.of() : longs(expected.get("shape")),
                found.dataspace().dimensions());
        if (expected.has("hex")) {
            equal(path, part, expected.get("hex").asText(), HexFormat.of().formatHex(found.bytes()));
        }
        if (expected.has("bytes_sha256")) {
            equal(path, part, expected.get("bytes_sha256").asText(), sha256(found.bytes()));
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void dataset(Dataset found, JsonNode expected) {
        String path = found.path();
        part(path, "datatype", () -> type(path, expected, found.datatype()));
        part(path, "dataspace", () -> dataspace(path, found.dataspace(), expected));
        part(path, "layout", () -> layout(path, found.layout(), expected));
        part(path, "filters", () -> filters(path, found.filterPipeline(), expected.path("filters")));
        part(path, "fill", () -> fill(path, found.fillValue(), expected));
        if (expected.path("layout").asText().equals("chunked")) {
            part(path, "chunks", () -> chunks(found, expected));
        }
        if (expected.has("hex")) {
            part(path, "bytes", () -> equal(path, "bytes", expected.get("hex").asText(), stored(found.layout())));
        }
    }

    private void type(String path, JsonNode expected, Datatype found) {
        equal(path, "datatype", shown(expected.get("dtype").asText()), DatatypeNotation.of(found));
    }

    private void dataspace(String path, Dataspace found, JsonNode expected) {
        boolean isNull = expected.path("space").asText().equals("null");
        equal(path, "dataspace kind", isNull, found.kind() == Dataspace.Kind.NULL);
        if (!isNull) {
            equal(path, "dimensions", longs(expected.get("shape")), found.dimensions());
            if (expected.has("maxshape")) {
                equal(path, "max dimensions", longs(expected.get("maxshape")), found.maxDimensions());
            }
        }
    }

    private void layout(String path, DataLayout found, JsonNode expected) {
        boolean external = found instanceof DataLayout.External; // which h5py calls contiguous
        String name = external ? "contiguous" : found.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        equal(path, "layout", expected.path("layout").asText(name), name);
        if (found instanceof DataLayout.Chunked chunked && expected.has("chunk")) {
            List<Long> dimensions = new ArrayList<>();
            chunked.chunkDimensions().forEach(dimension -> dimensions.add((long) dimension));
            equal(path, "chunk", longs(expected.get("chunk")), dimensions);
            JsonNode index = expected.path("storage").path("chunk_index");
            if (!index.isMissingNode()) {
                String kind = chunked.index().name().toLowerCase(Locale.ROOT).replace('_', '-');
                equal(path, "chunk index", index.asText(), kind);
            }
        }
        if (found instanceof DataLayout.Contiguous contiguous
                && expected.path("address").isNumber()) {
            equal(path, "address", expected.get("address").asLong(), contiguous.address());
        }
    }

    private void filters(String path, FilterPipeline found, JsonNode expected) {
        List<String> expectedSteps = new ArrayList<>();
        expected.forEach(step ->
                expectedSteps.add(step.get("id") + " " + step.get("optional") + " " + longs(step.get("params"))));
        List<String> steps = new ArrayList<>();
        for (FilterPipeline.Step step : found.steps()) {
            List<Long> values = new ArrayList<>();
            step.clientValues().forEach(value -> values.add(Integer.toUnsignedLong(value)));
            steps.add(step.id() + " " + step.optional() + " " + values);
        }
        equal(path, "filters", expectedSteps, steps);
    }

    private void fill(String path, FillValue found, JsonNode expected) {
        if (expected.has("fill_defined")) {
            String definition = found.definition() == FillValue.Definition.USER_DEFINED
                    ? "user"
                    : found.definition().name().toLowerCase(Locale.ROOT);
            equal(path, "fill defined", expected.get("fill_defined").asText(), definition);
        }
        if (expected.has("fill_hex")) {
            equal(
                    path,
                    "fill",
                    expected.get("fill_hex").asText(),
                    HexFormat.of().formatHex(found.bytes()));
        }
    }

    private void chunks(Dataset found, JsonNode expected) throws IOException {
        List<String> chunks = new ArrayList<>();
        List<Integer> masks = new ArrayList<>();
        found.chunkIndex().forEachChunk(0, Long.MAX_VALUE, (offset, address, storedBytes, filterMask) -> {
            chunks.add(Arrays.toString(offset) + " " + address + " " + storedBytes + " " + filterMask);
            if (filterMask != 0) {
                masks.add(filterMask);
            }
        });
        if (expected.has("chunks_stored")) {
            DataLayout.Chunked layout = (DataLayout.Chunked) found.layout();
            int stored = expected.get("chunks_stored").asInt();
            // where the unlimited dimension is not the first, HDF5 counts the chunks beyond the extent, too
            boolean beyond = layout.index() == DataLayout.IndexKind.EXTENSIBLE_ARRAY
                    && found.dataspace().maxDimensions().get(0) != Dataspace.UNLIMITED;
            equal(found.path(), "chunks", beyond ? Math.min(stored, chunks.size()) : stored, chunks.size());
            if (!layout.partialChunksUnfiltered()) {
                equal(found.path(), "masks", expected.has("chunk_filter_masks"), !masks.isEmpty());
            }
        }
        if (expected.has("chunks")) {
            List<String> expectedChunks = new ArrayList<>();
            expected.get("chunks")
                    .forEach(c -> expectedChunks.add(longs(c.get("offset")) + " " + c.get("address") + " "
                            + c.get("bytes") + " " + c.get("mask")));
            equal(found.path(), "chunks", expectedChunks, chunks);
        }
    }

    private String stored(DataLayout layout) throws IOException {
        byte[] bytes = new byte[0];
        if (layout instanceof DataLayout.Compact compact) {
            bytes = new byte[compact.lengthBytes()];
            reader.readFully(compact.address(), bytes, 0, bytes.length);
        } else if (layout instanceof DataLayout.Contiguous contiguous && contiguous.lengthBytes() > 0) {
            bytes = new byte[(int) contiguous.lengthBytes()];
            reader.readFully(contiguous.address(), bytes, 0, bytes.length);
        }
        return HexFormat.of().formatHex(bytes);
    }

    private static List<Long> longs(JsonNode array) {
        List<Long> values = new ArrayList<>();
        array.forEach(value -> values.add(value.isNull() ? Dataspace.UNLIMITED : value.asLong()));
        return values;
    }

    private static List<String> sorted(List<String> names) {
        List<String> copy = new ArrayList<>(names);
        copy.sort(null);
        return copy;
    }
}
