package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The attributes of a file are those that h5py finds. */
class AttributeListingTest {
    static Stream<String> names() {
        return ListedFiles.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void listsWhatH5pyFinds(String name) throws IOException {
        List<String> expected = new ArrayList<>();
        for (JsonNode object : ListedFiles.objects(name)) {
            for (JsonNode attribute : object.path("attrs")) {
                expected.add(ListedFiles.shown(object.get("path")) + " " + ListedFiles.shown(attribute.get("name"))
                        + " " + ListedFiles.shown(attribute.get("dtype")) + " "
                        + ListedFiles.longs(attribute.get("shape")));
            }
        }

        List<String> found = new ArrayList<>();
        AttributeListing listing = new AttributeListing(ListedFiles.open(name), null);
        for (ListedAttribute one = listing.next(); one != null; one = listing.next()) {
            assertThat(one.error()).as("%s of %s", one.name(), one.path()).isNull();
            assertThat(one.value()).isNotNull();
            found.add(one.path() + " " + one.name() + " " + one.datatype() + " " + one.shape());
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
}
