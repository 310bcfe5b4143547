package org.sparkhdf5.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.RowSlot;
import org.sparkhdf5.chunk.Saturated;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.PickledRows;

/**
 * Where the requested columns live in one file.
 *
 * @param tablePath path of the table, for messages
 * @param arrays that hold a requested column
 * @param slots parts of their rows that hold a requested column
 * @param columns one per requested column, in the same order
 * @param pickles pickled arrays that hold a requested column
 * @param cells how cells are read, or null where rows are
 */
public record TableBinding(
        String tablePath,
        List<StoredArray> arrays,
        List<RowSlot> slots,
        List<BoundColumn> columns,
        List<BoundPickle> pickles,
        @Nullable CellBinding cells)
        implements Serializable {
    /** Of a table whose rows are rows of its arrays. */
    public TableBinding(
            String tablePath,
            List<StoredArray> arrays,
            List<RowSlot> slots,
            List<BoundColumn> columns,
            List<BoundPickle> pickles) {
        this(tablePath, arrays, slots, columns, pickles, null);
    }

    public TableBinding {
        pickles = List.copyOf(pickles);
        arrays = List.copyOf(arrays);
        slots = List.copyOf(slots);
        columns = List.copyOf(columns);
    }

    /** What it weighs when it is shipped, about. */
    long weightBytes() {
        long bytes = 300L * arrays.size() + 40L * columns.size() + 100L * pickles.size();
        return cells == null ? bytes : bytes + cells.weightBytes();
    }

    /** Whether something that is read is not in the file of the table: then its tasks look for it. */
    boolean readsElsewhere() {
        return arraysRead().stream().anyMatch(StoredArray::isElsewhere);
    }

    /** The arrays, and those that give coordinates to cells. */
    List<StoredArray> arraysRead() {
        if (cells == null) {
            return arrays;
        }
        List<StoredArray> read = new ArrayList<>(arrays);
        for (CellColumn column : cells.columns()) {
            if (column instanceof CellColumn.Coordinate coordinate) {
                read.add(coordinate.array());
            }
        }
        return read;
    }

    /** What is read of other files, decoded; all of their rows. */
    public long bytesElsewhere() {
        long bytes = 0;
        for (StoredArray array : arrays) {
            if (array.isElsewhere()) {
                bytes = Saturated.add(bytes, Saturated.multiply(array.rowBytes(), array.rowCount()));
            }
        }
        return bytes;
    }

    /** Tells which lanes of an array hold a requested column. */
    LongPredicate lanes(int array) {
        Set<Long> lanes = new HashSet<>();
        for (RowSlot slot : slots) {
            if (slot.array() == array) {
                lanes.add(slot.lane());
            }
        }
        return lanes.contains(RowSlot.WHOLE_ROWS) ? lane -> true : lanes::contains;
    }

    /**
     * A column in the rows of a slot.
     *
     * @param name of the column
     * @param element how what is stored for a row becomes a value
     * @param slot index of the slot, or {@link #NOWHERE} where the table has no row, or {@link #PICKLED} where a pickled array
     *     holds it; of a table of cells it only counts for what belongs to the first dimension
     * @param byteOffset of the element in a row of the slot
     */
    public record BoundColumn(String name, ElementType element, int slot, int byteOffset) implements Serializable {
        public static final int NOWHERE = -1;
        public static final int PICKLED = -2;
    }

    /**
     * A pickled array and the requested columns in it.
     *
     * @param descriptors the dataset whose only element is the pickle
     * @param items of each row that are requested
     * @param columns index of the column of each item
     */
    public record BoundPickle(StoredArray descriptors, List<PickledRows.Item> items, List<Integer> columns)
            implements Serializable {
        public BoundPickle {
            items = List.copyOf(items);
            columns = List.copyOf(columns);
        }
    }
}
