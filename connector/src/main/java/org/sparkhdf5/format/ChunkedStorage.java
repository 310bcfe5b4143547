package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Arrays;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * What the chunk indexes of one dataset have in common: where they are read, and what every chunk must fulfil.
 *
 * @param chunkBytes decoded size of a chunk
 * @param filtered whether the dataset has filters: then indexes hold a size and a filter mask for each chunk
 */
record ChunkedStorage(
        MetadataReader reader,
        ObjectLocation location,
        Dataspace dataspace,
        DataLayout.Chunked layout,
        long chunkBytes,
        boolean filtered) {
    private static final int ALL_FILTERS = -1;

    int rank() {
        return dataspace.rank();
    }

    int chunkDimension(int dimension) {
        return layout.chunkDimensions().get(dimension);
    }

    long dimension(int dimension) {
        return dataspace.dimensions().get(dimension);
    }

    /** Number of chunks along a dimension within the current extent. */
    long chunksAlong(int dimension) {
        return -Math.floorDiv(-dimension(dimension), (long) chunkDimension(dimension));
    }

    /** The chunk row that holds {@code row}, or the number of chunk rows behind the last one. */
    long firstChunkRow(long row) {
        return Math.min(Math.max(0, row) / chunkDimension(0), chunksAlong(0));
    }

    /** The chunk row behind those that hold rows of {@code [rowFrom, rowTo)}; 0 for no rows. */
    long endChunkRow(long rowFrom, long rowTo) {
        return rowTo <= 0 || rowFrom >= rowTo ? 0 : Math.min((rowTo - 1) / chunkDimension(0) + 1, chunksAlong(0));
    }

    /** The index that the layout names; the layout has an address. */
    ChunkIndex index(int btreeV1K) {
        return switch (layout.index()) {
            case BTREE_V1 -> new BtreeV1ChunkIndex(reader, location, dataspace, layout, btreeV1K);
            case SINGLE_CHUNK -> new SingleChunkIndex(this);
            case IMPLICIT -> new ImplicitChunkIndex(this);
            case FIXED_ARRAY -> new FixedArrayChunkIndex(this);
            case EXTENSIBLE_ARRAY -> new ExtensibleArrayChunkIndex(this);
            case BTREE_V2 -> new BtreeV2ChunkIndex(this);
        };
    }

    /**
     * Checks a chunk inside the current extent and hands it on.
     *
     * @param offset of its first element
     */
    void visit(ChunkIndex.Visitor visitor, long[] offset, long address, long storedBytes, int filterMask)
            throws IOException {
        String chunk = "chunk " + Arrays.toString(offset);
        if (storedBytes == 0) {
            throw malformed(chunk + " of 0 bytes", address);
        }
        reader.checkInside(location, chunk, address, storedBytes);
        boolean unfiltered = layout.partialChunksUnfiltered() && reachesBeyondExtent(offset);
        visitor.chunk(offset, address, storedBytes, unfiltered ? ALL_FILTERS : filterMask);
    }

    private boolean reachesBeyondExtent(long[] offset) {
        for (int i = 0; i < offset.length; i++) {
            if (dimension(i) - offset[i] < chunkDimension(i)) {
                return true;
            }
        }
        return false;
    }

    /** Reads the field by which the parts of an index name its header. */
    void expectHeaderAddress(MetadataCursor cursor) throws Hdf5FormatException {
        long at = cursor.address();
        long expected = layout.indexAddress();
        long found = cursor.readAddress("header address");
        if (found != expected) {
            throw cursor.malformedAt(String.format("expected header address 0x%x, found 0x%x", expected, found), at);
        }
    }

    Hdf5FormatException malformed(String what, long address) {
        return location.malformed(what, address);
    }
}
