package org.sparkhdf5.table.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the values of a memo begin, and, of those that several opcodes make, how long they are: one or two bytes for a text, two
 * to eight for others. An entry is the distance from the one before, as a variable-length number whose lowest bits say which
 * kind of value it is; 32 entries are a block that can be read by itself. Not thread-safe.
 */
final class PositionList {
    private static final int BLOCK_ENTRIES = 32;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int NUMBER_BYTES_MAX = 10;
    private static final int PATCH_BYTES = Integer.BYTES;

    private final List<byte[]> chunks = new ArrayList<>();
    /** Of each block: the start of the entry before it, and where its bytes are. */
    private long[] blockStarts = new long[16];

    private long[] blockAddresses = new long[16];
    private long count;
    private long lastStart;
    private long end;
    private long at;

    // What find found.
    private long start;
    private boolean composite;
    private long length;
    private long patchAddress;

    long count() {
        return count;
    }

    long sizeBytes() {
        return end + 16L * blockStarts.length;
    }

    /** Adds a value that one opcode made; it does not begin before the entry added last. */
    void addAtomic(long valueStart) {
        begin();
        append(valueStart - lastStart << 1);
        finish(valueStart);
    }

    /** Adds a value of several opcodes; {@code valueLength} in bytes up to the last of them. */
    void addComposite(long valueStart, long valueLength) {
        begin();
        append(zigzag(valueStart - lastStart) << 2 | 1);
        append(valueLength);
        finish(valueStart);
    }

    /** Adds a value that further opcodes may change; its length is told by {@link #complete}. */
    void addChanging(long valueStart) {
        begin();
        append(zigzag(valueStart - lastStart) << 2 | 3);
        for (int i = 0; i < PATCH_BYTES; i++) {
            put(end++, 0);
        }
        finish(valueStart);
    }

    /** Says how long a value is that was still changing; one of 2 GiB or more stays incomplete. */
    void complete(long index, long valueLength) {
        find(index);
        if (valueLength <= Integer.MAX_VALUE) {
            for (int i = 0; i < PATCH_BYTES; i++) {
                put(patchAddress + i, (int) (valueLength >>> 8 * i));
            }
        }
    }

    /** Looks up an entry; the following methods tell about it. */
    void find(long index) {
        int block = (int) (index / BLOCK_ENTRIES);
        long position = blockStarts[block];
        at = blockAddresses[block];
        for (long i = index - index % BLOCK_ENTRIES; i <= index; i++) {
            long number = next();
            composite = (number & 1) != 0;
            position += composite ? unzigzag(number >>> 2) : number >>> 1;
            if ((number & 3) == 3) {
                patchAddress = at;
                at += PATCH_BYTES;
                length = -1;
            } else {
                length = composite ? next() : 0;
                patchAddress = -1;
            }
        }
        start = position;
        if (patchAddress >= 0) {
            length = 0;
            for (int i = 0; i < PATCH_BYTES; i++) {
                length |= (get(patchAddress + i) & 0xFFL) << 8 * i;
            }
        }
    }

    long start() {
        return start;
    }

    boolean composite() {
        return composite;
    }

    /** Of a composite value, in bytes; 0 if it is not complete. */
    long length() {
        return length;
    }

    private void begin() {
        if (count % BLOCK_ENTRIES == 0) {
            int block = (int) (count / BLOCK_ENTRIES);
            if (block == blockStarts.length) {
                blockStarts = Arrays.copyOf(blockStarts, 2 * block);
                blockAddresses = Arrays.copyOf(blockAddresses, 2 * block);
            }
            blockStarts[block] = lastStart;
            blockAddresses[block] = end;
        }
    }

    private void finish(long valueStart) {
        lastStart = valueStart;
        count++;
    }

    private void append(long number) {
        long rest = number;
        while (rest > 0x7F || rest < 0) {
            put(end++, (int) rest | 0x80);
            rest >>>= 7;
        }
        put(end++, (int) rest);
    }

    private void put(long address, int value) {
        int chunk = (int) (address / CHUNK_BYTES);
        if (chunk == chunks.size()) {
            chunks.add(new byte[CHUNK_BYTES]);
        }
        chunks.get(chunk)[(int) (address % CHUNK_BYTES)] = (byte) value;
    }

    private byte get(long address) {
        return chunks.get((int) (address / CHUNK_BYTES))[(int) (address % CHUNK_BYTES)];
    }

    private long next() {
        int within = (int) (at % CHUNK_BYTES);
        if (within < CHUNK_BYTES - NUMBER_BYTES_MAX) {
            byte[] chunk = chunks.get((int) (at / CHUNK_BYTES));
            int first = chunk[within];
            if (first >= 0) {
                at++;
                return first;
            }
            int second = chunk[within + 1];
            if (second >= 0) {
                at += 2;
                return first & 0x7F | second << 7;
            }
        }
        long number = 0;
        for (int i = 0; i < NUMBER_BYTES_MAX; i++) {
            byte part = get(at++);
            number |= (part & 0x7FL) << 7 * i;
            if (part >= 0) {
                break;
            }
        }
        return number;
    }

    private static long zigzag(long number) {
        return number << 1 ^ number >> Long.SIZE - 1;
    }

    private static long unzigzag(long number) {
        return number >>> 1 ^ -(number & 1);
    }
}
