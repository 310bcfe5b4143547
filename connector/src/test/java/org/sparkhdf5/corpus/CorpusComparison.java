package org.sparkhdf5.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.CommittedDatatype;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.DatatypeNotation;
import org.sparkhdf5.format.FillValue;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.format.Link;
import org.sparkhdf5.storage.RangeReader;

/** Holds every object of a file, its structure, attributes and values, against an oracle. */
final class CorpusComparison {
    private final Hdf5File file;
    private final RangeReader reader;
    private final List<Finding> findings = new ArrayList<>();
    private int compared;

    private CorpusComparison(Hdf5File file, RangeReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /** What differs, and how many facts were compared. */
    record Result(List<Finding> findings, int compared) {}

    static Result of(RangeReader reader, JsonNode expected) throws IOException {
        Hdf5File opened = CorpusFiles.open(reader);
        CorpusComparison comparison = new CorpusComparison(opened, opened.reader());
        for (JsonNode object : expected.path("objects")) {
            String path = CorpusFiles.shown(object.get("path").asText());
            comparison.part(path, "object", () -> comparison.object(path, object));
        }
        comparison.children(expected.path("objects"));
        return new Result(comparison.findings, comparison.compared);
    }

    @FunctionalInterface
    private interface Part {
        void compare() throws IOException;
    }

    private void part(String path, String part, Part body) {
        try {
            body.compare();
        } catch (UnsupportedHdf5FeatureException e) {
            failed(path, part, Finding.Outcome.REFUSED, e);
        } catch (Hdf5FormatException e) {
            failed(path, part, Finding.Outcome.MALFORMED, e);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            failed(path, part, Finding.Outcome.BROKEN, e);
        }
    }

    /** An error that does not say where helps nobody. */
    private void failed(String path, String part, Finding.Outcome outcome, Throwable error) {
        String message = String.valueOf(error.getMessage());
        boolean located = message.startsWith(reader.file() + ": ");
        findings.add(new Finding(path, part, located ? outcome : Finding.Outcome.BROKEN, error.toString()));
    }

    private void equal(String path, String part, @Nullable Object expected, @Nullable Object found) {
        compared++;
        if (!Objects.equals(expected, found)) {
            wrong(path, part, "expected " + expected + ", found " + found);
        }
    }

    private void wrong(String path, String part, String message) {
        findings.add(new Finding(path, part, Finding.Outcome.WRONG, message));
    }

    private void object(String path, JsonNode expected) throws IOException {
        String kind = expected.get("kind").asText();
        if (kind.equals("link") || kind.equals("object")) {
            unreadable(path);
            return;
        }
        if (kind.endsWith("link")) {
            link(path, kind, expected);
            return;
        }
        Hdf5Object found = file.find(path);
        if (found == null) {
            wrong(path, "object", "not found");
            return;
        }
        if (kind.equals("alias")) {
            Hdf5Object same =
                    file.find(CorpusFiles.shown(expected.get("same_as").asText()));
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

    /** The reference could not open it: it must not break the reader either. */
    private void unreadable(String path) {
        int before = findings.size();
        part(path, "object", () -> {
            Hdf5Object found = file.find(path);
            if (found instanceof Dataset dataset) {
                StoredElements elements = new StoredElements(file, reader, dataset);
                elements.forEachRow(0, Math.min(100, elements.array().rowCount()), (row, bytes, offset) -> {});
            }
        });
        findings.subList(before, findings.size()).removeIf(finding -> finding.outcome() != Finding.Outcome.BROKEN);
    }

    private void link(String path, String kind, JsonNode expected) throws IOException {
        int slash = path.lastIndexOf('/');
        Group parent = (Group) file.find(path.substring(0, slash + 1));
        Link link = parent == null ? null : parent.link(path.substring(slash + 1));
        if (link instanceof Link.Soft soft) {
            equal(path, "kind", kind, "softlink");
            equal(path, "target", CorpusFiles.shown(expected.get("target").asText()), soft.target());
        } else if (link instanceof Link.External external) {
            equal(path, "kind", kind, "extlink");
            equal(path, "file", CorpusFiles.shown(expected.get("file").asText()), external.file());
            equal(path, "target", CorpusFiles.shown(expected.get("target").asText()), external.target());
        } else if (link instanceof Link.UserDefined userDefined) {
            equal(path, "kind", kind, "udlink");
            equal(path, "link type", expected.get("link_type").asInt(), userDefined.type());
        } else {
            wrong(path, "kind", "expected " + kind + ", found " + link);
        }
        if (expected.has("resolves")) {
            part(
                    path,
                    "resolves",
                    () -> equal(path, "resolves", expected.get("resolves").asBoolean(), resolves(path)));
        }
    }

    private boolean resolves(String path) throws IOException {
        try {
            return file.find(path) != null;
        } catch (Hdf5FormatException e) {
            return !e.getMessage().contains("circle");
        }
    }

    /** The links of each group, in the order of their names. */
    private void children(JsonNode objects) {
        Map<String, List<String>> children = new LinkedHashMap<>();
        for (JsonNode object : objects) {
            String path = CorpusFiles.shown(object.get("path").asText());
            if (object.get("kind").asText().equals("group") && !object.has("unreadable")) {
                children.put(path, new ArrayList<>());
            }
            int slash = path.lastIndexOf('/');
            List<String> siblings = path.equals("/") ? null : children.get(slash == 0 ? "/" : path.substring(0, slash));
            if (siblings != null) {
                siblings.add(path.substring(slash + 1));
            }
        }
        children.forEach((path, names) -> part(path, "links", () -> {
            if (file.find(path) instanceof Group group) {
                List<String> found = group.links().stream().map(Link::name).toList();
                equal(path, "links", names, found);
            }
        }));
    }

    private void attributes(Hdf5Object object, JsonNode expected) {
        String path = object.path();
        List<String> names = new ArrayList<>();
        expected.forEach(attribute -> {
            if (attribute.has("name")) {
                names.add(CorpusFiles.shown(attribute.get("name").asText()));
            }
        });
        if (names.size() == expected.size()) {
            part(path, "attributes", () -> {
                List<String> found = new ArrayList<>(object.attributeNames());
                found.sort(null);
                names.sort(null);
                equal(path, "attributes", names, found);
            });
        }
        for (JsonNode attribute : expected) {
            if (attribute.has("name")) {
                String name = CorpusFiles.shown(attribute.get("name").asText());
                String part = "attribute " + name;
                int before = findings.size();
                part(path, part, () -> attribute(path, part, object.attribute(name), attribute));
                dropErrorsIfUnreadable(attribute, before);
            }
        }
    }

    /** A filter that is not read must be named and expected all the same. */
    private void dropErrorsIfUnreadable(JsonNode expected, int before) {
        if (expected.has("unreadable")) {
            findings.subList(before, findings.size())
                    .removeIf(finding -> finding.outcome() == Finding.Outcome.MALFORMED
                            || finding.outcome() == Finding.Outcome.REFUSED
                                    && !finding.message().contains(": filter "));
        }
    }

    private void attribute(String path, String part, @Nullable Attribute found, JsonNode expected) throws IOException {
        if (found == null) {
            wrong(path, part, "not found");
            return;
        }
        if (expected.has("dtype")) {
            type(path, part, expected, found.datatype());
        }
        boolean isNull = expected.path("space").asText().equals("null");
        if (expected.has("shape") || isNull) {
            equal(path, part, isNull, found.dataspace().kind() == Dataspace.Kind.NULL);
            List<Long> shape = isNull ? List.of() : CorpusFiles.longs(expected.get("shape"));
            equal(path, part, shape, found.dataspace().dimensions());
        }
        OracleElement oracle = new OracleElement(new ObjectLocation(reader.file(), path), file);
        JsonNode head = expected.has("values") ? expected.get("values") : expected.path("head");
        JsonNode tail = expected.path("tail");
        long tailFrom = found.dataspace().elementCount() - tail.size();
        Sha256 hash = new Sha256();
        boolean hashed = CanonicalBytes.isDefined(found.datatype());
        for (int i = 0; i < found.dataspace().elementCount(); i++) {
            int at = i * found.datatype().sizeBytes();
            JsonNode value = i < head.size() ? head.get(i) : i < tailFrom ? null : tail.get((int) (i - tailFrom));
            String difference = value == null ? null : oracle.difference(value, found.datatype(), found.bytes(), at);
            if (difference != null) {
                wrong(path, part, "[" + i + "] expected " + difference);
                return;
            }
            if (hashed) {
                oracle.canonical().write(found.datatype(), found.bytes(), at, hash);
            }
        }
        compared++;
        if (expected.path("sha256").isTextual()) {
            equal(path, part, expected.get("sha256").asText(), hash.hex());
        }
    }

    private void type(String path, JsonNode expected, Datatype found) {
        type(path, "datatype", expected, found);
    }

    private void type(String path, String part, JsonNode expected, Datatype found) {
        equal(path, part, CorpusFiles.shown(expected.get("dtype").asText()), DatatypeNotation.of(found));
    }

    private void dataset(Dataset found, JsonNode expected) {
        String path = found.path();
        if (expected.has("dtype")) {
            part(path, "datatype", () -> type(path, expected, found.datatype()));
        }
        part(path, "dataspace", () -> dataspace(path, found.dataspace(), expected));
        part(path, "layout", () -> layout(path, found.layout(), expected));
        if (!expected.has("plist_error")) {
            part(path, "filters", () -> filters(path, found.filterPipeline(), expected.path("filters")));
            part(path, "fill", () -> fill(found, expected));
        }
        if (expected.has("chunks_stored")) {
            part(path, "chunks", () -> chunks(found, expected));
        }
        int before = findings.size();
        part(path, "values", () -> {
            compared++;
            DatasetValues.differences(file, reader, found, expected)
                    .forEach(difference -> wrong(path, "values", difference));
        });
        boolean failed = findings.size() > before;
        dropErrorsIfUnreadable(expected, before);
        if (expected.has("unreadable") && !failed) {
            findings.add(new Finding(
                    path,
                    "values",
                    Finding.Outcome.UNVERIFIED,
                    expected.get("unreadable").asText()));
        }
    }

    private void dataspace(String path, Dataspace found, JsonNode expected) {
        boolean isNull = expected.path("space").asText().equals("null");
        equal(path, "dataspace kind", isNull, found.kind() == Dataspace.Kind.NULL);
        if (!isNull && expected.has("shape")) {
            equal(path, "shape", CorpusFiles.longs(expected.get("shape")), found.dimensions());
            if (expected.has("maxshape")) {
                equal(path, "max shape", CorpusFiles.longs(expected.get("maxshape")), found.maxDimensions());
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
            equal(path, "chunk", CorpusFiles.longs(expected.get("chunk")), dimensions);
            JsonNode index = expected.path("storage").path("chunk_index");
            if (index.isTextual()) {
                String kind = chunked.index().name().toLowerCase(Locale.ROOT).replace('_', '-');
                equal(path, "chunk index", index.asText(), kind);
            }
        }
    }

    private void filters(String path, FilterPipeline found, JsonNode expected) {
        List<String> expectedSteps = new ArrayList<>();
        expected.forEach(step -> expectedSteps.add(
                step.get("id") + " " + step.get("optional") + " " + CorpusFiles.longs(step.get("params"))));
        List<String> steps = new ArrayList<>();
        for (FilterPipeline.Step step : found.steps()) {
            List<Long> values =
                    step.clientValues().stream().map(Integer::toUnsignedLong).toList();
            steps.add(step.id() + " " + step.optional() + " " + values);
        }
        equal(path, "filters", expectedSteps, steps);
    }

    private void fill(Dataset found, JsonNode expected) throws IOException {
        FillValue fill = found.fillValue();
        if (expected.has("fill_defined")) {
            boolean user = fill.definition() == FillValue.Definition.USER_DEFINED;
            String definition = user ? "user" : fill.definition().name().toLowerCase(Locale.ROOT);
            equal(found.path(), "fill defined", expected.get("fill_defined").asText(), definition);
        }
        JsonNode value = expected.path("fill");
        if (!value.isMissingNode() && !value.has("unreadable")) {
            OracleElement oracle = new OracleElement(new ObjectLocation(reader.file(), found.path()), file);
            equal(found.path(), "fill", null, oracle.difference(value, found.datatype(), fill.bytes(), 0));
        }
    }

    private void chunks(Dataset found, JsonNode expected) throws IOException {
        long[] count = new long[1];
        List<Integer> masks = new ArrayList<>();
        found.chunkIndex().forEachChunk(0, Long.MAX_VALUE, (offset, address, storedBytes, filterMask) -> {
            count[0]++;
            boolean partial = filterMask == -1; // no filter, because the chunk reaches beyond the extent
            if (filterMask != 0 && !partial && !masks.contains(filterMask)) {
                masks.add(filterMask);
            }
        });
        masks.sort(null);
        equal(found.path(), "chunks", expected.get("chunks_stored").asLong(), count[0]);
        List<Integer> expectedMasks = new ArrayList<>();
        expected.path("chunk_filter_masks").forEach(mask -> expectedMasks.add(mask.asInt()));
        equal(found.path(), "filter masks", expectedMasks, masks);
    }
}
