package org.sparkhdf5.codec;

/**
 * Filter 32000, lzf: the chunk is one LZF stream without header. A control byte below 32 starts that many and one
 * literals; any other holds a match length in its upper three bits and the upper bits of a distance in the others. The
 * client values (revision, LZF version, chunk size) are not needed.
 *
 * <p>Our own decoder rather than compress-lzf's: that one is not told where its input ends, reads on in what lies behind
 * it and passes over bytes that are left.
 */
final class LzfFilter implements Filter {
    static final int ID = 32000;
    private static final int CONTROL_MASK = 31;
    private static final int LONG_MATCH = 7;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return "lzf";
    }

    @Override
    public long encodedLengthBytes(long decodedLengthBytes) {
        return -1;
    }

    @Override
    public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        byte[] source = buffer.array();
        int from = buffer.offset();
        int end = from + buffer.lengthBytes();
        long length = decodedLengthBytes < 0 ? decodedLength(source, from, end) : decodedLengthBytes;
        byte[] target = buffer.output(length);
        decode(source, from, end, target, 0, (int) length);
        buffer.commit((int) length);
    }

    /** A {@link BlockDecoder}. */
    static void decode(byte[] source, int from, int end, byte[] target, int to, int targetEnd)
            throws CorruptChunkException {
        int in = from;
        int out = to;
        while (in < end) {
            int control = source[in++] & 0xff;
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
            int length = matchLength(source, in, end, control);
            in += matchBytes(control);
            int distance = ((control & CONTROL_MASK) << 8 | (source[in - 1] & 0xff)) + 1;
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
            throw corrupt("a chunk of " + (targetEnd - to), out - to);
        }
    }

    private static long decodedLength(byte[] source, int from, int end) throws CorruptChunkException {
        long length = 0;
        for (int in = from; in < end; ) {
            int control = source[in++] & 0xff;
            if (control <= CONTROL_MASK) {
                length += control + 1;
                in += control + 1;
            } else {
                length += matchLength(source, in, end, control);
                in += matchBytes(control);
            }
        }
        return length;
    }

    /** The bytes after the control byte of a match. */
    private static int matchBytes(int control) {
        return control >>> 5 == LONG_MATCH ? 2 : 1;
    }

    private static int matchLength(byte[] source, int in, int end, int control) throws CorruptChunkException {
        if (end - in < matchBytes(control)) {
            throw corrupt("a match of " + matchBytes(control), end - in);
        }
        int length = (control >>> 5) + 2;
        return matchBytes(control) == 2 ? length + (source[in] & 0xff) : length;
    }

    private static CorruptChunkException corrupt(String expected, long found) {
        return new CorruptChunkException("lzf: expected " + expected + " bytes, found " + found);
    }
}
