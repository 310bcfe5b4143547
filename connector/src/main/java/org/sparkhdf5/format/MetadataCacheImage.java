package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.OverlaidRangeReader;
import org.sparkhdf5.storage.OverlaidRangeReader.Overlay;
import org.sparkhdf5.storage.RangeReader;

/**
 * What the metadata cache of the writer held when it closed the file: each entry is a whole structure as it belongs at its address,
 * where the file itself holds an older one or nothing.
 *
 * <p>The block is a header, the entries one after the other, and a checksum. An entry says what the cache needs to go on where it
 * stopped (type, age, on which other entries it depends), which a reader does not, and then address, length and bytes.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     II.C and IV.A.2.y</a>
 */
final class MetadataCacheImage {
    private static final String STRUCTURE = "metadata cache image";
    private static final int FLAG_RESIZE_STATUS = 0x01;
    private static final int CHECKSUM_BYTES = 4;

    private final List<Overlay> entries;

    private MetadataCacheImage(List<Overlay> entries) {
        this.entries = entries;
    }

    /** Reads the image that a message of the superblock extension leads to; without an address it is empty. */
    static MetadataCacheImage read(MetadataReader reader, MetadataCursor message) throws IOException {
        message.readByteBetween("version", 0, 0);
        long address = message.readAddress("address of the image");
        long lengthBytes = message.readLength("length of the image");
        if (address == MetadataCursor.UNDEFINED) {
            return new MetadataCacheImage(List.of());
        }
        ObjectLocation location = reader.location(STRUCTURE);
        MetadataCursor cursor = reader.read(location, STRUCTURE, address, lengthBytes);
        cursor.expectSignature("MDCI");
        cursor.readByteBetween("version", 0, 0);
        cursor.verifyChecksum();
        int flags = cursor.readByte("flags");
        if ((flags & FLAG_RESIZE_STATUS) != 0) {
            throw location.unsupported(
                    "a metadata cache image with the status of resizing is not supported",
                    "rewrite the file with h5repack");
        }
        long dataBytes = cursor.readLength("image data length");
        if (dataBytes != lengthBytes) {
            throw cursor.malformed("expected a data length of " + lengthBytes + ", found " + dataBytes);
        }
        long count = cursor.readUnsignedInt("number of entries");
        long leastBytes = 14L + reader.sizes().addressBytes() + reader.sizes().lengthBytes();
        if (count > cursor.remaining() / leastBytes) {
            throw cursor.malformed(count + " entries do not fit into " + cursor.remaining() + " bytes");
        }
        List<Overlay> entries = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            entries.add(entry(reader, cursor));
        }
        if (cursor.remaining() != CHECKSUM_BYTES) {
            throw cursor.malformed(
                    "expected the checksum behind " + count + " entries, found " + cursor.remaining() + " bytes more");
        }
        refuseOverlaps(location, entries);
        return new MetadataCacheImage(List.copyOf(entries));
    }

    private static Overlay entry(MetadataReader reader, MetadataCursor cursor) throws IOException {
        cursor.skip("type, flags, ring and age", 4);
        cursor.skip("numbers of children", 4);
        int parents = cursor.readShort("number of parents");
        cursor.skip("rank", 4);
        long address = cursor.readAddress("address of an entry");
        long lengthBytes = cursor.readLength("length of an entry");
        cursor.skip("parents", (long) parents * reader.sizes().addressBytes());
        reader.checkInside(cursor.location(), "entry of the metadata cache image", address, lengthBytes);
        int offset = cursor.consumed();
        cursor.skip("entry", lengthBytes);
        return new Overlay(address, cursor.bytes(), offset, (int) lengthBytes);
    }

    private static void refuseOverlaps(ObjectLocation location, List<Overlay> entries) throws Hdf5FormatException {
        List<Overlay> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Overlay::address));
        for (int i = 1; i < sorted.size(); i++) {
            long end = sorted.get(i - 1).address() + sorted.get(i - 1).lengthBytes();
            if (sorted.get(i).address() < end) {
                throw location.malformed(
                        "two entries for one address", sorted.get(i).address());
            }
        }
    }

    /** The file with the entries at their places. */
    RangeReader over(RangeReader file) {
        return new OverlaidRangeReader(file, entries);
    }
}
