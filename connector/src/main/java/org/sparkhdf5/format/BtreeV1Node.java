package org.sparkhdf5.format;

import java.io.IOException;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * One node of a version 1 B-tree: keys and children alternate, one key more than children.
 *
 * @param childCount children in use
 * @param body from the first key on
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.A.1</a>
 */
record BtreeV1Node(long address, int level, int childCount, MetadataCursor body) {

    /** Reads the nodes of one tree; together they are never larger than the file, so a cycle ends. Used for one descent. */
    static final class Source {
        private static final int PREFIX_BYTES = 8;
        private static final int ANY_LEVEL = -1;

        private final MetadataReader reader;
        private final ObjectLocation location;
        private final String structure;
        private final int nodeType;
        private final int keyBytes;
        private final int k;
        private long bytesRead;

        /**
         * @param structure what the tree is, for messages
         * @param nodeType 0 group, 1 chunks
         * @param k half the children that a node has room for
         */
        Source(MetadataReader reader, ObjectLocation location, String structure, int nodeType, int keyBytes, int k) {
            this.reader = reader;
            this.location = location;
            this.structure = structure;
            this.nodeType = nodeType;
            this.keyBytes = keyBytes;
            this.k = k;
        }

        BtreeV1Node root(long address) throws IOException {
            return read(address, ANY_LEVEL);
        }

        BtreeV1Node child(BtreeV1Node parent, long address) throws IOException {
            return read(address, parent.level() - 1);
        }

        private BtreeV1Node read(long address, int expectedLevel) throws IOException {
            int addressBytes = reader.sizes().addressBytes();
            long fullBytes = PREFIX_BYTES + 2L * addressBytes + (2L * k + 1) * keyBytes + 2L * k * addressBytes;
            MetadataCursor cursor = reader.readUpTo(location, structure, address, fullBytes);
            cursor.expectSignature("TREE");
            cursor.readByteBetween("node type", nodeType, nodeType);
            int level = cursor.readByte("node level");
            if (expectedLevel != ANY_LEVEL && level != expectedLevel) {
                throw cursor.malformedAt("expected node level " + expectedLevel + ", found " + level, address);
            }
            int childCount = cursor.readShort("entries used");
            cursor.skip("sibling addresses", 2L * addressBytes);
            long usedBytes = (childCount + 1L) * keyBytes + (long) childCount * addressBytes;
            if (childCount > 2 * k || usedBytes > cursor.remaining()) {
                throw cursor.malformedAt("node of " + childCount + " entries, expected at most " + 2 * k, address);
            }
            checkTotal(cursor, usedBytes, address);
            return new BtreeV1Node(address, level, childCount, cursor);
        }

        private void checkTotal(MetadataCursor cursor, long usedBytes, long address) throws Hdf5FormatException {
            bytesRead += PREFIX_BYTES + usedBytes;
            if (bytesRead > reader.fileLengthBytes()) {
                throw cursor.malformedAt("nodes lead back to nodes that were read before", address);
            }
        }
    }
}
