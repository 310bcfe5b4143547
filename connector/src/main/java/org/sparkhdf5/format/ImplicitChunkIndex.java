package org.sparkhdf5.format;

import java.io.IOException;

/**
 * Chunks that were all allocated at once, without filters: they lie one after the other, in the order of the largest extent.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VII.B</a>
 */
final class ImplicitChunkIndex implements ChunkIndex {
    private final ChunkedStorage storage;

    ImplicitChunkIndex(ChunkedStorage storage) {
        this.storage = storage;
    }

    @Override
    public void forEachChunk(long rowFrom, long rowTo, Visitor visitor) throws IOException {
        ChunkGrid grid = ChunkGrid.fixed(storage, rowFrom, rowTo);
        long chunkBytes = storage.chunkBytes();
        long end = grid.endNumber();
        long lengthBytes = end > Long.MAX_VALUE / chunkBytes ? Long.MAX_VALUE : end * chunkBytes;
        long address = storage.layout().indexAddress();
        storage.reader().checkInside(storage.location(), "run of " + end + " chunks", address, lengthBytes);
        ChunkWalk walk = new ChunkWalk(storage, grid, visitor);
        while (walk.wantsBelow(end)) {
            walk.chunk(address + walk.wanted() * chunkBytes, chunkBytes, 0);
            walk.skipTo(walk.wanted() + 1);
        }
    }
}
