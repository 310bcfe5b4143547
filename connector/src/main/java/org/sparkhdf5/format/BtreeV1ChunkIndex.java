package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * The chunks of a dataset in a version 1 B-tree. Keys are chunk offsets in row-major order; they are checked to ascend over
 * the whole tree, so no chunk is visited twice.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.A.1</a>
 */
final class BtreeV1ChunkIndex implements ChunkIndex {
    private static final int NODE_TYPE = 1;
    private static final int OFFSET_BYTES = 8;

    private final MetadataReader reader;
    private final ObjectLocation location;
    private final Dataspace dataspace;
    private final DataLayout.Chunked layout;
    private final int k;

    BtreeV1ChunkIndex(
            MetadataReader reader, ObjectLocation location, Dataspace dataspace, DataLayout.Chunked layout, int k) {
        this.reader = reader;
        this.location = location;
        this.dataspace = dataspace;
        this.layout = layout;
        this.k = k;
    }

    @Override
    public void forEachChunk(long rowFrom, long rowTo, Visitor visitor) throws IOException {
        if (rowFrom < rowTo) {
            new Descent(rowFrom, rowTo, visitor).run();
        }
    }

    /** The keys of one node, as arrays: key i has {@code offsets[i * rank, (i + 1) * rank)}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Keys(long[] offsets, long[] storedBytes, int[] filterMasks, long[] children) {}

    /** One walk over a range of rows. */
    private final class Descent {
        private final long rowFrom;
        private final long rowTo;
        private final Visitor visitor;
        private final int rank = dataspace.rank();
        private final int chunkRows = layout.chunkDimensions().get(0);
        private final BtreeV1Node.Source nodes;
        private final long[] offset = new long[rank];
        private final long[] previous = new long[rank];
        private boolean first = true;

        Descent(long rowFrom, long rowTo, Visitor visitor) {
            this.rowFrom = rowFrom;
            this.rowTo = rowTo;
            this.visitor = visitor;
            int keyBytes = 8 + OFFSET_BYTES * (rank + 1);
            this.nodes = new BtreeV1Node.Source(reader, location, "chunk B-tree", NODE_TYPE, keyBytes, k);
        }

        void run() throws IOException {
            visit(nodes.root(layout.indexAddress()));
        }

        private void visit(BtreeV1Node node) throws IOException {
            Keys keys = keys(node);
            for (int i = 0; i < keys.children().length; i++) {
                long row = keys.offsets()[i * rank];
                long nextRow = keys.offsets()[(i + 1) * rank];
                if (row >= rowTo) {
                    return;
                }
                if (node.level() > 0) {
                    if (endsAfter(nextRow)) {
                        visit(nodes.child(node, keys.children()[i]));
                    }
                } else if (endsAfter(row)) {
                    visitChunk(node, keys, i);
                }
            }
        }

        /** Whether a chunk that begins at this row reaches {@code rowFrom}; no overflow. */
        private boolean endsAfter(long row) {
            return row > rowFrom - chunkRows;
        }

        private void visitChunk(BtreeV1Node node, Keys keys, int i) throws IOException {
            System.arraycopy(keys.offsets(), i * rank, offset, 0, rank);
            if (!first && Arrays.compare(previous, offset) >= 0) {
                throw malformed(node, "chunk " + Arrays.toString(offset) + " comes after " + Arrays.toString(previous));
            }
            first = false;
            System.arraycopy(offset, 0, previous, 0, rank);
            List<Integer> chunkDimensions = layout.chunkDimensions();
            boolean inside = true;
            for (int d = 0; d < rank; d++) {
                if (offset[d] % chunkDimensions.get(d) != 0) {
                    throw malformed(
                            node,
                            "chunk " + Arrays.toString(offset) + " is not aligned to chunk dimensions "
                                    + chunkDimensions);
                }
                inside &= offset[d] < dataspace.dimensions().get(d);
            }
            if (inside) {
                emit(node, keys.children()[i], keys.storedBytes()[i], keys.filterMasks()[i]);
            }
        }

        private void emit(BtreeV1Node node, long address, long storedBytes, int filterMask) throws IOException {
            String chunk = "chunk " + Arrays.toString(offset);
            if (storedBytes == 0) {
                throw malformed(node, chunk + " of 0 bytes");
            }
            reader.checkInside(location, chunk, address, storedBytes);
            visitor.chunk(offset, address, storedBytes, filterMask);
        }

        private Keys keys(BtreeV1Node node) throws IOException {
            int count = node.childCount();
            Keys keys =
                    new Keys(new long[(count + 1) * rank], new long[count + 1], new int[count + 1], new long[count]);
            MetadataCursor cursor = node.body();
            for (int i = 0; i <= count; i++) {
                keys.storedBytes()[i] = cursor.readUnsignedInt("size of chunk");
                keys.filterMasks()[i] = cursor.readBits("filter mask");
                for (int d = 0; d < rank; d++) {
                    keys.offsets()[i * rank + d] = cursor.readUnsigned("chunk offset", OFFSET_BYTES);
                }
                long inElement = cursor.readUnsigned("offset in the element", OFFSET_BYTES);
                if (i < count) {
                    expectWholeElements(node, i, inElement);
                    keys.children()[i] = cursor.readAddress("child address");
                }
                if (i > 0) {
                    checkOrder(node, keys.offsets(), i, i == count);
                }
            }
            return keys;
        }

        /** A chunk begins with an element; libhdf5 does not find one that claims not to. */
        private void expectWholeElements(BtreeV1Node node, int i, long inElement) throws Hdf5FormatException {
            if (inElement != 0) {
                throw malformed(node, "key " + i + ": expected offset 0 in the element, found " + inElement);
            }
        }

        /** The last key only bounds the chunks of the node: writers let it begin at the last chunk. */
        private void checkOrder(BtreeV1Node node, long[] offsets, int i, boolean last) throws Hdf5FormatException {
            int from = i * rank;
            int order = Arrays.compare(offsets, from - rank, from, offsets, from, from + rank);
            if (order > 0 || (order == 0 && !last)) {
                throw malformed(
                        node,
                        "key " + i + " " + Arrays.toString(Arrays.copyOfRange(offsets, from, from + rank))
                                + " does not come after "
                                + Arrays.toString(Arrays.copyOfRange(offsets, from - rank, from)));
            }
        }

        private Hdf5FormatException malformed(BtreeV1Node node, String what) {
            return location.malformed("chunk B-tree: " + what, node.address());
        }
    }
}
