package org.sparkhdf5.format;

import java.io.IOException;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * The header of a version 2 B-tree, and what follows from it for the nodes: how many records a node of a level holds at
 * most, and how wide the counts beside the child addresses are.
 *
 * @param recordType 1 to 11: what the records are
 * @param nodeBytes size of every node
 * @param depth levels below the root; a root of depth 0 is a leaf
 * @param rootAddress absolute, or undefined where there is no record
 * @param rootRecordCount records in the root node alone
 * @param recordCount records of the whole tree
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.A.2</a>
 */
record BtreeV2Header(
        int recordType,
        int nodeBytes,
        int recordBytes,
        int depth,
        long rootAddress,
        int rootRecordCount,
        long recordCount) {
    /** Signature, version and type before the records, checksum after them. */
    static final int NODE_OVERHEAD_BYTES = 10;

    /** An inner node has two children at least, so a deeper tree holds more records than a file has bytes. */
    private static final int DEPTH_MAX = 48;

    static BtreeV2Header read(MetadataReader reader, ObjectLocation location, String structure, long address, int type)
            throws IOException {
        FieldSizes sizes = reader.sizes();
        long headerBytes = 16 + sizes.addressBytes() + 2 + sizes.lengthBytes() + 4;
        MetadataCursor cursor = reader.read(location, structure, address, headerBytes);
        cursor.expectSignature("BTHD");
        cursor.verifyChecksum();
        cursor.readByteBetween("version", 0, 0);
        int recordType = cursor.readByteBetween("type", type, type);
        long nodeBytes = cursor.readUnsignedInt("node size");
        int recordBytes = cursor.readShort("record size");
        int depth = cursor.readShort("depth");
        cursor.skip("split and merge percent", 2);
        long rootAddress = cursor.readAddress("root node address");
        int rootRecordCount = cursor.readShort("number of records in root node");
        long recordCount = cursor.readLength("total number of records");
        if (nodeBytes > MetadataReader.STRUCTURE_BYTES_MAX || recordBytes == 0 || depth > DEPTH_MAX) {
            throw cursor.malformedAt(
                    "depth " + depth + " and nodes of " + nodeBytes + " bytes with records of " + recordBytes
                            + " bytes, expected depths up to " + DEPTH_MAX + " and nodes up to "
                            + MetadataReader.STRUCTURE_BYTES_MAX + " bytes",
                    address);
        }
        BtreeV2Header header = new BtreeV2Header(
                recordType, (int) nodeBytes, recordBytes, depth, rootAddress, rootRecordCount, recordCount);
        header.checkCounts(cursor, address);
        return header;
    }

    private void checkCounts(MetadataCursor cursor, long address) throws Hdf5FormatException {
        boolean empty = rootAddress == MetadataCursor.UNDEFINED;
        if (empty && recordCount != 0) {
            throw cursor.malformedAt(recordCount + " records without a root node", address);
        }
    }

    boolean isEmpty() {
        return rootAddress == MetadataCursor.UNDEFINED || recordCount == 0;
    }

    /** What the nodes of each level look like, leaves first. */
    BtreeV2Level[] levels(int addressBytes) {
        BtreeV2Level[] levels = new BtreeV2Level[depth + 1];
        int leafRecords = Math.max(0, (nodeBytes - NODE_OVERHEAD_BYTES) / recordBytes);
        int countBytes = bytesFor(leafRecords);
        levels[0] = new BtreeV2Level(leafRecords, leafRecords, 0, 0);
        for (int level = 1; level <= depth; level++) {
            BtreeV2Level below = levels[level - 1];
            int totalBytes = level == 1 ? 0 : bytesFor(below.recordsBelowMost());
            int pointerBytes = addressBytes + countBytes + totalBytes;
            int most = Math.max(0, (nodeBytes - NODE_OVERHEAD_BYTES - pointerBytes) / (recordBytes + pointerBytes));
            levels[level] = new BtreeV2Level(most, total(most, below.recordsBelowMost()), countBytes, totalBytes);
        }
        return levels;
    }

    /** Records in a full node and all below it, up to the largest long. */
    private static long total(long recordsMost, long childTotal) {
        long children = recordsMost + 1;
        return childTotal > (Long.MAX_VALUE - recordsMost) / children
                ? Long.MAX_VALUE
                : children * childTotal + recordsMost;
    }

    /** Bytes that hold every number up to {@code most}. */
    private static int bytesFor(long most) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(most) + 7) / 8);
    }
}
