package org.sparkhdf5.codec;

/** Decodes a stream that tells its decoded length only at its end: with one guess after the other. */
final class GuessedLength {
    private static final int GUESSED_RATIO = 4;
    private static final int GUESSED_BYTES_MIN = 4096;

    private GuessedLength() {}

    /** Decodes into at most {@code room} bytes from index 0 on; the number of bytes, or a {@link RuntimeException}. */
    @FunctionalInterface
    interface RoomDecoder {
        int decode(byte[] source, int from, int length, byte[] target, int room);
    }

    /**
     * Doubles the room as long as the decoder fails, up to the limit of the buffer, and makes the decoded bytes current.
     *
     * @throws CorruptChunkException if the decoder fails even with all the room there may be
     */
    static void decode(String filter, FilterBuffer buffer, RoomDecoder decoder) throws CorruptChunkException {
        int stored = buffer.lengthBytes();
        long room = Math.max(GUESSED_BYTES_MIN, (long) GUESSED_RATIO * stored);
        while (true) {
            room = Math.min(room, buffer.limitBytes());
            byte[] target = buffer.output(room);
            try {
                buffer.commit(decoder.decode(buffer.array(), buffer.offset(), stored, target, (int) room));
                return;
            } catch (RuntimeException e) {
                if (room == buffer.limitBytes()) {
                    throw new CorruptChunkException(
                            filter + ": expected at most " + room + " bytes, found " + stored
                                    + " stored bytes that give more or cannot be decoded: " + e.getMessage(),
                            e);
                }
            }
            room *= 2;
        }
    }
}
