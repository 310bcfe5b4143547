package org.sparkhdf5.codec;

import java.util.Arrays;

/**
 * The two copies that decoders of the LZ77 family make, with ranges that the caller has checked. Most are of a few bytes:
 * where there is room they go eight bytes at a time and write up to seven bytes too many, which the decoder overwrites.
 */
final class ByteCopies {
    private static final int WORD_BYTES = 8;

    /** The longest literal run that is copied by words: above it, the system's copy is faster. */
    private static final int SHORT_BYTES = 32;

    private ByteCopies() {}

    /** Copies {@code length} bytes of {@code source[from, end)} to {@code target[to, targetEnd)}. */
    static void literals(byte[] source, int from, int end, byte[] target, int to, int targetEnd, int length) {
        int room = Math.min(end - from, targetEnd - to) - WORD_BYTES;
        if (length <= SHORT_BYTES && length <= room) {
            for (int i = 0; i < length; i += WORD_BYTES) {
                StoredNumbers.setLittleLong(target, to + i, StoredNumbers.littleLong(source, from + i));
            }
        } else {
            System.arraycopy(source, from, target, to, length);
        }
    }

    /**
     * Copies {@code length} bytes to {@code target[to, targetEnd)} from {@code distance >= 1} bytes before; the ranges
     * may overlap, then the bytes between repeat.
     */
    static void match(byte[] target, int to, int distance, int length, int targetEnd) {
        if (distance >= WORD_BYTES && length <= targetEnd - to - WORD_BYTES) {
            for (int i = 0; i < length; i += WORD_BYTES) {
                StoredNumbers.setLittleLong(target, to + i, StoredNumbers.littleLong(target, to + i - distance));
            }
        } else if (distance >= length) {
            System.arraycopy(target, to - distance, target, to, length);
        } else if (distance == 1) {
            Arrays.fill(target, to, to + length, target[to - 1]);
        } else {
            for (int i = to; i < to + length; i++) {
                target[i] = target[i - distance];
            }
        }
    }
}
