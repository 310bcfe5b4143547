package org.sparkhdf5.format;

import java.io.IOException;
import org.sparkhdf5.ObjectLocation;

/**
 * What the superblock extension adds, or the superblock's own values where there is none.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     II.C</a>
 */
record SuperblockExtension(BtreeK btreeK) {

    static SuperblockExtension read(MetadataReader reader, Superblock superblock) throws IOException {
        if (superblock.extensionAddress() == MetadataCursor.UNDEFINED) {
            return new SuperblockExtension(superblock.btreeK());
        }
        ObjectLocation location = reader.location("superblock extension");
        ObjectHeader header = ObjectHeaderReader.read(reader, location, superblock.extensionAddress());
        if (header.has(MessageType.METADATA_CACHE_IMAGE)) {
            throw location.unsupported(
                    "file with a metadata cache image is not supported", "rewrite the file with h5repack");
        }
        MetadataCursor btreeK = header.find(MessageType.BTREE_K);
        return new SuperblockExtension(btreeK == null ? superblock.btreeK() : BtreeK.parse(btreeK));
    }
}
