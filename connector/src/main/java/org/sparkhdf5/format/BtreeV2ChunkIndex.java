package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Arrays;

/**
 * The chunks of a dataset with two unlimited dimensions or more in a version 2 B-tree: records of type 10, or 11 where the
 * dataset has filters, in row-major order of the chunks' coordinates.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VII.E</a>
 */
final class BtreeV2ChunkIndex implements ChunkIndex {
    private static final String STRUCTURE = "chunk B-tree";
    private static final int COORDINATE_BYTES = 8;
    private static final int MASK_BYTES = 4;

    private final ChunkedStorage storage;

    BtreeV2ChunkIndex(ChunkedStorage storage) {
        this.storage = storage;
    }

    @Override
    public void forEachChunk(long rowFrom, long rowTo, Visitor visitor) throws IOException {
        long from = storage.firstChunkRow(rowFrom);
        long end = storage.endChunkRow(rowFrom, rowTo);
        if (from >= end) {
            return;
        }
        long address = storage.layout().indexAddress();
        int type = storage.filtered() ? BtreeV2.TYPE_CHUNK_FILTERED : BtreeV2.TYPE_CHUNK;
        BtreeV2 tree = BtreeV2.read(storage.reader(), storage.location(), STRUCTURE, address, type);
        Records records = new Records(sizeBytes(tree), visitor);
        tree.forEachRecord(record -> records.position(record, from, end), records::visit);
    }

    /** Width of the stored size, 0 without filters. */
    private int sizeBytes(BtreeV2 tree) throws IOException {
        int fixed = storage.reader().sizes().addressBytes()
                + storage.rank() * COORDINATE_BYTES
                + (storage.filtered() ? MASK_BYTES : 0);
        int sizeBytes = tree.recordBytes() - fixed;
        if (storage.filtered() ? sizeBytes < 1 || sizeBytes > 8 : sizeBytes != 0) {
            throw storage.malformed(
                    STRUCTURE + ": records of " + tree.recordBytes() + " bytes, expected " + fixed
                            + (storage.filtered() ? " and 1 to 8 for a size" : ""),
                    storage.layout().indexAddress());
        }
        return sizeBytes;
    }

    /** Takes the records of one walk; they are checked to ascend, so no chunk is visited twice. */
    private final class Records {
        private final int sizeBytes;
        private final Visitor visitor;
        private final long[] coordinates = new long[storage.rank()];
        private final long[] previous = new long[storage.rank()];
        private final long[] offset = new long[storage.rank()];
        private boolean first = true;

        Records(int sizeBytes, Visitor visitor) {
            this.sizeBytes = sizeBytes;
            this.visitor = visitor;
        }

        int position(MetadataCursor record, long from, long end) throws IOException {
            record.skip("address, size and mask", record.remaining() - (long) storage.rank() * COORDINATE_BYTES);
            long row = record.readUnsigned("chunk coordinate 0", COORDINATE_BYTES);
            return row < from ? -1 : row < end ? 0 : 1;
        }

        void visit(MetadataCursor record) throws IOException {
            long at = record.address();
            long address = record.readAddress("address of chunk");
            long storedBytes = storage.chunkBytes();
            int filterMask = 0;
            if (storage.filtered()) {
                storedBytes = record.readUnsigned("size of chunk", sizeBytes);
                filterMask = record.readBits("filter mask");
            }
            boolean inside = true;
            for (int i = 0; i < coordinates.length; i++) {
                coordinates[i] = record.readUnsigned("chunk coordinate " + i, COORDINATE_BYTES);
                inside &= coordinates[i] < storage.chunksAlong(i);
            }
            if (!first && Arrays.compare(previous, coordinates) >= 0) {
                throw record.malformedAt(
                        "chunk coordinates " + Arrays.toString(coordinates) + " after " + Arrays.toString(previous),
                        at);
            }
            first = false;
            System.arraycopy(coordinates, 0, previous, 0, coordinates.length);
            if (inside && address != MetadataCursor.UNDEFINED) {
                for (int i = 0; i < offset.length; i++) {
                    offset[i] = coordinates[i] * storage.chunkDimension(i);
                }
                storage.visit(visitor, offset, address, storedBytes, filterMask);
            }
        }
    }
}
