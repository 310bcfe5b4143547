package org.sparkhdf5.codec;

/**
 * Undoes one filter of a filter pipeline.
 *
 * <p>A user's own is found as a service: see {@link FilterRegistry}. It then has a public constructor without parameters.
 *
 * <p>An implementation holds no state of a chunk and may be used by many threads; what it needs per call comes from the
 * {@link FilterBuffer}.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.l</a>
 */
public interface Filter {

    /** The filter identification value of the pipeline message. */
    int id();

    /** The name for messages, as the field says it: {@code deflate}, {@code shuffle}. */
    String name();

    /**
     * The number of bytes that this filter made of {@code decodedLengthBytes} bytes when it was applied, or -1 where only
     * the content tells (compressors).
     */
    long encodedLengthBytes(long decodedLengthBytes);

    /**
     * Replaces the current bytes of the buffer with those before the filter was applied.
     *
     * @param clientValues the client data of the pipeline message, one value each; only read
     * @param decodedLengthBytes the exact number of bytes that must come out, or -1 where it is not known
     * @throws CorruptChunkException if the bytes cannot be decoded or do not give exactly {@code decodedLengthBytes}
     */
    void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException;
}
