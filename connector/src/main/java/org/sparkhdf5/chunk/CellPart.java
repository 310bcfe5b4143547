package org.sparkhdf5.chunk;

import java.io.Serializable;
import java.util.List;

/**
 * Cells of a table that lie in one array. Where an element is a cell, the dimensions of the cells are those of the array;
 * where an element is a record of several cells, they are those of the array and, last, the place in the record.
 *
 * @param array index of the array among those of the table, or {@link #NOT_READ} where only the places of the cells are wanted
 * @param dimensions of the cells, slowest first
 * @param lastIndices for each place along the last dimension its index in the table, or empty where they are equal
 * @param valueOffsets where the cells of a record begin, in bytes; empty where an element is one cell
 */
public record CellPart(int array, List<Long> dimensions, List<Integer> lastIndices, List<Integer> valueOffsets)
        implements Serializable {
    public static final int NOT_READ = -1;

    public CellPart {
        dimensions = List.copyOf(dimensions);
        lastIndices = List.copyOf(lastIndices);
        valueOffsets = List.copyOf(valueOffsets);
        int last = dimensions.size() - 1;
        boolean fits = (lastIndices.isEmpty() || lastIndices.size() == dimensions.get(last))
                && (valueOffsets.isEmpty() || valueOffsets.size() == dimensions.get(last));
        if (!fits) {
            throw new IllegalArgumentException("cells " + dimensions + " with " + lastIndices.size() + " indices, "
                    + valueOffsets.size() + " offsets");
        }
    }

    /** All elements of an array, each a cell at the same place of the table. */
    public static CellPart of(int array, List<Long> dimensions) {
        return new CellPart(array, dimensions, List.of(), List.of());
    }

    /** The same cells in another list of arrays. */
    public CellPart inArray(int other) {
        return new CellPart(other, dimensions, lastIndices, valueOffsets);
    }

    /** Cells of one element. */
    int fan() {
        return valueOffsets.isEmpty() ? 1 : valueOffsets.size();
    }

    /** Number of elements; fits a long, as the table was checked. */
    long elementCount() {
        long count = 1;
        int rank = dimensions.size() - (valueOffsets.isEmpty() ? 0 : 1);
        for (int i = 0; i < rank; i++) {
            count *= dimensions.get(i);
        }
        return dimensions.contains(0L) ? 0 : count;
    }

    /**
     * Number of units in which the cells are cut: chunks where they are read from chunks, else elements.
     *
     * @param arrays that {@link #array} counts
     */
    public long unitCount(List<StoredArray> arrays) {
        boolean chunked = array != NOT_READ && arrays.get(array).isChunked();
        return chunked && elementCount() > 0 ? arrays.get(array).chunkCount() : elementCount();
    }
}
