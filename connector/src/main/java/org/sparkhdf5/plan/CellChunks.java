package org.sparkhdf5.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkhdf5.chunk.CellPart;
import org.sparkhdf5.chunk.CellRows;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.ChunkRuns;
import org.sparkhdf5.chunk.Saturated;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.ByteRange;

/** The chunks that ranges of units of a table of cells need: those of the cells, and those of what belongs to their rows. */
final class CellChunks {
    private final TableBinding binding;
    private final CellBinding cells;
    /** By array of the binding, the part whose cells it holds, or -1. */
    private final int[] parts;
    /** Units before each part. */
    private final long[] unitsBefore;

    CellChunks(TableBinding binding, CellBinding cells) {
        this.binding = binding;
        this.cells = cells;
        this.parts = new int[binding.arrays().size()];
        Arrays.fill(parts, -1);
        List<CellPart> all = cells.shape().parts();
        this.unitsBefore = new long[all.size() + 1];
        for (int i = 0; i < all.size(); i++) {
            unitsBefore[i + 1] = unitsBefore[i] + all.get(i).unitCount(binding.arrays());
            if (all.get(i).array() != CellPart.NOT_READ) {
                parts[all.get(i).array()] = i;
            }
        }
        for (int array : cells.shape().beside()) {
            parts[array] = 0;
        }
    }

    /** A range of whatever, in ascending order of both ends where there are several. */
    record Range(long from, long to) {
        boolean isEmpty() {
            return from >= to;
        }
    }

    /** Chooses where a part of the cells is cut. */
    @FunctionalInterface
    interface Borders {
        Borders ANYWHERE = (part, unit) -> unit;

        /** The best border near a unit of a part. */
        long near(int part, long unit);
    }

    long unitCount() {
        return unitsBefore[unitsBefore.length - 1];
    }

    /** What a range of units needs of an array: ordinals of its chunks or elements, where it holds cells; else rows. */
    private Range needed(int array, long firstUnit, long endUnit) {
        if (parts[array] < 0) {
            CellRows rows = CellRows.of(cells.shape(), binding.arrays(), firstUnit, endUnit);
            return new Range(rows.first(), rows.end());
        }
        long before = unitsBefore[parts[array]];
        long from = Math.max(firstUnit, before) - before;
        return new Range(from, Math.max(from, Math.min(endUnit, unitsBefore[parts[array] + 1]) - before));
    }

    /** The chunks of each array of the binding. */
    List<ChunkRun> collect(Hdf5File file, long firstUnit, long endUnit) throws IOException {
        List<ChunkRun> runs = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            StoredArray array = binding.arrays().get(i);
            Range needed = needed(i, firstUnit, endUnit);
            if (!array.isChunked() || needed.isEmpty()) {
                runs.add(ChunkRun.EMPTY);
                continue;
            }
            long firstRow = needed.from();
            long endRow = needed.to();
            if (parts[i] >= 0) {
                firstRow = needed.from() / array.laneCount() * array.chunkRows();
                endRow = Math.min(array.rowCount(), ((needed.to() - 1) / array.laneCount() + 1) * array.chunkRows());
            }
            ChunkRun run = ChunkRuns.collect(file, array, firstRow, endRow, lane -> true);
            runs.add(parts[i] < 0 ? run : cut(array, run, true, List.of(needed)).get(0));
        }
        return runs;
    }

    /**
     * The chunks of one array that splits need.
     *
     * @param run all chunks of the array
     * @param endUnits of the splits, ascending
     */
    List<ChunkRun> cut(int array, ChunkRun run, List<Long> endUnits) {
        StoredArray stored = binding.arrays().get(array);
        List<ChunkRun> cut = new ArrayList<>();
        List<Range> group = new ArrayList<>();
        long firstUnit = 0;
        for (long endUnit : endUnits) {
            Range needed = needed(array, firstUnit, endUnit);
            Range last = group.isEmpty() ? needed : group.get(group.size() - 1);
            if (needed.from() < last.from() || needed.to() < last.to()) {
                // Another part begins with the first row again.
                cut.addAll(cut(stored, run, parts[array] >= 0, group));
                group.clear();
            }
            group.add(needed);
            firstUnit = endUnit;
        }
        cut.addAll(cut(stored, run, parts[array] >= 0, group));
        return cut;
    }

    /** @param ranges ascending at both ends; ordinals or rows */
    private static List<ChunkRun> cut(StoredArray array, ChunkRun run, boolean ordinals, List<Range> ranges) {
        List<ChunkRun.Builder> builders = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            builders.add(new ChunkRun.Builder());
        }
        ChunkRun.Cursor cursor = run.cursor();
        int first = 0;
        while (cursor.next()) {
            long from = ordinals ? cursor.ordinal() : cursor.ordinal() / array.laneCount() * array.chunkRows();
            long to = from + (ordinals ? 1 : array.chunkRows());
            while (first < ranges.size() && ranges.get(first).to() <= from) {
                first++;
            }
            for (int i = first; i < ranges.size() && ranges.get(i).from() < to; i++) {
                if (!ranges.get(i).isEmpty()) {
                    builders.get(i).add(cursor.ordinal(), cursor.address(), cursor.storedBytes(), cursor.filterMask());
                }
            }
        }
        return builders.stream().map(ChunkRun.Builder::build).toList();
    }

    /** The bytes that a split reads. */
    List<ByteRange> ranges(List<ChunkRun> runs, long firstUnit, long endUnit) {
        List<ByteRange> ranges = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            StoredArray array = binding.arrays().get(i);
            Range needed = needed(i, firstUnit, endUnit);
            if (array.isChunked()) {
                SplitRanges.add(array, runs.get(i), 0, 0, ranges);
            } else if (!array.isElsewhere() && array.address() != DataLayout.UNDEFINED && !needed.isEmpty()) {
                long address = array.address() + needed.from() * array.elementBytes();
                ranges.add(new ByteRange(address, (needed.to() - needed.from()) * array.elementBytes()));
            }
        }
        return ranges;
    }

    /**
     * The units at which splits end, ascending, so that each decodes about as much as the others.
     *
     * @param splitCount that the sizes ask for
     * @param cellBytes of a cell that is not read
     * @param borders moves them
     */
    List<Long> endUnits(long splitCount, long cellBytes, Borders borders) {
        List<Long> endUnits = new ArrayList<>();
        long total = decodedBytes(cellBytes);
        long before = 0;
        int part = 0;
        long last = 0;
        for (long split = 1; split < splitCount; split++) {
            long target = (long) ((double) total * split / splitCount);
            while (part < unitsBefore.length - 2 && before + partBytes(part, cellBytes) <= target) {
                before += partBytes(part, cellBytes);
                part++;
            }
            long ofPart = Math.max(0, target - before) / Math.max(1, unitBytes(part, cellBytes));
            long unit = unitsBefore[part] + borders.near(part, ofPart);
            if (unit > last && unit < unitCount()) {
                endUnits.add(unit);
                last = unit;
            }
        }
        if (unitCount() > 0) {
            endUnits.add(unitCount());
        }
        return endUnits;
    }

    /** What all splits together decode. */
    long decodedBytes(long cellBytes) {
        long bytes = 0;
        for (int part = 0; part < unitsBefore.length - 1; part++) {
            bytes = Saturated.add(bytes, partBytes(part, cellBytes));
        }
        return bytes;
    }

    private long partBytes(int part, long cellBytes) {
        return Saturated.multiply(unitBytes(part, cellBytes), unitsBefore[part + 1] - unitsBefore[part]);
    }

    private long unitBytes(int part, long cellBytes) {
        CellPart cellPart = cells.shape().parts().get(part);
        if (cellPart.array() == CellPart.NOT_READ) {
            return cellBytes * Math.max(1, cellPart.valueOffsets().size());
        }
        long bytes = unitBytes(binding.arrays().get(cellPart.array()));
        for (int array : cells.shape().beside()) {
            bytes += unitBytes(binding.arrays().get(array));
        }
        return bytes;
    }

    private static long unitBytes(StoredArray array) {
        return array.isChunked() ? array.chunkBytes() : array.elementBytes();
    }
}
