package org.sparkhdf5.plan;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.PickledBlock;

/** A row range of one file: what a task reads. */
public sealed interface Split extends Serializable {

    StoredFile file();

    /**
     * A split that carries its byte ranges: its task reads data only and parses no metadata.
     *
     * @param file as it was listed
     * @param firstRow first row
     * @param endRow row behind the last one
     * @param binding where the columns live in this file, or null where it is the binding that all tasks have
     * @param chunks of each array of the binding, those that hold a row of the split
     * @param pickles of the binding, where they are
     * @param rowCount of the whole table
     */
    record PlannedSplit(
            StoredFile file,
            long firstRow,
            long endRow,
            @Nullable TableBinding binding,
            List<ChunkRun> chunks,
            List<PickledBlock> pickles,
            long rowCount)
            implements Split {
        public PlannedSplit {
            pickles = List.copyOf(pickles);
            chunks = List.copyOf(chunks);
        }
    }

    /**
     * A split whose task opens the file and finds its chunks itself.
     *
     * @param file as it was listed
     * @param objectAddress absolute position of the table's object header, or {@link #UNKNOWN_ADDRESS}
     * @param objectPath path of the table, for messages; empty where the file was not opened
     * @param firstRow first row
     * @param endRow row behind the last one, or {@link #ALL_ROWS}
     */
    record DeferredSplit(StoredFile file, long objectAddress, String objectPath, long firstRow, long endRow)
            implements Split {
        public static final long UNKNOWN_ADDRESS = -1;
        public static final long ALL_ROWS = Long.MAX_VALUE;

        static DeferredSplit wholeFile(StoredFile file) {
            return new DeferredSplit(file, UNKNOWN_ADDRESS, "", 0, ALL_ROWS);
        }
    }
}
