package org.sparkhdf5.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Zlib streams as blocks inside a chunk, by the inflater of a buffer. Nothing may stand behind the end of the stream. */
final class ZlibBlock implements BlockDecoder {
    private final FilterBuffer buffer;

    ZlibBlock(FilterBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public void decode(byte[] source, int from, int end, byte[] target, int to, int targetEnd)
            throws CorruptChunkException {
        Inflater inflater = buffer.borrowInflater();
        try {
            inflater.setInput(source, from, end - from);
            int out = to;
            while (out < targetEnd && !inflater.finished()) {
                int inflated = inflater.inflate(target, out, targetEnd - out);
                if (inflated == 0) {
                    break;
                }
                out += inflated;
            }
            boolean isLonger = !inflater.finished() && inflater.inflate(buffer.oneByte(), 0, 1) > 0;
            if (out < targetEnd || isLonger || !inflater.finished() || inflater.getRemaining() > 0) {
                throw new CorruptChunkException("zlib: expected a stream of " + (targetEnd - to) + " bytes in "
                        + (end - from) + " stored bytes, found " + (isLonger ? "more than " : "") + (out - to) + " in "
                        + (end - from - inflater.getRemaining()));
            }
        } catch (DataFormatException e) {
            throw new CorruptChunkException(
                    "zlib: expected a stream, found " + (end - from) + " stored bytes that are none: " + e.getMessage(),
                    e);
        } finally {
            buffer.returnInflater();
        }
    }
}
