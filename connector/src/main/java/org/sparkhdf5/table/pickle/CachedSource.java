package org.sparkhdf5.table.pickle;

import java.io.IOException;

/** A pickle read at random: keeps blocks of it, and counts the reads of others as work. Not thread-safe. */
final class CachedSource implements PickleSource {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int BLOCKS_LEAST = 2;
    private static final int BLOCKS_MOST = 1 << 14;
    /** What a read costs, in bytes of opcodes; the bytes of it come on top only where they are many. */
    private static final int READ_WORK = 1 << 13;

    private final PickleSource source;
    private final PickleWork work;
    private final byte[][] blocks;
    private final long[] numbers;

    /** @param memoryBytes about how much is kept; two blocks at least */
    CachedSource(PickleSource source, long memoryBytes, PickleWork work) {
        this.source = source;
        this.work = work;
        int count = (int) Math.max(BLOCKS_LEAST, Math.min(memoryBytes / BLOCK_BYTES, BLOCKS_MOST));
        this.blocks = new byte[count][];
        this.numbers = new long[count];
    }

    @Override
    public long lengthBytes() {
        return source.lengthBytes();
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
        if (length > BLOCK_BYTES) {
            work.add(length, position);
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
        int place = (int) (number % blocks.length);
        byte[] block = blocks[place];
        if (block != null && numbers[place] == number) {
            return block;
        }
        long start = number * BLOCK_BYTES;
        work.add(READ_WORK, start);
        int length = (int) Math.min(BLOCK_BYTES, source.lengthBytes() - start);
        byte[] read = new byte[length];
        source.read(start, read, 0, length);
        blocks[place] = read;
        numbers[place] = number;
        return read;
    }
}
