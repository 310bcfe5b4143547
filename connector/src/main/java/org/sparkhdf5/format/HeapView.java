package org.sparkhdf5.format;

import java.util.Arrays;

/**
 * Bytes that the {@link GlobalHeap} holds, seen where they lie: {@code bytes[offset, offset + lengthBytes)}. Moved from one
 * object to the next by its owner; the bytes themselves never change.
 */
public final class HeapView {
    private static final byte[] NONE = new byte[0];

    private byte[] bytes = NONE;
    private int offset;
    private int lengthBytes;

    void set(byte[] newBytes, int newOffset, int newLengthBytes) {
        bytes = newBytes;
        offset = newOffset;
        lengthBytes = newLengthBytes;
    }

    void clear() {
        set(NONE, 0, 0);
    }

    /** More than the object: not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int lengthBytes() {
        return lengthBytes;
    }

    /** The bytes of the object alone. */
    public byte[] copy() {
        return Arrays.copyOfRange(bytes, offset, offset + lengthBytes);
    }
}
