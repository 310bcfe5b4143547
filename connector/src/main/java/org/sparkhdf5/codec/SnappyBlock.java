package org.sparkhdf5.codec;

/**
 * One raw Snappy block: the decoded length as a varint, then literal runs and matches.
 *
 * <p>Our own rather than a library's: no native code sees hostile bytes, and no byte of the target from before shines
 * through.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/format_description.txt">Snappy compressed format
 *     description</a>
 */
final class SnappyBlock {
    private static final int VARINT_BYTES_MAX = 5;

    /** Literal lengths below this one are in the tag, those above in 1 to 4 bytes after it. */
    private static final int LONG_LITERALS = 60;

    private SnappyBlock() {}

    /** A {@link BlockDecoder}. */
    static void decode(byte[] source, int from, int end, byte[] target, int to, int targetEnd)
            throws CorruptChunkException {
        int in = from + checkedLengthBytes(source, from, end, targetEnd - to);
        int out = to;
        while (in < end) {
            int tag = source[in++] & 0xff;
            int kind = tag & 3;
            int extra = kind == 0 ? Math.max(0, (tag >>> 2) - LONG_LITERALS + 1) : kind == 3 ? 4 : kind;
            if (extra > end - in) {
                throw corrupt("a tag with " + extra, end - in);
            }
            long number = little(source, in, extra);
            in += extra;
            if (kind == 0) {
                long literals = (extra == 0 ? tag >>> 2 : number) + 1;
                if (literals > end - in || literals > targetEnd - out) {
                    throw corrupt("a literal run of at most " + Math.min(end - in, targetEnd - out), literals);
                }
                ByteCopies.literals(source, in, end, target, out, targetEnd, (int) literals);
                in += (int) literals;
                out += (int) literals;
            } else {
                int length = kind == 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
                long distance = kind == 1 ? (tag >>> 5) << 8 | number : number;
                if (distance == 0 || distance > out - to) {
                    throw corrupt("a match distance of 1 to " + (out - to), distance);
                }
                if (length > targetEnd - out) {
                    throw corrupt("a match of at most " + (targetEnd - out), length);
                }
                ByteCopies.match(target, out, (int) distance, length, targetEnd);
                out += length;
            }
        }
        if (out != targetEnd) {
            throw corrupt("a block of " + (targetEnd - to), out - to);
        }
    }

    /** The number of bytes of the varint at the beginning, which must be {@code expected}. */
    private static int checkedLengthBytes(byte[] source, int from, int end, int expected) throws CorruptChunkException {
        long length = 0;
        for (int i = 0; i < VARINT_BYTES_MAX && i < end - from; i++) {
            length |= (long) (source[from + i] & 0x7f) << 7 * i;
            if (source[from + i] >= 0) {
                if (length != expected) {
                    throw corrupt("a decoded length of " + expected, length);
                }
                return i + 1;
            }
        }
        throw new CorruptChunkException("snappy: expected the decoded length, found no end of it");
    }

    private static long little(byte[] source, int at, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number |= (source[at + i] & 0xffL) << 8 * i;
        }
        return number;
    }

    private static CorruptChunkException corrupt(String expected, long found) {
        return new CorruptChunkException("snappy: expected " + expected + " bytes, found " + found);
    }
}
