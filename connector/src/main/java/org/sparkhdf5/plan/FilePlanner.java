package org.sparkhdf5.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.ChunkRuns;
import org.sparkhdf5.chunk.RowSlot;
import org.sparkhdf5.chunk.Saturated;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.FileBlocks;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.PickledBlock;
import org.sparkhdf5.table.Table;

/** Cuts one file into splits. */
final class FilePlanner implements TablePlanner {
    /** A file that claims more rows than this many splits can share gets larger splits: the driver must hold them all. */
    private static final long SPLITS_MAX = 1 << 17;
    /** Pickled blocks of this length or more are read by one task: each task that needs a row reads them from their beginning. */
    private static final long PICKLE_SPLIT_BYTES_MAX = 16L << 20;

    private static final int ARRAYS_ASKED_MAX = 16;

    private final StoredFile file;
    private final Table table;
    private final TableBinding binding;
    private final SplitSizes sizes;
    private final FileBlocks blocks;
    private final List<PickledBlock> pickles;
    private final Map<Long, List<Long>> virtualExtents;
    private final boolean isOnlyTable;
    private final ListedFile listed;

    /**
     * @param pickles of the binding, where they are
     * @param isOnlyTable whether no other table of the file is read
     * @param virtualExtents that depend on sources, by header address
     */
    FilePlanner(
            StoredFile file,
            boolean isOnlyTable,
            ListedFile listed,
            Table table,
            TableBinding binding,
            SplitSizes sizes,
            FileBlocks blocks,
            List<PickledBlock> pickles,
            Map<Long, List<Long>> virtualExtents) {
        this.virtualExtents = virtualExtents;
        this.pickles = List.copyOf(pickles);
        this.isOnlyTable = isOnlyTable;
        this.listed = listed;
        this.file = file;
        this.table = table;
        this.binding = binding;
        this.sizes = sizes;
        this.blocks = blocks;
    }

    @Override
    public long chunkCount() {
        long count = 0;
        for (RowSlot slot : binding.slots()) {
            StoredArray array = binding.arrays().get(slot.array());
            if (array.isChunked()) {
                long bands = array.chunksAlong(0);
                count = Saturated.add(count, Saturated.multiply(bands, slot.wholeRows() ? array.laneCount() : 1));
            }
        }
        return count;
    }

    @Override
    public boolean isTooLargeToPlan() {
        long chunks = chunkCount();
        return chunks > SplitWeights.CHUNKS_MOST
                && chunks / Math.max(1, deferredEndRows().size()) > SplitWeights.CHUNKS_MOST;
    }

    @Override
    public List<SizedSplit> splits(Hdf5File open, boolean bindingIsCommon) throws IOException {
        List<ChunkRun> runs = new ArrayList<>();
        for (int i = 0; i < binding.arrays().size(); i++) {
            StoredArray array = binding.arrays().get(i);
            runs.add(ChunkRuns.collect(open, array, 0, table.rowCount(), binding.lanes(i)));
        }
        List<Long> endRows = endRows(storedBytes(runs), bands());
        RunCutter[] cutters = new RunCutter[runs.size()];
        for (int i = 0; i < cutters.length; i++) {
            cutters[i] = new RunCutter(binding.arrays().get(i), runs.get(i), endRows);
        }
        List<SizedSplit> splits = new ArrayList<>();
        long firstRow = 0;
        for (int split = 0; split < endRows.size(); split++) {
            long endRow = endRows.get(split);
            splits.add(split(cutters, split, firstRow, endRow, bindingIsCommon));
            firstRow = endRow;
        }
        return splits;
    }

    /** Cut at equal rows, as near as chunks and sources let. */
    @Override
    public List<SizedSplit> deferredSplits(Hdf5File open) throws IOException {
        List<SizedSplit> splits = new ArrayList<>();
        long firstRow = 0;
        long bytes = storedBytesMost();
        List<RowBorders.Band> bands = bands();
        long splitCount = splitCount(bytes);
        if (splitCount > 1) {
            // Many columns have sources alike: a few of them tell enough.
            for (StoredArray array : binding.arrays()
                    .subList(0, Math.min(ARRAYS_ASKED_MAX, binding.arrays().size()))) {
                bands.addAll(SourceBands.ofRows(open, array, ceilDiv(table.rowCount(), splitCount)));
            }
        }
        for (long endRow : endRows(bytes, bands)) {
            splits.add(deferred(firstRow, endRow, (long) (bytes * ((double) (endRow - firstRow) / table.rowCount()))));
            firstRow = endRow;
        }
        return splits;
    }

    private SizedSplit split(RunCutter[] cutters, int split, long firstRow, long endRow, boolean bindingIsCommon) {
        List<ChunkRun> chunks = new ArrayList<>();
        List<ByteRange> ranges = new ArrayList<>();
        for (int i = 0; i < cutters.length; i++) {
            ChunkRun run = cutters[i].run(split);
            chunks.add(run);
            SplitRanges.add(binding.arrays().get(i), run, firstRow, endRow, ranges);
        }
        for (PickledBlock pickle : pickles) {
            ranges.add(new ByteRange(pickle.address(), pickle.lengthBytes()));
        }
        long storedBytes = 0;
        for (ByteRange range : ranges) {
            storedBytes += range.lengthBytes();
        }
        boolean all = isOnlyTable && firstRow == 0 && endRow == table.rowCount();
        PlannedSplit planned = new PlannedSplit(
                file,
                listed.file(),
                firstRow,
                endRow,
                bindingIsCommon ? null : binding,
                chunks,
                pickles,
                table.rowCount(),
                all ? SplitRanges.whole(file) : SplitRanges.span(ranges, table.address()),
                listed.partitionValues());
        if (planned.weightBytes() > SplitWeights.PARTITION_BYTES_MAX) {
            return deferred(firstRow, endRow, storedBytes);
        }
        return new SizedSplit(planned, storedBytes, blocks.bytesByHost(ranges));
    }

    private SizedSplit deferred(long firstRow, long endRow, long storedBytes) {
        double rows = Math.max(1, table.rowCount());
        long from = (long) (file.lengthBytes() * (firstRow / rows));
        long to = (long) (file.lengthBytes() * (endRow / rows));
        // The blocks of a virtual file say nothing, and to ask for those of its sources is a call for each of
        // thousands.
        Map<String, Long> hosts =
                binding.readsElsewhere() ? Map.of() : blocks.bytesByHost(List.of(new ByteRange(from, to - from)));
        return new SizedSplit(
                new DeferredSplit(
                        file,
                        listed.file(),
                        table.address(),
                        table.path(),
                        firstRow,
                        endRow,
                        true,
                        virtualExtents,
                        listed.partitionValues()),
                storedBytes,
                hosts);
    }

    private List<Long> deferredEndRows() {
        return endRows(storedBytesMost(), bands());
    }

    /** What is in other files counts as it is decoded: its stored size is known to those files only. */
    private long storedBytesMost() {
        long elsewhere = binding.bytesElsewhere();
        return Saturated.add(elsewhere, Math.min(file.lengthBytes(), Math.max(0, decodedBytes() - elsewhere)));
    }

    private List<Long> endRows(long storedBytes, List<RowBorders.Band> bands) {
        if (table.rowCount() == 0) {
            return List.of();
        }
        return new RowBorders(table.rowCount(), RowBorders.merged(bands))
                .endRows(splitCount(storedBytes), decodedBytes());
    }

    private long splitCount(long storedBytes) {
        long byStored = ceilDiv(storedBytes, sizes.splitBytesMax());
        long byDecoded = ceilDiv(decodedBytes(), sizes.decodedBytesMax());
        boolean whole = pickleBytes() >= PICKLE_SPLIT_BYTES_MAX;
        return whole ? 1 : Math.min(SPLITS_MAX, Math.max(byStored, byDecoded));
    }

    private List<RowBorders.Band> bands() {
        List<RowBorders.Band> bands = new ArrayList<>();
        for (RowSlot slot : binding.slots()) {
            StoredArray array = binding.arrays().get(slot.array());
            if (array.isChunked() && !array.pipeline().isEmpty()) {
                long lanes = slot.wholeRows() ? array.laneCount() : 1;
                bands.add(new RowBorders.Band(array.chunkRows(), Saturated.multiply(array.chunkBytes(), lanes)));
            }
        }
        return bands;
    }

    private long storedBytes(List<ChunkRun> runs) {
        long bytes = pickleBytes();
        for (int i = 0; i < runs.size(); i++) {
            StoredArray array = binding.arrays().get(i);
            bytes += array.isChunked()
                    ? runs.get(i).storedBytes()
                    : array.address() == DataLayout.UNDEFINED
                            ? 0
                            : Saturated.multiply(array.rowBytes(), table.rowCount());
        }
        return bytes;
    }

    private long pickleBytes() {
        long bytes = 0;
        for (PickledBlock pickle : pickles) {
            bytes = Saturated.add(bytes, pickle.lengthBytes());
        }
        return bytes;
    }

    private long decodedBytes() {
        long bytes = pickleBytes();
        for (RowSlot slot : binding.slots()) {
            StoredArray array = binding.arrays().get(slot.array());
            long rowBytes = array.isChunked() && !slot.wholeRows() ? array.chunkRowBytes() : array.rowBytes();
            bytes = Saturated.add(bytes, Saturated.multiply(rowBytes, table.rowCount()));
        }
        return bytes;
    }

    private static long ceilDiv(long a, long b) {
        return -Math.floorDiv(-a, b);
    }
}
