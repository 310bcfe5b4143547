package org.sparkhdf5.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkhdf5.chunk.CellPart;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.Saturated;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.plan.Split.PlannedSplit;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.FileBlocks;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Table;

/**
 * Cuts a table of cells into splits: by chunks where it is chunked, else by elements, so that no chunk is decoded twice and a
 * single row may be cut. First and end row of its splits are such units.
 */
final class CellPlanner implements TablePlanner {
    /** More units than this many splits can share give larger splits: the driver must hold them all. */
    private static final long SPLITS_MAX = 1 << 17;

    private final StoredFile file;
    private final boolean isOnlyTable;
    private final ListedFile listed;
    private final Table table;
    private final TableBinding binding;
    private final CellBinding cells;
    private final CellChunks chunks;
    private final SplitSizes sizes;
    private final FileBlocks blocks;
    private final long cellBytes;
    private final Map<Long, List<Long>> virtualExtents;

    /**
     * @param isOnlyTable whether no other table of the file is read
     * @param virtualExtents that depend on sources, by header address
     */
    CellPlanner(
            StoredFile file,
            boolean isOnlyTable,
            ListedFile listed,
            Table table,
            TableBinding binding,
            CellBinding cells,
            SplitSizes sizes,
            FileBlocks blocks,
            Map<Long, List<Long>> virtualExtents) {
        this.virtualExtents = virtualExtents;
        this.file = file;
        this.isOnlyTable = isOnlyTable;
        this.listed = listed;
        this.table = table;
        this.binding = binding;
        this.cells = cells;
        this.chunks = new CellChunks(binding, cells);
        this.sizes = sizes;
        this.blocks = blocks;
        this.cellBytes = binding.columns().stream()
                .mapToLong(column -> column.element().logicalType().decodedBytes())
                .reduce(0, Saturated::add);
    }

    @Override
    public long chunkCount() {
        long count = 0;
        for (StoredArray array : binding.arrays()) {
            count = Saturated.add(count, array.isChunked() ? array.chunkCount() : 0);
        }
        return count;
    }

    @Override
    public boolean isTooLargeToPlan() {
        long chunks = chunkCount();
        return chunks > SplitWeights.CHUNKS_MOST
                && chunks / Math.max(1, endUnits(storedBytesMost()).size()) > SplitWeights.CHUNKS_MOST;
    }

    @Override
    public List<SizedSplit> splits(Hdf5File open, boolean bindingIsCommon) throws IOException {
        List<ChunkRun> runs = chunks.collect(open, 0, chunks.unitCount());
        List<Long> endUnits = endUnits(storedBytes(runs));
        List<List<ChunkRun>> cut = new ArrayList<>();
        for (int array = 0; array < runs.size(); array++) {
            cut.add(chunks.cut(array, runs.get(array), endUnits));
        }
        List<SizedSplit> splits = new ArrayList<>();
        long firstUnit = 0;
        for (int split = 0; split < endUnits.size(); split++) {
            List<ChunkRun> ofSplit = new ArrayList<>();
            for (List<ChunkRun> ofArray : cut) {
                ofSplit.add(ofArray.get(split));
            }
            splits.add(split(ofSplit, firstUnit, endUnits.get(split), bindingIsCommon));
            firstUnit = endUnits.get(split);
        }
        return splits;
    }

    private SizedSplit split(List<ChunkRun> runs, long firstUnit, long endUnit, boolean bindingIsCommon) {
        List<ByteRange> ranges = chunks.ranges(runs, firstUnit, endUnit);
        long storedBytes = 0;
        for (ByteRange range : ranges) {
            storedBytes += range.lengthBytes();
        }
        boolean all = isOnlyTable && firstUnit == 0 && endUnit == chunks.unitCount();
        PlannedSplit planned = new PlannedSplit(
                file,
                listed.file(),
                firstUnit,
                endUnit,
                bindingIsCommon ? null : binding,
                runs,
                List.of(),
                table.rowCount(),
                all ? SplitRanges.whole(file) : SplitRanges.span(ranges, table.address()),
                listed.partitionValues());
        if (planned.weightBytes() > SplitWeights.PARTITION_BYTES_MAX) {
            return deferred(firstUnit, endUnit, storedBytes);
        }
        return new SizedSplit(planned, storedBytes, blocks.bytesByHost(ranges));
    }

    @Override
    public List<SizedSplit> deferredSplits(Hdf5File open) throws IOException {
        List<SizedSplit> splits = new ArrayList<>();
        long bytes = storedBytesMost();
        long firstUnit = 0;
        long splitCount = splitCount(bytes);
        CellChunks.Borders borders = splitCount > 1 ? sourceBorders(open, splitCount) : CellChunks.Borders.ANYWHERE;
        for (long endUnit : chunks.endUnits(splitCount, cellBytes, borders)) {
            double part = (double) (endUnit - firstUnit) / chunks.unitCount();
            splits.add(deferred(firstUnit, endUnit, (long) (bytes * part)));
            firstUnit = endUnit;
        }
        return splits;
    }

    private CellChunks.Borders sourceBorders(Hdf5File open, long splitCount) throws IOException {
        List<RowBorders> byPart = new ArrayList<>();
        for (CellPart part : cells.shape().parts()) {
            List<RowBorders.Band> bands = new ArrayList<>();
            if (part.array() != CellPart.NOT_READ) {
                List<Integer> arrays = new ArrayList<>(cells.shape().beside());
                arrays.add(part.array());
                long splitElements = -Math.floorDiv(-part.unitCount(binding.arrays()), splitCount);
                for (int array : arrays) {
                    bands.addAll(SourceBands.ofElements(open, binding.arrays().get(array), splitElements));
                }
            }
            byPart.add(new RowBorders(part.unitCount(binding.arrays()), RowBorders.merged(bands)));
        }
        return (part, unit) -> byPart.get(part).cheapest(unit, Set.of());
    }

    private SizedSplit deferred(long firstUnit, long endUnit, long storedBytes) {
        double units = Math.max(1, chunks.unitCount());
        long from = (long) (file.lengthBytes() * (firstUnit / units));
        long to = (long) (file.lengthBytes() * (endUnit / units));
        Map<String, Long> hosts =
                binding.readsElsewhere() ? Map.of() : blocks.bytesByHost(List.of(new ByteRange(from, to - from)));
        return new SizedSplit(
                new DeferredSplit(
                        file,
                        listed.file(),
                        table.address(),
                        table.path(),
                        firstUnit,
                        endUnit,
                        false,
                        virtualExtents,
                        listed.partitionValues()),
                storedBytes,
                hosts);
    }

    private long storedBytesMost() {
        long elsewhere = binding.bytesElsewhere();
        return Saturated.add(elsewhere, Math.min(file.lengthBytes(), chunks.decodedBytes(cellBytes)));
    }

    private List<Long> endUnits(long storedBytes) {
        return chunks.endUnits(splitCount(storedBytes), cellBytes, CellChunks.Borders.ANYWHERE);
    }

    private long splitCount(long storedBytes) {
        long byStored = -Math.floorDiv(-storedBytes, sizes.splitBytesMax());
        long byDecoded = -Math.floorDiv(-chunks.decodedBytes(cellBytes), sizes.decodedBytesMax());
        return Math.min(SPLITS_MAX, Math.max(byStored, byDecoded));
    }

    private long storedBytes(List<ChunkRun> runs) {
        long bytes = 0;
        for (ByteRange range : chunks.ranges(runs, 0, chunks.unitCount())) {
            bytes = Saturated.add(bytes, range.lengthBytes());
        }
        return bytes;
    }
}
