package org.sparkhdf5.chunk;

import java.io.Serializable;
import java.util.List;

/**
 * Tells that each row of a table is one cell of an array, or of several arrays that share its dimensions.
 *
 * @param dimensions of the table, slowest first; none for a scalar. The C-order position of a cell in them is its row
 * @param parts arrays whose cells make up the table
 * @param beside further arrays with the dimensions and the chunks of the only part: each cell of it has one of each of them beside
 *     it; empty where there are none
 */
public record CellShape(List<Long> dimensions, List<CellPart> parts, List<Integer> beside) implements Serializable {
    /** Cells of one value. */
    public CellShape(List<Long> dimensions, List<CellPart> parts) {
        this(dimensions, parts, List.of());
    }

    public CellShape {
        beside = List.copyOf(beside);
        dimensions = List.copyOf(dimensions);
        parts = List.copyOf(parts);
    }

    /** Number of cells, or -1 where it does not fit a long. */
    public static long cellCount(List<Long> dimensions) {
        if (dimensions.contains(0L)) {
            return 0;
        }
        long count = 1;
        for (long dimension : dimensions) {
            if (dimension > Long.MAX_VALUE / count) {
                return -1;
            }
            count *= dimension;
        }
        return count;
    }

    /**
     * Number of units in which the cells are cut, those of all parts one behind the other.
     *
     * @param arrays that the parts count
     */
    public long unitCount(List<StoredArray> arrays) {
        long count = 0;
        for (CellPart part : parts) {
            count = Math.addExact(count, part.unitCount(arrays));
        }
        return count;
    }
}
