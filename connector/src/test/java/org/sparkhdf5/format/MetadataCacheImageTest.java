package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;

/** An image in a file of 2000 bytes, made by hand, and those of {@code make_cache_image_file.py}. */
class MetadataCacheImageTest {
    private static final int IMAGE_ADDRESS = 1000;

    private static MessageBytes entry(long address, int length, int value, long... parents) {
        MessageBytes entry =
                new MessageBytes().u1(5, 1, 1, 0).u2(2).u2(1).u2(parents.length).u4(-1);
        entry.u8(address).u8(length);
        for (long parent : parents) {
            entry.u8(parent);
        }
        for (int i = 0; i < length; i++) {
            entry.u1(value);
        }
        return entry;
    }

    private static MessageBytes header(int version, int flags, long lengthBytes, int count) {
        return new MessageBytes()
                .text("MDCI")
                .u1(version, flags)
                .u8(lengthBytes)
                .u4(count);
    }

    /** An image with a header that fits. */
    private static byte[] image(int count, MessageBytes... entries) {
        MessageBytes body = new MessageBytes();
        for (MessageBytes entry : entries) {
            body.add(entry);
        }
        return header(0, 0, 18 + body.toArray().length + 4, count).add(body).toArray();
    }

    private static RangeReader over(byte[] image, int lengthBytes, boolean checked) throws IOException {
        byte[] file = new byte[2000];
        System.arraycopy(image, 0, file, IMAGE_ADDRESS, image.length);
        int checksum = Lookup3.checksum(image, 0, image.length);
        for (int i = 0; checked && i < 4; i++) {
            file[IMAGE_ADDRESS + image.length + i] = (byte) (checksum >>> 8 * i);
        }
        RangeReader bytes = new InMemoryRangeReader("mem:/x.h5", file);
        MetadataReader reader = new MetadataReader(bytes, new FieldSizes(0, 8, 8));
        MetadataCursor message =
                new MessageBytes().u1(0).u8(IMAGE_ADDRESS).u8(lengthBytes).cursor("metadata cache image message");
        return MetadataCacheImage.read(reader, message).over(bytes);
    }

    private static RangeReader over(byte[] image) throws IOException {
        return over(image, image.length + 4, true);
    }

    @Test
    void laysItsEntriesOverTheFile() throws IOException {
        RangeReader file = over(image(2, entry(100, 5, 7, 0x20, 0x30), entry(10, 2, 9)));
        byte[] target = new byte[110];

        file.readFully(0, target, 0, 110);

        byte[] expected = new byte[110];
        java.util.Arrays.fill(expected, 100, 105, (byte) 7);
        java.util.Arrays.fill(expected, 10, 12, (byte) 9);
        assertThat(target).isEqualTo(expected);
    }

    private static void refused(byte[] image, String message) {
        assertThatThrownBy(() -> over(image))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith("mem:/x.h5: metadata cache image: ")
                .hasMessageContaining(message);
    }

    @Test
    void namesWhatIsWrong() {
        byte[] one = image(1, entry(100, 5, 7));
        refused(new MessageBytes().text("MDCX").zeros(30).toArray(), "expected signature MDCI");
        refused(header(1, 0, 22, 0).toArray(), "expected version 0, found 1");
        refused(header(0, 0, 500, 0).toArray(), "expected a data length of 22, found 500");
        refused(image(3, entry(100, 5, 7)), "3 entries do not fit into ");
        refused(image(0, entry(100, 5, 7)), "expected the checksum behind 0 entries, found 39 bytes more");
        refused(
                image(1, entry(1996, 5, 7)),
                "entry of the metadata cache image of 5 bytes lies beyond the end of the file");
        refused(image(1, entry(-1, 5, 7)), "has no address");
        refused(image(2, entry(100, 5, 7), entry(104, 5, 7)), "two entries for one address at address 0x68");
        refused(
                image(
                        1,
                        new MessageBytes()
                                .u1(5, 1, 1, 0)
                                .zeros(4)
                                .u2(9)
                                .u4(0)
                                .u8(100)
                                .u8(5)
                                .zeros(5)),
                "parents takes 72 bytes");
        assertThatThrownBy(() -> over(one, one.length + 4, false))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("checksum mismatch");
        assertThatThrownBy(() -> over(one, 5000, true)).hasMessageContaining("lies beyond the end of the file");
        assertThatThrownBy(() -> over(header(0, 1, 22, 0).toArray()))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageStartingWith(
                        "mem:/x.h5: metadata cache image: a metadata cache image with the status of resizing");
    }

    @Test
    void isEmptyWithoutAnAddress() throws IOException {
        RangeReader bytes = new InMemoryRangeReader("mem:/x.h5", new byte[] {1, 2, 3});
        MetadataCursor message = new MessageBytes().u1(0).u8(-1).u8(0).cursor("metadata cache image message");
        byte[] target = new byte[3];

        MetadataCacheImage.read(new MetadataReader(bytes, new FieldSizes(0, 8, 8)), message)
                .over(bytes)
                .readFully(0, target, 0, 3);

        assertThat(target).containsExactly(1, 2, 3);
    }

    @Test
    void holdsWhatTheFileDoesNot() throws IOException {
        byte[] bytes = FormatFiles.bytes("cacheimage/image");
        Hdf5File file = FormatFiles.open("mem:/image.h5", bytes);

        assertThat(file.hasCacheImage()).isTrue();
        assertThat(FormatFiles.open("latest").hasCacheImage()).isFalse();
        assertThat(file.rootGroup().links()).hasSize(5);
        long address = file.find("/plain").address();
        assertThat(bytes[(int) address]).as("where the object header belongs").isZero();
        byte[] header = new byte[4];
        file.reader().readFully(address, header, 0, 4);
        assertThat(header).containsExactly('O', 'H', 'D', 'R');
    }

    @Test
    void leadsToAttributesInAHeap() throws IOException {
        Hdf5File file = FormatFiles.open("cacheimage/unread");
        List<Byte> found = new ArrayList<>();
        for (String name : file.find("/extensible").attributeNames()) {
            found.add(file.find("/extensible").attribute(name).bytes()[0]);
        }
        assertThat(found).hasSize(20).contains((byte) 0, (byte) 19).doesNotHaveDuplicates();
    }

    @Test
    void survivesDamage() throws IOException {
        byte[] bytes = FormatFiles.bytes("cacheimage/unread");
        int errors = 0;
        for (int i = 0; i < bytes.length; i += 3) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x41;
            try {
                FormatFiles.open("mem:/x.h5", damaged).find("/extensible");
            } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
                assertThat(e).hasMessageStartingWith("mem:/x.h5: ");
                errors++;
            }
        }
        assertThat(errors).isGreaterThan(500);
    }
}
