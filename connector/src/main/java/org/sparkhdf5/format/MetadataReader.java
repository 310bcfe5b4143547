package org.sparkhdf5.format;

import java.io.IOException;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.RangeReader;

/** Reads metadata structures of one file: what lies outside of the file is malformed before a byte is allocated. */
final class MetadataReader {
    /** No single structure is larger; a v1 B-tree node with the largest K is about 40 MiB. */
    static final int STRUCTURE_BYTES_MAX = 64 << 20;

    private final RangeReader reader;
    private final FieldSizes sizes;

    MetadataReader(RangeReader reader, FieldSizes sizes) {
        this.reader = reader;
        this.sizes = sizes;
    }

    FieldSizes sizes() {
        return sizes;
    }

    MetadataReader withSizes(FieldSizes otherSizes) {
        return new MetadataReader(reader, otherSizes);
    }

    long fileLengthBytes() {
        return reader.lengthBytes();
    }

    ObjectLocation location(String object) {
        return new ObjectLocation(reader.file(), object);
    }

    /** The structure at an absolute address. */
    MetadataCursor read(ObjectLocation location, String structure, long address, long lengthBytes) throws IOException {
        checkInside(location, structure, address, lengthBytes);
        if (lengthBytes > STRUCTURE_BYTES_MAX) {
            throw location.malformed(
                    structure + " of " + lengthBytes + " bytes is larger than the limit of " + STRUCTURE_BYTES_MAX,
                    address);
        }
        byte[] bytes = new byte[(int) lengthBytes];
        reader.readFully(address, bytes, 0, bytes.length);
        return new MetadataCursor(location, structure, sizes, bytes, 0, bytes.length, address);
    }

    /** As {@link #read}, cut at the end of the file: for structures that may be shorter than their full size. */
    MetadataCursor readUpTo(ObjectLocation location, String structure, long address, long lengthBytes)
            throws IOException {
        checkInside(location, structure, address, 0);
        return read(location, structure, address, Math.min(lengthBytes, fileLengthBytes() - address));
    }

    /** Where an object of the global heap is; reads headers only. @param address absolute position of its collection */
    HeapObject heapObject(ObjectLocation location, long address, int index) throws IOException {
        return HeapCollection.locate(reader, sizes, location, address, index);
    }

    void checkInside(ObjectLocation location, String what, long address, long lengthBytes) throws Hdf5FormatException {
        if (address == MetadataCursor.UNDEFINED) {
            throw location.malformed(what + " has no address", ObjectLocation.NO_ADDRESS);
        }
        long fileLength = fileLengthBytes();
        if (address < 0 || lengthBytes < 0 || lengthBytes > fileLength || address > fileLength - lengthBytes) {
            throw location.malformed(
                    what + " of " + lengthBytes + " bytes lies beyond the end of the file (" + fileLength + " bytes)",
                    address,
                    "the file is truncated or damaged, copy it again");
        }
    }
}
