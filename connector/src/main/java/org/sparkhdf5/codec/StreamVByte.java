package org.sparkhdf5.codec;

/**
 * Integers of 32 bits in as many bytes as each needs: first a key of two bits for each, four in a byte, lowest bits first,
 * then their bytes one behind the other, little-endian. A key is the number of bytes less one; or, in the form of halves,
 * which codes small numbers, 0, 1, 2 or 4 half bytes, of each byte the lower half first.
 *
 * @see <a href="https://arxiv.org/abs/1709.08990">Lemire, Kurz, Rupp: Stream VByte: Faster Byte-Oriented Integer
 *     Compression</a>
 */
final class StreamVByte {
    private static final int KEYS_OF_A_BYTE = 4;
    private static final int KEY_BITS = 2;
    private static final int KEY = 3;
    private static final int HALF_BITS = 4;
    private static final int HALF = 0xf;

    private final byte[] source;
    private final int from;
    private final int end;
    private final int count;

    /** The next half byte, counted from the beginning of {@link #source}. */
    private long half;

    /** The stream is {@code source[from, end)} and holds so many integers. */
    StreamVByte(byte[] source, int from, int end, int count) {
        this.source = source;
        this.from = from;
        this.end = end;
        this.count = count;
    }

    /** The bytes of a stream of so many integers that are all 0. */
    static long bytesMin(int count, boolean halves) {
        return keyBytes(count) + (halves ? 0L : count);
    }

    /** The bytes of a stream of so many integers, each as long as the form has it. */
    static long bytesMax(int count, boolean halves) {
        return keyBytes(count) + (long) count * (halves ? Short.BYTES : Integer.BYTES);
    }

    private static int keyBytes(int count) {
        return (int) ((count + KEYS_OF_A_BYTE - 1L) / KEYS_OF_A_BYTE);
    }

    /**
     * Decodes all integers and stores the lowest bytes of each, little-endian, from index 0 of the target on.
     *
     * @param differences each is the zigzag code of how a number differs from the one before it, the first from 0
     * @param sizeBytes of an integer in the target: 1, 2 or 4
     * @throws CorruptChunkException if the stream is longer or shorter than its keys say
     */
    void decode(boolean halves, boolean differences, byte[] target, int sizeBytes) throws CorruptChunkException {
        int keyBytes = keyBytes(count);
        if (keyBytes > end - from) {
            throw new CorruptChunkException(
                    "expected " + keyBytes + " bytes of keys for " + count + " integers, found " + (end - from));
        }
        int at = from + keyBytes;
        checkLength(halves, end - at);
        half = 2L * at;
        int last = 0;
        for (int i = 0; i < count; i++) {
            int key = key(i);
            int value;
            if (halves) {
                value = takeHalves(halves(key));
            } else {
                value = takeBytes(at, key + 1);
                at += key + 1;
            }
            if (differences) {
                last += value >>> 1 ^ -(value & 1);
                value = last;
            }
            StoredNumbers.set(target, i * sizeBytes, sizeBytes, false, value);
        }
    }

    private void checkLength(boolean halves, int foundBytes) throws CorruptChunkException {
        long length = 0;
        for (int i = 0; i < count; i++) {
            length += halves ? halves(key(i)) : key(i) + 1;
        }
        long expected = halves ? (length + 1) / 2 : length;
        if (expected != foundBytes) {
            throw new CorruptChunkException(
                    "expected " + expected + " bytes of integers, as their keys say, found " + foundBytes);
        }
    }

    private int key(int index) {
        return source[from + index / KEYS_OF_A_BYTE] >>> KEY_BITS * (index % KEYS_OF_A_BYTE) & KEY;
    }

    private static int halves(int key) {
        return key == KEY ? KEY + 1 : key;
    }

    private int takeBytes(int at, int bytes) {
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << Byte.SIZE | source[at + i] & 0xff;
        }
        return value;
    }

    private int takeHalves(int halves) {
        int value = 0;
        for (int i = 0; i < halves; i++) {
            int shift = (int) (half & 1) * HALF_BITS;
            value |= (source[(int) (half >>> 1)] >>> shift & HALF) << HALF_BITS * i;
            half++;
        }
        return value;
    }
}
