package org.sparkhdf5.format;

import java.io.IOException;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * A fractal heap: holds dense links, dense attributes and shared messages, each found by its heap ID. Small objects lie in
 * the ID itself, large ones by themselves in the file, all others in blocks. Blocks that were read last are kept. Not
 * thread-safe.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.G</a>
 */
final class FractalHeap {
    private static final int TYPE_MANAGED = 0;
    private static final int TYPE_HUGE = 1;
    private static final int TYPE_TINY = 2;

    /** An ID longer than this has room for a tiny object whose length takes twelve bits. */
    private static final int TINY_SHORT_ID_BYTES_MAX = 18;

    private final MetadataReader reader;
    private final ObjectLocation location;
    private final FractalHeapHeader header;
    private final FractalHeapBlocks blocks;
    private final HugeObjects hugeObjects;

    private FractalHeap(MetadataReader reader, ObjectLocation location, FractalHeapHeader header) {
        HeapFilters filters = new HeapFilters(location, header.pipeline());
        this.reader = reader;
        this.location = location;
        this.header = header;
        this.blocks = new FractalHeapBlocks(reader, location, header, filters);
        this.hugeObjects = new HugeObjects(reader, location, header, filters);
    }

    /** Reads the header. */
    static FractalHeap read(MetadataReader reader, ObjectLocation location, long address) throws IOException {
        return new FractalHeap(reader, location, FractalHeapHeader.read(reader, location, address));
    }

    /**
     * One object.
     *
     * @param id its heap ID, as an index stores it; what is longer than the heap's IDs is padding
     * @param structure what the object is, for messages: {@code link message}
     */
    MetadataCursor object(byte[] id, String structure) throws IOException {
        MetadataCursor cursor = cursor(id);
        int first = cursor.readByte("heap ID");
        int type = first >>> 4;
        switch (type) {
            case TYPE_MANAGED:
                long offset = cursor.readUnsigned(
                        "offset of managed object", header.table().offsetBytes());
                return blocks.object(
                        structure, offset, cursor.readUnsigned("length of managed object", header.objectLengthBytes()));
            case TYPE_HUGE:
                return hugeObjects.object(structure, cursor);
            case TYPE_TINY:
                return tiny(structure, cursor, first & 0x0f);
            default:
                throw malformed("heap ID of version " + (type >>> 2) + " and type " + (type & 3)
                        + ", expected version 0 and type 0 to 2");
        }
    }

    /** Where the object lies among the others, for reading many in an order that reads each block once. */
    long position(byte[] id) throws IOException {
        MetadataCursor cursor = cursor(id);
        boolean managed = cursor.readByte("heap ID") >>> 4 == TYPE_MANAGED;
        return managed
                ? cursor.readUnsigned("offset of managed object", header.table().offsetBytes())
                : 0;
    }

    private MetadataCursor cursor(byte[] id) throws Hdf5FormatException {
        if (id.length < header.idBytes()) {
            throw malformed("heap ID of " + id.length + " bytes, expected " + header.idBytes());
        }
        return new MetadataCursor(
                location, "fractal heap ID", reader.sizes(), id, 0, header.idBytes(), header.address());
    }

    private MetadataCursor tiny(String structure, MetadataCursor id, int lengthBits) throws Hdf5FormatException {
        int length = lengthBits + 1;
        if (header.idBytes() > TINY_SHORT_ID_BYTES_MAX) {
            length = (lengthBits << 8 | id.readByte("length of tiny object")) + 1;
        }
        return id.slice(structure, length);
    }

    private Hdf5FormatException malformed(String what) {
        return location.malformed("fractal heap: " + what, header.address());
    }
}
