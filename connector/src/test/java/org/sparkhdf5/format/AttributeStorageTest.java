package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

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
    void refusesDenseStorageByNameAndHidesNothingElse() throws IOException {
        Hdf5File file = FormatFiles.open("dense");
        Dataset other = (Dataset) file.find("/other");

        assertThatThrownBy(() -> other.attribute("a3"))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageStartingWith(
                        FormatFiles.file("dense") + ": /other: attributes in dense storage (fractal heap) are not");
        assertThat(other.dataspace().dimensions()).containsExactly(3L);
        assertThat(file.find("/few").attributeNames()).containsExactly("a");
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
        assertThatThrownBy(texts::attributeNames).isInstanceOf(Hdf5FormatException.class);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
