package org.sparkhdf5.codec;

/**
 * Filter 32001, blosc: the chunk is one Blosc chunk, whose header says all that is needed. The client values (revision,
 * format, element size, chunk size, level, shuffle, codec) are not.
 */
final class BloscFilter extends PackingFilter {
    static final int ID = 32001;

    BloscFilter() {
        super(ID, "blosc");
    }

    @Override
    void undo(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        byte[] source = buffer.array();
        int from = buffer.offset();
        BloscHeader header = BloscHeader.read(source, from, buffer.lengthBytes());
        int length = header.decodedBytes();
        if (decodedLengthBytes >= 0 && length != decodedLengthBytes) {
            throw new CorruptChunkException("expected " + decodedLengthBytes + " bytes, found " + length);
        }
        BloscChunk.decode(source, from, header, buffer.output(length), 0, buffer);
        buffer.commit(length);
    }
}
