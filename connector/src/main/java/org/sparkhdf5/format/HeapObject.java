package org.sparkhdf5.format;

/**
 * Where an object of the {@link GlobalHeap} is.
 *
 * @param address absolute position of its first byte
 */
public record HeapObject(long address, long lengthBytes) {}
