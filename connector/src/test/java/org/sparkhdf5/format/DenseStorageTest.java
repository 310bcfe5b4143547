package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/** What is damaged in dense storage hides nothing beside it; what is sound is found without looking at the rest. */
class DenseStorageTest {
    private static final String LINKS = "dense/dense_links";
    private static final int MANY = 735;

    /** The file with one byte changed in the n-th structure of a kind that the group {@code /many} uses. */
    private static Hdf5File damaged(String name, String path, String signature, int n) throws IOException {
        byte[] bytes = FormatFiles.bytes(name);
        CountingRangeReader reader = new CountingRangeReader(new InMemoryRangeReader(FormatFiles.file(name), bytes));
        Hdf5Object object = Hdf5File.open(reader).find(path);
        reader.reset();
        object.attributeEntries();
        if (object instanceof Group group) {
            group.linkEntries();
        }
        List<Integer> structures = new ArrayList<>();
        reader.ranges().forEach(range -> {
            int at = (int) range.address();
            if (new String(bytes, at, 4, StandardCharsets.US_ASCII).equals(signature) && !structures.contains(at)) {
                structures.add(at);
            }
        });
        bytes[structures.get(n) + 20] ^= 1;
        return FormatFiles.open(FormatFiles.file(name), bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTLF", "FHDB"})
    void oneDamagedNodeOrBlockHidesOnlyItsOwnLinks(String signature) throws IOException {
        Group many = (Group) damaged(LINKS, "/many", signature, 3).find("/many");
        List<Link> readable = many.links();

        assertThat(readable).hasSizeBetween(MANY / 2, MANY - 1);
        List<Entry<Link>> unreadable = many.linkEntries().stream()
                .filter(entry -> entry instanceof Entry.Unreadable)
                .toList();
        assertThat(unreadable).isNotEmpty();
        for (Entry<Link> entry : unreadable) {
            assertThat(((Entry.Unreadable<Link>) entry).error())
                    .isInstanceOf(Hdf5FormatException.class)
                    .hasMessageStartingWith(FormatFiles.file(LINKS) + ": /many: ")
                    .hasMessageContaining("checksum mismatch: expected 0x");
        }
        for (Link link : readable) {
            assertThat(many.link(link.name())).isEqualTo(link);
        }
        Group sound = (Group) FormatFiles.open(LINKS).find("/many");
        for (Link link : sound.links()) {
            if (!readable.contains(link)) {
                assertThatThrownBy(() -> many.link(link.name())).isInstanceOf(Hdf5FormatException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTHD", "FRHP"})
    void aGroupOfWhichNothingCanBeReadFails(String signature) throws IOException {
        Hdf5File file = damaged(LINKS, "/many", signature, 0);
        Group many = (Group) file.find("/many");

        assertThatThrownBy(many::links).isInstanceOf(Hdf5FormatException.class);
        assertThat(many.linkEntries()).hasSize(1).allMatch(entry -> entry instanceof Entry.Unreadable);
        assertThat(file.find("/few/one")).isInstanceOf(Group.class);
    }

    @Test
    void oneDamagedBlockHidesOnlyItsOwnAttributes() throws IOException {
        Hdf5Object many = damaged("dense/dense_attributes", "/many", "FHDB", 2).find("/many");

        List<String> names = many.attributeNames();
        assertThat(names).hasSizeBetween(50, 135);
        for (String name : names) {
            assertThat(many.attribute(name)).isNotNull();
        }
        assertThat(many.attributeEntries())
                .filteredOn(entry -> entry instanceof Entry.Unreadable)
                .isNotEmpty();
    }

    @Test
    void oneChildIsFoundWithoutItsSiblings() throws IOException {
        CountingRangeReader reader =
                new CountingRangeReader(new InMemoryRangeReader(FormatFiles.file(LINKS), FormatFiles.bytes(LINKS)));
        Group many = (Group) Hdf5File.open(reader).find("/many");
        reader.reset();

        assertThat(many.link("link 77")).isInstanceOf(Link.Hard.class);
        // headers of heap and index, two or three nodes, indirect and direct block
        assertThat(reader.reads()).isBetween(7, 9);
        reader.reset();
        assertThat(many.link("link 730")).isNull();
        assertThat(reader.reads()).isLessThanOrEqualTo(3);
    }

    @Test
    void namesAreComparedByTheirBytes() throws IOException {
        Group many = (Group) FormatFiles.open(LINKS).find("/many");

        assertThat(many.link("größe ✓")).isInstanceOf(Link.Hard.class);
        assertThat(many.link("gr\\xc3\\xb6\\xc3\\x9fe \\xe2\\x9c\\x93")).isEqualTo(many.link("größe ✓"));
        assertThat(many.link("Link 1")).isNull();
    }
}
