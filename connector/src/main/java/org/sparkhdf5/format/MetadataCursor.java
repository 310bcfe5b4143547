package org.sparkhdf5.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/**
 * Reads the fields of one metadata structure, one after the other, little-endian. Every read names its field; a field that
 * does not fit into the structure is malformed. Not thread-safe.
 */
final class MetadataCursor {
    /** No address; addresses that are read are absolute. */
    static final long UNDEFINED = DataLayout.UNDEFINED;

    private final ObjectLocation location;
    private final String structure;
    private final FieldSizes sizes;
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final long startAddress;
    private int position;

    /**
     * @param structure what the bytes are, for messages: {@code data layout message}
     * @param bytes shared, not copied; the structure is {@code bytes[start, end)}
     * @param startAddress absolute address of {@code bytes[start]}
     */
    MetadataCursor(
            ObjectLocation location,
            String structure,
            FieldSizes sizes,
            byte[] bytes,
            int start,
            int end,
            long startAddress) {
        this.location = location;
        this.structure = structure;
        this.sizes = sizes;
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.startAddress = startAddress;
        this.position = start;
    }

    ObjectLocation location() {
        return location;
    }

    FieldSizes sizes() {
        return sizes;
    }

    int remaining() {
        return end - position;
    }

    /** The bytes below, for a structure that keeps them; the structure begins at 0 where it was read by itself. */
    byte[] bytes() {
        return bytes;
    }

    /** The same structure, from its first field. */
    MetadataCursor restarted() {
        return new MetadataCursor(location, structure, sizes, bytes, start, end, startAddress);
    }

    /** The same structure, from its first field, as part of another object. */
    MetadataCursor restartedFor(ObjectLocation other) {
        return new MetadataCursor(other, structure, sizes, bytes, start, end, startAddress);
    }

    /** Bytes read so far. */
    int consumed() {
        return position - start;
    }

    /** Absolute address of the next field. */
    long address() {
        return startAddress + consumed();
    }

    int readByte(String field) throws Hdf5FormatException {
        return (int) readUnsigned(field, 1);
    }

    int readShort(String field) throws Hdf5FormatException {
        return (int) readUnsigned(field, 2);
    }

    /** An unsigned field of four bytes. */
    long readUnsignedInt(String field) throws Hdf5FormatException {
        return readUnsigned(field, 4);
    }

    /** Four bytes, taken as they are. */
    int readBits(String field) throws Hdf5FormatException {
        return (int) readUnsigned(field, 4);
    }

    /** An unsigned field of one to eight bytes; one that does not fit a long is malformed. */
    long readUnsigned(String field, int widthBytes) throws Hdf5FormatException {
        long at = address();
        long value = readRaw(field, widthBytes);
        if (value < 0) {
            throw malformedAt(field + " " + Long.toUnsignedString(value) + " is out of any range", at);
        }
        return value;
    }

    /** A length, as wide as the superblock says. */
    long readLength(String field) throws Hdf5FormatException {
        return readUnsigned(field, sizes.lengthBytes());
    }

    /** An unsigned field of one to eight bytes, or -1 where all its bits are set. */
    long readUnsignedOrUnlimited(String field, int widthBytes) throws Hdf5FormatException {
        return orUndefined(field, widthBytes);
    }

    /** A length, or -1 where all its bits are set. */
    long readLengthOrUnlimited(String field) throws Hdf5FormatException {
        return orUndefined(field, sizes.lengthBytes());
    }

    /** An absolute address (the base address is added), or {@link #UNDEFINED}. */
    long readAddress(String field) throws Hdf5FormatException {
        long at = address();
        long value = orUndefined(field, sizes.addressBytes());
        if (value == UNDEFINED) {
            return UNDEFINED;
        }
        long absolute = value + sizes.baseAddress();
        if (absolute < 0) {
            throw malformedAt(field + " 0x" + Long.toHexString(value) + " is beyond any file", at);
        }
        return absolute;
    }

    private long orUndefined(String field, int widthBytes) throws Hdf5FormatException {
        long at = address();
        long value = readRaw(field, widthBytes);
        long allOnes = widthBytes == 8 ? -1L : (1L << (8 * widthBytes)) - 1;
        if (value == allOnes) {
            return UNDEFINED;
        }
        if (value < 0) {
            throw malformedAt(field + " " + Long.toUnsignedString(value) + " is out of any range", at);
        }
        return value;
    }

    private long readRaw(String field, int widthBytes) throws Hdf5FormatException {
        need(field, widthBytes);
        long value = 0;
        for (int i = widthBytes - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[position + i] & 0xff);
        }
        position += widthBytes;
        return value;
    }

    byte[] readBytes(String field, long lengthBytes) throws Hdf5FormatException {
        need(field, lengthBytes);
        byte[] copy = Arrays.copyOfRange(bytes, position, position + (int) lengthBytes);
        position += (int) lengthBytes;
        return copy;
    }

    /** Bytes up to a NUL, which is passed over. */
    byte[] readTerminated(String field) throws Hdf5FormatException {
        for (int i = position; i < end; i++) {
            if (bytes[i] == 0) {
                byte[] text = Arrays.copyOfRange(bytes, position, i);
                position = i + 1;
                return text;
            }
        }
        throw malformed(field + " of " + remaining() + " bytes has no NUL at its end");
    }

    void skip(String field, long lengthBytes) throws Hdf5FormatException {
        need(field, lengthBytes);
        position += (int) lengthBytes;
    }

    /** The next bytes as a structure of their own; this cursor goes on after them. */
    MetadataCursor slice(String part, long lengthBytes) throws Hdf5FormatException {
        need(part, lengthBytes);
        MetadataCursor slice =
                new MetadataCursor(location, part, sizes, bytes, position, position + (int) lengthBytes, address());
        position += (int) lengthBytes;
        return slice;
    }

    void expectSignature(String signature) throws Hdf5FormatException {
        long at = address();
        byte[] found = readBytes("signature", signature.length());
        if (!Arrays.equals(found, signature.getBytes(StandardCharsets.US_ASCII))) {
            throw malformedAt("expected signature " + signature + ", found " + hex(found), at);
        }
    }

    /** A version or a similar number that must lie in a range. */
    int readByteBetween(String field, int least, int most) throws Hdf5FormatException {
        long at = address();
        int value = readByte(field);
        if (value < least || value > most) {
            String expected = least == most ? Integer.toString(least) : least + " to " + most;
            throw malformedAt("expected " + field + " " + expected + ", found " + value, at);
        }
        return value;
    }

    /** Checks the last four bytes of the structure against all before them. The position stays. */
    void verifyChecksum() throws Hdf5FormatException {
        int covered = end - start - 4;
        if (covered < 0) {
            throw malformed("no room for the checksum in " + (end - start) + " bytes");
        }
        int found = Lookup3.checksum(bytes, start, covered);
        int stored = 0;
        for (int i = 3; i >= 0; i--) {
            stored = (stored << 8) | (bytes[end - 4 + i] & 0xff);
        }
        if (found != stored) {
            throw malformedAt(
                    String.format("checksum mismatch: expected 0x%08x, found 0x%08x", stored, found), startAddress);
        }
    }

    private void need(String field, long lengthBytes) throws Hdf5FormatException {
        if (lengthBytes < 0 || lengthBytes > remaining()) {
            throw malformed(field + " takes " + lengthBytes + " bytes, " + remaining() + " are left");
        }
    }

    /** Malformed at the next field. */
    Hdf5FormatException malformed(String what) {
        return malformedAt(what, address());
    }

    Hdf5FormatException malformedAt(String what, long address) {
        return location.malformed(structure + ": " + what, address);
    }

    UnsupportedHdf5FeatureException unsupported(String what, String wayOut) {
        return location.unsupported(what, wayOut);
    }

    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(text.length() == 0 ? "" : " ").append(String.format("%02x", b & 0xff));
        }
        return text.toString();
    }
}
