package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a pickle forward, block by block; the last blocks stay at hand. Not thread-safe.
 *
 * <p>Numbers are little-endian but for {@link #float64}. A pickle that ends too early is malformed, unless it is a sample: then
 * {@link EndOfSampleException} says that it ends.
 */
final class PickleBytes {
    private static final int BLOCK_BYTES_MAX = 1 << 20;
    private static final int BLOCK_BYTES_LEAST = 1 << 16;
    private static final int BLOCKS_MAX = 1024;
    private static final int BLOCKS_LEAST = 2;
    /** So many blocks are better than fewer, larger ones. */
    private static final int BLOCKS_USUAL = 8;

    private static final int AGAIN_BYTES = 512;

    final PicklePart part;
    private final PickleSource source;
    private final PickleSource distant;
    private final long lengthBytes;
    private final boolean sample;
    private final int blockBytes;
    /** A block lies at its number modulo their count; a single one begins anywhere. */
    private final byte[][] blocks;

    private final long[] numbers;
    private byte[] buffer;
    private long bufferStart;
    private int bufferEnd;
    private int at;

    /**
     * Reads all of a pickle.
     *
     * @param distant the same pickle, for {@link #copy} from where no block is at hand
     * @param memoryBytes about how much is at hand; two blocks at least
     */
    PickleBytes(PicklePart part, PickleSource source, PickleSource distant, boolean sample, long memoryBytes) {
        this(
                part,
                source,
                distant,
                sample,
                (int) Math.max(1, Math.min(source.lengthBytes(), blockBytes(memoryBytes))),
                (int) Math.max(BLOCKS_LEAST, Math.min(memoryBytes / blockBytes(memoryBytes), BLOCKS_MAX)));
    }

    private static int blockBytes(long memoryBytes) {
        long share = Math.min(memoryBytes / BLOCKS_USUAL, BLOCK_BYTES_MAX);
        return (int) Long.highestOneBit(Math.max(share, BLOCK_BYTES_LEAST));
    }

    private PickleBytes(
            PicklePart part,
            PickleSource source,
            PickleSource distant,
            boolean sample,
            int blockBytes,
            int blockCount) {
        this.part = part;
        this.source = source;
        this.distant = distant;
        this.sample = sample;
        this.lengthBytes = source.lengthBytes();
        this.blockBytes = blockBytes;
        this.blocks = new byte[blockCount][];
        this.numbers = new long[blockCount];
        Arrays.fill(numbers, -1);
        this.buffer = new byte[0];
    }

    /** Reads a small part of a pickle, again. */
    static PickleBytes again(PicklePart part, PickleSource source, boolean sample) {
        return new PickleBytes(part, source, source, sample, AGAIN_BYTES, 1);
    }

    /** Thrown where a sample ends in the middle of something. */
    static final class EndOfSampleException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    long lengthBytes() {
        return lengthBytes;
    }

    /** The same bytes for reading at random, from the blocks at hand where they are there. */
    PickleSource atRandom() {
        return new PickleSource() {
            @Override
            public long lengthBytes() {
                return lengthBytes;
            }

            @Override
            public void read(long position, byte[] target, int offset, int length) throws IOException {
                copy(position, target, offset, length);
            }
        };
    }

    /** Of the next byte. */
    long position() {
        return bufferStart + at;
    }

    /** Goes on reading anywhere in the pickle. */
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

    /** Makes sure that a frame of so many bytes follows; a sample may end in it. */
    void frame(long count) throws IOException {
        if (!sample) {
            require(count);
        }
    }

    int uint8() throws IOException {
        if (at == bufferEnd) {
            fill();
        }
        return buffer[at++] & 0xFF;
    }

    int uint16() throws IOException {
        int low = uint8();
        return low | uint8() << 8;
    }

    int int32() throws IOException {
        if (bufferEnd - at < Integer.BYTES) {
            require(Integer.BYTES);
            int low = uint16();
            return low | uint16() << 16;
        }
        int value =
                buffer[at] & 0xFF | (buffer[at + 1] & 0xFF) << 8 | (buffer[at + 2] & 0xFF) << 16 | buffer[at + 3] << 24;
        at += Integer.BYTES;
        return value;
    }

    long int64() throws IOException {
        require(Long.BYTES);
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
        if (count <= bufferEnd - at) {
            at += (int) count;
        } else {
            require(count);
            seek(position() + count);
        }
    }

    /** Bytes anywhere in the pickle, all of them inside it; the position stays. */
    void copy(long position, byte[] target, int offset, int length) throws IOException {
        if (position >= bufferStart && position + length <= bufferStart + bufferEnd) {
            System.arraycopy(buffer, (int) (position - bufferStart), target, offset, length);
            return;
        }
        if (blocks.length == 1) {
            distant.read(position, target, offset, length);
            return;
        }
        int done = 0;
        while (done < length) {
            long number = (position + done) / blockBytes;
            int within = (int) ((position + done) % blockBytes);
            int count = Math.min(length - done, blockBytes - within);
            int place = (int) (number % blocks.length);
            if (numbers[place] == number) {
                System.arraycopy(blocks[place], within, target, offset + done, count);
            } else {
                distant.read(position + done, target, offset + done, count);
            }
            done += count;
        }
    }

    /** As {@link #copy}, into an array of its own. */
    byte[] copy(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (length > 0) {
            copy(position, bytes, 0, length);
        }
        return bytes;
    }

    /** Brings the block of the next byte. */
    private void fill() throws IOException {
        require(1);
        long position = position();
        long number = position / blockBytes;
        int place = (int) (number % blocks.length);
        if (blocks[place] == null) {
            blocks[place] = new byte[blockBytes];
        }
        boolean aligned = blocks.length > 1;
        buffer = blocks[place];
        bufferStart = aligned ? number * blockBytes : position;
        at = (int) (position - bufferStart);
        bufferEnd = (int) Math.min(blockBytes, lengthBytes - bufferStart);
        if (!aligned || numbers[place] != number) {
            numbers[place] = -1;
            source.read(bufferStart, buffer, 0, bufferEnd);
            numbers[place] = number;
        }
    }
}
