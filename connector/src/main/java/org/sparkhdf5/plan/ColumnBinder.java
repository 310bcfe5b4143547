package org.sparkhdf5.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.RowSlot;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.plan.TableBinding.BoundColumn;
import org.sparkhdf5.plan.TableBinding.BoundPickle;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ColumnLookup;
import org.sparkhdf5.table.ColumnSource;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ObjectRule;
import org.sparkhdf5.table.PickledRows;
import org.sparkhdf5.table.Table;

/** Finds the requested columns in the table of one file, by name and type. */
public final class ColumnBinder {
    private final Table table;
    private final Map<Integer, Integer> arrayPositions = new LinkedHashMap<>();
    private final Map<RowSlot, Integer> slotPositions = new LinkedHashMap<>();
    /** Items by the position of their column, by the array that holds the pickle. */
    private final Map<Integer, Map<Integer, PickledRows.Item>> pickled = new LinkedHashMap<>();

    private ColumnBinder(Table table) {
        this.table = table;
    }

    /**
     * @param file name of the file, for messages
     * @throws IllegalArgumentException if a column is missing or has another type; names file, column and both types
     */
    public static TableBinding bind(String file, Table table, List<RequestedColumn> requested) {
        return new ColumnBinder(table).bind(new ObjectLocation(file, table.path()), requested);
    }

    private TableBinding bind(ObjectLocation location, List<RequestedColumn> requested) {
        ColumnLookup lookup = new ColumnLookup(table);
        CellBinder cells = table.cells() == null ? null : new CellBinder(location, table, table.cells());
        List<BoundColumn> columns = new ArrayList<>(requested.size());
        for (RequestedColumn wanted : requested) {
            SchemaSource schema = wanted.source();
            boolean mayMiss = schema.widening().mayMiss();
            Column column = lookup.find(wanted.name(), schema.anyCase());
            // A table without rows gives no value that could be of another type.
            if (mayMiss && (column == null || table.rowCount() == 0)) {
                columns.add(new BoundColumn(
                        wanted.name(), new ElementType.AlwaysNull(wanted.type()), BoundColumn.NOWHERE, 0));
                if (cells != null) {
                    cells.addAbsent();
                }
                continue;
            }
            if (column == null) {
                throw new IllegalArgumentException(SchemaMessages.missing(location, wanted));
            }
            if (wanted.attribute() && !(column.source() instanceof ColumnSource.Nowhere)) {
                throw new IllegalArgumentException(SchemaMessages.notAnAttribute(location, wanted));
            }
            ElementType element = wanted.elementOf(column);
            if (element == null || (wanted.rule() == ObjectRule.JSON && column.objectRule() == null)) {
                throw new IllegalArgumentException(SchemaMessages.misfit(location, wanted, column));
            }
            columns.add(bound(column, element));
            if (cells != null) {
                cells.add(column, element);
            } else {
                addPickled(column, element, columns.size() - 1);
            }
        }
        CellBinding cellBinding = cells == null ? null : cells.binding(this::position);
        List<StoredArray> arrays = new ArrayList<>();
        for (int array : arrayPositions.keySet()) {
            arrays.add(table.arrays().get(array));
        }
        return new TableBinding(
                table.path(), arrays, new ArrayList<>(slotPositions.keySet()), columns, pickles(), cellBinding);
    }

    private void addPickled(Column column, ElementType element, int position) {
        ElementType stored = element instanceof ElementType.Widened widened ? widened.stored() : element;
        if (column.source() instanceof ColumnSource.Pickled cell
                && stored instanceof ElementType.PickledObject object) {
            pickled.computeIfAbsent(cell.array(), array -> new TreeMap<>())
                    .put(position, new PickledRows.Item(cell.item(), column.name(), object.rule()));
        }
    }

    private List<BoundPickle> pickles() {
        List<BoundPickle> pickles = new ArrayList<>();
        pickled.forEach((array, items) -> pickles.add(new BoundPickle(
                table.arrays().get(array), new ArrayList<>(items.values()), new ArrayList<>(items.keySet()))));
        return pickles;
    }

    private BoundColumn bound(Column column, ElementType element) {
        ColumnSource source = column.source();
        if (source instanceof ColumnSource.Cell cell) {
            StoredArray array = table.arrays().get(cell.array());
            long lane = RowSlot.WHOLE_ROWS;
            long position = cell.element();
            if (array.isChunked()) {
                // Only two dimensions have cells in more than one lane.
                int laneElements = array.dimensions().size() < 2
                        ? 1
                        : array.chunkDimensions().get(1);
                lane = array.chunksHoldWholeRows() ? 0 : position / laneElements;
                position -= lane * laneElements;
            }
            int byteOffset = Math.toIntExact(position * array.elementBytes() + cell.byteOffset());
            return new BoundColumn(column.name(), element, slot(cell.array(), lane), byteOffset);
        }
        if (source instanceof ColumnSource.Row row) {
            StoredArray array = table.arrays().get(row.array());
            long lane = array.isChunked() && array.chunksHoldWholeRows() ? 0 : RowSlot.WHOLE_ROWS;
            return new BoundColumn(column.name(), element, slot(row.array(), lane), 0);
        }
        int slot = source instanceof ColumnSource.Pickled ? BoundColumn.PICKLED : BoundColumn.NOWHERE;
        return new BoundColumn(column.name(), element, slot, 0);
    }

    private int position(int array) {
        arrayPositions.putIfAbsent(array, arrayPositions.size());
        return arrayPositions.get(array);
    }

    private int slot(int array, long lane) {
        RowSlot slot = new RowSlot(position(array), lane);
        slotPositions.putIfAbsent(slot, slotPositions.size());
        return slotPositions.get(slot);
    }
}
