package org.sparkhdf5.chunk;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.codec.FilterBuffer;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.RangeReader;

/**
 * Reads the rows of one split: all its slots side by side, a run of rows at a time, in row order.
 *
 * <p>After {@link #next} the windows of all slots hold the rows {@code [firstRow, firstRow + rowCount)}; their bytes stay as
 * they are until the following {@code next}. Not thread-safe, but {@link #close} may come from another thread. The range
 * reader stays the caller's.
 */
public final class RowReader implements Closeable {
    private final List<RowSource> sources = new ArrayList<>();
    private final List<? extends RowCompanion> companions;
    private final Map<Integer, HeldRows> kept = new HashMap<>();
    private final FilterBuffer buffer = new FilterBuffer(BandMemory.CHUNK_BYTES_MAX);
    private final RowRuns wanted;
    private final int rowsMax;
    private int run;
    private long nextRow;
    private long firstRow;
    private int rowCount;

    /**
     * @param reader of the file, for data ranges
     * @param runs arrays of the split with their chunks
     * @param slots which parts of their rows are wanted
     * @param firstRow first row of the split
     * @param endRow row behind the last row of the split
     */
    public RowReader(
            RangeReader reader, List<ArrayRun> runs, List<RowSlot> slots, long firstRow, long endRow, Limits limits) {
        this(reader, runs, slots, List.of(), RowRuns.of(firstRow, endRow), limits);
    }

    /**
     * @param companions that hold the same rows after each step
     * @param wanted rows of the split that are read; the others are stepped over
     */
    public RowReader(
            RangeReader reader,
            List<ArrayRun> runs,
            List<RowSlot> slots,
            List<? extends RowCompanion> companions,
            RowRuns wanted,
            Limits limits) {
        this(reader, runs, slots, companions, wanted, Map.of(), limits);
    }

    /**
     * @param companions that hold the same rows after each step
     * @param wanted rows of the split that are read; the others are stepped over
     * @param held slots whose wanted rows are in memory; nothing of them is read
     */
    public RowReader(
            RangeReader reader,
            List<ArrayRun> runs,
            List<RowSlot> slots,
            List<? extends RowCompanion> companions,
            RowRuns wanted,
            Map<Integer, HeldRows> held,
            Limits limits) {
        this.companions = List.copyOf(companions);
        this.wanted = wanted;
        long endRow = wanted.isEmpty() ? 0 : wanted.end(wanted.runCount() - 1);
        this.rowsMax = limits.batchRowsMax();
        BandMemory memory = BandMemory.of(reader.file(), runs, slots, limits.taskMemoryBytes());
        ChunkSchedule schedule = new ChunkSchedule(runs);
        boolean whole = memory.sliceRows() == Long.MAX_VALUE;
        long[] shares = slowShares(memory, runs, slots, schedule);
        ChunkFetcher fetcher = new ChunkFetcher(
                reader,
                schedule,
                new FetchLimits(limits.coalescing(), memory.fetchBytes(), shares[slots.size()], whole));
        for (int i = 0; i < slots.size(); i++) {
            RowSlot slot = slots.get(i);
            ArrayRun run = runs.get(slot.array());
            StoredArray array = run.array();
            HeldRows known = held.get(i);
            if (known != null) {
                sources.add(known);
            } else if (array.isChunked()) {
                ChunkReader chunks = new ChunkReader(
                        array,
                        slot.array(),
                        new ObjectLocation(reader.file(), array.path()),
                        schedule,
                        fetcher,
                        buffer,
                        limits.counts());
                sources.add(
                        slot.wholeRows()
                                ? new AssembledRows(chunks, endRow, memory.sliceRows())
                                : new LaneRows(reader, chunks, slot.lane(), wanted, memory.sliceRows()));
            } else {
                long windowBytes = windowBytes(memory, array, slots.size(), limits);
                // Two windows at once, or one that holds all.
                long all = wantedBytes(array);
                long slowBytes = !whole ? 0 : shares[i] >= all ? all : shares[i] / 2;
                sources.add(new ContiguousRows(
                        run.reader(reader), array, wanted, limits.coalescing(), windowBytes, slowBytes));
            }
        }
    }

    /** What each slot's windows, and at the end all that is fetched of chunks, may take where reads are slow. */
    private long[] slowShares(BandMemory memory, List<ArrayRun> runs, List<RowSlot> slots, ChunkSchedule schedule) {
        long[] needed = new long[slots.size() + 1];
        for (int i = 0; i < slots.size(); i++) {
            StoredArray array = runs.get(slots.get(i).array()).array();
            needed[i] = array.isChunked() ? 0 : wantedBytes(array);
        }
        needed[slots.size()] = schedule.storedBytes();
        return memory.slowShares(needed);
    }

    private long wantedBytes(StoredArray array) {
        return Saturated.multiply(wanted.rowCount(), array.rowBytes());
    }

    /**
     * What a task may use and where it counts.
     *
     * @param taskMemoryBytes for stored, decoded and fetched bytes together
     * @param batchRowsMax rows of one step at most
     * @param coalescing how ranges are merged on this file system
     * @param counts of chunks
     */
    public record Limits(long taskMemoryBytes, int batchRowsMax, CoalescingPolicy coalescing, ChunkCounts counts) {
        /** The same for each of several readers that share the memory. */
        Limits shared(int readers) {
            return readers == 1 ? this : new Limits(taskMemoryBytes / readers, batchRowsMax, coalescing, counts);
        }

        /** The same beside bytes that are held in memory already. */
        public Limits beside(long heldBytes) {
            return new Limits(Math.max(1, taskMemoryBytes - heldBytes), batchRowsMax, coalescing, counts);
        }
    }

    private static long windowBytes(BandMemory memory, StoredArray array, int slotCount, Limits limits) {
        long share = limits.taskMemoryBytes() / 2 / Math.max(1, slotCount);
        long bytes = Math.min(BandMemory.WINDOW_BYTES_MAX, share);
        if (memory.sliceRows() < Long.MAX_VALUE / Math.max(1, array.rowBytes())) {
            bytes = Math.min(bytes, memory.sliceRows() * array.rowBytes());
        }
        return Math.max(bytes, 1);
    }

    /** Steps to the next rows, without an object of its own; false behind the last one. */
    public boolean next() throws IOException {
        if (run < wanted.runCount() && nextRow >= wanted.end(run)) {
            run++;
        }
        if (run == wanted.runCount()) {
            return false;
        }
        nextRow = Math.max(nextRow, wanted.first(run));
        long end = Math.min(wanted.end(run), nextRow + rowsMax);
        for (int i = 0; i < sources.size(); i++) {
            RowSource source = sources.get(i);
            source.moveTo(nextRow);
            end = Math.min(end, source.window().endRow());
        }
        for (int i = 0; i < companions.size(); i++) {
            end = companions.get(i).load(nextRow, end);
        }
        if (rowCount > 0) { // else it may be a query that stops at once
            for (int i = 0; i < sources.size(); i++) {
                sources.get(i).readAhead(end);
            }
        }
        firstRow = nextRow;
        rowCount = (int) (end - nextRow);
        nextRow = end;
        return true;
    }

    /** Names what takes the rows of a slot in {@link #keepRows}. */
    public void keepIn(int slot, HeldRows rows) {
        kept.put(slot, rows);
    }

    /** Keeps the rows of this step. */
    public void keepRows() {
        kept.forEach((slot, rows) -> rows.take(window(slot), firstRow, rowCount));
    }

    /** Row of the dataset at the beginning of this step. */
    public long firstRow() {
        return firstRow;
    }

    /** Rows of this step. */
    public int rowCount() {
        return rowCount;
    }

    /** The window of a slot. */
    public RowWindow window(int slot) {
        return sources.get(slot).window();
    }

    @Override
    public void close() {
        buffer.close();
    }
}
