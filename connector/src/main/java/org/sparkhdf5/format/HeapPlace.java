package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Comparator;

/**
 * Where an index says that an object of a fractal heap is.
 *
 * @param position in the heap
 * @param heapId owned by this record, not to be changed
 * @param flags of the object's message, as an index of attributes stores them, else 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HeapPlace(long position, byte[] heapId, int flags) {
    static final Comparator<HeapPlace> ORDER = Comparator.comparingLong(HeapPlace::position);

    static HeapPlace of(FractalHeap heap, byte[] heapId, int flags) throws IOException {
        return new HeapPlace(heap.position(heapId), heapId, flags);
    }
}
