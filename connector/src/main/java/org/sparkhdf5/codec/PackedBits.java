package org.sparkhdf5.codec;

/**
 * The bits of a range of bytes, the highest bit of each byte first. Reads nothing outside of the range. One per chunk; not
 * thread-safe.
 */
final class PackedBits {
    /** What one look at the bits can always give. */
    private static final int TAKE_BITS_MAX = 56;

    private final byte[] bytes;
    private final int from;
    private final int end;
    private int next;

    /** The bits to come from the highest one on, of which {@code heldBits} count. */
    private long window;

    private int heldBits;

    /** @param end behind the last byte */
    PackedBits(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.from = from;
        this.end = end;
        this.next = from;
    }

    /**
     * The next bits as an unsigned number.
     *
     * @param count from 1 to 56
     * @throws CorruptChunkException if there are fewer
     */
    long take(int count) throws CorruptChunkException {
        if (heldBits < count) {
            fill();
            if (heldBits < count) {
                throw exhausted();
            }
        }
        long taken = window >>> (Long.SIZE - count);
        window <<= count;
        heldBits -= count;
        return taken;
    }

    /** The same for {@code count} from 1 to 64. */
    long takeLong(int count) throws CorruptChunkException {
        if (count <= TAKE_BITS_MAX) {
            return take(count);
        }
        long high = take(count - Integer.SIZE);
        return high << Integer.SIZE | take(Integer.SIZE);
    }

    /**
     * How many bits of 0 stand before the next bit of 1, which is taken too.
     *
     * @throws CorruptChunkException if there are more than {@code most}, or no bit of 1
     */
    int takeZeros(int most) throws CorruptChunkException {
        int count = 0;
        while (true) {
            if (heldBits == 0) {
                fill();
                if (heldBits == 0) {
                    throw exhausted();
                }
            }
            int zeros = Long.numberOfLeadingZeros(window);
            boolean ends = zeros < heldBits;
            count += ends ? zeros : heldBits;
            if (count > most) {
                throw new CorruptChunkException("expected at most " + most + " bits of 0 in a row, found more");
            }
            if (ends) {
                window = window << zeros << 1;
                heldBits -= zeros + 1;
                return count;
            }
            window = 0;
            heldBits = 0;
        }
    }

    /** Eight bytes at a time: what of them does not count yet stays in the window, and is put there again later. */
    private void fill() {
        if (end - next >= Long.BYTES) {
            window |= StoredNumbers.bigLong(bytes, next) >>> heldBits;
            next += (Long.SIZE - 1 - heldBits) >>> 3;
            heldBits |= TAKE_BITS_MAX;
            return;
        }
        while (heldBits <= TAKE_BITS_MAX && next < end) {
            window |= (bytes[next] & 0xffL) << (TAKE_BITS_MAX - heldBits);
            next++;
            heldBits += Byte.SIZE;
        }
    }

    private CorruptChunkException exhausted() {
        return new CorruptChunkException("expected more than " + (end - from) + " bytes of bits, found their end");
    }
}
