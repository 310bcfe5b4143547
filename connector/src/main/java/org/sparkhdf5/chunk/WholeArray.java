package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.List;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.RangeReader;

/** Reads all elements of a small array, such as the labels of an axis. */
public final class WholeArray {
    /** Labels of more than this are not labels. */
    public static final long BYTES_MAX = 64L << 20;

    private static final int BATCH_ROWS = 1 << 16;

    private WholeArray() {}

    /**
     * The elements in C order.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if they take more than {@link #BYTES_MAX}, or a filter is not
     *     read
     */
    public static byte[] read(Hdf5File file, RangeReader reader, StoredArray array) throws IOException {
        return read(file, reader, array, array.rowCount());
    }

    /**
     * The elements of the first rows, in C order.
     *
     * @param rowCount at most that of the array
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException as {@link #read(Hdf5File, RangeReader, StoredArray)}
     */
    public static byte[] read(Hdf5File file, RangeReader reader, StoredArray array, long rowCount) throws IOException {
        ObjectLocation location = new ObjectLocation(reader.file(), array.path());
        long rowBytes = array.rowBytes();
        if (rowBytes > BYTES_MAX || rowCount > BYTES_MAX / Math.max(1, rowBytes)) {
            throw location.unsupported(
                    "labels of " + rowCount + " x " + rowBytes + " bytes, at most " + BYTES_MAX + " are read",
                    "choose another dataset");
        }
        FilterChains.checkReadable(location, array.pipeline());
        if (array.isElsewhere()) {
            try (RangeReader elsewhere = ArrayBytes.open(file, array, limits(reader))) {
                return read(reader, new ArrayRun(array, ChunkRun.EMPTY, elsewhere), rowCount);
            }
        }
        return read(reader, new ArrayRun(array, ChunkRuns.collect(file, array, 0, rowCount, lane -> true)), rowCount);
    }

    private static RowReader.Limits limits(RangeReader reader) {
        return new RowReader.Limits(
                BandMemory.CHUNK_BYTES_MAX, BATCH_ROWS, CoalescingPolicy.forPath(reader.file()), new ChunkCounts());
    }

    private static byte[] read(RangeReader reader, ArrayRun run, long rowCount) throws IOException {
        StoredArray array = run.array();
        long rowBytes = array.rowBytes();
        byte[] bytes = new byte[(int) (rowCount * rowBytes)];
        RowSlot slot = new RowSlot(0, array.isChunked() && array.chunksHoldWholeRows() ? 0 : RowSlot.WHOLE_ROWS);
        try (RowReader rows = new RowReader(reader, List.of(run), List.of(slot), 0, rowCount, limits(reader))) {
            int position = 0;
            while (rows.next()) {
                RowWindow window = rows.window(0);
                for (int i = 0; i < rows.rowCount(); i++) {
                    System.arraycopy(
                            window.bytes(), window.offsetOf(rows.firstRow() + i), bytes, position, (int) rowBytes);
                    position += (int) rowBytes;
                }
            }
        }
        return bytes;
    }
}
