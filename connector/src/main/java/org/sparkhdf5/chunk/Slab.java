package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.Arrays;
import org.sparkhdf5.storage.RangeReader;

/** Neighbouring elements of a virtual array while they are put together: in an array, from some offset on. Not thread-safe. */
final class Slab {
    private final int elementBytes;
    private byte[] bytes = new byte[0];
    private int offset;
    private long first;
    private long end;

    Slab(int elementBytes) {
        this.elementBytes = elementBytes;
    }

    /** Makes this the elements {@code [first, end)}, the first of them at an offset of an array. */
    void set(byte[] target, int targetOffset, long firstElement, long endElement) {
        bytes = target;
        offset = targetOffset;
        first = firstElement;
        end = endElement;
    }

    long first() {
        return first;
    }

    long end() {
        return end;
    }

    /** Lets nothing be in it. */
    void clear() {
        set(new byte[0], 0, 0, 0);
    }

    /** Makes all elements a fill value, or zeros where it is empty. */
    void fill(byte[] element) {
        int length = Math.toIntExact((end - first) * elementBytes);
        if (element.length == 0) {
            Arrays.fill(bytes, offset, offset + length, (byte) 0);
            return;
        }
        System.arraycopy(element, 0, bytes, offset, Math.min(length, elementBytes));
        for (int filled = elementBytes; filled < length; filled *= 2) {
            System.arraycopy(bytes, offset, bytes, offset + filled, Math.min(filled, length - filled));
        }
    }

    /** Reads neighbours that stay as they are. */
    void read(RangeReader reader, long address, long place, int lengthBytes) throws IOException {
        reader.readFully(address, bytes, offsetOf(place), lengthBytes);
    }

    /**
     * Puts a line of elements to its places.
     *
     * @param at of the first one in the source
     * @param sourceStep elements from one to the next, 0 to repeat it
     */
    void put(
            ElementConversion conversion,
            byte[] source,
            int at,
            long sourceStep,
            long place,
            long placeStep,
            long length) {
        boolean one = length == 1;
        conversion.convert(
                source,
                at,
                one ? conversion.sourceBytes() : (int) (sourceStep * conversion.sourceBytes()),
                bytes,
                offsetOf(place),
                one ? elementBytes : (int) (placeStep * elementBytes),
                (int) length);
    }

    private int offsetOf(long place) {
        return offset + (int) ((place - first) * elementBytes);
    }

    /** Copies bytes of the elements. */
    void copy(long address, byte[] target, int targetOffset, int lengthBytes) {
        System.arraycopy(bytes, offset + (int) (address - first * elementBytes), target, targetOffset, lengthBytes);
    }

    /** The array behind it, to be used again. */
    byte[] bytes() {
        return bytes;
    }
}
