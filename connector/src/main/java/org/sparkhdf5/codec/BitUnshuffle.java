package org.sparkhdf5.codec;

/**
 * Undoes the bit shuffle. {@code count} elements of {@code e} bytes are stored as {@code 8 e} rows of {@code count / 8}
 * bytes: row {@code 8 k + j} holds bit j (0 the lowest) of byte k of every element, the first element in the lowest bit.
 */
final class BitUnshuffle {
    /** Elements per byte of a row: element counts are multiples of it. */
    static final int ELEMENTS_MULTIPLE = 8;

    private BitUnshuffle() {}

    /** Writes {@code count} elements, a multiple of 8, to {@code target} from index {@code to} on. */
    static void unshuffle(byte[] source, int from, byte[] target, int to, int count, int elementBytes) {
        int rowBytes = count / ELEMENTS_MULTIPLE;
        for (int k = 0; k < elementBytes; k++) {
            int row = from + ELEMENTS_MULTIPLE * k * rowBytes;
            unshuffleByte(source, row, rowBytes, target, to + k, elementBytes);
        }
    }

    /** One byte of every element: its eight rows, to indexes {@code stride} apart. */
    private static void unshuffleByte(byte[] source, int row, int rowBytes, byte[] target, int to, int stride) {
        int row4 = row + 4 * rowBytes;
        int out = to;
        for (int i = 0; i < rowBytes; i++) {
            int low = row + i;
            int high = row4 + i;
            long bits = (source[low] & 0xffL)
                    | (source[low + rowBytes] & 0xffL) << 8
                    | (source[low + 2 * rowBytes] & 0xffL) << 16
                    | (source[low + 3 * rowBytes] & 0xffL) << 24
                    | (source[high] & 0xffL) << 32
                    | (source[high + rowBytes] & 0xffL) << 40
                    | (source[high + 2 * rowBytes] & 0xffL) << 48
                    | (source[high + 3 * rowBytes] & 0xffL) << 56;
            long bytes = transpose(bits);
            for (int j = 0; j < ELEMENTS_MULTIPLE; j++) {
                target[out] = (byte) bytes;
                bytes >>>= 8;
                out += stride;
            }
        }
    }

    /** Mirrors a matrix of 8 × 8 bits at its diagonal: by single bits, then pairs, then fours. */
    private static long transpose(long matrix) {
        long x = matrix;
        long swap = (x ^ (x >>> 7)) & 0x00aa00aa00aa00aaL;
        x ^= swap ^ (swap << 7);
        swap = (x ^ (x >>> 14)) & 0x0000cccc0000ccccL;
        x ^= swap ^ (swap << 14);
        swap = (x ^ (x >>> 28)) & 0x00000000f0f0f0f0L;
        return x ^ swap ^ (swap << 28);
    }
}
