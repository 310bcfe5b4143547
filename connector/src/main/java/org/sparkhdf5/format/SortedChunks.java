package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Arrays;

/** Takes chunks in any order, each once, and hands them on in row-major order of their offsets. */
final class SortedChunks implements ChunkIndex.Visitor {
    private final ChunkedStorage storage;
    private final ChunkIndex.Visitor target;
    private long[] ordinals = new long[16];
    private long[] addresses = new long[16];
    private long[] storedBytes = new long[16];
    private int[] filterMasks = new int[16];
    private int count;

    SortedChunks(ChunkedStorage storage, ChunkIndex.Visitor target) {
        this.storage = storage;
        this.target = target;
    }

    @Override
    public void chunk(long[] offset, long address, long bytes, int filterMask) {
        if (count == ordinals.length) {
            int capacity = Math.addExact(count, count >> 1);
            ordinals = Arrays.copyOf(ordinals, capacity);
            addresses = Arrays.copyOf(addresses, capacity);
            storedBytes = Arrays.copyOf(storedBytes, capacity);
            filterMasks = Arrays.copyOf(filterMasks, capacity);
        }
        ordinals[count] = ordinal(offset);
        addresses[count] = address;
        storedBytes[count] = bytes;
        filterMasks[count++] = filterMask;
    }

    void visitAll() throws IOException {
        long[] sorted = Arrays.copyOf(ordinals, count);
        Arrays.sort(sorted);
        int[] source = new int[count];
        for (int i = 0; i < count; i++) {
            source[Arrays.binarySearch(sorted, ordinals[i])] = i;
        }
        long[] offset = new long[storage.rank()];
        for (int i = 0; i < count; i++) {
            int from = source[i];
            setOffset(sorted[i], offset);
            target.chunk(offset, addresses[from], storedBytes[from], filterMasks[from]);
        }
    }

    /** Number of the chunk in the grid of the current extent, which has no more chunks than elements. */
    private long ordinal(long[] offset) {
        long ordinal = 0;
        for (int i = 0; i < offset.length; i++) {
            ordinal = ordinal * storage.chunksAlong(i) + offset[i] / storage.chunkDimension(i);
        }
        return ordinal;
    }

    private void setOffset(long ordinal, long[] offset) {
        long rest = ordinal;
        for (int i = offset.length - 1; i >= 0; i--) {
            offset[i] = rest % storage.chunksAlong(i) * storage.chunkDimension(i);
            rest /= storage.chunksAlong(i);
        }
    }
}
