package org.sparkhdf5.chunk;

import java.util.List;

/**
 * The rows of the first dimension that hold the cells of some units.
 *
 * @param first row
 * @param end row behind the last one
 */
public record CellRows(long first, long end) {
    private static final CellRows NONE = new CellRows(0, 0);

    boolean isEmpty() {
        return first >= end;
    }

    /**
     * The rows of units of a table; all rows of a part where the units go on into another.
     *
     * @param arrays that the parts of the shape count
     */
    public static CellRows of(CellShape shape, List<StoredArray> arrays, long firstUnit, long endUnit) {
        CellRows all = NONE;
        long before = 0;
        for (CellPart part : shape.parts()) {
            long units = part.unitCount(arrays);
            long from = Math.max(firstUnit, before) - before;
            long to = Math.min(endUnit, before + units) - before;
            before += units;
            if (from < to) {
                CellRows rows = ofPart(part, arrays, from, to);
                all = all.isEmpty() ? rows : new CellRows(Math.min(all.first, rows.first), Math.max(all.end, rows.end));
            }
        }
        return all;
    }

    private static CellRows ofPart(CellPart part, List<StoredArray> arrays, long from, long to) {
        if (part.dimensions().isEmpty()) {
            return NONE;
        }
        long rows = part.dimensions().get(0);
        StoredArray array = part.array() == CellPart.NOT_READ ? null : arrays.get(part.array());
        if (array != null && array.isChunked()) {
            long lanes = array.laneCount();
            long height = array.chunkRows();
            return new CellRows(from / lanes * height, Math.min(rows, ((to - 1) / lanes + 1) * height));
        }
        long rowElements = part.elementCount() / rows;
        return new CellRows(from / rowElements, (to - 1) / rowElements + 1);
    }
}
