package org.sparkhdf5.format;

import org.sparkhdf5.Hdf5FormatException;

/**
 * Where a link info or an attribute info message says that links or attributes are, unless they are in the object header.
 * Addresses are absolute or undefined.
 *
 * @param creationOrderTracked whether each link or attribute knows when it was made among its siblings
 * @param fractalHeapAddress defined where the storage is dense
 * @param nameIndexAddress version 2 B-tree by name
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.c and IV.A.2.v</a>
 */
record DenseStorageMessage(boolean creationOrderTracked, long fractalHeapAddress, long nameIndexAddress) {
    private static final int FLAG_CREATION_ORDER_TRACKED = 0x01;
    private static final int LINK_CREATION_INDEX_BYTES = 8;
    private static final int ATTRIBUTE_CREATION_INDEX_BYTES = 2;

    static DenseStorageMessage parseLinkInfo(MetadataCursor cursor) throws Hdf5FormatException {
        return parse(cursor, LINK_CREATION_INDEX_BYTES);
    }

    static DenseStorageMessage parseAttributeInfo(MetadataCursor cursor) throws Hdf5FormatException {
        return parse(cursor, ATTRIBUTE_CREATION_INDEX_BYTES);
    }

    private static DenseStorageMessage parse(MetadataCursor cursor, int creationIndexBytes) throws Hdf5FormatException {
        cursor.readByteBetween("version", 0, 0);
        int flags = cursor.readByte("flags");
        boolean creationOrderTracked = (flags & FLAG_CREATION_ORDER_TRACKED) != 0;
        if (creationOrderTracked) {
            cursor.skip("maximum creation index", creationIndexBytes);
        }
        long fractalHeap = cursor.readAddress("fractal heap address");
        return new DenseStorageMessage(creationOrderTracked, fractalHeap, cursor.readAddress("name index address"));
    }

    boolean isDense() {
        return fractalHeapAddress != MetadataCursor.UNDEFINED;
    }
}
