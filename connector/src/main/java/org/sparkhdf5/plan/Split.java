package org.sparkhdf5.plan;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.PickledBlock;

/** A row range of one file: what a task reads. */
public sealed interface Split extends Serializable {

    /** The file that is read. */
    StoredFile file();

    /** The file that was listed: another one, where an external link of it led to the table. */
    StoredFile listed();

    /** First row of the table. */
    long firstRow();

    /** Values of the partition columns, as the names of the directories have them: one per column. */
    List<String> partitionValues();

    /** What it weighs when it is shipped beside others, about. */
    long weightBytes();

    /**
     * A split that carries its byte ranges: its task reads data only and parses no metadata.
     *
     * @param file that is read
     * @param listed file that was asked
     * @param firstRow first row; of a table of cells the first unit, chunk or element, of its cells
     * @param endRow row behind the last one; of a table of cells the unit behind the last one
     * @param binding where the columns live in this file, or null where it is the binding that all tasks have
     * @param chunks of each array of the binding, those that hold a row of the split
     * @param pickles of the binding, where they are
     * @param rowCount of the whole table
     * @param span lowest address of what is read and how far it reaches; of a split that is all there is to read of the file,
     *     the file
     */
    record PlannedSplit(
            StoredFile file,
            StoredFile listed,
            long firstRow,
            long endRow,
            @Nullable TableBinding binding,
            List<ChunkRun> chunks,
            List<PickledBlock> pickles,
            long rowCount,
            ByteRange span,
            List<String> partitionValues)
            implements Split {
        public PlannedSplit {
            partitionValues = List.copyOf(partitionValues);
            pickles = List.copyOf(pickles);
            chunks = List.copyOf(chunks);
        }

        @Override
        public long weightBytes() {
            long bytes = SplitWeights.ofSplit(this) + (long) SplitWeights.PICKLE_BYTES * pickles.size();
            for (ChunkRun run : chunks) {
                bytes += SplitWeights.RUN_BYTES + run.encodedBytes();
            }
            return binding == null ? bytes : bytes + binding.weightBytes();
        }
    }

    /**
     * A split whose task opens the file and finds its chunks itself.
     *
     * @param file that is read
     * @param listed file that was asked
     * @param objectAddress absolute position of the table's object header, or {@link #UNKNOWN_ADDRESS}
     * @param objectPath path of the table, for messages; empty where the file was not opened
     * @param firstRow first row
     * @param endRow row behind the last one, or {@link #ALL_ROWS}
     * @param countsRows whether first and end row are known to be rows of the table, not units of cells
     * @param virtualExtents dimensions of virtual datasets that depend on what their sources were when the scan was planned, by the
     *     addresses of their headers: so that all tasks read the same rows, and a task opens sources of other rows only where several
     *     places without end share a dimension
     */
    record DeferredSplit(
            StoredFile file,
            StoredFile listed,
            long objectAddress,
            String objectPath,
            long firstRow,
            long endRow,
            boolean countsRows,
            Map<Long, List<Long>> virtualExtents,
            List<String> partitionValues)
            implements Split {
        public static final long UNKNOWN_ADDRESS = -1;
        public static final long ALL_ROWS = Long.MAX_VALUE;

        public DeferredSplit {
            virtualExtents = Map.copyOf(virtualExtents);
            partitionValues = List.copyOf(partitionValues);
        }

        /** All tables of a file that the request names. */
        static DeferredSplit wholeFile(StoredFile file, List<String> partitionValues) {
            return new DeferredSplit(file, file, UNKNOWN_ADDRESS, "", 0, ALL_ROWS, false, Map.of(), partitionValues);
        }

        @Override
        public long weightBytes() {
            long bytes = SplitWeights.ofSplit(this) + objectPath.length();
            for (List<Long> extent : virtualExtents.values()) {
                bytes += SplitWeights.EXTENT_BYTES + (long) Long.BYTES * extent.size();
            }
            return bytes;
        }

        boolean isWholeFile() {
            return objectAddress == UNKNOWN_ADDRESS;
        }
    }
}
