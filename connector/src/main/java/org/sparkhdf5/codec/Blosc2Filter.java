package org.sparkhdf5.codec;

import org.jspecify.annotations.Nullable;

/**
 * Filter 32026, blosc2: the chunk is a contiguous frame, which says all that is needed. The client values (revision, block
 * size, element size, chunk size, level, shuffle, codec, chunk dimensions) are not.
 */
final class Blosc2Filter extends PackingFilter {
    static final int ID = 32026;

    Blosc2Filter() {
        super(ID, "blosc2");
    }

    @Override
    void undo(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        Blosc2Frame frame = Blosc2Frame.read(buffer.array(), buffer.offset(), buffer.lengthBytes());
        BlockGrid grid = frame.blockGrid();
        checkLength(frame, grid, decodedLengthBytes);
        frame.decode(buffer.output(frame.decodedBytes()), buffer);
        buffer.commit((int) frame.decodedBytes());
        if (grid != null) {
            byte[] target = buffer.output(grid.chunkBytes());
            grid.unpack(buffer.array(), target);
            buffer.commit(grid.chunkBytes());
        }
    }

    private static void checkLength(Blosc2Frame frame, @Nullable BlockGrid grid, long expected)
            throws CorruptChunkException {
        if (grid != null && !grid.isPaddedLength(frame.decodedBytes())) {
            throw new CorruptChunkException(
                    "expected as many bytes as the blocks have, found a frame of " + frame.decodedBytes() + " bytes");
        }
        long length = grid == null ? frame.decodedBytes() : grid.chunkBytes();
        if (expected >= 0 && length != expected) {
            throw new CorruptChunkException("expected " + expected + " bytes, found " + length);
        }
    }
}
