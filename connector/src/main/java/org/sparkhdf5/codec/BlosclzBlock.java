package org.sparkhdf5.codec;

/**
 * One block of BloscLZ, the descendant of FastLZ inside Blosc. A control byte below 32 starts that many and one literals;
 * any other holds a match length in its upper three bits and the upper bits of a distance in the others. The upper three
 * bits of the very first control are not used.
 */
final class BlosclzBlock {
    private static final int CONTROL_MASK = 31;
    private static final int LONG_MATCH = 6;
    private static final int MATCH_BYTES_MIN = 3;

    /** The greatest distance in one control; the pattern of this one announces two bytes more. */
    private static final int NEAR_DISTANCE_MAX = 8191;

    private BlosclzBlock() {}

    /** A {@link BlockDecoder}. */
    static void decode(byte[] source, int from, int end, byte[] target, int to, int targetEnd)
            throws CorruptChunkException {
        int in = from;
        int out = to;
        while (in < end) {
            int control = in == from ? source[in] & CONTROL_MASK : source[in] & 0xff;
            in++;
            if (control <= CONTROL_MASK) {
                int literals = control + 1;
                if (literals > end - in || literals > targetEnd - out) {
                    throw corrupt("a literal run of at most " + Math.min(end - in, targetEnd - out), literals);
                }
                ByteCopies.literals(source, in, end, target, out, targetEnd, literals);
                in += literals;
                out += literals;
                continue;
            }
            int length = (control >>> 5) - 1;
            if (length == LONG_MATCH) {
                length = longLength(source, in, end, targetEnd - out);
                in += (length - LONG_MATCH) / 255 + 1;
            }
            length += MATCH_BYTES_MIN;
            if (in == end) {
                throw corrupt("a match distance of 1 to 3", 0);
            }
            int distance = (control & CONTROL_MASK) << 8 | (source[in++] & 0xff);
            if (distance == NEAR_DISTANCE_MAX) {
                if (end - in < 2) {
                    throw corrupt("a match distance of 3", 1 + end - in);
                }
                distance += StoredNumbers.bigUnsignedShort(source, in);
                in += 2;
            }
            distance++;
            if (distance > out - to) {
                throw corrupt("a match distance of 1 to " + (out - to), distance);
            }
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

    /** Six and the bytes from {@code in} on, up to the first that is not 255. */
    private static int longLength(byte[] source, int in, int end, int lengthMax) throws CorruptChunkException {
        int length = LONG_MATCH;
        int next = in;
        int part;
        do {
            if (next == end) {
                throw new CorruptChunkException("blosclz: expected the rest of a length, found the end of the block");
            }
            part = source[next++] & 0xff;
            if (part > lengthMax - length) {
                throw corrupt("a length of at most " + lengthMax, (long) length + part);
            }
            length += part;
        } while (part == 255);
        return length;
    }

    private static CorruptChunkException corrupt(String expected, long found) {
        return new CorruptChunkException("blosclz: expected " + expected + " bytes, found " + found);
    }
}
