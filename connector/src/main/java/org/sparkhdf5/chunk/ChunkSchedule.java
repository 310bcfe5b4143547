package org.sparkhdf5.chunk;

import java.util.Arrays;
import java.util.List;

/**
 * The stored chunks of a split in the order in which its rows need them: by first row, then array, then ordinal. Entries are
 * named by their position in that order.
 */
final class ChunkSchedule {
    private final int[] arrays;
    private final long[] ordinals;
    private final long[] addresses;
    private final long[] storedBytes;
    private final int[] filterMasks;
    /** Per array its ordinals, ascending, and beside each the entry. */
    private final long[][] ordinalsOfArray;

    private final int[][] entriesOfArray;
    private long allStoredBytes;

    ChunkSchedule(List<ArrayRun> runs) {
        int count = 0;
        for (ArrayRun run : runs) {
            count = Math.addExact(count, run.chunks().chunkCount());
        }
        arrays = new int[count];
        ordinals = new long[count];
        addresses = new long[count];
        storedBytes = new long[count];
        filterMasks = new int[count];
        ordinalsOfArray = new long[runs.size()][];
        entriesOfArray = new int[runs.size()][];
        for (int array = 0; array < runs.size(); array++) {
            ordinalsOfArray[array] = new long[runs.get(array).chunks().chunkCount()];
            entriesOfArray[array] = new int[ordinalsOfArray[array].length];
        }
        merge(runs);
    }

    private void merge(List<ArrayRun> runs) {
        ChunkRun.Cursor[] cursors = new ChunkRun.Cursor[runs.size()];
        long[] nextRows = new long[runs.size()];
        int[] taken = new int[runs.size()];
        for (int array = 0; array < cursors.length; array++) {
            cursors[array] = runs.get(array).chunks().cursor();
            nextRows[array] = step(cursors[array], runs.get(array).array());
        }
        for (int entry = 0; entry < arrays.length; entry++) {
            int first = 0;
            for (int array = 1; array < cursors.length; array++) {
                if (nextRows[array] < nextRows[first]) {
                    first = array;
                }
            }
            ChunkRun.Cursor cursor = cursors[first];
            arrays[entry] = first;
            ordinals[entry] = cursor.ordinal();
            addresses[entry] = cursor.address();
            storedBytes[entry] = cursor.storedBytes();
            filterMasks[entry] = cursor.filterMask();
            allStoredBytes = Saturated.add(allStoredBytes, cursor.storedBytes());
            ordinalsOfArray[first][taken[first]] = cursor.ordinal();
            entriesOfArray[first][taken[first]++] = entry;
            nextRows[first] = step(cursor, runs.get(first).array());
        }
    }

    private static long step(ChunkRun.Cursor cursor, StoredArray array) {
        return cursor.next() ? cursor.ordinal() / array.laneCount() * array.chunkRows() : Long.MAX_VALUE;
    }

    int size() {
        return arrays.length;
    }

    /** The entry of a chunk, or a negative number where it was never written. */
    int find(int array, long ordinal) {
        int at = Arrays.binarySearch(ordinalsOfArray[array], ordinal);
        return at < 0 ? -1 : entriesOfArray[array][at];
    }

    int array(int entry) {
        return arrays[entry];
    }

    long ordinal(int entry) {
        return ordinals[entry];
    }

    long address(int entry) {
        return addresses[entry];
    }

    long storedBytes(int entry) {
        return storedBytes[entry];
    }

    /** Of all entries. */
    long storedBytes() {
        return allStoredBytes;
    }

    int filterMask(int entry) {
        return filterMasks[entry];
    }
}
