package org.sparkhdf5.codec;

import java.util.Arrays;

/**
 * One chunk of Blosc 1 or 2: a header, then the offset of each block from the start of the chunk in 4 bytes, and the
 * blocks. A block is one stream, or as many as an element has bytes; each is its length in 4 bytes and its data. A stream
 * of the length of its decoded bytes is stored as it is; in Blosc 2 one of length 0 is zeros, and one of negative length
 * repeats a byte.
 *
 * <p>Messages begin with what is wrong: the filter adds its name.
 *
 * @see <a href="https://github.com/Blosc/c-blosc2/blob/main/README_CHUNK_FORMAT.rst">Blosc Chunk Format</a>
 */
final class BloscChunk {
    private static final int OFFSET_BYTES = 4;
    private static final int RUN_TOKEN = 1;
    private static final int RUN_VALUE_MAX = 255;
    private static final int FLOAT_NAN = 0x7fc00000;
    private static final long DOUBLE_NAN = 0x7ff8000000000000L;

    private final byte[] source;
    private final int from;
    private final BloscHeader header;
    private final FilterBuffer buffer;
    private final BlockDecoder codec;

    /** Bytes of streams so far: those of a chunk do not overlap, so hostile offsets cannot make one be read again and again. */
    private long streamBytes;

    private BloscChunk(byte[] source, int from, BloscHeader header, FilterBuffer buffer) {
        this.source = source;
        this.from = from;
        this.header = header;
        this.buffer = buffer;
        this.codec = codec(header.codec(), buffer);
    }

    /** Fills {@code target} from index {@code to} on with {@code header.decodedBytes()} bytes. */
    static void decode(byte[] source, int from, BloscHeader header, byte[] target, int to, FilterBuffer buffer)
            throws CorruptChunkException {
        int end = to + header.decodedBytes();
        if (header.special() != 0) {
            fillSpecial(source, from, header, target, to, end);
        } else if (header.isStored()) {
            if (header.storedBytes() - header.headerBytes() != header.decodedBytes()) {
                throw new CorruptChunkException("expected " + header.decodedBytes() + " stored bytes, found "
                        + (header.storedBytes() - header.headerBytes()));
            }
            System.arraycopy(source, from + header.headerBytes(), target, to, header.decodedBytes());
        } else {
            new BloscChunk(source, from, header, buffer).decodeBlocks(target, to, end);
        }
    }

    /** Repeats NaNs of 4 or 8 bytes, little-endian, over {@code target[to, end)}. */
    static void fillNans(byte[] target, int to, int end, int typeBytes) throws CorruptChunkException {
        if ((typeBytes != Float.BYTES && typeBytes != Double.BYTES) || (end - to) % typeBytes != 0) {
            throw corrupt("NaNs of 4 or 8 bytes in " + (end - to) + " bytes", typeBytes);
        }
        for (int out = to; out < end; out += typeBytes) {
            if (typeBytes == Float.BYTES) {
                StoredNumbers.setLittleInt(target, out, FLOAT_NAN);
            } else {
                StoredNumbers.setLittleLong(target, out, DOUBLE_NAN);
            }
        }
    }

    private static void fillSpecial(byte[] source, int from, BloscHeader header, byte[] target, int to, int end)
            throws CorruptChunkException {
        switch (header.special()) {
            case BloscHeader.NANS -> fillNans(target, to, end, header.typeBytes());
            case BloscHeader.VALUE -> {
                int valueBytes = header.storedBytes() - header.headerBytes();
                if (valueBytes == 0 || header.decodedBytes() % valueBytes != 0) {
                    throw corrupt("a value that repeats in " + header.decodedBytes() + " bytes", valueBytes);
                }
                if (end > to) {
                    System.arraycopy(source, from + header.headerBytes(), target, to, valueBytes);
                    ByteCopies.match(target, to + valueBytes, valueBytes, end - to - valueBytes, end);
                }
            }
            default -> Arrays.fill(target, to, end, (byte) 0);
        }
    }

    private void decodeBlocks(byte[] target, int to, int end) throws CorruptChunkException {
        int count = header.blockCount();
        long blocksFrom = header.headerBytes() + (long) OFFSET_BYTES * count;
        if (blocksFrom > header.storedBytes()) {
            throw corrupt("offsets of " + count + " blocks in " + blocksFrom + " bytes", header.storedBytes());
        }
        int out = to;
        for (int i = 0; i < count; i++) {
            long offset = Integer.toUnsignedLong(
                    StoredNumbers.littleInt(source, from + header.headerBytes() + OFFSET_BYTES * i));
            if (offset < blocksFrom || offset >= header.storedBytes()) {
                throw corrupt(
                        "block " + i + " at an offset from " + blocksFrom + " to " + (header.storedBytes() - 1),
                        offset);
            }
            int length = Math.min(header.blockBytes(), end - out);
            try {
                decodeBlock(from + (int) offset, target, out, length);
            } catch (CorruptChunkException e) {
                throw new CorruptChunkException("block " + i + ": " + e.getMessage(), e);
            }
            out += length;
        }
    }

    /** Decodes the streams of a block and undoes the filters of the chunk; the last step writes to {@code target}. */
    private void decodeBlock(int blockFrom, byte[] target, int to, int length) throws CorruptChunkException {
        int stepsLeft = 0;
        for (int i = 0; i < BloscHeader.STEPS_MAX; i++) {
            stepsLeft += isUndone(header.step(i)) ? 1 : 0;
        }
        if (stepsLeft == 0) {
            decodeStreams(blockFrom, target, to, length);
            return;
        }
        int which = 0;
        byte[] shuffled = buffer.scratch(which, header.blockBytes());
        decodeStreams(blockFrom, shuffled, 0, length);
        for (int i = BloscHeader.STEPS_MAX - 1; i >= 0; i--) {
            if (!isUndone(header.step(i))) {
                continue;
            }
            stepsLeft--;
            which = 1 - which;
            byte[] plain = stepsLeft == 0 ? target : buffer.scratch(which, header.blockBytes());
            undo(header.step(i), header.stepValue(i), shuffled, plain, stepsLeft == 0 ? to : 0, length);
            shuffled = plain;
        }
    }

    private static boolean isUndone(int step) {
        return step == BloscHeader.STEP_SHUFFLE || step == BloscHeader.STEP_BITSHUFFLE;
    }

    private void undo(int step, int value, byte[] shuffled, byte[] target, int to, int length) {
        int typeBytes = step == BloscHeader.STEP_SHUFFLE && value != 0 ? value : header.typeBytes();
        int count = length / typeBytes;
        if (step == BloscHeader.STEP_BITSHUFFLE) {
            int rest = count % BitUnshuffle.ELEMENTS_MULTIPLE;
            count = rest == 0 ? count : header.isBlosc1() ? 0 : count - rest;
            BitUnshuffle.unshuffle(shuffled, 0, target, to, count, typeBytes);
        } else {
            ShuffleFilter.unshuffle(shuffled, 0, target, to, count, typeBytes);
        }
        int done = count * typeBytes;
        System.arraycopy(shuffled, done, target, to + done, length - done);
    }

    private void decodeStreams(int blockFrom, byte[] target, int to, int length) throws CorruptChunkException {
        int streamCount = header.streamCount(length);
        if (length % streamCount != 0) {
            throw corrupt(streamCount + " streams of equal length", length);
        }
        int streamLength = length / streamCount;
        int chunkEnd = from + header.storedBytes();
        int in = blockFrom;
        for (int out = to; out < to + length; out += streamLength) {
            checkLeft(OFFSET_BYTES, chunkEnd - in);
            int stored = StoredNumbers.littleInt(source, in);
            in += OFFSET_BYTES;
            if (stored <= 0) {
                in += fillRun(stored, in, chunkEnd, target, out, out + streamLength);
                continue;
            }
            checkLeft(stored, chunkEnd - in);
            streamBytes += stored;
            if (streamBytes > header.storedBytes()) {
                throw corrupt(
                        "streams that do not overlap, of at most " + header.storedBytes() + " bytes", streamBytes);
            }
            if (stored == streamLength) {
                System.arraycopy(source, in, target, out, stored);
            } else {
                codec.decode(source, in, in + stored, target, out, out + streamLength);
            }
            in += stored;
        }
    }

    /** Fills a stream without data, whose length field says with what; the number of bytes after that field. */
    private int fillRun(int stored, int in, int chunkEnd, byte[] target, int to, int end) throws CorruptChunkException {
        if (header.isBlosc1()) {
            throw corrupt("a stream of at least 1", stored);
        }
        Arrays.fill(target, to, end, (byte) -stored);
        if (stored == 0) {
            return 0;
        }
        checkLeft(1, chunkEnd - in);
        if (stored < -RUN_VALUE_MAX || (source[in] & RUN_TOKEN) == 0) {
            throw corrupt("a run of a byte up to " + RUN_VALUE_MAX + " with token 1, token " + source[in], stored);
        }
        return 1;
    }

    private static void checkLeft(int expected, int left) throws CorruptChunkException {
        if (expected > left) {
            throw corrupt("at most " + left, expected);
        }
    }

    private static BlockDecoder codec(int code, FilterBuffer buffer) {
        return switch (code) {
            case 0 -> BlosclzBlock::decode;
            case 1 -> Lz4Block::decode;
            case 2 -> SnappyBlock::decode;
            case 3 -> new ZlibBlock(buffer);
            case 4 -> new ZstdBlock(buffer);
            default -> throw new IllegalArgumentException("Blosc codec " + code);
        };
    }

    private static CorruptChunkException corrupt(String expected, long found) {
        return new CorruptChunkException("expected " + expected + " bytes, found " + found);
    }
}
