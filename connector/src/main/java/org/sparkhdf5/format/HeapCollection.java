package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Arrays;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.RangeReader;

/**
 * One collection of the {@link GlobalHeap}, whole in memory. Immutable.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.E</a>
 */
final class HeapCollection {
    private static final String STRUCTURE = "global heap collection";
    /** The least that a writer allocates, so that one read most often gets all. */
    private static final int FIRST_READ_BYTES = 4096;

    private static final long BYTES_MAX = 1L << 30;
    private static final int ALIGNMENT = 8;
    private static final int OBJECTS_GUESS = 64;
    /** Indexes have two bytes. */
    private static final int OBJECTS_MAX = 1 << 16;

    private final long address;
    private final byte[] bytes;
    /** By object index; 0 where there is no such object, since no object lies at the beginning. */
    private int[] offsets = new int[OBJECTS_GUESS];

    private int[] lengths = new int[OBJECTS_GUESS];

    private HeapCollection(long address, byte[] bytes) {
        this.address = address;
        this.bytes = bytes;
    }

    int sizeBytes() {
        return bytes.length + 4 * (offsets.length + lengths.length);
    }

    /** @param address absolute */
    static HeapCollection read(RangeReader ranges, FieldSizes sizes, ObjectLocation location, long address)
            throws IOException {
        MetadataReader reader = new MetadataReader(ranges, sizes);
        MetadataCursor first = reader.readUpTo(location, STRUCTURE, address, FIRST_READ_BYTES);
        first.expectSignature("GCOL");
        first.readByteBetween("version", 1, 1);
        first.skip("reserved", 3);
        long size = first.readLength("collection size");
        int headerBytes = aligned(first.consumed());
        if (size < headerBytes || size > BYTES_MAX) {
            throw first.malformed("expected collection size " + headerBytes + " to " + BYTES_MAX + ", found " + size);
        }
        reader.checkInside(location, STRUCTURE, address, size);
        byte[] bytes = Arrays.copyOf(first.bytes(), (int) size);
        int had = Math.min(first.bytes().length, bytes.length);
        if (had < bytes.length) {
            ranges.readFully(address + had, bytes, had, bytes.length - had);
        }
        HeapCollection collection = new HeapCollection(address, bytes);
        MetadataCursor cursor = new MetadataCursor(location, STRUCTURE, sizes, bytes, 0, bytes.length, address);
        cursor.skip("header", headerBytes);
        collection.index(cursor);
        return collection;
    }

    /** Objects follow each other, header and content each padded to eight bytes; free space is object 0. */
    private void index(MetadataCursor cursor) throws Hdf5FormatException {
        int headerBytes = aligned(8 + cursor.sizes().lengthBytes());
        while (cursor.remaining() >= headerBytes) {
            int start = cursor.consumed();
            int index = cursor.readShort("heap object index");
            cursor.skip("reference count and reserved", 6);
            long length = cursor.readLength("object size");
            cursor.skip("object header padding", start + headerBytes - cursor.consumed());
            if (index == 0) {
                long free = length - headerBytes;
                if (free < 0 || free > cursor.remaining()) {
                    return; // the rest is free, whatever it says: an object in it would be missed by name
                }
                cursor.skip("free space", free);
                continue;
            }
            int at = cursor.consumed();
            cursor.skip("heap object " + index, length);
            cursor.skip("padding", Math.min(cursor.remaining(), -length & ALIGNMENT - 1));
            add(cursor, index, at, (int) length);
        }
    }

    private void add(MetadataCursor cursor, int index, int offset, int lengthBytes) throws Hdf5FormatException {
        if (index >= offsets.length) {
            int capacity = Math.max(index + 1, 2 * offsets.length);
            offsets = Arrays.copyOf(offsets, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
        }
        if (offsets[index] != 0) {
            throw cursor.malformed("two objects with index " + index);
        }
        offsets[index] = offset;
        lengths[index] = lengthBytes;
    }

    /**
     * Walks over the headers of a collection of any size until the object is found.
     *
     * @param address absolute
     */
    static HeapObject locate(RangeReader ranges, FieldSizes sizes, ObjectLocation location, long address, int index)
            throws IOException {
        MetadataReader reader = new MetadataReader(ranges, sizes);
        int headerBytes = aligned(8 + sizes.lengthBytes());
        MetadataCursor first = reader.read(location, STRUCTURE, address, headerBytes);
        first.expectSignature("GCOL");
        first.readByteBetween("version", 1, 1);
        first.skip("reserved", 3);
        long size = first.readLength("collection size");
        reader.checkInside(location, STRUCTURE, address, size);
        long at = address + headerBytes;
        for (int count = 0; count < OBJECTS_MAX && address + size - at >= headerBytes; count++) {
            MetadataCursor header = reader.read(location, STRUCTURE, at, headerBytes);
            int found = header.readShort("heap object index");
            header.skip("reference count and reserved", 6);
            long length = header.readLength("object size");
            long room = address + size - at - headerBytes;
            if (found == 0 || length < 0 || length > room) {
                break; // free space, or an object that does not fit
            }
            if (found == index) {
                return new HeapObject(at + headerBytes, length);
            }
            at += headerBytes + Math.min(room, length + (-length & ALIGNMENT - 1));
        }
        throw location.malformed(STRUCTURE + ": no object with index " + Integer.toUnsignedString(index), address);
    }

    private static int aligned(int lengthBytes) {
        return lengthBytes + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Points the view at an object. */
    void find(ObjectLocation location, int index, HeapView view) throws Hdf5FormatException {
        if (index <= 0 || index >= offsets.length || offsets[index] == 0) {
            throw location.malformed(STRUCTURE + ": no object with index " + Integer.toUnsignedString(index), address);
        }
        view.set(bytes, offsets[index], lengths[index]);
    }
}
