package org.sparkhdf5.plan;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.plan.OpenedSplit.Task;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.SelectedTables;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;

/**
 * The tables of a split, opened one after the other: one, unless the split is a whole file of which several are wanted. Owns the
 * open file. {@link #next} closes nothing: what it gave is closed by the caller. Not thread-safe, but for {@link #close}.
 */
public final class SplitTables implements Closeable {
    /** A file up to this length is read into memory in one read, where its task has to parse it anyway. */
    private static final long IN_MEMORY_BYTES_MAX = 8L << 20;

    private final Split split;
    private final Task task;
    private final Closeable source;
    private final @Nullable RangeReader reader;
    private final @Nullable OpenFile open;
    private final @Nullable SelectedTables selected;
    private boolean given;

    private SplitTables(Split split, Task task, RangeReader reader, Closeable source) {
        this.split = split;
        this.task = task;
        this.source = source;
        this.reader = reader;
        this.open = null;
        this.selected = null;
    }

    private SplitTables(Split split, Task task, OpenFile open, @Nullable SelectedTables selected) {
        this.split = split;
        this.task = task;
        this.source = open;
        this.reader = null;
        this.open = open;
        this.selected = selected;
    }

    /**
     * Opens the file of a split; reads nothing of a planned one.
     *
     * @param task what all splits of the scan share
     */
    public static SplitTables open(Split split, Task task) throws IOException {
        StoredFile file = split.file();
        if (split instanceof PlannedSplit) {
            RangeReader reader = task.opener().open(file);
            return new SplitTables(split, task, reader, reader);
        }
        DeferredSplit deferred = (DeferredSplit) split;
        boolean all = deferred.isWholeFile();
        // A part of a file is not worth the rest of it.
        boolean inMemory = all
                && file.lengthBytes()
                        <= Math.min(IN_MEMORY_BYTES_MAX, task.limits().taskMemoryBytes() / 4);
        OpenFile open = inMemory
                ? OpenFile.openInMemory(task.opener(), file)
                : OpenFile.open(task.opener(), file, deferred.virtualExtents());
        return new SplitTables(
                split, task, open, all ? open.tables().select(task.tables().request()) : null);
    }

    /**
     * The table of a planned split.
     *
     * @param reader of its file, stays the caller's
     */
    public static SplitTables of(PlannedSplit split, Task task, RangeReader reader) {
        return new SplitTables(split, task, reader, () -> {});
    }

    /** The next table, or null behind the last one. */
    public @Nullable OpenedSplit next() throws IOException {
        if (split instanceof PlannedSplit planned) {
            return given() || reader == null ? null : SplitOpener.planned(planned, reader, task);
        }
        DeferredSplit deferred = (DeferredSplit) split;
        if (open == null) {
            return null;
        }
        Table table = selected != null ? selected.next() : given() ? null : table(deferred, open);
        return table == null ? null : SplitOpener.deferred(split.file(), open, table, deferred, task);
    }

    private Table table(DeferredSplit deferred, OpenFile opened) throws IOException {
        TableRequest request = task.tables().request();
        if (!request.attributes().isEmpty() && !deferred.listed().equals(deferred.file())) {
            throw new ObjectLocation(deferred.listed().path(), deferred.objectPath())
                    .unsupported(
                            "option \"attributes\" beside a table of another file that is too large to be planned, "
                                    + deferred.file().path(),
                            "read that file directly, or leave the option out");
        }
        return opened.tables().readAt(deferred.objectAddress(), deferred.objectPath(), request);
    }

    private boolean given() {
        boolean before = given;
        given = true;
        return before;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
