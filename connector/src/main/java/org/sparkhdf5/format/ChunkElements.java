package org.sparkhdf5.format;

import org.sparkhdf5.Hdf5FormatException;

/**
 * How the elements of fixed and extensible arrays hold chunks: an address, and where the dataset has filters the stored size
 * and the filter mask.
 *
 * @param elementBytes size of an element
 * @param sizeBytes width of the stored size, 0 without filters
 * @param chunkBytes stored size without filters
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VII.C and VII.D</a>
 */
record ChunkElements(int elementBytes, int sizeBytes, long chunkBytes) {
    private static final int MASK_BYTES = 4;

    /** Parses client id and size of elements in the header of an array. */
    static ChunkElements parse(MetadataCursor cursor, ChunkedStorage storage) throws Hdf5FormatException {
        int client = storage.filtered() ? 1 : 0;
        cursor.readByteBetween("client id", client, client);
        int addressBytes = cursor.sizes().addressBytes();
        int least = storage.filtered() ? addressBytes + MASK_BYTES + 1 : addressBytes;
        int most = storage.filtered() ? least + 7 : least;
        int elementBytes = cursor.readByteBetween("element size", least, most);
        int sizeBytes = storage.filtered() ? elementBytes - addressBytes - MASK_BYTES : 0;
        return new ChunkElements(elementBytes, sizeBytes, storage.chunkBytes());
    }

    int client() {
        return sizeBytes > 0 ? 1 : 0;
    }

    long storedBytes(MetadataCursor cursor) throws Hdf5FormatException {
        return sizeBytes > 0 ? cursor.readUnsigned("size of chunk", sizeBytes) : chunkBytes;
    }

    int filterMask(MetadataCursor cursor) throws Hdf5FormatException {
        return sizeBytes > 0 ? cursor.readBits("filter mask") : 0;
    }
}
