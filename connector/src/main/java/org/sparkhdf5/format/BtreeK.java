package org.sparkhdf5.format;

import org.sparkhdf5.Hdf5FormatException;

/**
 * Half the number of children (of entries in a leaf) that version 1 B-tree nodes have room for. Nodes are written at full
 * size, so this says how much to read.
 *
 * @param groupLeaf entries of a symbol table node
 * @param groupInternal children of a group's node
 * @param indexedStorage children of a chunk index's node
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     II.A and IV.A.2.t</a>
 */
record BtreeK(int groupLeaf, int groupInternal, int indexedStorage) {
    /** What libhdf5 takes where the file says nothing. */
    static final BtreeK DEFAULT = new BtreeK(4, 16, 32);

    /** Parses the B-tree K values message of a superblock extension. */
    static BtreeK parse(MetadataCursor cursor) throws Hdf5FormatException {
        cursor.readByteBetween("version", 0, 0);
        int indexedStorage = read(cursor, "indexed storage internal node K");
        int groupInternal = read(cursor, "group internal node K");
        return new BtreeK(read(cursor, "group leaf node K"), groupInternal, indexedStorage);
    }

    static int read(MetadataCursor cursor, String field) throws Hdf5FormatException {
        int k = cursor.readShort(field);
        if (k == 0) {
            throw cursor.malformed(field + " is 0");
        }
        return k;
    }
}
