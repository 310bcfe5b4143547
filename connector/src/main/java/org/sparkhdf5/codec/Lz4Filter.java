package org.sparkhdf5.codec;

/**
 * Filter 32004, lz4: the decoded length in 8 bytes, the block size in 4, then for each block its stored length in 4 bytes
 * and one LZ4 block, or the bytes themselves where that length is the block's. All numbers are big-endian. The client
 * value (the block size asked for) is not needed.
 */
final class Lz4Filter implements Filter {
    static final int ID = 32004;
    private static final int HEADER_BYTES = 12;
    private static final int LENGTH_BYTES = 4;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return "lz4";
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
        if (end - from < HEADER_BYTES) {
            throw corrupt("a header of " + HEADER_BYTES, end - from);
        }
        long length = StoredNumbers.bigLong(source, from);
        if (length < 0 || (decodedLengthBytes >= 0 && length != decodedLengthBytes)) {
            throw corrupt(decodedLengthBytes < 0 ? "at least 0" : Long.toString(decodedLengthBytes), length);
        }
        long blockBytes = StoredNumbers.bigUnsignedInt(source, from + Long.BYTES);
        if (blockBytes == 0 && length > 0) {
            throw corrupt("blocks of at least 1", 0);
        }
        byte[] target = buffer.output(length);
        decodeBlocks(source, from + HEADER_BYTES, end, target, (int) length, blockBytes);
        buffer.commit((int) length);
    }

    private static void decodeBlocks(byte[] source, int from, int end, byte[] target, int length, long blockBytes)
            throws CorruptChunkException {
        int in = from;
        int out = 0;
        while (out < length) {
            if (end - in < LENGTH_BYTES) {
                throw corrupt("the length of a block in " + LENGTH_BYTES, end - in);
            }
            long stored = StoredNumbers.bigUnsignedInt(source, in);
            in += LENGTH_BYTES;
            if (stored > end - in) {
                throw corrupt("a block of at most " + (end - in), stored);
            }
            int blockEnd = (int) Math.min(length, out + blockBytes);
            if (stored == blockEnd - out) {
                System.arraycopy(source, in, target, out, blockEnd - out);
            } else {
                Lz4Block.decode(source, in, in + (int) stored, target, out, blockEnd);
            }
            in += (int) stored;
            out = blockEnd;
        }
    }

    private static CorruptChunkException corrupt(String expected, long found) {
        return new CorruptChunkException("lz4: expected " + expected + " bytes, found " + found);
    }
}
