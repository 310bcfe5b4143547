package org.sparkhdf5.plan;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.ArrayRun;
import org.sparkhdf5.chunk.ChunkRuns;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WholeArray;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.References;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Table;

/** A split that a task reads: its rows and where the columns are in them. Not thread-safe, but for {@link #close}. */
public final class OpenedSplit implements Closeable {
    /** A file up to this length is read into memory in one read, where its task has to parse it anyway. */
    private static final long IN_MEMORY_BYTES_MAX = 8L << 20;

    private final TableBinding binding;
    private final RowReader rows;
    private final RangeReader reader;
    private final Closeable source;
    private @Nullable Hdf5File file;

    private OpenedSplit(
            TableBinding binding, RowReader rows, RangeReader reader, Closeable source, @Nullable Hdf5File file) {
        this.binding = binding;
        this.rows = rows;
        this.reader = reader;
        this.source = source;
        this.file = file;
    }

    /**
     * @param split to read
     * @param task what all splits of the scan share
     */
    public static OpenedSplit open(Split split, Task task) throws IOException {
        return split instanceof PlannedSplit planned
                ? openPlanned(planned, task)
                : openDeferred((DeferredSplit) split, task);
    }

    /**
     * What the splits of a task share.
     *
     * @param opener opens the bytes of a file
     * @param tables reads tables of files
     * @param columns that the query needs
     * @param common binding of the planned splits that have none of their own
     * @param limits of the task
     */
    public record Task(
            OpenFile.Opener opener,
            FileTables tables,
            List<RequestedColumn> columns,
            @Nullable TableBinding common,
            RowReader.Limits limits) {}

    private static OpenedSplit openPlanned(PlannedSplit split, Task task) throws IOException {
        TableBinding binding = split.binding() != null ? split.binding() : task.common();
        if (binding == null) {
            throw new IllegalStateException("a planned split of " + split.file().path() + " without a binding");
        }
        List<ArrayRun> runs = new ArrayList<>();
        for (int i = 0; i < binding.arrays().size(); i++) {
            runs.add(new ArrayRun(binding.arrays().get(i), split.chunks().get(i)));
        }
        RangeReader reader = task.opener().open(split.file());
        RowReader rows = new RowReader(reader, runs, binding.slots(), split.firstRow(), split.endRow(), task.limits());
        return new OpenedSplit(binding, rows, reader, reader, null);
    }

    private static OpenedSplit openDeferred(DeferredSplit split, Task task) throws IOException {
        StoredFile file = split.file();
        boolean inMemory = file.lengthBytes()
                <= Math.min(IN_MEMORY_BYTES_MAX, task.limits().taskMemoryBytes() / 4);
        OpenFile open = inMemory ? OpenFile.openInMemory(task.opener(), file) : OpenFile.open(task.opener(), file);
        try {
            Table table = split.objectAddress() == DeferredSplit.UNKNOWN_ADDRESS
                    ? open.tables().read(task.tables().request())
                    : open.tables()
                            .readAt(
                                    split.objectAddress(),
                                    split.objectPath(),
                                    task.tables().request());
            StoredFile holder = task.tables().holder(file, table);
            if (!holder.equals(file)) {
                open.close();
                return openDeferred(
                        new DeferredSplit(holder, table.address(), table.path(), split.firstRow(), split.endRow()),
                        task);
            }
            TableBinding binding = ColumnBinder.bind(file.path(), table, task.columns());
            long endRow = Math.min(split.endRow(), table.rowCount());
            List<ArrayRun> runs = new ArrayList<>();
            for (int i = 0; i < binding.arrays().size(); i++) {
                StoredArray array = binding.arrays().get(i);
                runs.add(new ArrayRun(
                        array, ChunkRuns.collect(open.file(), array, split.firstRow(), endRow, binding.lanes(i))));
            }
            RangeReader reader = open.reader();
            RowReader rows = new RowReader(reader, runs, binding.slots(), split.firstRow(), endRow, task.limits());
            return new OpenedSplit(binding, rows, reader, open, open.file());
        } catch (IOException | RuntimeException e) {
            try (open) {
                throw e;
            }
        }
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

    private Hdf5File file() throws IOException {
        Hdf5File opened = file;
        if (opened == null) {
            // The cache is a view on the split's reader, which the split closes.
            opened = Hdf5File.open(new CachedRangeReader(reader));
            file = opened;
        }
        return opened;
    }

    public TableBinding binding() {
        return binding;
    }

    public RowReader rows() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        try (source) {
            rows.close();
        }
    }
}
