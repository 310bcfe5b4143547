package org.sparkhdf5.codec;

import java.util.Arrays;

/**
 * The type of the elements that nbit packed, as its client values say it: a number for the kind, the size in bytes, and
 *
 * <ul>
 *   <li>of a number (1): byte order (0 is little-endian), precision and offset in bits;
 *   <li>of an array (2): the type of its elements;
 *   <li>of a compound (3): the number of its members, then of each the offset in bytes and the type;
 *   <li>of anything else (4), which is packed as it is: nothing.
 * </ul>
 *
 * <p>Numbers are packed from their highest bit on, whatever their byte order.
 */
final class NbitType {
    private static final int NUMBER = 1;
    private static final int ARRAY = 2;
    private static final int COMPOUND = 3;
    private static final int OTHER = 4;

    /** Types of the file format are not nested deeper either. */
    private static final int DEPTH_MAX = 32;

    private final int[] values;
    private final int first;
    private final int sizeBytes;
    private final long bits;

    /** Where the next value is read while the type is checked. */
    private int next;

    /**
     * Whether the type that was checked last ends with an array of arrays or compounds. Behind it the library goes on with
     * the client values of the elements of that array, in place of those of the next member of a compound.
     */
    private boolean losesPlace;

    private NbitType(int[] values, int first) throws CorruptChunkException {
        this.values = values;
        this.first = first;
        this.next = first;
        this.bits = checkType(Integer.MAX_VALUE, 0);
        this.sizeBytes = values[first + 1];
        if (next != values.length) {
            throw new CorruptChunkException("expected " + next + " client values for the type, found " + values.length);
        }
    }

    /**
     * The type that the client values say from index {@code first} on.
     *
     * @throws UnsupportedChunkException if it is one that the HDF5 library packs wrongly
     * @throws CorruptChunkException if they say none, or more than one
     */
    static NbitType read(int[] values, int first) throws CorruptChunkException {
        return new NbitType(values, first);
    }

    /** Bytes of an element before it was packed, at least 1. */
    int sizeBytes() {
        return sizeBytes;
    }

    /** Bits of a packed element; at most 8 for each byte. */
    long bits() {
        return bits;
    }

    /**
     * Writes {@code count} elements to {@code target} from index 0 on.
     *
     * @throws CorruptChunkException if there are fewer bits
     */
    void unpack(PackedBits packed, byte[] target, int count) throws CorruptChunkException {
        Arrays.fill(target, 0, count * sizeBytes, (byte) 0);
        if (values[first] == NUMBER) {
            unpackNumbers(packed, target, 0, count, first);
            return;
        }
        for (int i = 0; i < count; i++) {
            unpackElement(packed, target, i * sizeBytes, first);
        }
    }

    /** Writes one element of the type at {@code at} of the client values. Returns the index behind that type. */
    private int unpackElement(PackedBits packed, byte[] target, int to, int at) throws CorruptChunkException {
        switch (values[at]) {
            case NUMBER -> {
                unpackNumbers(packed, target, to, 1, at);
                return at + 5;
            }
            case ARRAY -> {
                return unpackArray(packed, target, to, at);
            }
            case COMPOUND -> {
                int member = at + 3;
                for (int i = 0; i < values[at + 2]; i++) {
                    member = unpackElement(packed, target, to + values[member], member + 1);
                }
                return member;
            }
            default -> {
                unpackBytes(packed, target, to, values[at + 1]);
                return at + 2;
            }
        }
    }

    private int unpackArray(PackedBits packed, byte[] target, int to, int at) throws CorruptChunkException {
        int element = at + 2;
        int arrayBytes = values[at + 1];
        int elementBytes = values[element + 1];
        if (values[element] == NUMBER) {
            unpackNumbers(packed, target, to, arrayBytes / elementBytes, element);
            return element + 5;
        }
        int behind = element;
        for (int i = 0; i < arrayBytes; i += elementBytes) {
            behind = unpackElement(packed, target, to + i, element);
        }
        return behind;
    }

    private void unpackNumbers(PackedBits packed, byte[] target, int to, int count, int at)
            throws CorruptChunkException {
        int numberBytes = values[at + 1];
        boolean bigEndian = values[at + 2] != 0;
        int precision = values[at + 3];
        int offset = values[at + 4];
        int position = to;
        for (int i = 0; i < count; i++) {
            if (numberBytes <= Long.BYTES) {
                StoredNumbers.set(target, position, numberBytes, bigEndian, packed.takeLong(precision) << offset);
            } else {
                unpackWide(packed, target, position, at);
            }
            position += numberBytes;
        }
    }

    /** A number of more than 8 bytes, from its highest byte on. */
    private void unpackWide(PackedBits packed, byte[] target, int to, int at) throws CorruptChunkException {
        int numberBytes = values[at + 1];
        boolean bigEndian = values[at + 2] != 0;
        int lowest = values[at + 4];
        int end = lowest + values[at + 3];
        for (int i = (end - 1) / Byte.SIZE; i >= lowest / Byte.SIZE; i--) {
            int from = Math.max(lowest, i * Byte.SIZE);
            int count = Math.min(end, (i + 1) * Byte.SIZE) - from;
            int place = bigEndian ? numberBytes - 1 - i : i;
            target[to + place] = (byte) (packed.take(count) << (from % Byte.SIZE));
        }
    }

    private static void unpackBytes(PackedBits packed, byte[] target, int to, int length) throws CorruptChunkException {
        for (int i = 0; i < length; i++) {
            target[to + i] = (byte) packed.take(Byte.SIZE);
        }
    }

    /** Checks the type at {@link #next} and moves behind it; gives the bits of an element. */
    private long checkType(int roomBytes, int depth) throws CorruptChunkException {
        if (depth > DEPTH_MAX) {
            throw new CorruptChunkException("expected types nested at most " + DEPTH_MAX + " deep, found more");
        }
        losesPlace = false;
        int kind = value("the kind of a type", NUMBER, OTHER);
        int size = value("the size of a type in bytes", 1, roomBytes);
        return switch (kind) {
            case NUMBER -> checkNumber(size);
            case ARRAY -> checkArray(size, depth);
            case COMPOUND -> checkCompound(size, depth);
            default -> (long) size * Byte.SIZE;
        };
    }

    private int checkNumber(int size) throws CorruptChunkException {
        int sizeBits = (int) Math.min(Integer.MAX_VALUE, (long) size * Byte.SIZE);
        value("a byte order", 0, 1);
        int precision = value("a precision in bits", 1, sizeBits);
        value("an offset in bits", 0, sizeBits - precision);
        return precision;
    }

    private long checkArray(int size, int depth) throws CorruptChunkException {
        int element = next;
        long elementBits = checkType(size, depth + 1);
        losesPlace = values[element] == ARRAY || values[element] == COMPOUND;
        int elementBytes = values[element + 1];
        if (size % elementBytes != 0) {
            throw new CorruptChunkException("expected an array of a multiple of " + elementBytes
                    + " bytes, the size of its elements, found " + size);
        }
        return size / elementBytes * elementBits;
    }

    private long checkCompound(int size, int depth) throws CorruptChunkException {
        int count = value("a number of members", 0, values.length);
        long sum = 0;
        int leftBytes = size;
        for (int i = 0; i < count; i++) {
            if (losesPlace) {
                throw new UnsupportedChunkException(
                        "a member of a compound behind an array of arrays or compounds, of which"
                                + " the HDF5 library packs other bytes than its own");
            }
            int offset = value("the offset of a member in bytes", 0, size - 1);
            int member = next;
            sum += checkType(Math.min(leftBytes, size - offset), depth + 1);
            leftBytes -= values[member + 1];
        }
        return sum;
    }

    private int value(String what, int least, int most) throws CorruptChunkException {
        if (next >= values.length) {
            throw new CorruptChunkException("expected " + what + " as client value " + next + ", found none");
        }
        int value = values[next];
        if (value < least || value > most) {
            throw new CorruptChunkException("expected " + what + " from " + least + " to " + most + " as client value "
                    + next + ", found " + Integer.toUnsignedString(value));
        }
        next++;
        return value;
    }
}
