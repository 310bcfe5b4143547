package org.sparkhdf5.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One walk along the numbers of an array of chunks: knows which number is wanted next, takes runs of elements and hands the
 * stored chunks to the visitor, in row-major order of their offsets. Where the array is numbered in another order, the chunks
 * are kept until the end and sorted. Not thread-safe.
 */
final class ChunkWalk {
    private final ChunkedStorage storage;
    private final ChunkGrid grid;
    private final ChunkIndex.Visitor visitor;
    private final @Nullable SortedChunks sorted;
    private final long[] offset;
    private long wanted;

    ChunkWalk(ChunkedStorage storage, ChunkGrid grid, ChunkIndex.Visitor visitor) {
        this.storage = storage;
        this.grid = grid;
        this.sorted = grid.isRowMajor() ? null : new SortedChunks(storage, visitor);
        this.visitor = sorted == null ? visitor : sorted;
        this.offset = new long[storage.rank()];
        this.wanted = grid.next(0);
    }

    /** The next number that is wanted; {@link ChunkGrid#NONE} behind the last one. */
    long wanted() {
        return wanted;
    }

    boolean wantsBelow(long end) {
        return wanted < end;
    }

    /** Passes over the chunks before {@code number}: they were never written. */
    void skipTo(long number) {
        if (wanted < number) {
            wanted = grid.next(number);
        }
    }

    /**
     * Takes the elements {@code [first, first + count)}.
     *
     * @param cursor at the first of them; where it is left is not defined
     */
    void elements(MetadataCursor cursor, ChunkElements form, long first, long count) throws IOException {
        int start = cursor.consumed();
        while (wanted < first + count) {
            long position = start + (wanted - first) * form.elementBytes();
            cursor.skip("elements", position - cursor.consumed());
            long address = cursor.readAddress("address of chunk");
            long storedBytes = form.storedBytes(cursor);
            int filterMask = form.filterMask(cursor);
            if (address != MetadataCursor.UNDEFINED) {
                chunk(address, storedBytes, filterMask);
            }
            wanted = grid.next(wanted + 1);
        }
    }

    /** Takes the wanted chunk. */
    void chunk(long address, long storedBytes, int filterMask) throws IOException {
        grid.offset(wanted, offset);
        storage.visit(visitor, offset, address, storedBytes, filterMask);
    }

    /** Visits what was kept to be sorted. */
    void end() throws IOException {
        if (sorted != null) {
            sorted.visitAll();
        }
    }
}
