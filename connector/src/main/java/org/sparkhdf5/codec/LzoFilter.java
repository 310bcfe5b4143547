package org.sparkhdf5.codec;

import io.airlift.compress.lzo.LzoDecompressor;

/**
 * Filter 305, lzo, as PyTables registers it: the chunk is one LZO1X stream without header, length or checksum. The client
 * values (level, version, kind of object) are not needed.
 */
final class LzoFilter implements Filter {
    static final int ID = 305;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return "lzo";
    }

    @Override
    public long encodedLengthBytes(long decodedLengthBytes) {
        return -1;
    }

    @Override
    public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        if (decodedLengthBytes < 0) {
            GuessedLength.decode(name(), buffer, LzoFilter::decompress);
            return;
        }
        byte[] target = buffer.output(decodedLengthBytes);
        int stored = buffer.lengthBytes();
        int length;
        try {
            length = decompress(buffer.array(), buffer.offset(), stored, target, (int) decodedLengthBytes);
        } catch (RuntimeException e) {
            throw new CorruptChunkException(
                    "lzo: expected a stream of " + decodedLengthBytes + " bytes, found " + stored
                            + " stored bytes that are none: " + e.getMessage(),
                    e);
        }
        if (length != decodedLengthBytes) {
            throw new CorruptChunkException("lzo: expected " + decodedLengthBytes + " bytes, found " + length);
        }
        buffer.commit(length);
    }

    private static int decompress(byte[] source, int from, int stored, byte[] target, int room) {
        return new LzoDecompressor().decompress(source, from, stored, target, 0, room);
    }
}
