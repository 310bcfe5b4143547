package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;

class AttributeStorageTest {

    @Test
    void keepsTheBytesOfAPickle() throws IOException {
        Attribute pickle = FormatFiles.open("earliest").find("/texts").attribute("pickle");

        assertThat(new String(pickle.bytes(), StandardCharsets.ISO_8859_1)).startsWith("(lp0\nI1\naVtwo\n");
        assertThat(pickle.dataspace().kind()).isEqualTo(Dataspace.Kind.SCALAR);
    }

    @Test
    void holdsNoElementOfANullDataspace() throws IOException {
        Attribute title = FormatFiles.open("pytables").find("/frame").attribute("TITLE");

        assertThat(title.dataspace().kind()).isEqualTo(Dataspace.Kind.NULL);
        assertThat(title.bytes()).isEmpty();
    }

    @Test
    void handsOutWhatLiesInAHeapAsDescriptors() throws IOException {
        Attribute words = FormatFiles.open("earliest").find("/texts").attribute("words");

        assertThat(words.datatype())
                .isEqualTo(
                        new Datatype.VariableString(16, Datatype.Padding.NULL_TERMINATED, Datatype.CharacterSet.UTF_8));
        assertThat(words.bytes()).hasSize(32);
    }

    @Test
    void hasNoAttributeOfAnotherName() throws IOException {
        assertThat(FormatFiles.open("earliest").find("/texts").attribute("Plain"))
                .isNull();
    }

    @Test
    void findsOneOfManyInDenseStorage() throws IOException {
        Hdf5Object other = FormatFiles.open("dense").find("/other");

        assertThat(other.attribute("a7").bytes()).startsWith(7, 0, 0, 0);
        assertThat(other.attribute("a12")).isNull();
        assertThat(other.attributeNames()).hasSize(12).contains("a0", "a11");
    }

    @Test
    void oneBrokenAttributeHidesNoOther() throws IOException {
        byte[] bytes = FormatFiles.bytes("earliest");
        int at = indexOf(bytes, "matrix\0");
        bytes[at - 8] = 9; // version of the attribute message
        Hdf5Object texts = FormatFiles.open(FormatFiles.file("earliest"), bytes).find("/texts");

        assertThat(texts.attribute("number").bytes()).containsExactly(0xfb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
        assertThatThrownBy(() -> texts.attribute("matrix"))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("/texts: attribute message: expected version 1 to 3, found 9");
        assertThat(texts.attributeNames())
                .contains("plain", "number", "größe ✓")
                .doesNotContain("matrix");
        List<Entry<Attribute>> entries = texts.attributeEntries();
        assertThat(entries)
                .filteredOn(entry -> entry instanceof Entry.Unreadable)
                .hasSize(1);
        assertThat(entries).hasSize(texts.attributeNames().size() + 1);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
