package org.sparkhdf5.plan;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;

/**
 * The files of the splits of one task. Planned splits of one file that follow each other share its reader; where they are
 * small and lie side by side, as tables of a file of thousands do, they share blocks of it too, so that each is not a read of
 * its own. Owns the reader. Not thread-safe, but for {@link #close}.
 */
public final class TaskFiles implements Closeable {
    /** Splits of no more than this many bytes, first to last, may share blocks. */
    private static final long SHARED_SPAN_BYTES_MAX = CachedRangeReader.BLOCK_BYTES;
    /** Between neighbours; where there is more, whole blocks would be mostly what nobody wants. */
    private static final long GAP_BYTES_MAX = 4 << 10;

    private volatile @Nullable Shared shared;

    /** @param blocks closes the reader below it */
    private record Shared(StoredFile file, RangeReader direct, CachedRangeReader blocks) {}

    /**
     * Opens a split; reads nothing of a planned one.
     *
     * @param before the split before it in the task, or null
     * @param after the split behind it, or null
     */
    public SplitTables open(Split split, @Nullable Split before, @Nullable Split after, OpenedSplit.Task task)
            throws IOException {
        if (!(split instanceof PlannedSplit planned)) {
            close();
            return SplitTables.open(split, task);
        }
        Shared open = shared;
        if (open == null || !open.file().equals(split.file())) {
            close();
            RangeReader reader = task.opener().open(split.file());
            open = new Shared(split.file(), reader, new CachedRangeReader(reader));
            shared = open;
        }
        boolean sharesBlocks = lieSideBySide(planned, before) || lieSideBySide(planned, after);
        return SplitTables.of(planned, task, sharesBlocks ? open.blocks() : open.direct());
    }

    /** Whether the file of a split is open, and was looked at before. */
    public boolean holds(Split split) {
        Shared open = shared;
        return open != null && split instanceof PlannedSplit && open.file().equals(split.file());
    }

    private static boolean lieSideBySide(PlannedSplit split, @Nullable Split other) {
        if (!(other instanceof PlannedSplit neighbour) || !neighbour.file().equals(split.file())) {
            return false;
        }
        ByteRange one = split.span();
        ByteRange two = neighbour.span();
        long gap = Math.max(one.address(), two.address()) - Math.min(one.end(), two.end());
        return Math.max(one.lengthBytes(), two.lengthBytes()) <= SHARED_SPAN_BYTES_MAX && gap <= GAP_BYTES_MAX;
    }

    /** Closes the file that is open; another one may be opened. */
    @Override
    public void close() throws IOException {
        Shared open = shared;
        shared = null;
        if (open != null) {
            open.blocks().close();
        }
    }
}
