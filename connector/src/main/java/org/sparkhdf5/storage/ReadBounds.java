package org.sparkhdf5.storage;

import java.io.EOFException;
import java.util.Locale;
import java.util.Objects;

/** What every {@link RangeReader} checks before it reads. */
public final class ReadBounds {
    private ReadBounds() {}

    /**
     * Checks that the range lies within the target and within the file as it was listed.
     *
     * @throws EOFException if the file ends before the range does
     * @throws IndexOutOfBoundsException if the range does not lie within the target or the address is negative
     */
    public static void check(RangeReader reader, long address, byte[] target, int offset, int lengthBytes)
            throws EOFException {
        Objects.checkFromIndexSize(offset, lengthBytes, target.length);
        if (address < 0) {
            throw new IndexOutOfBoundsException(reader.file() + ": address " + address + " is negative");
        }
        if (address > reader.lengthBytes() - lengthBytes) {
            throw endOfFile(reader, address, lengthBytes, Math.max(0, reader.lengthBytes() - address));
        }
    }

    /** @param foundBytes how many of the bytes there are */
    static EOFException endOfFile(RangeReader reader, long address, int lengthBytes, long foundBytes) {
        return new EOFException(String.format(
                Locale.ROOT,
                "%s: expected %d bytes at address 0x%x, found %d before the end of the file (%d bytes when it was listed);"
                        + " it is truncated or was replaced, copy it again",
                reader.file(),
                lengthBytes,
                address,
                foundBytes,
                reader.lengthBytes()));
    }
}
