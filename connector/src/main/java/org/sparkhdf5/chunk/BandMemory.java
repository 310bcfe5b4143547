package org.sparkhdf5.chunk;

import java.util.List;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/**
 * How many rows of the slots of a split are kept at once, so that a task stays under its memory whatever the chunks are.
 *
 * <p>A band is one chunk-height of rows over all slots. If it fits, each chunk is decoded once. Else it is read in passes:
 * each decodes the chunks again and keeps one slice of their rows.
 *
 * @param sliceRows rows of a chunk that a slot keeps at once
 * @param fetchBytes stored bytes that are fetched ahead of decoding
 * @param slowBytes what is read may take where reads are slow, windows of contiguous slots and reads that were begun included
 */
record BandMemory(long sliceRows, long fetchBytes, long slowBytes) {
    static final long CHUNK_BYTES_MAX = 1L << 30;
    static final int PASSES_MAX = 8;
    static final long FETCH_BYTES_MAX = 8L << 20;
    /** A contiguous slot never needs more than this of its rows at once. */
    static final long WINDOW_BYTES_MAX = 8L << 20;
    /** More is of no use to a task, however slow its reads are. */
    static final long SLOW_BYTES_MAX = 256L << 20;

    static BandMemory of(String file, List<ArrayRun> runs, List<RowSlot> slots, long taskMemoryBytes) {
        long fetchBytes = Math.max(1, Math.min(FETCH_BYTES_MAX, taskMemoryBytes / 8));
        long scratchBytes = 0;
        for (RowSlot slot : slots) {
            ArrayRun run = runs.get(slot.array());
            if (needsWholeChunks(run.array(), slot)) {
                scratchBytes = Math.max(scratchBytes, scratchBytes(file, run, taskMemoryBytes));
            }
        }
        long rowBytes = 0;
        long heldBytes = 0;
        long decodedBytes = 0;
        long tallest = 1;
        for (RowSlot slot : slots) {
            StoredArray array = runs.get(slot.array()).array();
            long slotRowBytes = slotRowBytes(array, slot);
            rowBytes = Math.addExact(rowBytes, slotRowBytes);
            if (isDecoded(array)) {
                heldBytes += slotRowBytes * array.chunkRows();
                decodedBytes += slotRowBytes * array.chunkRows();
                // Rows of unfiltered chunks are read by range where they are sliced: no chunk is read twice.
                tallest = Math.max(tallest, needsWholeChunks(array, slot) ? array.chunkRows() : 1);
            } else {
                heldBytes += Math.min(slotRowBytes * Math.max(1, array.rowCount()), WINDOW_BYTES_MAX);
            }
        }
        long available = Math.max(taskMemoryBytes - scratchBytes - fetchBytes, taskMemoryBytes / 8);
        if (heldBytes <= available) {
            long free = (taskMemoryBytes - scratchBytes - decodedBytes) / 8 * 7;
            return new BandMemory(Long.MAX_VALUE, fetchBytes, Math.max(fetchBytes, Math.min(SLOW_BYTES_MAX, free)));
        }
        long sliceRows = Math.max(1, available / Math.max(1, rowBytes));
        if (tallest > sliceRows * PASSES_MAX) {
            throw tooManyPasses(file, runs, slots, taskMemoryBytes);
        }
        return new BandMemory(sliceRows, fetchBytes, fetchBytes);
    }

    /**
     * What each of several readers may hold where reads are slow: all that it reads if that fits, else more for those that read
     * more, so that calls are few.
     *
     * @param neededBytes what each reads in all
     */
    long[] slowShares(long[] neededBytes) {
        double roots = 0;
        long sum = 0;
        for (long needed : neededBytes) {
            roots += Math.sqrt(needed);
            sum = Saturated.add(sum, needed);
        }
        long[] shares = neededBytes.clone();
        for (int i = 0; i < shares.length && sum > slowBytes; i++) {
            shares[i] = Math.min(shares[i], (long) (slowBytes * (Math.sqrt(shares[i]) / roots)));
        }
        return shares;
    }

    /** Whether chunks of this array are decoded as a whole; else its rows are read by range. */
    static boolean isDecoded(StoredArray array) {
        return array.isChunked() && (!array.pipeline().isEmpty() || array.chunkBytes() <= FETCH_BYTES_MAX);
    }

    /** Whether a chunk is read as a whole whatever rows of it are kept. */
    private static boolean needsWholeChunks(StoredArray array, RowSlot slot) {
        return array.isChunked() && (!array.pipeline().isEmpty() || slot.wholeRows());
    }

    private static long slotRowBytes(StoredArray array, RowSlot slot) {
        return array.isChunked() && !slot.wholeRows() ? array.chunkRowBytes() : array.rowBytes();
    }

    /**
     * What a chunk of an array takes, stored and decoded.
     *
     * @throws UnsupportedHdf5FeatureException if that is more than a task may use
     */
    static long scratchBytes(String file, ArrayRun run, long taskMemoryBytes) {
        StoredArray array = run.array();
        long storedMax = 0;
        ChunkRun.Cursor cursor = run.chunks().cursor();
        while (cursor.next()) {
            storedMax = Math.max(storedMax, cursor.storedBytes());
        }
        long needed = array.chunkBytes() + storedMax;
        if (array.chunkBytes() > CHUNK_BYTES_MAX || storedMax > CHUNK_BYTES_MAX) {
            throw new ObjectLocation(file, array.path())
                    .unsupported(
                            "a chunk " + array.chunkDimensions() + " holds " + array.chunkBytes() + " bytes, at most "
                                    + CHUNK_BYTES_MAX + " are read",
                            "rewrite the file with smaller chunks: `h5repack -l CHUNK=… in.h5 out.h5`");
        }
        if (needed > taskMemoryBytes) {
            throw new ObjectLocation(file, array.path())
                    .unsupported(
                            "a chunk " + array.chunkDimensions() + " needs " + needed
                                    + " bytes of memory, stored and decoded; taskMemory is " + taskMemoryBytes,
                            "set option(\"taskMemory\", \"" + needed + "\") or rewrite the file with smaller chunks:"
                                    + " `h5repack -l CHUNK=… in.h5 out.h5`");
        }
        return needed;
    }

    private static UnsupportedHdf5FeatureException tooManyPasses(
            String file, List<ArrayRun> runs, List<RowSlot> slots, long taskMemoryBytes) {
        StoredArray widest = runs.get(0).array();
        for (ArrayRun run : runs) {
            if (isDecoded(run.array()) && (!isDecoded(widest) || run.array().chunkBytes() > widest.chunkBytes())) {
                widest = run.array();
            }
        }
        long lanes = 0;
        boolean arrays = false;
        for (RowSlot slot : slots) {
            StoredArray array = runs.get(slot.array()).array();
            boolean whole = slot.wholeRows() && array.isChunked();
            lanes += whole ? array.laneCount() : 1;
            arrays |= whole;
        }
        return new ObjectLocation(file, widest.path())
                .unsupported(
                        "the chunks " + widest.chunkDimensions() + " that hold the same rows, over " + lanes
                                + " lanes of chunks, do not fit taskMemory " + taskMemoryBytes + " bytes in "
                                + PASSES_MAX + " passes",
                        "select fewer columns, set a larger option(\"taskMemory\"), " + (arrays ? "" : "or ")
                                + "rewrite the file with `h5repack -l CHUNK=… in.h5 out.h5`"
                                + (arrays ? ", or use layout=cells" : ""));
    }
}
