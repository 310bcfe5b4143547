package org.sparkhdf5.table.pickle;

import java.io.IOException;

/** A pickle read at random: keeps blocks of it. Not thread-safe. */
final class CachedSource implements PickleSource {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int BLOCKS = 128;

    private final PickleSource source;
    private final byte[][] blocks = new byte[BLOCKS][];
    private final long[] numbers = new long[BLOCKS];

    CachedSource(PickleSource source) {
        this.source = source;
    }

    @Override
    public long lengthBytes() {
        return source.lengthBytes();
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
        if (length > BLOCK_BYTES) {
            source.read(position, target, offset, length);
            return;
        }
        int done = 0;
        while (done < length) {
            long number = (position + done) / BLOCK_BYTES;
            int within = (int) ((position + done) % BLOCK_BYTES);
            int count = Math.min(length - done, BLOCK_BYTES - within);
            System.arraycopy(block(number), within, target, offset + done, count);
            done += count;
        }
    }

    private byte[] block(long number) throws IOException {
        int place = (int) (number % BLOCKS);
        byte[] block = blocks[place];
        if (block != null && numbers[place] == number) {
            return block;
        }
        long start = number * BLOCK_BYTES;
        int length = (int) Math.min(BLOCK_BYTES, source.lengthBytes() - start);
        byte[] read = new byte[length];
        source.read(start, read, 0, length);
        blocks[place] = read;
        numbers[place] = number;
        return read;
    }
}
