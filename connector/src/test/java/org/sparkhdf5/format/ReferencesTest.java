package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Datatype.ReferenceKind;

/** The references of 1.12 in the committed type files, which h5py does not read, and references that lead nowhere. */
class ReferencesTest {
    private static final ObjectLocation LOCATION = new ObjectLocation("mem:/x.h5", "/x");
    private static final Datatype.Reference OBJECT = new Datatype.Reference(8, ReferenceKind.OBJECT);
    private static final Datatype.Reference REVISED = new Datatype.Reference(18, ReferenceKind.OBJECT2);

    private static Hdf5File open(String name) throws IOException {
        try (InputStream stream = ReferencesTest.class.getResourceAsStream("/hdf5/types/" + name + ".h5")) {
            return FormatFiles.open(
                    "mem:/" + name + ".h5", Objects.requireNonNull(stream).readAllBytes());
        }
    }

    private static Hdf5Object object(Hdf5File file, String path) throws IOException {
        return Objects.requireNonNull(file.find(path));
    }

    @Test
    void readsWhatCameWithVersion112() throws IOException {
        Hdf5File file = open("latest");
        Dataset dataset = (Dataset) object(file, "/ref_v2");
        Datatype.Reference type = (Datatype.Reference) dataset.datatype();
        long address = ((DataLayout.Contiguous) dataset.layout()).address();
        byte[] stored = new byte[4 * type.sizeBytes()];
        file.reader().readFully(address, stored, 0, stored.length);
        ReferenceTarget[] targets = new ReferenceTarget[4];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = file.references().read(LOCATION, type, stored, i * type.sizeBytes());
        }

        assertThat(targets[0])
                .isEqualTo(new ReferenceTarget.ToObject(object(file, "/group").address(), "/group"));
        assertThat(targets[1]).isInstanceOfSatisfying(ReferenceTarget.ToRegion.class, region -> {
            assertThat(region.path()).isEqualTo("/target");
            assertThat(region.selection().text()).isEqualTo("start (0,1) stride (3,6) count (2,2) block (2,1)");
        });
        assertThat(targets[2])
                .isEqualTo(
                        new ReferenceTarget.ToAttribute(object(file, "/target").address(), "/target", "unit"));
        assertThat(targets[3]).isNull();
    }

    private static byte[] bytes(MessageBytes bytes, int size) {
        return bytes.zeros(size - bytes.toArray().length).toArray();
    }

    @Test
    void leadsToNoPathWhereNoLinkLeads() throws IOException {
        References references = open("earliest").references();

        assertThat(references.read(
                        LOCATION, OBJECT, new MessageBytes().u8(12345).toArray(), 0))
                .isEqualTo(new ReferenceTarget.ToObject(12345, null));
        assertThat(references.read(LOCATION, OBJECT, new MessageBytes().u8(-1).toArray(), 0))
                .isEqualTo(new ReferenceTarget.ToObject(DataLayout.UNDEFINED, null));
        assertThat(references.read(LOCATION, OBJECT, new byte[8], 0)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0, 'expected reference type 0 to 4, found 5'",
        "3, 1, 'expected signature GCOL'",
        "2, 1, 'expected signature GCOL'"
    })
    void refusesRevisedReferencesThatMakeNoSense(int kind, int flags, String message) throws IOException {
        References references = open("earliest").references();
        byte[] element = bytes(new MessageBytes().u1(kind, flags).u4(30).u8(8).u4(1), 18);

        assertThatThrownBy(() -> references.read(LOCATION, REVISED, element, 0))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith("mem:/x.h5: /x: ")
                .hasMessageContaining(message);
    }

    @Test
    void refusesTokensOfOtherStorage() throws IOException {
        References references = open("earliest").references();
        byte[] element = bytes(new MessageBytes().u1(2, 0, 16).u8(96), 18);

        assertThatThrownBy(() -> references.read(LOCATION, REVISED, element, 0))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("a token of 16 bytes");
    }

    @Test
    void findsTheFirstPathOfEachObjectAndLooksNoFurther() throws IOException {
        Hdf5File file = FormatFiles.open("earliest");
        ObjectPaths few = new ObjectPaths(file, 3);
        Group root = file.rootGroup();
        Link.Hard first = (Link.Hard) root.links().stream()
                .filter(Link.Hard.class::isInstance)
                .findFirst()
                .orElseThrow();

        assertThat(few.find(root.address())).isEqualTo("/");
        assertThat(few.find(first.address())).isEqualTo("/" + first.name());
        assertThatThrownBy(() -> few.find(1))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("not among those of the first 3 objects of the file");
        assertThat(new ObjectPaths(file).find(1)).isNull();
    }
}
