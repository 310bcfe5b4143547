package org.sparkhdf5.format;

import java.io.IOException;

/** Finds the stored chunks of one dataset. Not thread-safe. */
public interface ChunkIndex {

    /**
     * Visits the stored chunks that hold a row of {@code [rowFrom, rowTo)}, rows being the first dimension, in row-major
     * order of their offsets. Parts of the index that hold no such chunk are not read where its structure tells, and what was
     * never written costs nothing: time and memory grow with the stored index, not with the grid. Chunks outside of the current
     * extent (left over by a shrunk dataset) are passed over.
     *
     * @throws org.sparkhdf5.Hdf5FormatException if the index breaks the specification, or a chunk lies beyond the end of
     *     the file
     */
    void forEachChunk(long rowFrom, long rowTo, Visitor visitor) throws IOException;

    /** What is done with each chunk. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes one stored chunk.
         *
         * @param offset of the chunk's first element, one per dimension of the dataspace, in elements; the array is reused
         * @param address absolute position in the file
         * @param storedBytes length in the file
         * @param filterMask bit i set: filter i of the pipeline was skipped; all bits for a chunk that reaches beyond the
         *     extent of a dataset whose partial chunks are not filtered
         */
        void chunk(long[] offset, long address, long storedBytes, int filterMask) throws IOException;
    }
}
