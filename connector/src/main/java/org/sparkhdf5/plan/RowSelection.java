package org.sparkhdf5.plan;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.ArrayRun;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.HeldRows;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.RowRuns;
import org.sparkhdf5.chunk.RowSlot;
import org.sparkhdf5.chunk.Saturated;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.plan.OpenedSplit.Task;
import org.sparkhdf5.plan.TableBinding.BoundColumn;
import org.sparkhdf5.table.DecodedWidth;

/**
 * Finds the rows of a split that its query may want: reads the columns that its conditions speak of, before anything else is
 * read. Conditions on the same columns are looked at together, those on further columns only in the rows that are left, and only
 * while another array is spared by it. Used once, by one thread.
 *
 * <p>Where such a column cannot be read as it should be, all rows count as wanted: whoever reads them meets the same error.
 */
final class RowSelection {
    private static final Logger LOG = LoggerFactory.getLogger(RowSelection.class);
    /** Each run is a batch of its own, and of contiguous data a read. */
    private static final int RUNS_MAX = 16_384;

    private static final long GAP_ROWS_MAX = 16_384;
    /** The part of a task's memory that rows of conditions may take, which else would be read again: one in four. */
    static final int HELD_ONE_IN = 4;

    private static final long HELD_BYTES_MAX = 64L << 20;

    private final TableBinding binding;
    private final Chunks chunks;
    private final Opener opener;
    private final Task task;
    private final Map<Integer, HeldRows> held = new HashMap<>();
    private final Set<Integer> read = new HashSet<>();
    private RowRuns wanted;
    private long heldBytes;

    /** Knows where the arrays of the binding are. */
    @FunctionalInterface
    interface Chunks {
        /** An array and its chunks that hold a wanted row; each call wants no rows that the one before did not. */
        ArrayRun of(int array, RowRuns wanted) throws IOException;
    }

    /** Opens some columns of the split. */
    @FunctionalInterface
    interface Opener {
        OpenedSplit open(TableBinding part, List<ArrayRun> runs, RowRuns wanted);
    }

    /**
     * What is left to be read.
     *
     * @param wanted rows
     * @param held slots whose wanted rows are in memory
     * @param limits of the reader of the others
     */
    record Found(RowRuns wanted, Map<Integer, HeldRows> held, RowReader.Limits limits) {
        /** The same with nothing in memory. */
        Found withoutHeld(RowReader.Limits all) {
            return new Found(wanted, Map.of(), all);
        }

        /** The chunks of all arrays of which something is left to be read. */
        List<ArrayRun> runs(TableBinding binding, Chunks chunks) throws IOException {
            boolean[] needed = new boolean[binding.arrays().size()];
            for (int slot = 0; slot < binding.slots().size(); slot++) {
                needed[binding.slots().get(slot).array()] |= !held.containsKey(slot);
            }
            List<ArrayRun> runs = new ArrayList<>();
            for (int i = 0; i < needed.length; i++) {
                runs.add(
                        needed[i]
                                ? chunks.of(i, wanted)
                                : new ArrayRun(binding.arrays().get(i), ChunkRun.EMPTY));
            }
            return runs;
        }
    }

    private RowSelection(TableBinding binding, Chunks chunks, Opener opener, Task task, RowRuns wanted) {
        this.binding = binding;
        this.chunks = chunks;
        this.opener = opener;
        this.task = task;
        this.wanted = wanted;
    }

    /** Finds the wanted rows of {@code [firstRow, endRow)}. */
    static Found find(TableBinding binding, long firstRow, long endRow, Chunks chunks, Opener opener, Task task)
            throws IOException {
        RowConditions conditions = task.conditions();
        if (conditions == null || conditions.all().isEmpty()) {
            return new Found(RowRuns.of(firstRow, endRow), Map.of(), task.limits());
        }
        RowRuns byIndex = RowConditions.rows(conditions.all(), firstRow, endRow);
        RowSelection selection = new RowSelection(binding, chunks, opener, task, byIndex);
        selection.join();
        selection.narrow(conditions);
        task.limits().counts().addRowsSkipped(endRow - firstRow - selection.wanted.rowCount());
        return new Found(selection.wanted, selection.held, task.limits().beside(selection.heldBytes));
    }

    private void narrow(RowConditions conditions) throws IOException {
        Map<Set<Integer>, List<RowCondition>> byColumns = new LinkedHashMap<>();
        for (RowCondition condition : conditions.all()) {
            Set<Integer> columns = new TreeSet<>(condition.columns());
            if (!condition.isOfRowIndex() && columns.stream().allMatch(this::isUsable)) {
                columns.remove(RowCondition.ROW_INDEX);
                byColumns
                        .computeIfAbsent(columns, wantedColumns -> new ArrayList<>())
                        .add(condition);
            }
        }
        for (Map.Entry<Set<Integer>, List<RowCondition>> stage : byColumns.entrySet()) {
            List<Integer> columns = List.copyOf(stage.getKey());
            Set<Integer> slots = slots(columns);
            Set<Integer> known = new HashSet<>(read);
            known.addAll(slots);
            boolean spares =
                    known.size() < binding.slots().size() || !binding.pickles().isEmpty();
            if (!wanted.isEmpty() && spares && !narrow(columns, slots, known, stage.getValue(), conditions.filter())) {
                return;
            }
        }
    }

    /** A column of which nothing has to be read, or one whose array holds one element of it in each row. */
    private boolean isUsable(int column) {
        if (column == RowCondition.ROW_INDEX) {
            return true;
        }
        BoundColumn bound = binding.columns().get(column);
        if (bound.slot() < 0) {
            return bound.slot() == BoundColumn.NOWHERE;
        }
        StoredArray array = array(bound.slot());
        return array.rowBytes() == array.elementBytes() && !DecodedWidth.isVariable(bound.element());
    }

    private StoredArray array(int slot) {
        return binding.arrays().get(binding.slots().get(slot).array());
    }

    private Set<Integer> slots(List<Integer> columns) {
        Set<Integer> slots = new TreeSet<>();
        for (int column : columns) {
            int slot = binding.columns().get(column).slot();
            if (slot >= 0) {
                slots.add(slot);
            }
        }
        return slots;
    }

    /** Takes away the rows for which a condition does not hold; false where that cannot be told. */
    private boolean narrow(
            List<Integer> columns,
            Set<Integer> slots,
            Set<Integer> known,
            List<RowCondition> conditions,
            RowFilter filter)
            throws IOException {
        List<Integer> parts = List.copyOf(slots);
        Map<Integer, HeldRows> kept = new HashMap<>();
        RowRuns.Builder matching = new RowRuns.Builder(gapRows(known), RUNS_MAX);
        try (OpenedSplit split = open(columns, parts)) {
            for (int i = 0; i < parts.size(); i++) {
                HeldRows rows = new HeldRows(
                        array(parts.get(i)), binding.slots().get(parts.get(i)), freeBytes() / parts.size());
                split.rows().keepIn(i, rows);
                kept.put(parts.get(i), rows);
            }
            filter.filter(split, new RowCondition.All(conditions), places(columns), matching);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException | UncheckedIOException | UnsupportedHdf5FeatureException e) {
            LOG.debug("No rows of {} are left out by conditions: {}", binding.tablePath(), e.getMessage());
            return false;
        }
        wanted = matching.build().intersection(wanted);
        read.addAll(slots);
        kept.forEach((slot, rows) -> {
            if (rows.complete(wanted)) {
                held.put(slot, rows);
                heldBytes += rows.lengthBytes();
            }
        });
        return true;
    }

    private OpenedSplit open(List<Integer> columns, List<Integer> parts) throws IOException {
        List<StoredArray> arrays = new ArrayList<>();
        List<ArrayRun> runs = new ArrayList<>();
        List<RowSlot> slots = new ArrayList<>();
        for (int slot : parts) {
            RowSlot whole = binding.slots().get(slot);
            StoredArray array = array(slot);
            // An array that gives two slots stands there twice: each has chunks of its own.
            slots.add(new RowSlot(arrays.size(), whole.lane()));
            arrays.add(array);
            runs.add(chunks.of(whole.array(), wanted));
        }
        List<BoundColumn> bound = new ArrayList<>();
        for (int column : columns) {
            BoundColumn one = binding.columns().get(column);
            int slot = one.slot() < 0 ? one.slot() : parts.indexOf(one.slot());
            bound.add(new BoundColumn(one.name(), one.element(), slot, one.byteOffset()));
        }
        return opener.open(new TableBinding(binding.tablePath(), arrays, slots, bound, List.of()), runs, wanted);
    }

    private int[] places(List<Integer> columns) {
        int[] places = new int[binding.columns().size()];
        Arrays.fill(places, -1);
        for (int i = 0; i < columns.size(); i++) {
            places[columns.get(i)] = i;
        }
        return places;
    }

    /** Room for rows that are kept. */
    private long freeBytes() {
        return Math.min(HELD_BYTES_MAX, task.limits().taskMemoryBytes() / HELD_ONE_IN) - heldBytes;
    }

    /** Joins runs of wanted rows that are so near that it costs less to read what is between them. */
    private void join() {
        RowRuns.Builder joined = new RowRuns.Builder(gapRows(read), RUNS_MAX);
        for (int run = 0; run < wanted.runCount(); run++) {
            joined.add(wanted.first(run), wanted.end(run));
        }
        wanted = joined.build();
    }

    /**
     * Rows that are cheaper read than passed over: what a read of its own costs of contiguous data, and never a whole chunk.
     *
     * @param known slots that are read already
     */
    private long gapRows(Set<Integer> known) {
        long gapRows = GAP_ROWS_MAX;
        long rowBytes = 0;
        long reads = 0;
        for (int slot = 0; slot < binding.slots().size(); slot++) {
            StoredArray array = array(slot);
            if (known.contains(slot) || array.rowBytes() == 0) {
                continue;
            }
            if (array.isChunked()) {
                gapRows = Math.min(gapRows, array.chunkRows() - 1);
            } else {
                rowBytes = Saturated.add(rowBytes, array.rowBytes());
                reads++;
            }
        }
        if (reads > 0) {
            long gapBytes = Saturated.multiply(task.limits().coalescing().shownGapBytesMax(), reads);
            gapRows = Math.min(gapRows, gapBytes / rowBytes);
        }
        return gapRows;
    }
}
