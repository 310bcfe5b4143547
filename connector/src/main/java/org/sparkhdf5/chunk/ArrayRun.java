package org.sparkhdf5.chunk;

/**
 * One array of a split and its stored chunks.
 *
 * @param array how the dataset is stored
 * @param chunks of the rows of the split and the wanted lanes; empty unless chunked
 */
public record ArrayRun(StoredArray array, ChunkRun chunks) {}
