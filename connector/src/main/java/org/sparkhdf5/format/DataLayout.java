package org.sparkhdf5.format;

import java.util.List;

/**
 * Where the raw data of a dataset are.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.i</a>
 */
public sealed interface DataLayout {

    /** No address: storage was never allocated. */
    long UNDEFINED = -1;

    /**
     * In the object header.
     *
     * @param address absolute position of the first byte in the file
     */
    record Compact(long address, int lengthBytes) implements DataLayout {}

    /** One run of bytes; {@code address} is {@link #UNDEFINED} where nothing was written. */
    record Contiguous(long address, long lengthBytes) implements DataLayout {}

    /**
     * Chunks of equal shape.
     *
     * @param chunkDimensions shape of a chunk in elements, slowest first, one per dimension of the dataspace
     * @param index which index holds the chunks
     * @param indexAddress absolute position of the index, or {@link #UNDEFINED}
     */
    record Chunked(List<Integer> chunkDimensions, IndexKind index, long indexAddress) implements DataLayout {
        public Chunked {
            chunkDimensions = List.copyOf(chunkDimensions);
        }
    }

    /** A layout that is known by name but not read yet. */
    record Unread(String name) implements DataLayout {}

    /** Kinds of chunk index, as the specification names them. */
    enum IndexKind {
        BTREE_V1,
        SINGLE_CHUNK,
        IMPLICIT,
        FIXED_ARRAY,
        EXTENSIBLE_ARRAY,
        BTREE_V2
    }
}
