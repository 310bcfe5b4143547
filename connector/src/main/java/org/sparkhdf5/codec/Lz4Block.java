package org.sparkhdf5.codec;

/**
 * One LZ4 block without frame: tokens of a literal run and a match each, the last one of literals only.
 *
 * <p>Our own rather than a library's, because those on the supported class paths return bytes that the target held
 * before when a match distance is 0.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">LZ4 Block Format Description</a>
 */
final class Lz4Block {
    private static final int LENGTH_MASK = 15;
    private static final int MATCH_BYTES_MIN = 4;
    private static final int DISTANCE_BYTES = 2;

    private Lz4Block() {}

    /** A {@link BlockDecoder}. */
    static void decode(byte[] source, int from, int end, byte[] target, int to, int targetEnd)
            throws CorruptChunkException {
        int in = from;
        int out = to;
        while (in < end) {
            int token = source[in++];
            int literals = (token >>> 4) & LENGTH_MASK;
            if (literals == LENGTH_MASK) {
                literals = longLength(source, in, end, targetEnd - out);
                in += longLengthBytes(literals);
            }
            if (literals > end - in || literals > targetEnd - out) {
                throw corrupt("a literal run of at most " + Math.min(end - in, targetEnd - out), literals);
            }
            ByteCopies.literals(source, in, end, target, out, targetEnd, literals);
            in += literals;
            out += literals;
            if (in == end) {
                break;
            }
            if (end - in < DISTANCE_BYTES) {
                throw corrupt("a match distance of " + DISTANCE_BYTES, end - in);
            }
            int distance = StoredNumbers.littleUnsignedShort(source, in);
            in += DISTANCE_BYTES;
            if (distance == 0 || distance > out - to) {
                throw corrupt("a match distance of 1 to " + (out - to), distance);
            }
            int length = token & LENGTH_MASK;
            if (length == LENGTH_MASK) {
                length = longLength(source, in, end, targetEnd - out);
                in += longLengthBytes(length);
            }
            length += MATCH_BYTES_MIN;
            if (length > targetEnd - out) {
                throw corrupt("a match of at most " + (targetEnd - out), length);
            }
            ByteCopies.match(target, out, distance, length, targetEnd);
            out += length;
        }
        if (out != targetEnd) {
            throw corrupt("a block of " + (targetEnd - to), out - to);
        }
    }

    /** A length of 15 and more: 15 and the bytes from {@code in} on, up to the first that is not 255. */
    private static int longLength(byte[] source, int in, int end, int lengthMax) throws CorruptChunkException {
        int length = LENGTH_MASK;
        int next = in;
        int part;
        do {
            if (next == end) {
                throw new CorruptChunkException("lz4: expected the rest of a length, found the end of the block");
            }
            part = source[next++] & 0xff;
            if (part > lengthMax - length) {
                throw corrupt("a length of at most " + lengthMax, (long) length + part);
            }
            length += part;
        } while (part == 255);
        return length;
    }

    private static int longLengthBytes(int length) {
        return (length - LENGTH_MASK) / 255 + 1;
    }

    private static CorruptChunkException corrupt(String expected, long found) {
        return new CorruptChunkException("lz4: expected " + expected + " bytes, found " + found);
    }
}
