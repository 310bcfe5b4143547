package org.sparkhdf5.codec;

/**
 * Filters 32022 and 32023, bitgroom and granular bitround: rounded numbers on writing, so that a compressor after them finds
 * more to do. What they leave are numbers of the same type: on reading there is nothing to undo. The client values (digits
 * kept, size, the missing value) are not needed.
 *
 * @see <a href="https://github.com/HDFGroup/hdf5_plugins">The plugins of The HDF Group: {@code H5Z_filter_bitgroom} and
 *     {@code H5Z_filter_granularbr} hand the bytes on where they are called in reverse</a>
 */
final class QuantisationFilter implements Filter {
    static final int BIT_GROOM = 32022;
    static final int GRANULAR_BIT_ROUND = 32023;

    private final int id;

    /** @param id {@link #BIT_GROOM} or {@link #GRANULAR_BIT_ROUND} */
    QuantisationFilter(int id) {
        this.id = id;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String name() {
        return FilterRegistry.nameOf(id);
    }

    @Override
    public long encodedLengthBytes(long decodedLengthBytes) {
        return decodedLengthBytes;
    }

    @Override
    public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        if (decodedLengthBytes >= 0 && buffer.lengthBytes() != decodedLengthBytes) {
            throw new CorruptChunkException(
                    name() + ": expected " + decodedLengthBytes + " bytes, found " + buffer.lengthBytes());
        }
    }
}
