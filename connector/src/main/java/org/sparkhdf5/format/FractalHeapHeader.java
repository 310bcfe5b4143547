package org.sparkhdf5.format;

import java.io.IOException;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * The header of a fractal heap.
 *
 * @param idBytes length of a heap ID
 * @param checksummed whether direct blocks have a checksum
 * @param objectBytesMax largest object that a direct block may hold
 * @param hugeIndexAddress version 2 B-tree of the objects that are larger, or undefined
 * @param rootAddress root block, or undefined where no block is
 * @param rootRows rows of the root block; 0 where it is a direct block
 * @param rootStoredBytes length of a direct root block in the file
 * @param rootFilterMask filters that were skipped for a direct root block
 * @param pipeline filters of direct blocks and of large objects
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.G</a>
 */
record FractalHeapHeader(
        long address,
        int idBytes,
        boolean checksummed,
        long objectBytesMax,
        long hugeIndexAddress,
        DoublingTable table,
        long rootAddress,
        int rootRows,
        long rootStoredBytes,
        int rootFilterMask,
        FilterPipeline pipeline) {
    private static final String STRUCTURE = "fractal heap header";
    private static final int FLAG_CHECKSUMMED = 0x02;
    private static final int PREFIX_BYTES = 9;

    static FractalHeapHeader read(MetadataReader reader, ObjectLocation location, long address) throws IOException {
        FieldSizes sizes = reader.sizes();
        MetadataCursor prefix = reader.read(location, STRUCTURE, address, PREFIX_BYTES);
        prefix.expectSignature("FRHP");
        prefix.readByteBetween("version", 0, 0);
        prefix.skip("heap ID length", 2);
        int filterBytes = prefix.readShort("I/O filters' encoded length");
        long headerBytes = 26 + 3L * sizes.addressBytes() + 12L * sizes.lengthBytes();
        if (filterBytes > 0) {
            headerBytes += sizes.lengthBytes() + 4 + filterBytes;
        }
        MetadataCursor cursor = reader.read(location, STRUCTURE, address, headerBytes);
        cursor.verifyChecksum();
        cursor.skip("signature and version", 5);
        return parse(cursor, address, filterBytes);
    }

    private static FractalHeapHeader parse(MetadataCursor cursor, long address, int filterBytes)
            throws Hdf5FormatException {
        int idBytes = cursor.readShort("heap ID length");
        if (idBytes < 2) {
            throw cursor.malformed("heap ID length " + idBytes + ", expected 2 or more");
        }
        int lengthBytes = cursor.sizes().lengthBytes();
        cursor.skip("I/O filters' encoded length", 2);
        int flags = cursor.readByte("flags");
        long objectBytesMax = cursor.readUnsignedInt("maximum size of managed objects");
        cursor.skip("next huge object ID", lengthBytes);
        long hugeIndexAddress = cursor.readAddress("address of the huge objects' B-tree");
        cursor.skip("free space in managed blocks", lengthBytes);
        cursor.skip(
                "address of managed block free space manager", cursor.sizes().addressBytes());
        cursor.skip("amounts of space and numbers of objects", 8L * lengthBytes);
        DoublingTable table = DoublingTable.parse(cursor);
        cursor.skip("starting number of rows in root indirect block", 2);
        long rootAddress = cursor.readAddress("address of root block");
        int rootRows = cursor.readShort("current number of rows in root indirect block");
        if (rootRows > table.rowsMost()) {
            throw cursor.malformed(rootRows + " rows in root indirect block, expected at most " + table.rowsMost());
        }
        long rootStoredBytes = table.startBytes();
        int rootFilterMask = 0;
        FilterPipeline pipeline = FilterPipeline.NONE;
        if (filterBytes > 0) {
            rootStoredBytes = cursor.readLength("size of filtered root direct block");
            rootFilterMask = cursor.readBits("I/O filter mask");
            pipeline = FilterPipelineMessage.parse(cursor.slice("I/O filter information", filterBytes));
        }
        return new FractalHeapHeader(
                address,
                idBytes,
                (flags & FLAG_CHECKSUMMED) != 0,
                objectBytesMax,
                hugeIndexAddress,
                table,
                rootAddress,
                rootRows,
                rootStoredBytes,
                rootFilterMask,
                pipeline);
    }

    boolean isFiltered() {
        return !pipeline.isEmpty();
    }

    /** Bytes of a managed object's length in its ID: those that every possible length fits. */
    int objectLengthBytes() {
        return Math.min(bytesFor(table.directBytesMax() - 1), bytesFor(objectBytesMax));
    }

    private static int bytesFor(long most) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(most) + 7) / 8);
    }
}
