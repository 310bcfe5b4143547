package org.sparkhdf5.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;

/**
 * Objects of a fractal heap that are too large for its blocks. Their place is in the heap ID where it has room, else in a
 * version 2 B-tree under a number that is in the heap ID.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.G and III.A.2</a>
 */
final class HugeObjects {
    private static final String INDEX = "huge object index";
    private static final int KEY_BYTES_MAX = 8;

    private final MetadataReader reader;
    private final ObjectLocation location;
    private final FractalHeapHeader header;
    private final HeapFilters filters;
    private @Nullable BtreeV2 index;

    HugeObjects(MetadataReader reader, ObjectLocation location, FractalHeapHeader header, HeapFilters filters) {
        this.reader = reader;
        this.location = location;
        this.header = header;
        this.filters = filters;
    }

    /** Where an object is: {@code decodedBytes} is its length before filters, equal to {@code storedBytes} without. */
    private record Place(long address, long storedBytes, int filterMask, long decodedBytes) {}

    /** @param id a heap ID of a huge object, behind its first byte */
    MetadataCursor object(String structure, MetadataCursor id) throws IOException {
        boolean direct = id.remaining() >= placeBytes();
        Place place =
                direct ? place(id) : find(id.readUnsigned("huge object ID", Math.min(id.remaining(), KEY_BYTES_MAX)));
        MetadataCursor stored = reader.read(location, structure, place.address(), place.storedBytes());
        if (!header.isFiltered()) {
            return stored;
        }
        byte[] decoded = filters.decode(stored, place.filterMask(), place.decodedBytes());
        return new MetadataCursor(location, structure, reader.sizes(), decoded, 0, decoded.length, place.address());
    }

    private int placeBytes() {
        FieldSizes sizes = reader.sizes();
        return sizes.addressBytes() + sizes.lengthBytes() + (header.isFiltered() ? 4 + sizes.lengthBytes() : 0);
    }

    private Place place(MetadataCursor cursor) throws IOException {
        long address = cursor.readAddress("address of huge object");
        long storedBytes = cursor.readLength("length of huge object");
        if (!header.isFiltered()) {
            return new Place(address, storedBytes, 0, storedBytes);
        }
        int filterMask = cursor.readBits("filter mask of huge object");
        return new Place(address, storedBytes, filterMask, cursor.readLength("size of huge object in memory"));
    }

    private Place find(long key) throws IOException {
        Place[] found = new Place[1];
        index().forEachRecord(record -> Long.compare(key(record), key), record -> found[0] = place(record));
        if (found[0] == null) {
            throw location.malformed(
                    INDEX + ": huge object " + key + " is not in the index", header.hugeIndexAddress());
        }
        return found[0];
    }

    private long key(MetadataCursor record) throws IOException {
        record.skip("place of huge object", placeBytes());
        return record.readLength("huge object ID");
    }

    private BtreeV2 index() throws IOException {
        BtreeV2 known = index;
        if (known == null) {
            int type = header.isFiltered() ? BtreeV2.TYPE_HUGE_INDIRECT_FILTERED : BtreeV2.TYPE_HUGE_INDIRECT;
            known = BtreeV2.read(reader, location, INDEX, header.hugeIndexAddress(), type);
            index = known;
        }
        return known;
    }
}
