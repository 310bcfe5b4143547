package org.sparkhdf5.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a table whose indices along some dimensions are wanted. Immutable.
 *
 * @param indices by dimension of the table; null where every index is wanted
 */
public record WantedCells(List<@Nullable RowRuns> indices) {
    /** All cells. */
    public static final WantedCells ALL = new WantedCells(List.of());

    public WantedCells {
        indices = java.util.Collections.unmodifiableList(new ArrayList<>(indices));
    }

    /** The wanted indices along a dimension of a part, or null where it has no own dimension of the table's or all are wanted. */
    private @Nullable RowRuns along(CellPart part, int dimension) {
        boolean last = dimension == part.dimensions().size() - 1;
        boolean moved = last && !part.lastIndices().isEmpty();
        return moved || dimension >= indices.size() ? null : indices.get(dimension);
    }

    /** Whether a chunk holds a wanted cell. */
    boolean hasCellsOf(CellPart part, StoredArray array, long ordinal) {
        if (indices.isEmpty()) {
            return true;
        }
        long[] offset = array.chunkOffset(ordinal);
        for (int i = 0; i < offset.length; i++) {
            RowRuns runs = along(part, i);
            long end = Math.min(
                    array.dimensions().get(i),
                    offset[i] + array.chunkDimensions().get(i));
            if (runs != null && !runs.intersects(offset[i], end)) {
                return false;
            }
        }
        return true;
    }

    /** The chunks that hold a wanted cell. */
    ChunkRun chunksOf(CellPart part, ArrayRun run) {
        return indices.isEmpty() ? run.chunks() : run.chunks().where(ordinal -> hasCellsOf(part, run.array(), ordinal));
    }

    /**
     * The elements that may be wanted, in the C order of a part: those of wanted indices along the first dimension.
     *
     * @param gapElementsMax that are read rather than passed over
     */
    RowRuns elementsOf(CellPart part, long firstElement, long endElement, long gapElementsMax) {
        RowRuns rows = part.dimensions().isEmpty() ? null : along(part, 0);
        if (rows == null) {
            return RowRuns.of(firstElement, endElement);
        }
        long rowElements = part.elementCount() / part.dimensions().get(0);
        RowRuns.Builder elements = new RowRuns.Builder(gapElementsMax);
        for (int run = 0; run < rows.runCount(); run++) {
            elements.add(
                    Math.max(firstElement, rows.first(run) * rowElements),
                    Math.min(endElement, rows.end(run) * rowElements));
        }
        return elements.build();
    }
}
