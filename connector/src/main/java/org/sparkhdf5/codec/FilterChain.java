package org.sparkhdf5.codec;

import org.jspecify.annotations.Nullable;

/**
 * The filters of one dataset in the order in which they were applied on writing, ready to undo them chunk by chunk.
 *
 * <p>Knows the number of bytes before every step where the steps before it allow: what a compressor is asked for is
 * {@code decodedLengthBytes + 4} where fletcher32 was applied first, as old PyTables does. Holds no state of a chunk; may be used by many threads.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.l</a>
 */
public final class FilterChain {
    /** The greatest number of filters of a pipeline; as many as a filter mask has bits. */
    public static final int STEPS_MAX = 32;

    /** {@link #unreadableFilter}: every filter that is needed is read here. */
    public static final int NONE = -1;

    private final int[] ids;
    private final @Nullable Filter[] filters;
    private final int[][] clientValues;
    private final long decodedLengthBytes;

    /**
     * A pipeline may hold filters that are not read here: whether they are needed, the filter mask of each chunk tells.
     * Ask {@link #unreadableFilter}.
     *
     * @param ids filter identification values
     * @param clientValues client data, one array for each of {@code ids}
     * @param decodedLengthBytes bytes of a chunk before the first filter: the product of its dimensions and element size
     * @throws IllegalArgumentException if the counts do not fit or a length is negative
     */
    public FilterChain(int[] ids, int[][] clientValues, long decodedLengthBytes) {
        if (ids.length != clientValues.length || ids.length > STEPS_MAX || decodedLengthBytes < 0) {
            throw new IllegalArgumentException(ids.length + " filters (at most " + STEPS_MAX + "), client values of "
                    + clientValues.length + ", chunks of " + decodedLengthBytes + " bytes");
        }
        this.ids = ids.clone();
        this.filters = new Filter[ids.length];
        this.clientValues = new int[ids.length][];
        this.decodedLengthBytes = decodedLengthBytes;
        for (int i = 0; i < ids.length; i++) {
            filters[i] = FilterRegistry.find(ids[i]);
            this.clientValues[i] = clientValues[i].clone();
        }
    }

    /** Bytes of a chunk before the first filter. */
    public long decodedLengthBytes() {
        return decodedLengthBytes;
    }

    /** Whether a chunk with this mask is stored as it is. */
    public boolean isIdentity(int filterMask) {
        return (allSteps() & ~filterMask) == 0;
    }

    /**
     * The id of a filter that a chunk with this mask needs and that is not read here, or {@link #NONE}. With mask 0: of
     * any filter of the pipeline.
     */
    public int unreadableFilter(int filterMask) {
        for (int i = 0; i < ids.length; i++) {
            if (isApplied(i, filterMask) && filters[i] == null) {
                return ids[i];
            }
        }
        return NONE;
    }

    /**
     * The number of bytes that a chunk with this mask must have in the file, or -1 where only the content tells
     * (compressors).
     */
    public long storedLengthBytes(int filterMask) {
        return lengthBefore(ids.length, filterMask);
    }

    /**
     * Undoes the filters, last first; afterwards exactly {@link #decodedLengthBytes} bytes are current.
     *
     * @param filterMask bit i set: filter i was skipped when this chunk was written
     * @throws CorruptChunkException if the bytes cannot be decoded, or give more or fewer bytes
     * @throws IllegalArgumentException if a filter that is needed is not read here; see {@link #unreadableFilter}
     */
    public void decode(FilterBuffer buffer, int filterMask) throws CorruptChunkException {
        for (int i = ids.length - 1; i >= 0; i--) {
            if (!isApplied(i, filterMask)) {
                continue;
            }
            Filter filter = filters[i];
            if (filter == null) {
                throw new IllegalArgumentException(
                        "filter " + ids[i] + " (" + FilterRegistry.nameOf(ids[i]) + ") is not read here");
            }
            filter.decode(buffer, clientValues[i], lengthBefore(i, filterMask));
        }
        if (buffer.lengthBytes() != decodedLengthBytes) {
            throw new CorruptChunkException("the filters leave a chunk of " + buffer.lengthBytes() + " bytes, expected "
                    + decodedLengthBytes + " bytes");
        }
    }

    /** Bytes before step {@code end} was applied, or -1 where a compressor stands before it. */
    private long lengthBefore(int end, int filterMask) {
        long length = decodedLengthBytes;
        for (int i = 0; i < end && length >= 0; i++) {
            Filter filter = filters[i];
            if (isApplied(i, filterMask)) {
                length = filter == null ? -1 : filter.encodedLengthBytes(length);
            }
        }
        return length;
    }

    private int allSteps() {
        return ids.length == STEPS_MAX ? -1 : (1 << ids.length) - 1;
    }

    private static boolean isApplied(int step, int filterMask) {
        return ((filterMask >>> step) & 1) == 0;
    }
}
