package org.sparkhdf5.table.pickle;

import java.io.IOException;

/**
 * Reads a pickle forward through a buffer, and at random where the memo leads back. Not thread-safe.
 *
 * <p>Numbers are little-endian but for {@link #float64}. A pickle that ends too early is malformed, unless it is a sample: then
 * {@link EndOfSampleException} says that it ends.
 */
final class PickleBytes {
    private static final int BUFFER_BYTES_MAX = 1 << 20;

    final PicklePart part;
    private final PickleSource source;
    private final long lengthBytes;
    private final boolean sample;
    private final byte[] buffer;
    private long bufferStart;
    private int bufferEnd;
    private int at;

    PickleBytes(PicklePart part, PickleSource source, boolean sample) {
        this(part, source, sample, BUFFER_BYTES_MAX);
    }

    PickleBytes(PicklePart part, PickleSource source, boolean sample, int bufferBytesMax) {
        this.part = part;
        this.source = source;
        this.sample = sample;
        this.lengthBytes = source.lengthBytes();
        this.buffer = new byte[(int) Math.max(16, Math.min(lengthBytes, bufferBytesMax))];
    }

    /** Thrown where a sample ends in the middle of something. */
    static final class EndOfSampleException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    long lengthBytes() {
        return lengthBytes;
    }

    /** Of the next byte. */
    long position() {
        return bufferStart + at;
    }

    /** Goes on reading at a position that was read before, or further on within the pickle. */
    void seek(long position) {
        if (position >= bufferStart && position <= bufferStart + bufferEnd) {
            at = (int) (position - bufferStart);
        } else {
            bufferStart = position;
            bufferEnd = 0;
            at = 0;
        }
    }

    /**
     * Makes sure that so many bytes follow.
     *
     * @param count not negative
     */
    void require(long count) throws IOException {
        if (count > lengthBytes - position()) {
            if (sample) {
                throw new EndOfSampleException();
            }
            throw part.malformed(
                    count + " bytes are expected, found " + (lengthBytes - position()) + " up to the end", position());
        }
    }

    int uint8() throws IOException {
        if (at == bufferEnd) {
            fill(1);
        }
        return buffer[at++] & 0xFF;
    }

    int uint16() throws IOException {
        int low = uint8();
        return low | uint8() << 8;
    }

    int int32() throws IOException {
        if (bufferEnd - at < 4) {
            fill(4);
        }
        int value =
                buffer[at] & 0xFF | (buffer[at + 1] & 0xFF) << 8 | (buffer[at + 2] & 0xFF) << 16 | buffer[at + 3] << 24;
        at += 4;
        return value;
    }

    long int64() throws IOException {
        long low = int32() & 0xFFFF_FFFFL;
        return low | (long) int32() << 32;
    }

    /** Big-endian. */
    double float64() throws IOException {
        return Double.longBitsToDouble(Long.reverseBytes(int64()));
    }

    /** Goes over a line and its end; returns its length without the end. */
    long line() throws IOException {
        long length = 0;
        while (uint8() != '\n') {
            length++;
        }
        return length;
    }

    /**
     * A line of ASCII.
     *
     * @param what for the error message
     * @param lengthMax longest text
     */
    String line(String what, int lengthMax) throws IOException {
        long start = position();
        StringBuilder text = new StringBuilder();
        for (int c = uint8(); c != '\n'; c = uint8()) {
            if (c > 0x7F || text.length() == lengthMax) {
                throw part.malformed(what + " of at most " + lengthMax + " ASCII characters is expected", start);
            }
            text.append((char) c);
        }
        return text.toString();
    }

    /** Goes over bytes that {@link #copy} may fetch. */
    void skip(long count) throws IOException {
        require(count);
        seek(position() + count);
    }

    /** Bytes anywhere in the pickle, all of them inside it; the position stays. */
    void copy(long position, byte[] target, int offset, int length) throws IOException {
        if (position >= bufferStart && position + length <= bufferStart + bufferEnd) {
            System.arraycopy(buffer, (int) (position - bufferStart), target, offset, length);
        } else {
            source.read(position, target, offset, length);
        }
    }

    /** As {@link #copy}, into an array of its own. */
    byte[] copy(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        copy(position, bytes, 0, length);
        return bytes;
    }

    /** Brings at least so many bytes into the buffer; {@code count <= 16}. */
    private void fill(int count) throws IOException {
        require(count);
        int kept = bufferEnd - at;
        System.arraycopy(buffer, at, buffer, 0, kept);
        bufferStart += at;
        at = 0;
        int more = (int) Math.min(buffer.length - kept, lengthBytes - bufferStart - kept);
        bufferEnd = kept;
        source.read(bufferStart + kept, buffer, kept, more);
        bufferEnd = kept + more;
    }
}
