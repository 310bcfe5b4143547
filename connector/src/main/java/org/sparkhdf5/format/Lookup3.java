package org.sparkhdf5.format;

/**
 * The checksum of metadata: Bob Jenkins' lookup3 hash over bytes, with initial value 0.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     "Checksum" fields</a>
 */
final class Lookup3 {
    private static final int SEED = 0xdeadbeef;
    private static final int BLOCK_BYTES = 12;

    private Lookup3() {}

    static int checksum(byte[] bytes, int offset, int lengthBytes) {
        int a = SEED + lengthBytes;
        int b = a;
        int c = a;
        int position = offset;
        int left = lengthBytes;
        while (left > BLOCK_BYTES) {
            a += word(bytes, position, 4);
            b += word(bytes, position + 4, 4);
            c += word(bytes, position + 8, 4);
            a -= c;
            a ^= Integer.rotateLeft(c, 4);
            c += b;
            b -= a;
            b ^= Integer.rotateLeft(a, 6);
            a += c;
            c -= b;
            c ^= Integer.rotateLeft(b, 8);
            b += a;
            a -= c;
            a ^= Integer.rotateLeft(c, 16);
            c += b;
            b -= a;
            b ^= Integer.rotateLeft(a, 19);
            a += c;
            c -= b;
            c ^= Integer.rotateLeft(b, 4);
            b += a;
            position += BLOCK_BYTES;
            left -= BLOCK_BYTES;
        }
        if (left == 0) {
            return c;
        }
        a += word(bytes, position, Math.min(left, 4));
        b += word(bytes, position + 4, Math.min(left - 4, 4));
        c += word(bytes, position + 8, Math.min(left - 8, 4));
        return scramble(a, b, c);
    }

    private static int scramble(int firstA, int firstB, int firstC) {
        int a = firstA;
        int b = firstB;
        int c = firstC;
        c ^= b;
        c -= Integer.rotateLeft(b, 14);
        a ^= c;
        a -= Integer.rotateLeft(c, 11);
        b ^= a;
        b -= Integer.rotateLeft(a, 25);
        c ^= b;
        c -= Integer.rotateLeft(b, 16);
        a ^= c;
        a -= Integer.rotateLeft(c, 4);
        b ^= a;
        b -= Integer.rotateLeft(a, 14);
        c ^= b;
        c -= Integer.rotateLeft(b, 24);
        return c;
    }

    /** Little-endian word of up to four bytes; no byte where {@code count <= 0}. */
    private static int word(byte[] bytes, int position, int count) {
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[position + i] & 0xff) << (8 * i);
        }
        return word;
    }
}
