package org.sparkhdf5.chunk;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * The stored chunks of one dataset that a split needs, in the order of their ordinals. What is not in the run was never
 * written.
 *
 * <p>Kept as one array of bytes, in which each chunk is four variable-length integers: the differences of ordinal and
 * address to those expected after the chunk before (the next ordinal; the byte behind it), the stored size as a difference
 * to the one before, and the filter mask. A run of equal neighbours is four bytes a chunk, or fewer than that of the
 * 24 bytes of its plain form.
 */
public final class ChunkRun implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of a dataset without chunks. */
    public static final ChunkRun EMPTY = new ChunkRun(new byte[0], 0, 0);

    private final byte[] encoded;
    private final int chunkCount;
    private final long storedBytes;

    private ChunkRun(byte[] encoded, int chunkCount, long storedBytes) {
        this.encoded = encoded;
        this.chunkCount = chunkCount;
        this.storedBytes = storedBytes;
    }

    /** Number of stored chunks. */
    public int chunkCount() {
        return chunkCount;
    }

    /** Sum of the stored sizes. */
    public long storedBytes() {
        return storedBytes;
    }

    /** What the run weighs when it is shipped or kept. */
    public int encodedBytes() {
        return encoded.length;
    }

    /**
     * The chunks that hold a wanted row.
     *
     * @param array whose chunks these are
     */
    public ChunkRun of(StoredArray array, RowRuns wanted) {
        if (wanted.isEmpty()) {
            return EMPTY;
        }
        return where(ordinal -> {
            long row = ordinal / array.laneCount() * array.chunkRows();
            return wanted.intersects(row, row + array.chunkRows());
        });
    }

    /** The chunks whose ordinals are wanted. */
    ChunkRun where(LongPredicate wanted) {
        Builder kept = new Builder();
        Cursor cursor = cursor();
        while (cursor.next()) {
            if (wanted.test(cursor.ordinal())) {
                kept.add(cursor.ordinal(), cursor.address(), cursor.storedBytes(), cursor.filterMask());
            }
        }
        return kept.chunkCount() == chunkCount ? this : kept.build();
    }

    /** A cursor before the first chunk. */
    public Cursor cursor() {
        return new Cursor(encoded, chunkCount);
    }

    /** Writes a run; chunks are added in the order of their ordinals. */
    public static final class Builder {
        private byte[] bytes = new byte[64];
        private int length;
        private int chunkCount;
        private long storedSum;
        private long expectedOrdinal;
        private long expectedAddress;
        private long lastStored;

        /** @throws IllegalArgumentException if the ordinal is not above the one before */
        public Builder add(long ordinal, long address, long storedBytes, int filterMask) {
            if (ordinal < expectedOrdinal) {
                throw new IllegalArgumentException("chunk " + ordinal + " after chunk " + (expectedOrdinal - 1));
            }
            putUnsigned(ordinal - expectedOrdinal);
            putSigned(address - expectedAddress);
            putSigned(storedBytes - lastStored);
            putUnsigned(filterMask & 0xFFFFFFFFL);
            expectedOrdinal = ordinal + 1;
            expectedAddress = address + storedBytes;
            lastStored = storedBytes;
            storedSum += storedBytes;
            chunkCount++;
            return this;
        }

        public int chunkCount() {
            return chunkCount;
        }

        public ChunkRun build() {
            return chunkCount == 0 ? EMPTY : new ChunkRun(Arrays.copyOf(bytes, length), chunkCount, storedSum);
        }

        private void putSigned(long value) {
            putUnsigned(value << 1 ^ value >> 63);
        }

        private void putUnsigned(long value) {
            if (length + 10 > bytes.length) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes[length++] = (byte) (rest & 0x7F | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }
    }

    /** Goes through a run, one chunk at a time. Not thread-safe. */
    public static final class Cursor {
        private final byte[] bytes;
        private int remaining;
        private int position;
        private long ordinal = -1;
        private long address;
        private long storedBytes;
        private int filterMask;

        private Cursor(byte[] bytes, int chunkCount) {
            this.bytes = bytes;
            this.remaining = chunkCount;
        }

        /** Steps to the next chunk; false behind the last one. */
        public boolean next() {
            if (remaining == 0) {
                return false;
            }
            remaining--;
            ordinal += 1 + takeUnsigned();
            address += storedBytes + takeSigned();
            storedBytes += takeSigned();
            filterMask = (int) takeUnsigned();
            return true;
        }

        public long ordinal() {
            return ordinal;
        }

        public long address() {
            return address;
        }

        public long storedBytes() {
            return storedBytes;
        }

        public int filterMask() {
            return filterMask;
        }

        private long takeSigned() {
            long value = takeUnsigned();
            return value >>> 1 ^ -(value & 1);
        }

        private long takeUnsigned() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[position++];
                value |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }
}
