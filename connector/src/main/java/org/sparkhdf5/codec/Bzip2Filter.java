package org.sparkhdf5.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Filter 307, bzip2: the chunk is one bzip2 stream, whose checksums must fit. The client values (block size, version, kind
 * of object) are not needed. Bytes after the end of the stream are passed over, as the filter of PyTables does.
 */
final class Bzip2Filter implements Filter {
    static final int ID = 307;
    private static final int GUESSED_RATIO = 4;
    private static final int GUESSED_BYTES_MIN = 4096;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return "bzip2";
    }

    @Override
    public long encodedLengthBytes(long decodedLengthBytes) {
        return -1;
    }

    @Override
    public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        int stored = buffer.lengthBytes();
        try (InputStream in =
                new BZip2CompressorInputStream(new ByteArrayInputStream(buffer.array(), buffer.offset(), stored))) {
            buffer.commit(decodedLengthBytes < 0 ? readAll(in, buffer) : readExactly(in, buffer, decodedLengthBytes));
        } catch (CorruptChunkException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new CorruptChunkException(
                    "bzip2: expected a stream, found " + stored + " stored bytes that are none: " + e.getMessage(), e);
        }
    }

    private static int readExactly(InputStream in, FilterBuffer buffer, long expected) throws IOException {
        byte[] target = buffer.output(expected);
        int length = in.readNBytes(target, 0, (int) expected);
        if (length < expected || in.read() >= 0) {
            throw new CorruptChunkException(
                    "bzip2: expected " + expected + " bytes, found " + (length < expected ? length : "more"));
        }
        return length;
    }

    private static int readAll(InputStream in, FilterBuffer buffer) throws IOException {
        long guess = Math.max(GUESSED_BYTES_MIN, (long) GUESSED_RATIO * buffer.lengthBytes());
        byte[] target = buffer.output(Math.min(guess, buffer.limitBytes()));
        int length = in.readNBytes(target, 0, target.length);
        int next;
        while (length == target.length && (next = in.read()) >= 0) {
            // Where the limit is reached this asks for one byte more, which the buffer refuses, naming the limit.
            target = buffer.growOutput(Math.max(length + 1L, Math.min(2L * length, buffer.limitBytes())), length);
            target[length] = (byte) next;
            length += 1 + in.readNBytes(target, length + 1, target.length - length - 1);
        }
        return length;
    }
}
