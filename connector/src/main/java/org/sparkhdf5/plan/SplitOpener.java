package org.sparkhdf5.plan;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.ArrayRun;
import org.sparkhdf5.chunk.CellReader;
import org.sparkhdf5.chunk.CellRows;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.RowRuns;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WantedCells;
import org.sparkhdf5.plan.OpenedSplit.Task;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.plan.TableBinding.BoundPickle;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.FileChangedException;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.PickledBlock;
import org.sparkhdf5.table.PickledRows;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;

/**
 * Opens the part of a table that a split reads. A planned split says where its chunks are; for a deferred one they are looked for
 * in the open file, and arrays that are not in it are opened. From there on both are the same. Used once, by one thread.
 */
final class SplitOpener {
    /** The part of a task's memory that decoded objects of all pickled arrays may take: one in eight. */
    private static final int PICKLE_WINDOWS_ONE_IN = 8;

    private static final long PICKLE_WINDOW_BYTES_MAX = 64L << 20;
    /** With less, text that many rows share would be read again and again. */
    private static final long PICKLE_MEMORY_BYTES_LEAST = 8L << 20;

    private final OpenedSplit.Place place;
    private final TableBinding binding;
    private final Task task;

    private SplitOpener(OpenedSplit.Place place, TableBinding binding, Task task) {
        this.place = place;
        this.binding = binding;
        this.task = task;
    }

    /** Knows where what a split reads lies; asked when its chunks are known. */
    @FunctionalInterface
    private interface Span {
        ByteRange find() throws IOException;
    }

    /** @param reader of the split's file; stays the caller's */
    static OpenedSplit planned(PlannedSplit split, RangeReader reader, Task task) throws IOException {
        TableBinding binding = split.binding() != null ? split.binding() : task.common();
        if (binding == null) {
            throw new IllegalStateException("a planned split of " + split.file().path() + " without a binding");
        }
        SplitOpener opener = new SplitOpener(new OpenedSplit.Place(reader, split.file(), null), binding, task);
        if (binding.cells() != null) {
            List<ArrayRun> runs = new ArrayList<>();
            for (int i = 0; i < binding.arrays().size(); i++) {
                runs.add(new ArrayRun(binding.arrays().get(i), split.chunks().get(i)));
            }
            return opener.cells(binding.cells(), runs, split.firstRow(), split.endRow(), split.span(), () -> {});
        }
        RowSelection.Chunks chunks = (array, wanted) -> {
            StoredArray stored = binding.arrays().get(array);
            return new ArrayRun(stored, split.chunks().get(array).of(stored, wanted));
        };
        return opener.rows(
                split.firstRow(),
                split.endRow(),
                chunks,
                opener.pickles(split.pickles(), split.rowCount()),
                split::span,
                () -> {});
    }

    /**
     * Some rows of a table of a file that is open.
     *
     * @param file of the split
     * @param open stays the caller's, unless an external link led to the table: then another file is opened and owned
     */
    static OpenedSplit deferred(StoredFile file, OpenFile open, Table table, DeferredSplit split, Task task)
            throws IOException {
        StoredFile holder = task.tables().holder(file, table);
        if (holder.equals(file)) {
            return deferred(file, open, () -> {}, table, split, task);
        }
        OpenFile other = OpenFile.open(task.opener(), holder);
        try {
            return deferred(holder, other, other, table, split, task);
        } catch (IOException | RuntimeException e) {
            try (other) {
                throw e;
            }
        }
    }

    /** @param other closed with the split */
    private static OpenedSplit deferred(
            StoredFile file, OpenFile open, Closeable other, Table table, DeferredSplit split, Task task)
            throws IOException {
        TableBinding binding = ColumnBinder.bind(file.path(), table, task.columns());
        ElsewhereArrays elsewhere = new ElsewhereArrays(open.file(), binding, task.limits());
        Closeable owned = () -> {
            try (other) {
                elsewhere.close();
            }
        };
        SplitOpener opener = new SplitOpener(
                new OpenedSplit.Place(open.reader(), file, open.file()), binding, task.within(elsewhere.left()));
        try {
            return binding.cells() == null
                    ? opener.deferredRows(open, table, split, elsewhere, owned)
                    : opener.deferredCells(open, binding.cells(), table, split, elsewhere, owned);
        } catch (IOException | RuntimeException e) {
            try (elsewhere) {
                throw e;
            }
        }
    }

    private OpenedSplit deferredRows(
            OpenFile open, Table table, DeferredSplit split, ElsewhereArrays elsewhere, Closeable owned)
            throws IOException {
        if (!split.isWholeFile() && split.endRow() > table.rowCount()) {
            throw new FileChangedException(new ObjectLocation(place.storedFile().path(), binding.tablePath())
                    + ": sources of virtual datasets changed after the query was planned: expected row "
                    + (split.endRow() - 1) + ", found " + table.rowCount() + " rows; run the query again");
        }
        long firstRow = Math.min(split.firstRow(), table.rowCount());
        long endRow = Math.min(split.endRow(), table.rowCount());
        CollectedChunks chunks = new CollectedChunks(open.file(), binding, elsewhere, firstRow, endRow);
        List<PickledBlock> blocks = located(open, binding, task.tables().request());
        return rows(
                firstRow,
                endRow,
                chunks,
                pickles(blocks, table.rowCount()),
                () -> span(split, chunks.ranges(), table),
                owned);
    }

    private OpenedSplit deferredCells(
            OpenFile open,
            CellBinding cells,
            Table table,
            DeferredSplit split,
            ElsewhereArrays elsewhere,
            Closeable owned)
            throws IOException {
        long units = cells.shape().unitCount(binding.arrays());
        long firstUnit = Math.min(split.firstRow(), units);
        long endUnit = Math.min(split.endRow(), units);
        CellChunks chunks = new CellChunks(binding, cells);
        List<ArrayRun> runs = new ArrayList<>();
        List<ChunkRun> found = chunks.collect(open.file(), firstUnit, endUnit);
        for (int i = 0; i < found.size(); i++) {
            runs.add(new ArrayRun(binding.arrays().get(i), found.get(i), elsewhere.of(i)));
        }
        ByteRange span = span(split, chunks.ranges(found, firstUnit, endUnit), table);
        return cells(cells, runs, firstUnit, endUnit, span, owned);
    }

    private ByteRange span(DeferredSplit split, List<ByteRange> ranges, Table table) {
        return split.isWholeFile() ? SplitRanges.whole(place.storedFile()) : SplitRanges.span(ranges, table.address());
    }

    private OpenedSplit rows(
            long firstRow,
            long endRow,
            RowSelection.Chunks chunks,
            List<PickledRows> pickles,
            Span span,
            Closeable owned)
            throws IOException {
        RowSelection.Found found = RowSelection.find(binding, firstRow, endRow, chunks, this::part, task);
        RowReader rows = rows(chunks, pickles, found);
        return new OpenedSplit(place, binding, rows, pickles, span.find(), owned);
    }

    private RowReader rows(RowSelection.Chunks chunks, List<PickledRows> pickles, RowSelection.Found found)
            throws IOException {
        List<ArrayRun> runs = found.runs(binding, chunks);
        try {
            return new RowReader(
                    place.reader(), runs, binding.slots(), pickles, found.wanted(), found.held(), found.limits());
        } catch (UnsupportedHdf5FeatureException e) {
            if (found.held().isEmpty()) {
                throw e;
            }
            // What is held takes the room that the others need.
            return rows(chunks, pickles, found.withoutHeld(task.limits()));
        }
    }

    /** Some columns of the split, of which nobody asks where they lie. */
    private OpenedSplit part(TableBinding part, List<ArrayRun> runs, RowRuns wanted) {
        RowReader rows = new RowReader(
                place.reader(),
                runs,
                part.slots(),
                List.of(),
                wanted,
                task.limits().beside(task.limits().taskMemoryBytes() / RowSelection.HELD_ONE_IN));
        return new OpenedSplit(place, part, rows, List.of(), SplitRanges.whole(place.storedFile()), () -> {});
    }

    private OpenedSplit cells(
            CellBinding cells, List<ArrayRun> runs, long firstUnit, long endUnit, ByteRange span, Closeable owned)
            throws IOException {
        WantedCells wanted = CellSelection.find(
                binding,
                cells,
                CellRows.of(cells.shape(), binding.arrays(), firstUnit, endUnit),
                (indices, first, end) -> new OpenedSplit(
                        place, indices, cells(indices, runs, first, end, WantedCells.ALL), span, () -> {}),
                task);
        return new OpenedSplit(place, binding, cells(binding, runs, firstUnit, endUnit, wanted), span, owned);
    }

    private CellReader cells(TableBinding of, List<ArrayRun> runs, long firstUnit, long endUnit, WantedCells wanted) {
        return new CellReader(
                place.reader(),
                runs,
                of.slots(),
                OpenedSplit.cells(of).shape(),
                firstUnit,
                endUnit,
                wanted,
                task.limits());
    }

    /** Where the pickles of a binding are; nothing of them is read. */
    static List<PickledBlock> located(OpenFile open, TableBinding binding, TableRequest request) throws IOException {
        List<PickledBlock> blocks = new ArrayList<>();
        for (BoundPickle pickle : binding.pickles()) {
            StoredArray descriptors = pickle.descriptors();
            PickledBlock block = PickledBlock.locate(open.file(), open.metadata(), descriptors);
            PickledRows.requireLength(
                    new ObjectLocation(open.metadata().file(), descriptors.path()),
                    block,
                    request.objects().pickleBytesMax());
            blocks.add(block);
        }
        return blocks;
    }

    private List<PickledRows> pickles(List<PickledBlock> blocks, long rowCount) {
        List<PickledRows> pickles = new ArrayList<>();
        long share = task.limits().taskMemoryBytes() / PICKLE_WINDOWS_ONE_IN / Math.max(1, blocks.size());
        long windowBytes = Math.max(1, Math.min(PICKLE_WINDOW_BYTES_MAX, share));
        for (int i = 0; i < blocks.size(); i++) {
            pickles.add(new PickledRows(
                    place.reader(),
                    blocks.get(i),
                    rowCount,
                    binding.pickles().get(i).items(),
                    windowBytes,
                    Math.max(PICKLE_MEMORY_BYTES_LEAST, task.limits().taskMemoryBytes() / 2 / blocks.size()),
                    task.tables().request().objects().pickleBytesMax(),
                    task.limits().counts()));
        }
        return pickles;
    }
}
