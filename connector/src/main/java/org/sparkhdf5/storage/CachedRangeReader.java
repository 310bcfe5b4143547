package org.sparkhdf5.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the blocks of a file that were read last: for metadata, which are small, near to each other and read again and
 * again.
 *
 * <p>The file is cut into aligned blocks; whole blocks are read. Neighbouring blocks that a request needs are one read.
 * Where a miss follows the block read last, the number of blocks of a read doubles, up to 1 MiB; any other miss reads
 * what it needs and no more. Behind some of those in a row, as where the nodes of an index lie between the chunks, an eighth
 * of a block is read instead, until a miss follows the one before. A request longer than the cache passes by it.
 *
 * <p>Not thread-safe, except for {@link #close}. Closes the reader below.
 */
public final class CachedRangeReader implements RangeReader {
    /** Reads begin and end at multiples of this. */
    public static final int BLOCK_BYTES = 64 << 10;

    private static final int CAPACITY_BYTES = 16 << 20;
    private static final int READ_AHEAD_BLOCKS_MAX = 16;
    /** Misses in a row that follow nothing, behind which pieces are read. */
    private static final int SCATTERED_MISSES_MAX = 8;

    private static final int PIECES_PER_BLOCK = 8;

    private final RangeReader source;
    private final int blockBytes;
    private final int capacityBlocks;
    private final LinkedHashMap<Long, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true);

    /** The block after the last one that was read. */
    private long nextBlock = -1;

    private int readAheadBlocks = 1;

    private final int pieceBytes;
    private final LinkedHashMap<Long, byte[]> pieces = new LinkedHashMap<>(16, 0.75f, true);
    /** The piece after the last one that was read. */
    private long nextPiece = -1;

    private int scatteredMisses;

    public CachedRangeReader(RangeReader source) {
        this(source, BLOCK_BYTES, CAPACITY_BYTES);
    }

    /**
     * @param blockBytes length of a block
     * @param capacityBytes bytes that are kept, at least one block
     */
    CachedRangeReader(RangeReader source, int blockBytes, int capacityBytes) {
        if (blockBytes <= 0 || capacityBytes < blockBytes) {
            throw new IllegalArgumentException("blocks of " + blockBytes + " bytes, capacity " + capacityBytes);
        }
        this.source = source;
        this.blockBytes = blockBytes;
        this.capacityBlocks = capacityBytes / blockBytes;
        this.pieceBytes = Math.max(1, blockBytes / PIECES_PER_BLOCK);
    }

    @Override
    public String file() {
        return source.file();
    }

    @Override
    public long lengthBytes() {
        return source.lengthBytes();
    }

    @Override
    public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
        ReadBounds.check(this, address, target, offset, lengthBytes);
        if (lengthBytes > (long) capacityBlocks * blockBytes) {
            source.readFully(address, target, offset, lengthBytes);
            return;
        }
        long end = address + lengthBytes;
        long position = address;
        while (position < end) {
            int at = offset + (int) (position - address);
            position += copyBlock(position, target, at, (int) (end - position));
        }
    }

    @Override
    public RangeReader uncached() {
        return source.uncached();
    }

    @Override
    public void rest() throws IOException {
        blocks.clear();
        pieces.clear();
        source.rest();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** Copies what one cached block, or one read of missing blocks, holds of the wanted bytes; the number of bytes. */
    private int copyBlock(long position, byte[] target, int offset, int wantedBytes) throws IOException {
        long block = position / blockBytes;
        byte[] bytes = blocks.get(block);
        if (bytes == null && scatteredMisses > SCATTERED_MISSES_MAX) {
            int copied = copyPieces(position, target, offset, wantedBytes);
            if (copied > 0) {
                return copied;
            }
        }
        if (bytes == null) {
            long lastWanted = (position + wantedBytes - 1) / blockBytes;
            bytes = readRun(block, lastWanted);
        }
        int from = (int) (position - block * blockBytes);
        int copied = Math.min(wantedBytes, bytes.length - from);
        System.arraycopy(bytes, from, target, offset, copied);
        return copied;
    }

    /**
     * Copies what one cached piece, or one read of pieces, holds of the wanted bytes; the number of bytes. None where the misses
     * are not scattered any more.
     */
    private int copyPieces(long position, byte[] target, int offset, int wantedBytes) throws IOException {
        long piece = position / pieceBytes;
        byte[] known = pieces.get(piece);
        if (known != null) {
            int from = (int) (position - piece * pieceBytes);
            int copied = Math.min(wantedBytes, known.length - from);
            System.arraycopy(known, from, target, offset, copied);
            return copied;
        }
        if (piece == nextPiece) {
            scatteredMisses = 0;
            return 0;
        }
        nextPiece = (position + wantedBytes - 1) / pieceBytes + 1;
        long address = piece * pieceBytes;
        byte[] run = new byte[(int) (Math.min(nextPiece * pieceBytes, lengthBytes()) - address)];
        source.readFully(address, run, 0, run.length);
        for (int from = 0, i = 0; from < run.length; from += pieceBytes, i++) {
            pieces.put(piece + i, Arrays.copyOfRange(run, from, Math.min(from + pieceBytes, run.length)));
        }
        dropOldest(pieces, capacityBlocks);
        System.arraycopy(run, (int) (position - address), target, offset, wantedBytes);
        return wantedBytes;
    }

    /** Reads the missing blocks from {@code first} on up to {@code lastWanted}, or further ahead; all their bytes. */
    private byte[] readRun(long first, long lastWanted) throws IOException {
        boolean follows = first == nextBlock;
        readAheadBlocks = follows ? Math.min(2 * readAheadBlocks, readAheadBlocksMax()) : 1;
        scatteredMisses = follows ? 0 : scatteredMisses + 1;
        long lastOfFile = (lengthBytes() - 1) / blockBytes;
        long last = Math.min(lastOfFile, Math.max(lastWanted, first + readAheadBlocks - 1));
        long end = first + 1;
        while (end <= last && !blocks.containsKey(end)) {
            end++;
        }
        long address = first * blockBytes;
        byte[] run = new byte[(int) (Math.min(end * blockBytes, lengthBytes()) - address)];
        source.readFully(address, run, 0, run.length);
        nextBlock = end;
        keep(first, run);
        return run;
    }

    private int readAheadBlocksMax() {
        return Math.max(1, Math.min(READ_AHEAD_BLOCKS_MAX, capacityBlocks / 2));
    }

    private void keep(long first, byte[] run) {
        if (run.length <= blockBytes) {
            blocks.put(first, run);
        } else {
            for (int from = 0, i = 0; from < run.length; from += blockBytes, i++) {
                blocks.put(first + i, Arrays.copyOfRange(run, from, Math.min(from + blockBytes, run.length)));
            }
        }
        dropOldest(blocks, capacityBlocks);
    }

    private static void dropOldest(LinkedHashMap<Long, byte[]> kept, int countMax) {
        Iterator<Map.Entry<Long, byte[]>> oldest = kept.entrySet().iterator();
        while (kept.size() > countMax) {
            oldest.next();
            oldest.remove();
        }
    }
}
