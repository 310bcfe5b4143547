package org.sparkhdf5.corpus;

import java.io.IOException;
import java.util.List;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.ArrayBytes;
import org.sparkhdf5.chunk.ArrayRun;
import org.sparkhdf5.chunk.CellPart;
import org.sparkhdf5.chunk.CellReader;
import org.sparkhdf5.chunk.CellShape;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.ChunkRuns;
import org.sparkhdf5.chunk.FilterChains;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.RowSlot;
import org.sparkhdf5.chunk.RowWindow;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.RangeReader;

/** Reads the elements of a dataset as a task does: rows of a range, one after the other; or cells, where rows are too long. */
final class StoredElements {
    private static final long TASK_MEMORY_BYTES = 256L << 20;
    /** As the table room has it, and what the three arrays of 128 MiB and eight bytes in the corpus need. */
    private static final long ROW_BYTES_MAX = 129L << 20;

    private static final int BATCH_ROWS = 1 << 12;

    private final Hdf5File file;
    private final RangeReader reader;
    private final StoredArray array;

    StoredElements(Hdf5File file, RangeReader reader, Dataset dataset) throws IOException {
        this.file = file;
        this.reader = reader;
        ObjectLocation location = new ObjectLocation(reader.file(), dataset.path());
        this.array = StoredArray.of(location, dataset);
        FilterChains.checkReadable(location, array.pipeline());
    }

    /** Whether a row is longer than a task reads: then elements are read by cells. */
    boolean isByCells() {
        return array.rowBytes() > ROW_BYTES_MAX;
    }

    StoredArray array() {
        return array;
    }

    /** Takes one row: {@code bytes[offset, offset + rowBytes)}. */
    @FunctionalInterface
    interface Row {
        void take(long row, byte[] bytes, int offset) throws IOException;
    }

    /** Takes elements {@code from} to {@code end}, in C order, of an array without chunks, each as if it were a row. */
    void forEachCell(long from, long end, Row cell) throws IOException {
        List<ArrayRun> runs = List.of(new ArrayRun(array, ChunkRun.EMPTY));
        CellShape shape = new CellShape(array.dimensions(), List.of(CellPart.of(0, array.dimensions())));
        try (CellReader cells = new CellReader(reader, runs, List.of(), shape, from, end, limits())) {
            while (cells.next()) {
                for (int i = 0; i < cells.cellCount(); i++) {
                    cell.take(cells.position(i), cells.bytes(), cells.base() + i * cells.strideBytes());
                }
            }
        }
    }

    private RowReader.Limits limits() {
        return new RowReader.Limits(
                TASK_MEMORY_BYTES, BATCH_ROWS, CoalescingPolicy.forPath(reader.file()), new ChunkCounts());
    }

    void forEachRow(long rowFrom, long rowTo, Row row) throws IOException {
        if (array.isElsewhere()) {
            try (RangeReader elsewhere = ArrayBytes.open(file, array, limits())) {
                forEachRow(new ArrayRun(array, ChunkRun.EMPTY, elsewhere), rowFrom, rowTo, row);
            }
        } else {
            ArrayRun run = new ArrayRun(array, ChunkRuns.collect(file, array, rowFrom, rowTo, lane -> true));
            forEachRow(run, rowFrom, rowTo, row);
        }
    }

    private void forEachRow(ArrayRun run, long rowFrom, long rowTo, Row row) throws IOException {
        boolean wholeChunks = array.isChunked() && array.chunksHoldWholeRows();
        RowSlot slot = new RowSlot(0, wholeChunks ? 0 : RowSlot.WHOLE_ROWS);
        try (RowReader rows = new RowReader(reader, List.of(run), List.of(slot), rowFrom, rowTo, limits())) {
            while (rows.next()) {
                RowWindow window = rows.window(0);
                for (long i = rows.firstRow(); i < rows.firstRow() + rows.rowCount(); i++) {
                    row.take(i, window.bytes(), window.offsetOf(i));
                }
            }
        }
    }
}
