package org.sparkhdf5.table;

import java.util.List;

/**
 * One stored chunk.
 *
 * @param file that holds it: another than was asked where an external link led to the dataset
 * @param offset of its first element, one per dimension, in elements
 * @param address absolute position in the file
 * @param storedBytes length in the file
 * @param filterMask as stored: bit i set: filter i was skipped
 */
public record ListedChunk(String file, List<Long> offset, long address, long storedBytes, long filterMask) {}
