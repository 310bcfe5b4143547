package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a file holds is what h5py finds in it, in the same order. */
class ObjectListingTest {
    /** Raw data in another file, which HDF5 calls contiguous. */
    private static final String EXTERNAL_STORAGE = "/later_storage/raw";

    static Stream<String> names() {
        return ListedFiles.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void listsWhatH5pyFinds(String name) throws IOException {
        List<JsonNode> expected = ListedFiles.objects(name);

        List<ListedObject> found = ListedFiles.all(new ObjectListing(ListedFiles.open(name), null, true));

        assertThat(found)
                .extracting(ListedObject::path)
                .containsExactlyElementsOf(expected.stream()
                        .map(object -> ListedFiles.shown(object.get("path")))
                        .toList());
        for (int i = 0; i < found.size(); i++) {
            equal(expected.get(i), found.get(i));
        }
    }

    private static void equal(JsonNode expected, ListedObject found) {
        String kind = expected.get("kind").asText();
        assertThat(found.kind()).as(found.path()).isEqualTo(kind);
        assertThat(found.linkTarget()).as(found.path()).isEqualTo(target(kind, expected));
        String dtype = expected.has("dtype") ? ListedFiles.shown(expected.get("dtype")) : null;
        assertThat(found.datatype()).as(found.path()).isEqualTo(dtype);
        ListedObject.Storage storage = found.dataset();
        assertThat(storage.shape()).as(found.path()).isEqualTo(ListedFiles.longs(expected.get("shape")));
        if (expected.has("maxshape")) {
            assertThat(storage.maxShape()).as(found.path()).isEqualTo(ListedFiles.longs(expected.get("maxshape")));
        }
        if (kind.equals("dataset")) {
            dataset(expected, found);
        }
    }

    private static void dataset(JsonNode expected, ListedObject found) {
        ListedObject.Storage storage = found.dataset();
        String layout = EXTERNAL_STORAGE.equals(found.path())
                ? "external"
                : expected.get("layout").asText();
        assertThat(storage.layout()).as(found.path()).isEqualTo(layout);
        assertThat(storage.chunkShape()).as(found.path()).isEqualTo(ListedFiles.longs(expected.get("chunk")));
        if (expected.has("chunks")) {
            long bytes = StreamSupport.stream(expected.get("chunks").spliterator(), false)
                    .mapToLong(chunk -> chunk.get("bytes").asLong())
                    .sum();
            assertThat(storage.storedBytes()).as(found.path()).isEqualTo(bytes);
        }
        JsonNode filters = expected.path("filters");
        assertThat(storage.filters()).as(found.path()).hasSize(filters.size());
        for (int i = 0; i < filters.size(); i++) {
            ListedFilter filter = storage.filters().get(i);
            assertThat(filter.id()).isEqualTo(filters.get(i).get("id").asInt());
        }
    }

    private static String target(String kind, JsonNode expected) {
        return switch (kind) {
            case "alias" -> ListedFiles.shown(expected.get("same_as"));
            case "softlink" -> ListedFiles.shown(expected.get("target"));
            case "extlink" -> {
                String target = ListedFiles.shown(expected.get("target"));
                yield ListedFiles.shown(expected.get("file")) + (target.startsWith("/") ? "/" : "//") + target;
            }
            case "udlink" -> "type " + expected.get("link_type");
            default -> null;
        };
    }

    @Test
    void aSubtreeIsListedFromItsObjectOn() throws IOException {
        List<ListedObject> found =
                ListedFiles.all(new ObjectListing(ListedFiles.open("dense/external_main"), "links", true));

        List<String> expected = ListedFiles.objects("dense/external_main").stream()
                .map(object -> object.get("path").asText())
                .filter(path -> path.equals("/links") || path.startsWith("/links/"))
                .toList();
        assertThat(found).extracting(ListedObject::path).containsExactlyElementsOf(expected);
    }

    @Test
    void aSubtreeThatIsNotThereIsARowWithTheReason() throws IOException {
        List<ListedObject> found =
                ListedFiles.all(new ObjectListing(ListedFiles.open("format/v108"), "/no/such", true));

        assertThat(found).hasSize(1);
        assertThat(found.get(0).path()).isEqualTo("/no/such");
        assertThat(found.get(0).kind()).isNull();
        assertThat(found.get(0).error())
                .isEqualTo("mem:/format/v108.h5: /no/such: no object of this name; choose one that is listed");
    }

    @Test
    void whatIsTooDeepOrTooManyIsSaid() throws IOException {
        ObjectWalk shallow = new ObjectWalk(ListedFiles.open("format/v108"), null, 1, 1_000);
        ObjectWalk few = new ObjectWalk(ListedFiles.open("format/v108"), null, 1_000, 3);

        assertThat(errors(shallow)).isNotEmpty().allMatch(error -> error.contains("nested deeper than 1 levels"));
        assertThat(errors(few)).hasSize(1).allMatch(error -> error.contains("more than 3 objects"));
    }

    private static List<String> errors(ObjectWalk walk) throws IOException {
        Stream.Builder<String> errors = Stream.builder();
        for (ObjectWalk.Step step = walk.next(); step != null; step = walk.next()) {
            if (step instanceof ObjectWalk.Visited visited && visited.error() != null) {
                errors.add(visited.error());
            } else if (step instanceof ObjectWalk.Unreadable unreadable) {
                errors.add(unreadable.error());
            }
        }
        return errors.build().toList();
    }

    @Test
    void chunkIndexesAreReadOnlyWhereTheyAreAskedFor() throws IOException {
        for (boolean withChunks : new boolean[] {true, false}) {
            assertThat(ListedFiles.all(new ObjectListing(ListedFiles.open("chunkindex/btree_v2"), null, withChunks)))
                    .filteredOn(object -> "chunked".equals(object.dataset().layout()))
                    .isNotEmpty()
                    .allMatch(object -> (object.dataset().storedBytes() != null) == withChunks);
        }
    }
}
