package org.sparkhdf5.codec;

/**
 * Filter 32001, blosc: the chunk is one Blosc chunk, whose header says all that is needed. The client values (revision,
 * format, element size, chunk size, level, shuffle, codec) are not.
 */
final class BloscFilter implements Filter {
    static final int ID = 32001;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return "blosc";
    }

    @Override
    public long encodedLengthBytes(long decodedLengthBytes) {
        return -1;
    }

    @Override
    public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        try {
            byte[] source = buffer.array();
            int from = buffer.offset();
            BloscHeader header = BloscHeader.read(source, from, buffer.lengthBytes());
            int length = header.decodedBytes();
            if (decodedLengthBytes >= 0 && length != decodedLengthBytes) {
                throw new CorruptChunkException("expected " + decodedLengthBytes + " bytes, found " + length);
            }
            BloscChunk.decode(source, from, header, buffer.output(length), 0, buffer);
            buffer.commit(length);
        } catch (CorruptChunkException e) {
            throw named(name(), e);
        }
    }

    /** The same, with the name of the filter before the message. */
    static CorruptChunkException named(String filter, CorruptChunkException e) {
        String message = filter + ": " + e.getMessage();
        return e instanceof UnsupportedChunkException
                ? new UnsupportedChunkException(message)
                : new CorruptChunkException(message, e);
    }
}
