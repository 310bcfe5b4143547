package org.sparkhdf5.chunk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.RangeReader;

/** The rows of one dataset, read as a task reads them. */
final class StoredRows {
    private static final long TASK_MEMORY_BYTES = 64L << 20;
    private static final int BATCH_ROWS = 1000;

    private final RangeReader reader;
    private final Hdf5File file;
    private final StoredArray array;

    private StoredRows(RangeReader reader, Hdf5File file, StoredArray array) {
        this.reader = reader;
        this.file = file;
        this.array = array;
    }

    static StoredRows of(RangeReader reader, String path) throws IOException {
        Hdf5File file = Hdf5File.open(reader);
        Dataset dataset = (Dataset) Objects.requireNonNull(file.find(path), path);
        return new StoredRows(reader, file, StoredArray.of(new ObjectLocation(reader.file(), path), dataset));
    }

    long rowCount() {
        return array.rowCount();
    }

    private ArrayRun run(long from, long end) throws IOException {
        return new ArrayRun(array, ChunkRuns.collect(file, array, from, end, lane -> true));
    }

    int storedChunks(long from, long end) throws IOException {
        return run(from, end).chunks().chunkCount();
    }

    /** The bytes of the rows, in C order. */
    byte[] read(long from, long end) throws IOException {
        RowSlot slot = new RowSlot(0, array.isChunked() && array.chunksHoldWholeRows() ? 0 : RowSlot.WHOLE_ROWS);
        RowReader.Limits limits = new RowReader.Limits(
                TASK_MEMORY_BYTES, BATCH_ROWS, CoalescingPolicy.forPath(reader.file()), new ChunkCounts());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RowReader rows = new RowReader(reader, List.of(run(from, end)), List.of(slot), from, end, limits)) {
            long expectedRow = from;
            while (rows.next()) {
                if (rows.firstRow() != expectedRow) {
                    throw new AssertionError("row " + rows.firstRow() + " after row " + (expectedRow - 1));
                }
                expectedRow += rows.rowCount();
                RowWindow window = rows.window(0);
                for (int i = 0; i < rows.rowCount(); i++) {
                    bytes.write(window.bytes(), window.offsetOf(rows.firstRow() + i), (int) array.rowBytes());
                }
            }
        }
        return bytes.toByteArray();
    }
}
