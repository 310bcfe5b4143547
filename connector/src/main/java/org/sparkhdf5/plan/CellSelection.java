package org.sparkhdf5.plan;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.CellPart;
import org.sparkhdf5.chunk.CellRows;
import org.sparkhdf5.chunk.CellShape;
import org.sparkhdf5.chunk.RowRuns;
import org.sparkhdf5.chunk.RowSlot;
import org.sparkhdf5.chunk.WantedCells;
import org.sparkhdf5.plan.OpenedSplit.Task;
import org.sparkhdf5.plan.TableBinding.BoundColumn;
import org.sparkhdf5.table.DecodedWidth;

/**
 * Finds the indices along each dimension that a query may want of a table of cells: what its conditions say of indices and
 * coordinates of one dimension is looked at for each index once, before cells are read. Used once, by one thread.
 *
 * <p>Where coordinates cannot be read as they should be, all their indices count as wanted.
 */
final class CellSelection {
    private static final Logger LOG = LoggerFactory.getLogger(CellSelection.class);
    private static final int RUNS_MAX = 16_384;
    private static final int NO_DIMENSION = -1;
    /** Each split looks at all indices of the dimensions behind the first: of longer ones at none. */
    private static final long OTHER_INDICES_MAX = 1 << 20;

    private final TableBinding binding;
    private final CellBinding cells;
    private final CellRows rows;
    private final Opener opener;

    /** Opens the indices of one dimension of the split as if they were a table. */
    @FunctionalInterface
    interface Opener {
        OpenedSplit open(TableBinding indices, long firstIndex, long endIndex);
    }

    private CellSelection(TableBinding binding, CellBinding cells, CellRows rows, Opener opener) {
        this.binding = binding;
        this.cells = cells;
        this.rows = rows;
        this.opener = opener;
    }

    /** @param rows of the first dimension that the split has */
    static WantedCells find(TableBinding binding, CellBinding cells, CellRows rows, Opener opener, Task task)
            throws IOException {
        RowConditions conditions = task.conditions();
        if (conditions == null || conditions.all().isEmpty()) {
            return WantedCells.ALL;
        }
        CellSelection selection = new CellSelection(binding, cells, rows, opener);
        List<@Nullable RowRuns> indices = new ArrayList<>();
        boolean all = true;
        for (int dimension = 0; dimension < cells.shape().dimensions().size(); dimension++) {
            RowRuns wanted = selection.along(dimension, conditions);
            indices.add(wanted);
            all &= wanted == null;
        }
        return all ? WantedCells.ALL : new WantedCells(indices);
    }

    /** The wanted indices along a dimension, or null where nothing is asked of it. */
    private @Nullable RowRuns along(int dimension, RowConditions conditions) throws IOException {
        List<RowCondition> asked = new ArrayList<>();
        TreeSet<Integer> columns = new TreeSet<>();
        for (RowCondition condition : conditions.all()) {
            boolean only = condition.columns().stream().allMatch(column -> dimension(column) == dimension);
            if (only && !condition.columns().isEmpty()) {
                asked.add(condition);
                columns.addAll(condition.columns());
            }
        }
        long first = dimension == 0 ? rows.first() : 0;
        long end = dimension == 0 ? rows.end() : cells.shape().dimensions().get(dimension);
        if (asked.isEmpty() || (dimension > 0 && end > OTHER_INDICES_MAX)) {
            return null;
        }
        RowRuns.Builder matching = new RowRuns.Builder(0, RUNS_MAX);
        int[] places = new int[binding.columns().size()];
        Arrays.fill(places, -1);
        int place = 0;
        for (int column : columns) {
            places[column] = place++;
        }
        try (OpenedSplit split = opener.open(indices(dimension, columns), first, end)) {
            conditions.filter().filter(split, new RowCondition.All(asked), places, matching);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException | UncheckedIOException | UnsupportedHdf5FeatureException e) {
            LOG.debug("No cells of {} are left out by conditions: {}", binding.tablePath(), e.getMessage());
            return null;
        }
        return matching.build();
    }

    /** The dimension that a column belongs to. */
    private int dimension(int column) {
        if (column == RowCondition.ROW_INDEX) {
            return NO_DIMENSION;
        }
        CellColumn source = cells.columns().get(column);
        if (source instanceof CellColumn.Index index) {
            return index.dimension();
        }
        if (DecodedWidth.isVariable(binding.columns().get(column).element())) {
            return NO_DIMENSION;
        }
        if (source instanceof CellColumn.Coordinate coordinate) {
            return coordinate.dimension();
        }
        return source instanceof CellColumn.Axis ? 0 : NO_DIMENSION;
    }

    /** Some columns of a dimension, of which each index is one cell that is not read. */
    private TableBinding indices(int dimension, TreeSet<Integer> columns) {
        List<RowSlot> slots = new ArrayList<>();
        List<BoundColumn> bound = new ArrayList<>();
        List<CellColumn> sources = new ArrayList<>();
        for (int column : columns) {
            BoundColumn one = binding.columns().get(column);
            CellColumn source = cells.columns().get(column);
            int slot = one.slot();
            if (source instanceof CellColumn.Axis) {
                slots.add(binding.slots().get(slot));
                slot = slots.size() - 1;
            } else if (source instanceof CellColumn.Coordinate coordinate) {
                source = new CellColumn.Coordinate(0, coordinate.array());
            } else {
                source = new CellColumn.Index(0);
            }
            bound.add(new BoundColumn(one.name(), one.element(), slot, one.byteOffset()));
            sources.add(source);
        }
        List<Long> dimensions = List.of(cells.shape().dimensions().get(dimension));
        CellShape shape = new CellShape(dimensions, List.of(CellPart.of(CellPart.NOT_READ, dimensions)));
        return new TableBinding(
                binding.tablePath(), binding.arrays(), slots, bound, List.of(), new CellBinding(shape, sources));
    }
}
