package org.sparkhdf5.codec;

/** Filter 32015, zstd: the chunk is one Zstandard frame. The client value (the level) is not needed. */
final class ZstdFilter implements Filter {
    static final int ID = 32015;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return "zstd";
    }

    @Override
    public long encodedLengthBytes(long decodedLengthBytes) {
        return -1;
    }

    @Override
    public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        if (decodedLengthBytes < 0) {
            new ZstdBlock(buffer).decodeAll();
            return;
        }
        byte[] target = buffer.output(decodedLengthBytes);
        int from = buffer.offset();
        int end = from + buffer.lengthBytes();
        new ZstdBlock(buffer).decode(buffer.array(), from, end, target, 0, (int) decodedLengthBytes);
        buffer.commit((int) decodedLengthBytes);
    }
}
