package org.sparkhdf5.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Filter 1, deflate: the chunk is one zlib stream (RFC 1950). Client value 0 is the level, which decoding needs not.
 *
 * <p>The stream must end exactly where the expected bytes end, and its Adler-32 must fit. Bytes after the end of the
 * stream are passed over, as the HDF5 library does.
 */
final class DeflateFilter implements Filter {
    static final int ID = 1;

    /** First guess of an unknown length: the ratio of a middling chunk. */
    private static final int GUESSED_RATIO = 4;

    private static final int GUESSED_BYTES_MIN = 4096;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return "deflate";
    }

    @Override
    public long encodedLengthBytes(long decodedLengthBytes) {
        return -1;
    }

    @Override
    public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        Inflater inflater = buffer.borrowInflater();
        try {
            inflater.setInput(buffer.array(), buffer.offset(), buffer.lengthBytes());
            int length = decodedLengthBytes < 0
                    ? inflateAll(inflater, buffer)
                    : inflateExactly(inflater, buffer, decodedLengthBytes);
            buffer.commit(length);
        } catch (DataFormatException e) {
            throw new CorruptChunkException(
                    "deflate: " + buffer.lengthBytes() + " stored bytes are not a zlib stream: " + reason(e), e);
        } finally {
            buffer.returnInflater();
        }
    }

    private static int inflateExactly(Inflater inflater, FilterBuffer buffer, long expected)
            throws CorruptChunkException, DataFormatException {
        byte[] target = buffer.output(expected);
        int length = fill(inflater, target, 0, (int) expected);
        if (length < expected) {
            throw new CorruptChunkException("deflate: expected " + expected + " bytes, found " + length + ": "
                    + (inflater.finished() ? "the zlib stream is too short" : "the zlib stream is cut off"));
        }
        if (!inflater.finished() && inflater.inflate(buffer.oneByte(), 0, 1) > 0) {
            throw new CorruptChunkException("deflate: expected " + expected + " bytes, found more");
        }
        checkFinished(inflater, length);
        return length;
    }

    private static int inflateAll(Inflater inflater, FilterBuffer buffer)
            throws CorruptChunkException, DataFormatException {
        long guess = Math.max(GUESSED_BYTES_MIN, (long) GUESSED_RATIO * buffer.lengthBytes());
        byte[] target = buffer.output(Math.min(guess, buffer.limitBytes()));
        int length = fill(inflater, target, 0, target.length);
        byte[] next = buffer.oneByte();
        while (length == target.length && !inflater.finished() && inflater.inflate(next, 0, 1) > 0) {
            // Where the limit is reached this asks for one byte more, which the buffer refuses, naming the limit.
            target = buffer.growOutput(Math.max(length + 1L, Math.min(2L * length, buffer.limitBytes())), length);
            target[length] = next[0];
            length = fill(inflater, target, length + 1, target.length);
        }
        checkFinished(inflater, length);
        return length;
    }

    /** Inflates into {@code target[from, to)} until it is full or nothing more comes; the index after the last byte. */
    private static int fill(Inflater inflater, byte[] target, int from, int to) throws DataFormatException {
        int position = from;
        while (position < to && !inflater.finished()) {
            int inflated = inflater.inflate(target, position, to - position);
            if (inflated == 0) {
                break;
            }
            position += inflated;
        }
        return position;
    }

    private static void checkFinished(Inflater inflater, int length) throws CorruptChunkException {
        if (!inflater.finished()) {
            throw new CorruptChunkException("deflate: expected the end of the zlib stream after " + length
                    + " bytes, found it cut off" + (inflater.needsDictionary() ? " by a preset dictionary" : ""));
        }
    }

    private static String reason(DataFormatException e) {
        return e.getMessage() == null ? "no reason given" : e.getMessage();
    }
}
