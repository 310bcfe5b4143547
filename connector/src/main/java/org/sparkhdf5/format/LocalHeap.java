package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;

/**
 * The heap that holds the names of an old group. Names are read one by one, or from the whole heap after
 * {@link #load()}.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.D</a>
 */
final class LocalHeap {
    private static final String STRUCTURE = "local heap";
    private static final int NAME_GUESS_BYTES = 64;
    private static final int NAME_BYTES_MAX = 1 << 20;

    private final MetadataReader reader;
    private final ObjectLocation location;
    private final long segmentAddress;
    private final long segmentBytes;
    private byte @Nullable [] loaded;

    private LocalHeap(MetadataReader reader, ObjectLocation location, long segmentAddress, long segmentBytes) {
        this.reader = reader;
        this.location = location;
        this.segmentAddress = segmentAddress;
        this.segmentBytes = segmentBytes;
    }

    static LocalHeap read(MetadataReader reader, ObjectLocation location, long address) throws IOException {
        FieldSizes sizes = reader.sizes();
        long headerBytes = 8 + 2L * sizes.lengthBytes() + sizes.addressBytes();
        MetadataCursor cursor = reader.read(location, STRUCTURE, address, headerBytes);
        cursor.expectSignature("HEAP");
        cursor.readByteBetween("version", 0, 0);
        cursor.skip("reserved", 3);
        long segmentBytes = cursor.readLength("data segment size");
        cursor.skip("offset to head of free-list", sizes.lengthBytes());
        long segmentAddress = cursor.readAddress("address of data segment");
        reader.checkInside(location, "data segment of the local heap", segmentAddress, segmentBytes);
        return new LocalHeap(reader, location, segmentAddress, segmentBytes);
    }

    /** Reads the whole heap unless it is very large: for callers that want most of its names. */
    void load() throws IOException {
        if (segmentBytes <= MetadataReader.STRUCTURE_BYTES_MAX) {
            loaded = reader.read(location, STRUCTURE, segmentAddress, segmentBytes)
                    .bytes();
        }
    }

    /** The bytes from an offset up to the next NUL. */
    byte[] name(long offset) throws IOException {
        if (offset < 0 || offset >= segmentBytes) {
            throw location.malformed(
                    STRUCTURE + ": name at offset " + offset + " lies beyond the data segment of " + segmentBytes
                            + " bytes",
                    segmentAddress);
        }
        if (loaded != null) {
            int end = indexOfNul(loaded, (int) offset);
            if (end >= 0) {
                return Arrays.copyOfRange(loaded, (int) offset, end);
            }
        } else {
            byte[] name = readName(offset);
            if (name != null) {
                return name;
            }
        }
        throw location.malformed(STRUCTURE + ": name without a NUL at its end", segmentAddress + offset);
    }

    private byte @Nullable [] readName(long offset) throws IOException {
        long most = Math.min(segmentBytes - offset, NAME_BYTES_MAX);
        long guess = NAME_GUESS_BYTES;
        while (true) {
            long lengthBytes = Math.min(guess, most);
            byte[] bytes = reader.read(location, STRUCTURE, segmentAddress + offset, lengthBytes)
                    .bytes();
            int end = indexOfNul(bytes, 0);
            if (end >= 0) {
                return Arrays.copyOf(bytes, end);
            }
            if (lengthBytes == most) {
                return null;
            }
            guess *= 8;
        }
    }

    private static int indexOfNul(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
