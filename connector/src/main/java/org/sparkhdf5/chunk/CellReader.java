package org.sparkhdf5.chunk;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.codec.FilterBuffer;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.ShortReads;

/**
 * Reads the cells of one split, chunk by chunk: each chunk is decoded once, in C order inside a chunk, in the order of the
 * chunks. Memory is one chunk, stored and decoded, and what belongs to its rows.
 *
 * <p>After {@link #next} the reader stands at {@link #cellCount} cells, whose bytes stay as they are until the following
 * {@code next}. Not thread-safe, but {@link #close} may come from another thread. The range reader stays the caller's.
 */
public final class CellReader implements Closeable {
    private static final int HELD_ROWS_ONE_IN = 8;
    /** What an element takes, about, where it is weighed against a read. */
    private static final int GAP_ELEMENT_BYTES = 8;

    private final RangeReader reader;
    private final List<ArrayRun> runs;
    private final CellShape shape;
    private final WantedCells wanted;
    private final RowReader.Limits limits;
    private final @Nullable AxisRows axis;
    private final FilterBuffer buffer = new FilterBuffer(BandMemory.CHUNK_BYTES_MAX);
    /** First unit of the split in the part that is read next, which begins at unit 0. */
    private long nextUnit;
    /** As {@link #nextUnit}, behind the last. */
    private long endUnit;

    /** Readers of the arrays beside, which step with this one. */
    private final List<CellReader> beside = new ArrayList<>();

    private boolean isBeside;
    private int nextPart;
    private @Nullable TileSource source;
    private @Nullable CellTile tile;
    private int cellCount;

    /** All cells of some units. */
    public CellReader(
            RangeReader reader,
            List<ArrayRun> runs,
            List<RowSlot> axisSlots,
            CellShape shape,
            long firstUnit,
            long endUnit,
            RowReader.Limits limits) {
        this(reader, runs, axisSlots, shape, firstUnit, endUnit, WantedCells.ALL, limits);
    }

    /**
     * @param reader of the file, for data ranges
     * @param runs arrays of the split with their chunks
     * @param axisSlots what is wanted of other arrays for each index of the first dimension
     * @param firstUnit of the split
     * @param endUnit behind the last unit of the split
     * @param wanted cells; chunks, or rows where there are no chunks, without one are passed over
     */
    public CellReader(
            RangeReader reader,
            List<ArrayRun> runs,
            List<RowSlot> axisSlots,
            CellShape shape,
            long firstUnit,
            long endUnit,
            WantedCells wanted,
            RowReader.Limits limits) {
        this.wanted = wanted;
        this.reader = reader;
        this.runs = List.copyOf(runs);
        this.shape = shape;
        this.limits = limits.shared(1 + shape.beside().size());
        this.nextUnit = firstUnit;
        this.endUnit = endUnit;
        List<StoredArray> arrays = runs.stream().map(ArrayRun::array).toList();
        CellRows rows = CellRows.of(shape, arrays, firstUnit, endUnit);
        int count = 1 + shape.beside().size();
        for (int array : shape.beside()) {
            CellShape other = new CellShape(shape.dimensions(), List.of(CellPart.of(array, shape.dimensions())));
            CellReader reading =
                    new CellReader(reader, runs, List.of(), other, firstUnit, endUnit, wanted, limits.shared(count));
            reading.isBeside = true;
            beside.add(reading);
        }
        this.axis = axisSlots.isEmpty() || rows.isEmpty()
                ? null
                : new AxisRows(
                        new ShortReads(reader), // the memory for long reads is that of the cells
                        ofSlots(runs, axisSlots),
                        axisSlots,
                        rows.first(),
                        rows.end(),
                        limits.taskMemoryBytes() / HELD_ROWS_ONE_IN,
                        limits);
    }

    /** The runs, without the chunks of arrays that no slot names: what is fetched ahead is of use to a slot. */
    private static List<ArrayRun> ofSlots(List<ArrayRun> runs, List<RowSlot> slots) {
        boolean[] named = new boolean[runs.size()];
        for (RowSlot slot : slots) {
            named[slot.array()] = true;
        }
        List<ArrayRun> used = new ArrayList<>();
        for (int i = 0; i < named.length; i++) {
            ArrayRun run = runs.get(i);
            used.add(named[i] ? run : new ArrayRun(run.array(), ChunkRun.EMPTY, run.elsewhere()));
        }
        return used;
    }

    /** Steps to the next cells; false behind the last one. */
    public boolean next() throws IOException {
        CellTile current = tile;
        if (current != null) {
            current.skip(cellCount);
            if (source != null) {
                source.readAhead();
            }
        }
        while (current == null || current.remaining() == 0) {
            TileSource reading = source;
            if (reading == null) {
                reading = nextSource();
                if (reading == null) {
                    cellCount = 0;
                    return false;
                }
                source = reading;
            }
            if (reading.next()) {
                current = reading.tile();
                tile = current;
            } else {
                countPassed(reading.passedCells());
                current = null;
                tile = null;
                source = null;
            }
        }
        cellCount = (int) Math.min(limits.batchRowsMax(), current.remaining());
        if (axis != null) {
            long row = current.row(0);
            // Other tiles come back to the rows of a chunk.
            long wanted = source instanceof ChunkTiles ? current.endRow() : current.row(cellCount - 1L) + 1;
            long end = axis.load(row, wanted);
            cellCount = (int) Math.min(cellCount, current.cellsBefore(end));
        }
        for (int i = 0; i < beside.size(); i++) {
            if (!beside.get(i).next()) {
                throw new IllegalStateException("arrays side by side have not the same cells");
            }
            cellCount = Math.min(cellCount, beside.get(i).cellCount);
        }
        for (int i = 0; i < beside.size(); i++) {
            beside.get(i).cellCount = cellCount;
        }
        return true;
    }

    private @Nullable TileSource nextSource() {
        while (nextPart < shape.parts().size()) {
            CellPart part = shape.parts().get(nextPart++);
            long units = part.unitCount(runs.stream().map(ArrayRun::array).toList());
            long first = Math.max(0, nextUnit);
            long end = Math.min(units, endUnit);
            nextUnit -= units;
            endUnit -= units;
            if (first < end) {
                return source(part, first, end);
            }
        }
        return null;
    }

    private TileSource source(CellPart part, long first, long end) {
        CellTile cells = new CellTile(part, shape.dimensions());
        if (part.array() == CellPart.NOT_READ) {
            RowRuns elements = wanted.elementsOf(part, first, end, 0);
            countPassed((end - first - elements.rowCount()) * part.fan());
            return LinearTiles.unread(reader, cells, elements);
        }
        StoredArray array = runs.get(part.array()).array();
        long windowBytes = Math.max(1, Math.min(BandMemory.WINDOW_BYTES_MAX, limits.taskMemoryBytes() / 8));
        long slowBytes = Math.min(BandMemory.SLOW_BYTES_MAX, limits.taskMemoryBytes() / 2);
        if (!array.isChunked()) {
            // The same for arrays side by side, which step together, whatever their elements take.
            long gapElementsMax = limits.coalescing().shownGapBytesMax() / GAP_ELEMENT_BYTES;
            RowRuns elements = wanted.elementsOf(part, first, end, gapElementsMax);
            countPassed((end - first - elements.rowCount()) * part.fan());
            return LinearTiles.of(
                    runs.get(part.array()).reader(reader), cells, array, elements, windowBytes, slowBytes / 2);
        }
        ArrayRun run = new ArrayRun(array, wanted.chunksOf(part, runs.get(part.array())));
        if (!array.pipeline().isEmpty()) {
            long scratchBytes = BandMemory.scratchBytes(reader.file(), run, limits.taskMemoryBytes());
            slowBytes = Math.min(slowBytes, (limits.taskMemoryBytes() - scratchBytes) / 2);
        }
        long fetchBytes = Math.max(1, Math.min(BandMemory.FETCH_BYTES_MAX, limits.taskMemoryBytes() / 8));
        ChunkSchedule schedule = new ChunkSchedule(List.of(run));
        ChunkFetcher fetcher = new ChunkFetcher(
                reader,
                schedule,
                new FetchLimits(limits.coalescing(), fetchBytes, Math.max(fetchBytes, slowBytes), true));
        ObjectLocation location = new ObjectLocation(reader.file(), array.path());
        ChunkReader chunks = new ChunkReader(array, 0, location, schedule, fetcher, buffer, limits.counts());
        return new ChunkTiles(reader, cells, chunks, first, end, wanted, windowBytes);
    }

    private void countPassed(long cells) {
        if (!isBeside) {
            limits.counts().addRowsSkipped(cells);
        }
    }

    private CellTile current() {
        CellTile current = tile;
        if (current == null) {
            throw new IllegalStateException("the reader stands at no cell");
        }
        return current;
    }

    /** Cells of this step. */
    public int cellCount() {
        return cellCount;
    }

    /** The bytes of the cells, not to be changed. */
    public byte[] bytes() {
        return current().bytes();
    }

    /** Where the element that is or holds the first cell begins in {@link #bytes()}. */
    public int base() {
        return current().nextBase();
    }

    /** From element to element; 0 where one stands for all. */
    public int strideBytes() {
        return current().strideBytes();
    }

    /** Place of the first cell in its element, where that is a record of several cells; else 0. */
    public int firstInRecord() {
        return current().nextInRecord();
    }

    /** Where the cells of an element begin in it, or empty where an element is one cell; not to be changed. */
    public int[] valueOffsets() {
        return current().valueOffsets();
    }

    /** The reader of an array beside, which stands at the same cells. */
    public CellReader beside(int index) {
        return beside.get(index);
    }

    /** Cells of one step at most. */
    public int batchCellsMax() {
        return limits.batchRowsMax();
    }

    /**
     * The index of each cell along a dimension of the table.
     *
     * @param target at least {@link #cellCount} long
     */
    public void indices(int dimension, long[] target) {
        current().indices(dimension, cellCount, target);
    }

    /**
     * The C-order position of each cell in the table.
     *
     * @param target at least {@link #cellCount} long
     */
    public void positions(long[] target) {
        current().positions(cellCount, target);
    }

    /** The C-order position of one cell of this step in the table. */
    public long position(int cell) {
        return current().position(cell);
    }

    /**
     * What belongs to the indices of the first dimension of these cells.
     *
     * @throws IllegalStateException if no slot was wanted
     */
    public AxisRows axis() {
        if (axis == null) {
            throw new IllegalStateException("nothing is wanted for the first dimension");
        }
        return axis;
    }

    @Override
    public void close() {
        buffer.close();
        beside.forEach(CellReader::close);
        if (axis != null) {
            axis.close();
        }
    }
}
