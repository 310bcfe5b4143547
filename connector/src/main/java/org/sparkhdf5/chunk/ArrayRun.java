package org.sparkhdf5.chunk;

import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.RangeReader;

/**
 * One array of a split and its stored chunks.
 *
 * @param array how the dataset is stored
 * @param chunks of the rows of the split and the wanted lanes; empty unless chunked
 * @param elsewhere the bytes of an array that is not in the file of the split, or null; stays the caller's
 */
public record ArrayRun(
        StoredArray array, ChunkRun chunks, @Nullable RangeReader elsewhere) {
    /** Of an array in the file of the split. */
    public ArrayRun(StoredArray array, ChunkRun chunks) {
        this(array, chunks, null);
    }

    /** @param file the reader of the split's file */
    RangeReader reader(RangeReader file) {
        return elsewhere == null ? file : elsewhere;
    }
}
