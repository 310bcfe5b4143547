package org.sparkhdf5.storage;

/**
 * A run of bytes of another file that takes part in {@link JoinedRangeReader}.
 *
 * @param file name of the other file, as whoever opens it understands it
 * @param address position of the first byte in the other file
 * @param lengthBytes number of bytes, not negative
 * @param zerosBehindEnd whether bytes behind the end of the other file are zeros; else they are an error
 */
public record FilePiece(String file, long address, long lengthBytes, boolean zerosBehindEnd) {
    public FilePiece {
        if (address < 0 || lengthBytes < 0) {
            throw new IllegalArgumentException(file + ": piece at " + address + " of " + lengthBytes + " bytes");
        }
    }
}
