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
     * @param indexAddress absolute position of the index (of the chunk itself where there is only one, of the first chunk
     *     where the index is implicit), or {@link #UNDEFINED}
     * @param parameters which index holds the chunks, and what the layout message says about it
     * @param partialChunksUnfiltered whether the filters are left out for chunks that reach beyond the current extent
     */
    record Chunked(
            List<Integer> chunkDimensions,
            long indexAddress,
            IndexParameters parameters,
            boolean partialChunksUnfiltered)
            implements DataLayout {
        public Chunked {
            chunkDimensions = List.copyOf(chunkDimensions);
        }

        public IndexKind index() {
            return parameters.kind();
        }
    }

    /**
     * Elements of other datasets, of this file or of others: {@link Dataset#virtualSources}.
     *
     * @param address absolute position of the global heap collection that holds the mappings, or {@link #UNDEFINED} where
     *     there are none
     * @param index of the heap object
     */
    record Virtual(long address, int index) implements DataLayout {}

    /**
     * One run of bytes, in pieces of other files, that are not HDF5: {@link Dataset#externalBytes}.
     *
     * @param lengthBytes of all elements
     */
    record External(long lengthBytes) implements DataLayout {}

    /** Kinds of chunk index, as the specification names them. */
    enum IndexKind {
        BTREE_V1,
        SINGLE_CHUNK,
        IMPLICIT,
        FIXED_ARRAY,
        EXTENSIBLE_ARRAY,
        BTREE_V2
    }

    /** What a layout message says about the chunk index. The index's own header repeats it where it has one, and decides. */
    sealed interface IndexParameters {
        IndexKind kind();
    }

    /** A version 1 B-tree, of layouts up to version 3. */
    record BtreeV1Parameters() implements IndexParameters {
        @Override
        public IndexKind kind() {
            return IndexKind.BTREE_V1;
        }
    }

    /** One chunk, stored as it is. */
    record SingleChunkParameters() implements IndexParameters {
        @Override
        public IndexKind kind() {
            return IndexKind.SINGLE_CHUNK;
        }
    }

    /**
     * One chunk of a dataset with filters.
     *
     * @param storedBytes length in the file
     * @param filterMask bit i set: filter i was skipped
     */
    record FilteredSingleChunkParameters(long storedBytes, int filterMask) implements IndexParameters {
        @Override
        public IndexKind kind() {
            return IndexKind.SINGLE_CHUNK;
        }
    }

    /** All chunks one after the other; there is no index structure. */
    record ImplicitParameters() implements IndexParameters {
        @Override
        public IndexKind kind() {
            return IndexKind.IMPLICIT;
        }
    }

    /** @param pageBits binary logarithm of the elements of a data block page */
    record FixedArrayParameters(int pageBits) implements IndexParameters {
        @Override
        public IndexKind kind() {
            return IndexKind.FIXED_ARRAY;
        }
    }

    /**
     * @param maxBits bits of an element number
     * @param indexElements elements in the index block
     * @param minPointers data block pointers that a super block holds at least
     * @param minElements elements that a data block holds at least
     * @param pageBits binary logarithm of the elements of a data block page
     */
    record ExtensibleArrayParameters(int maxBits, int indexElements, int minPointers, int minElements, int pageBits)
            implements IndexParameters {
        @Override
        public IndexKind kind() {
            return IndexKind.EXTENSIBLE_ARRAY;
        }
    }

    /**
     * @param splitPercent how full a node is when it is split
     * @param mergePercent how full a node is when it is merged
     */
    record BtreeV2Parameters(int nodeBytes, int splitPercent, int mergePercent) implements IndexParameters {
        @Override
        public IndexKind kind() {
            return IndexKind.BTREE_V2;
        }
    }
}
