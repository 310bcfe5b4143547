package org.sparkhdf5.plan;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.ArrayRun;
import org.sparkhdf5.chunk.CellReader;
import org.sparkhdf5.chunk.CellRows;
import org.sparkhdf5.chunk.CellShape;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.RowRuns;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WantedCells;
import org.sparkhdf5.chunk.WholeArray;
import org.sparkhdf5.format.ExternalFiles;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.References;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.plan.TableBinding.BoundPickle;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.ObjectCells;
import org.sparkhdf5.table.ObjectRule;
import org.sparkhdf5.table.PickledBlock;
import org.sparkhdf5.table.PickledRows;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;

/**
 * The part of one table that a split reads: its rows and where the columns are in them. Belongs to the {@link SplitTables} that
 * opened it. Not thread-safe, but for {@link #close}.
 */
public final class OpenedSplit implements Closeable {
    /** The part of a task's memory that decoded objects of all pickled arrays may take: one in eight. */
    private static final int PICKLE_WINDOWS_ONE_IN = 8;

    private static final long PICKLE_WINDOW_BYTES_MAX = 64L << 20;
    /** With less, text that many rows share would be read again and again. */
    private static final long PICKLE_MEMORY_BYTES_LEAST = 8L << 20;

    private final TableBinding binding;
    private final @Nullable RowReader rows;
    private final @Nullable CellReader cells;
    private final List<PickledRows> pickles;
    private final RangeReader reader;
    private final StoredFile storedFile;
    private final ByteRange span;
    private final @Nullable Closeable other;
    private @Nullable Hdf5File file;

    private OpenedSplit(
            TableBinding binding,
            @Nullable RowReader rows,
            @Nullable CellReader cells,
            List<PickledRows> pickles,
            RangeReader reader,
            StoredFile storedFile,
            ByteRange span,
            @Nullable Closeable other,
            @Nullable Hdf5File file) {
        this.binding = binding;
        this.rows = rows;
        this.cells = cells;
        this.pickles = pickles;
        this.reader = reader;
        this.storedFile = storedFile;
        this.span = span;
        this.other = other;
        this.file = file;
    }

    /**
     * What the splits of a task share.
     *
     * @param opener opens the bytes of a file
     * @param tables reads tables of files
     * @param columns that the query needs
     * @param common binding of the planned splits that have none of their own
     * @param limits of the task
     * @param conditions that all wanted rows satisfy, or null where nothing is known of them
     */
    public record Task(
            OpenFile.Opener opener,
            FileTables tables,
            List<RequestedColumn> columns,
            @Nullable TableBinding common,
            RowReader.Limits limits,
            @Nullable RowConditions conditions) {
        /** Of a query that wants all rows. */
        public Task(
                OpenFile.Opener opener,
                FileTables tables,
                List<RequestedColumn> columns,
                @Nullable TableBinding common,
                RowReader.Limits limits) {
            this(opener, tables, columns, common, limits, null);
        }

        /** The same with less memory. */
        Task within(RowReader.Limits less) {
            return new Task(opener, tables, columns, common, less, conditions);
        }
    }

    /** @param reader of the split's file; stays the caller's */
    static OpenedSplit ofPlanned(PlannedSplit split, RangeReader reader, Task task) throws IOException {
        TableBinding binding = split.binding() != null ? split.binding() : task.common();
        if (binding == null) {
            throw new IllegalStateException("a planned split of " + split.file().path() + " without a binding");
        }
        if (binding.cells() != null) {
            List<ArrayRun> runs = new ArrayList<>();
            for (int i = 0; i < binding.arrays().size(); i++) {
                runs.add(new ArrayRun(binding.arrays().get(i), split.chunks().get(i)));
            }
            return ofCells(
                    new OpenedSplit(binding, null, null, List.of(), reader, split.file(), split.span(), null, null),
                    binding.cells(),
                    runs,
                    split.firstRow(),
                    split.endRow(),
                    task);
        }
        RowSelection.Chunks chunks = (array, wanted) -> {
            StoredArray stored = binding.arrays().get(array);
            return new ArrayRun(stored, split.chunks().get(array).of(stored, wanted));
        };
        RowSelection.Found found = RowSelection.find(
                binding,
                split.firstRow(),
                split.endRow(),
                chunks,
                (part, runs, wanted) -> part(part, runs, wanted, reader, split.file(), split.span(), null, task),
                task);
        List<PickledRows> pickles = pickles(reader, binding, split.pickles(), split.rowCount(), task);
        RowReader rows = rows(reader, binding, chunks, pickles, found, task);
        return new OpenedSplit(binding, rows, null, pickles, reader, split.file(), split.span(), null, null);
    }

    /** Some columns of a split. */
    private static OpenedSplit part(
            TableBinding part,
            List<ArrayRun> runs,
            RowRuns wanted,
            RangeReader reader,
            StoredFile storedFile,
            ByteRange span,
            @Nullable Hdf5File file,
            Task task) {
        RowReader rows = new RowReader(
                reader,
                runs,
                part.slots(),
                List.of(),
                wanted,
                task.limits().beside(task.limits().taskMemoryBytes() / RowSelection.HELD_ONE_IN));
        return new OpenedSplit(part, rows, null, List.of(), reader, storedFile, span, null, file);
    }

    private static RowReader rows(
            RangeReader reader,
            TableBinding binding,
            RowSelection.Chunks chunks,
            List<PickledRows> pickles,
            RowSelection.Found found,
            Task task)
            throws IOException {
        List<ArrayRun> runs = found.runs(binding, chunks);
        try {
            return new RowReader(reader, runs, binding.slots(), pickles, found.wanted(), found.held(), found.limits());
        } catch (UnsupportedHdf5FeatureException e) {
            if (found.held().isEmpty()) {
                throw e;
            }
            // What is held takes the room that the others need.
            return rows(reader, binding, chunks, pickles, found.withoutHeld(task.limits()), task);
        }
    }

    /**
     * Some rows of a table of a file that is open.
     *
     * @param file of the split
     * @param open stays the caller's, unless an external link led to the table: then another file is opened and owned
     */
    static OpenedSplit ofTable(StoredFile file, OpenFile open, Table table, DeferredSplit split, Task task)
            throws IOException {
        StoredFile holder = task.tables().holder(file, table);
        if (holder.equals(file)) {
            return ofTable(file, open, () -> {}, table, split, task);
        }
        OpenFile other = OpenFile.open(task.opener(), holder);
        try {
            return ofTable(holder, other, other, table, split, task);
        } catch (IOException | RuntimeException e) {
            try (other) {
                throw e;
            }
        }
    }

    private static OpenedSplit ofTable(
            StoredFile file, OpenFile open, Closeable other, Table table, DeferredSplit split, Task task)
            throws IOException {
        TableBinding binding = ColumnBinder.bind(file.path(), table, task.columns());
        ElsewhereArrays elsewhere = new ElsewhereArrays(open.file(), binding, task.limits());
        Closeable owned = () -> {
            try (other) {
                elsewhere.close();
            }
        };
        Task within = task.within(elsewhere.left());
        try {
            return binding.cells() != null
                    ? ofCells(file, open, owned, binding, elsewhere, table, split, within)
                    : ofRows(file, open, owned, binding, elsewhere, table, split, within);
        } catch (IOException | RuntimeException e) {
            try (elsewhere) {
                throw e;
            }
        }
    }

    private static OpenedSplit ofRows(
            StoredFile file,
            OpenFile open,
            Closeable owned,
            TableBinding binding,
            ElsewhereArrays elsewhere,
            Table table,
            DeferredSplit split,
            Task task)
            throws IOException {
        long firstRow = Math.min(split.firstRow(), table.rowCount());
        long endRow = Math.min(split.endRow(), table.rowCount());
        RangeReader reader = open.reader();
        CollectedChunks chunks = new CollectedChunks(open.file(), binding, elsewhere, firstRow, endRow);
        RowSelection.Found found = RowSelection.find(
                binding,
                firstRow,
                endRow,
                chunks,
                (part, runs, wanted) ->
                        part(part, runs, wanted, reader, file, SplitRanges.whole(file), open.file(), task),
                task);
        List<PickledBlock> blocks = located(open, binding, task.tables().request());
        List<PickledRows> pickles = pickles(reader, binding, blocks, table.rowCount(), task);
        RowReader rows = rows(reader, binding, chunks, pickles, found, task);
        ByteRange span =
                split.isWholeFile() ? SplitRanges.whole(file) : SplitRanges.span(chunks.ranges(), table.address());
        return new OpenedSplit(binding, rows, null, pickles, reader, file, span, owned, open.file());
    }

    private static OpenedSplit ofCells(
            StoredFile file,
            OpenFile open,
            Closeable owned,
            TableBinding binding,
            ElsewhereArrays elsewhere,
            Table table,
            DeferredSplit split,
            Task task)
            throws IOException {
        CellBinding cells = Objects.requireNonNull(binding.cells());
        long units = cells.shape().unitCount(binding.arrays());
        long firstUnit = Math.min(split.firstRow(), units);
        long endUnit = Math.min(split.endRow(), units);
        CellChunks chunks = new CellChunks(binding, cells);
        List<ArrayRun> runs = new ArrayList<>();
        List<ChunkRun> found = chunks.collect(open.file(), firstUnit, endUnit);
        for (int i = 0; i < found.size(); i++) {
            runs.add(new ArrayRun(binding.arrays().get(i), found.get(i), elsewhere.of(i)));
        }
        List<ByteRange> ranges = chunks.ranges(found, firstUnit, endUnit);
        ByteRange span = split.isWholeFile() ? SplitRanges.whole(file) : SplitRanges.span(ranges, table.address());
        return ofCells(
                new OpenedSplit(binding, null, null, List.of(), open.reader(), file, span, owned, open.file()),
                cells,
                runs,
                firstUnit,
                endUnit,
                task);
    }

    /** @param unread the split without its cells */
    private static OpenedSplit ofCells(
            OpenedSplit unread, CellBinding cells, List<ArrayRun> runs, long firstUnit, long endUnit, Task task)
            throws IOException {
        TableBinding binding = unread.binding;
        CellRows rows = CellRows.of(cells.shape(), binding.arrays(), firstUnit, endUnit);
        WantedCells wanted = CellSelection.find(
                binding,
                cells,
                rows,
                (indices, first, end) -> unread.with(indices, runs, first, end, WantedCells.ALL, task),
                task);
        return unread.with(binding, runs, firstUnit, endUnit, wanted, task).owning(unread.other);
    }

    /** The same split with other cells; owns nothing. */
    private OpenedSplit with(
            TableBinding others, List<ArrayRun> runs, long firstUnit, long endUnit, WantedCells wanted, Task task) {
        CellShape shape = Objects.requireNonNull(others.cells()).shape();
        CellReader reading =
                new CellReader(reader, runs, others.slots(), shape, firstUnit, endUnit, wanted, task.limits());
        return new OpenedSplit(others, null, reading, List.of(), reader, storedFile, span, null, file);
    }

    private OpenedSplit owning(@Nullable Closeable owned) {
        return new OpenedSplit(binding, rows, cells, pickles, reader, storedFile, span, owned, file);
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

    private static List<PickledRows> pickles(
            RangeReader reader, TableBinding binding, List<PickledBlock> blocks, long rowCount, Task task) {
        List<PickledRows> pickles = new ArrayList<>();
        long share = task.limits().taskMemoryBytes() / PICKLE_WINDOWS_ONE_IN / Math.max(1, blocks.size());
        long windowBytes = Math.max(1, Math.min(PICKLE_WINDOW_BYTES_MAX, share));
        for (int i = 0; i < blocks.size(); i++) {
            pickles.add(new PickledRows(
                    reader,
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

    /** Where values of variable length are; a planned split reads the superblock for it. */
    public GlobalHeap heap() throws IOException {
        return file().globalHeap();
    }

    /** Finds what references lead to; walks the file when first asked. */
    public References references() throws IOException {
        return file().references();
    }

    /** All elements of a small array of the file, C order; a planned split reads the superblock and its chunk index for it. */
    public byte[] elements(StoredArray array) throws IOException {
        return WholeArray.read(file(), file().reader(), array);
    }

    /** All elements of a pickled array of one dimension. */
    public ObjectCells objects(StoredArray descriptors, String column, ObjectRule rule) throws IOException {
        return PickledRows.all(file(), file().reader(), descriptors, column, rule);
    }

    private Hdf5File file() throws IOException {
        Hdf5File opened = file;
        if (opened == null) {
            // The cache is a view on the split's reader, which the split closes.
            opened =
                    Hdf5File.open(new CachedRangeReader(reader), ExternalFiles.denied(), Map.of(), storedFile.family());
            file = opened;
        }
        return opened;
    }

    public TableBinding binding() {
        return binding;
    }

    /** @throws IllegalStateException if the rows of the table are cells */
    public RowReader rows() {
        if (rows == null) {
            throw new IllegalStateException(storedFile.path() + ": the rows of " + binding.tablePath() + " are cells");
        }
        return rows;
    }

    /** Lets the rows of this step be found again by whoever reads the rest of the split, where that may be. */
    public void keepRows() {
        if (rows != null) {
            rows.keepRows();
        }
    }

    /** The cells, or null where the rows of the table are rows of its arrays. */
    public @Nullable CellReader cells() {
        return cells;
    }

    /** The pickled arrays of the binding, in its order; they step with {@link #rows}. */
    public List<PickledRows> pickles() {
        return pickles;
    }

    /** The file that is read. */
    public StoredFile storedFile() {
        return storedFile;
    }

    /** Lowest address of what is read and how far it reaches; where the split is a whole file, the file. */
    public ByteRange span() {
        return span;
    }

    @Override
    public void close() throws IOException {
        try (Closeable opened = other) {
            if (rows != null) {
                rows.close();
            }
            if (cells != null) {
                cells.close();
            }
        }
    }
}
