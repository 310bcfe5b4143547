package org.sparkhdf5.plan;

import java.util.List;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.StoredFile;

/** Which bytes of a file the rows of a split are in. */
final class SplitRanges {
    private SplitRanges() {}

    /** Adds the stored chunks of an array, or the rows of a contiguous one; nothing of one in other files. */
    static void add(StoredArray array, ChunkRun run, long firstRow, long endRow, List<ByteRange> ranges) {
        if (array.isElsewhere()) {
            return;
        }
        if (array.isChunked()) {
            ChunkRun.Cursor cursor = run.cursor();
            while (cursor.next()) {
                ranges.add(new ByteRange(cursor.address(), cursor.storedBytes()));
            }
        } else if (array.address() != DataLayout.UNDEFINED) {
            long rowBytes = array.rowBytes();
            ranges.add(new ByteRange(array.address() + firstRow * rowBytes, (endRow - firstRow) * rowBytes));
        }
    }

    /** From the lowest address to the highest one. Of nothing: no byte at the object's header. */
    static ByteRange span(List<ByteRange> ranges, long headerAddress) {
        if (ranges.isEmpty()) {
            return new ByteRange(headerAddress, 0);
        }
        long start = Long.MAX_VALUE;
        long end = 0;
        for (ByteRange range : ranges) {
            start = Math.min(start, range.address());
            end = Math.max(end, range.end());
        }
        return new ByteRange(start, end - start);
    }

    static ByteRange whole(StoredFile file) {
        return new ByteRange(0, file.lengthBytes());
    }
}
