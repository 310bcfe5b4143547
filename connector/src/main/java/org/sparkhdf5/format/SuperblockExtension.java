package org.sparkhdf5.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.Family;

/**
 * What the superblock extension adds, or the superblock's own values where there is none.
 *
 * @param cacheImage the message that leads to an image of the metadata cache, if there is one
 * @param driver that the file was written with, if it is named here
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     II.C</a>
 */
record SuperblockExtension(
        BtreeK btreeK,
        SharedMessages sharedMessages,
        @Nullable MetadataCursor cacheImage,
        @Nullable FileDriver driver) {

    static SuperblockExtension read(MetadataReader reader, Superblock superblock, @Nullable Family family)
            throws IOException {
        SharedMessages none = SharedMessages.withoutTable(reader);
        if (superblock.extensionAddress() == MetadataCursor.UNDEFINED) {
            return new SuperblockExtension(superblock.btreeK(), none, null, null);
        }
        ObjectLocation location = reader.location("superblock extension");
        ObjectHeader header = ObjectHeaderReader.read(reader, none, location, superblock.extensionAddress());
        MetadataCursor stored = header.find(MessageType.DRIVER);
        FileDriver driver = stored == null ? null : FileDriver.parseMessage(stored);
        if (driver != null) {
            driver.check(reader.location("superblock"), family);
        }
        MetadataCursor btreeK = header.find(MessageType.BTREE_K);
        MetadataCursor table = header.find(MessageType.SHARED_MESSAGE_TABLE);
        return new SuperblockExtension(
                btreeK == null ? superblock.btreeK() : BtreeK.parse(btreeK),
                table == null ? none : SharedMessages.parse(reader, table),
                header.find(MessageType.METADATA_CACHE_IMAGE),
                driver);
    }
}
