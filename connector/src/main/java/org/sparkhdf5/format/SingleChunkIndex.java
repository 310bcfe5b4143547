package org.sparkhdf5.format;

import java.io.IOException;

/**
 * The only chunk of a dataset: chunk and extent are equal, and the extent is fixed. The layout message holds its place.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VII.A</a>
 */
final class SingleChunkIndex implements ChunkIndex {
    private final ChunkedStorage storage;

    SingleChunkIndex(ChunkedStorage storage) {
        this.storage = storage;
    }

    @Override
    public void forEachChunk(long rowFrom, long rowTo, Visitor visitor) throws IOException {
        DataLayout.Chunked layout = storage.layout();
        for (int i = 0; i < storage.rank(); i++) {
            if (storage.dimension(i) > storage.chunkDimension(i)) {
                throw storage.malformed(
                        "a single chunk " + layout.chunkDimensions() + " for dimensions "
                                + storage.dataspace().dimensions(),
                        layout.indexAddress());
            }
        }
        if (storage.firstChunkRow(rowFrom) >= storage.endChunkRow(rowFrom, rowTo)
                || storage.dataspace().elementCount() == 0) {
            return;
        }
        long[] origin = new long[storage.rank()];
        if (layout.parameters() instanceof DataLayout.FilteredSingleChunkParameters chunk) {
            storage.visit(visitor, origin, layout.indexAddress(), chunk.storedBytes(), chunk.filterMask());
        } else {
            storage.visit(visitor, origin, layout.indexAddress(), storage.chunkBytes(), 0);
        }
    }
}
