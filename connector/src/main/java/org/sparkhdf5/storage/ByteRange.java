package org.sparkhdf5.storage;

import java.io.Serializable;

/**
 * A run of bytes in a file.
 *
 * @param address position of the first byte in the file
 * @param lengthBytes number of bytes, not negative
 */
public record ByteRange(long address, long lengthBytes) implements Serializable {
    public ByteRange {
        if (address < 0 || lengthBytes < 0 || address + lengthBytes < 0) {
            throw new IllegalArgumentException("not a byte range: address " + address + ", length " + lengthBytes);
        }
    }

    /** Position after the last byte. */
    public long end() {
        return address + lengthBytes;
    }
}
