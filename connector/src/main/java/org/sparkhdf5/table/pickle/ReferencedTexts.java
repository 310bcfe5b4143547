package org.sparkhdf5.table.pickle;

import java.io.IOException;

/**
 * A pickle read at random, a short text at a time: keeps the texts themselves, wherever they are, because a thousand of them may
 * lie in as many blocks. What was asked for longest ago goes first. Not thread-safe.
 *
 * <p>The texts lie in a ring, and a table with four places for each remainder of their position says where.
 */
final class ReferencedTexts implements PickleSource {
    private static final int TEXT_BYTES_MAX = 1 << 12;
    private static final int ROW_BYTES = 2 * Long.BYTES + Integer.BYTES;
    private static final int RING_BYTES_LEAST = 2 * TEXT_BYTES_MAX;
    private static final int RING_BYTES_MOST = 1 << 28;
    private static final int WAYS = 4;
    private static final int ROWS_LEAST = 16;
    private static final int ROWS_MOST = 1 << 24;
    /** Bytes before a text: its opcode and its length, in one byte or in four. */
    private static final int SHORT_HEAD_BYTES = 2;

    private static final int HEAD_BYTES = 5;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final PickleSource source;
    private final int ringBytes;
    private final int rowCount;

    private byte[] ring = {};
    /** Of all bytes that ever were put into the ring, those passed over included. */
    private long written;

    /** Of each row: the position of its bytes in the pickle, plus one; where they were put; and their length. */
    private long[] keys = {};

    private long[] places = {};
    private int[] lengths = {};

    /**
     * Reads from a pickle by blocks, some of which are kept, too.
     *
     * @param memoryBytes about how much is kept: half of it blocks, a quarter texts, a quarter the table
     * @param work counts the reads
     */
    ReferencedTexts(PickleSource pickle, long memoryBytes, PickleWork work) {
        this.source = new CachedSource(pickle, memoryBytes / 2, work);
        long quarter = Math.min(memoryBytes / 4, pickle.lengthBytes());
        this.ringBytes = powerOfTwo(quarter, RING_BYTES_LEAST, RING_BYTES_MOST);
        this.rowCount = powerOfTwo(quarter / ROW_BYTES, ROWS_LEAST, ROWS_MOST);
    }

    private static int powerOfTwo(long most, int least, int limit) {
        return (int) Long.highestOneBit(Math.max(least, Math.min(most, limit)));
    }

    @Override
    public long lengthBytes() {
        return source.lengthBytes();
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
        if (length > TEXT_BYTES_MAX) {
            source.read(position, target, offset, length);
            return;
        }
        if (ring.length == 0) {
            ring = new byte[ringBytes];
            keys = new long[rowCount];
            places = new long[rowCount];
            lengths = new int[rowCount];
        }
        boolean kept = copy(position, 0, target, offset, length)
                || copy(position, SHORT_HEAD_BYTES, target, offset, length)
                || copy(position, HEAD_BYTES, target, offset, length);
        if (!kept) {
            source.read(position, target, offset, length);
            boolean head = length == SHORT_HEAD_BYTES && (target[offset] & 0xFF) == Opcode.SHORT_BINUNICODE;
            int textBytes = head ? target[offset + 1] & 0xFF : 0;
            keep(position, (int) Math.min(length + textBytes, source.lengthBytes() - position));
        }
    }

    private boolean copy(long position, int head, byte[] target, int offset, int length) {
        long start = position - head;
        int row = row(start);
        if (row < 0 || lengths[row] - head < length) {
            return false;
        }
        int at = (int) (places[row] & ringBytes - 1);
        System.arraycopy(ring, at + head, target, offset, length);
        if (written - places[row] > ringBytes / 2) {
            places[row] = room(lengths[row], at);
        }
        return true;
    }

    /** The row of what begins at a position of the pickle, or -1. */
    private int row(long position) {
        int first = first(position);
        for (int row = first; row < first + WAYS; row++) {
            if (keys[row] == position + 1 && isKept(row)) {
                return row;
            }
        }
        return -1;
    }

    private int first(long position) {
        return (int) (position * SPREAD >>> Integer.SIZE) & rowCount - WAYS;
    }

    private boolean isKept(int row) {
        return written - places[row] <= ringBytes;
    }

    /** Reads a text again, head and all, for whoever asks next: its block is at hand now. */
    private void keep(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        source.read(position, bytes, 0, length);
        int row = row(position);
        if (row < 0) {
            row = oldest(first(position));
        }
        long place = room(length, -1);
        System.arraycopy(bytes, 0, ring, (int) (place & ringBytes - 1), length);
        keys[row] = position + 1;
        places[row] = place;
        lengths[row] = length;
    }

    private int oldest(int first) {
        int oldest = first;
        for (int row = first; row < first + WAYS; row++) {
            if (keys[row] == 0) {
                return row;
            }
            oldest = places[row] < places[oldest] ? row : oldest;
        }
        return oldest;
    }

    /**
     * Room at the end of the ring, in one piece.
     *
     * @param from where in the ring the bytes are that go there, or -1
     */
    private long room(int length, int from) {
        int at = (int) (written & ringBytes - 1);
        if (at + length > ringBytes) {
            written += ringBytes - at;
            at = 0;
        }
        if (from >= 0) {
            System.arraycopy(ring, from, ring, at, length);
        }
        long place = written;
        written += length;
        return place;
    }
}
