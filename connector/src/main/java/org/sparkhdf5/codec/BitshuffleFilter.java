package org.sparkhdf5.codec;

/**
 * Filter 32008, bitshuffle: blocks of elements, each bit-shuffled and then, if client value 4 says so, compressed.
 *
 * <p>Client values: major and minor version, element size in bytes, elements per block (0 or absent: about 8 KiB), and 0
 * (stored), 2 (LZ4) or 3 (Zstandard), with 0 where absent. Compressed chunks begin with the decoded length in 8 bytes and
 * the block size in bytes in 4, and each block with its stored length in 4, all big-endian. The last block holds what is
 * left, rounded down to a multiple of eight elements; the up to seven others stand unchanged at the end.
 */
final class BitshuffleFilter implements Filter {
    static final int ID = 32008;
    private static final int HEADER_BYTES = 12;
    private static final int LENGTH_BYTES = 4;
    private static final int DEFAULT_BLOCK_BYTES = 8192;
    private static final int DEFAULT_BLOCK_ELEMENTS_MIN = 128;

    private static final int STORED = 0;
    private static final int LZ4 = 2;
    private static final int ZSTD = 3;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return "bitshuffle";
    }

    @Override
    public long encodedLengthBytes(long decodedLengthBytes) {
        return -1;
    }

    @Override
    public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        if (clientValues.length < 3 || clientValues[2] <= 0) {
            throw new CorruptChunkException("bitshuffle: expected the element size as client value 2, found "
                    + (clientValues.length < 3 ? "none" : Integer.toUnsignedString(clientValues[2])));
        }
        int elementBytes = clientValues[2];
        int compression = clientValues.length > 4 ? clientValues[4] : STORED;
        switch (compression) {
            case STORED -> decodeStored(buffer, clientValues, elementBytes, decodedLengthBytes);
            case LZ4 -> decodeCompressed(buffer, elementBytes, decodedLengthBytes, Lz4Block::decode);
            case ZSTD -> decodeCompressed(buffer, elementBytes, decodedLengthBytes, new ZstdBlock(buffer));
            default ->
                throw new UnsupportedChunkException(
                        "bitshuffle: expected compression 0 (none), 2 (lz4) or 3 (zstd), found "
                                + Integer.toUnsignedString(compression));
        }
    }

    private static void decodeStored(FilterBuffer buffer, int[] clientValues, int elementBytes, long decodedLengthBytes)
            throws CorruptChunkException {
        int length = buffer.lengthBytes();
        checkLength(length, decodedLengthBytes, elementBytes);
        long asked = clientValues.length > 3 ? Integer.toUnsignedLong(clientValues[3]) : 0;
        int blockBytes = blockBytes(asked * elementBytes, elementBytes, length);
        byte[] source = buffer.array();
        byte[] target = buffer.output(length);
        int from = buffer.offset();
        int out = 0;
        while (out < length) {
            int block = Math.min(blockBytes, shuffledBytes(length - out, elementBytes));
            if (block == 0) {
                System.arraycopy(source, from + out, target, out, length - out);
                break;
            }
            BitUnshuffle.unshuffle(source, from + out, target, out, block / elementBytes, elementBytes);
            out += block;
        }
        buffer.commit(length);
    }

    private static void decodeCompressed(
            FilterBuffer buffer, int elementBytes, long decodedLengthBytes, BlockDecoder decoder)
            throws CorruptChunkException {
        byte[] source = buffer.array();
        int in = buffer.offset();
        int end = in + buffer.lengthBytes();
        if (end - in < HEADER_BYTES) {
            throw corrupt("a header of " + HEADER_BYTES, end - in);
        }
        long stored = StoredNumbers.bigLong(source, in);
        checkLength(stored, decodedLengthBytes, elementBytes);
        byte[] target = buffer.output(stored);
        int length = (int) stored;
        int blockBytes = blockBytes(StoredNumbers.bigUnsignedInt(source, in + Long.BYTES), elementBytes, length);
        byte[] scratch = buffer.scratch(0, blockBytes);
        in += HEADER_BYTES;
        int out = 0;
        while (out < length) {
            int block = Math.min(blockBytes, shuffledBytes(length - out, elementBytes));
            if (block == 0) {
                checkLeft(length - out, end - in);
                System.arraycopy(source, in, target, out, length - out);
                break;
            }
            checkLeft(LENGTH_BYTES, end - in);
            long blockStored = StoredNumbers.bigUnsignedInt(source, in);
            in += LENGTH_BYTES;
            checkLeft(blockStored, end - in);
            decoder.decode(source, in, in + (int) blockStored, scratch, 0, block);
            BitUnshuffle.unshuffle(scratch, 0, target, out, block / elementBytes, elementBytes);
            in += (int) blockStored;
            out += block;
        }
        buffer.commit(length);
    }

    /** As many of the bytes that are left as fill a multiple of eight elements. */
    private static int shuffledBytes(int leftBytes, int elementBytes) {
        int count = leftBytes / elementBytes;
        return (count - count % BitUnshuffle.ELEMENTS_MULTIPLE) * elementBytes;
    }

    /** Bytes of a full block, at most {@code lengthMax}; with 0 the library's default. */
    private static int blockBytes(long asked, int elementBytes, int lengthMax) throws CorruptChunkException {
        long bytes = asked;
        if (bytes == 0) {
            int elements = DEFAULT_BLOCK_BYTES / elementBytes;
            elements -= elements % BitUnshuffle.ELEMENTS_MULTIPLE;
            bytes = (long) Math.max(elements, DEFAULT_BLOCK_ELEMENTS_MIN) * elementBytes;
        }
        long multiple = (long) BitUnshuffle.ELEMENTS_MULTIPLE * elementBytes;
        if (bytes % multiple != 0) {
            throw corrupt("blocks of a multiple of " + multiple, bytes);
        }
        return (int) Math.min(bytes, lengthMax);
    }

    private static void checkLength(long found, long expected, int elementBytes) throws CorruptChunkException {
        if (found < 0 || (expected >= 0 && found != expected)) {
            throw corrupt(expected < 0 ? "at least 0" : Long.toString(expected), found);
        }
        if (found % elementBytes != 0) {
            throw corrupt("a multiple of " + elementBytes, found);
        }
    }

    private static void checkLeft(long expected, int left) throws CorruptChunkException {
        if (expected > left) {
            throw corrupt("at most " + left, expected);
        }
    }

    private static CorruptChunkException corrupt(String expected, long found) {
        return new CorruptChunkException("bitshuffle: expected " + expected + " bytes, found " + found);
    }
}
