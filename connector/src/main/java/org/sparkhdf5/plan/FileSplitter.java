package org.sparkhdf5.plan;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.ChunkRuns;
import org.sparkhdf5.chunk.Saturated;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.storage.FileBlocks;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.PickledBlock;
import org.sparkhdf5.table.Table;

/**
 * Cuts files into splits that carry their chunks; the same on the driver and in a task.
 *
 * @param columns that the query needs; none for a count
 * @param sizes of splits
 * @param common the binding that all tasks of the scan have, or null
 */
public record FileSplitter(
        List<RequestedColumn> columns,
        SplitSizes sizes,
        @Nullable TableBinding common) implements Serializable {
    private static final int SCATTERED_NODES_MAX = 1024;

    public FileSplitter {
        columns = List.copyOf(columns);
    }

    /**
     * The splits of a file: its header is read, and unless the query needs no column or the maps grow too large, the chunk index.
     *
     * @param tables reads the file
     * @param blocks says where its bytes are
     * @param budget that chunk maps are taken from
     */
    public List<SizedSplit> splits(
            ListedFile file, FileTables tables, ScanPlanner.BlockLookup blocks, PlanBudget budget) throws IOException {
        List<SizedSplit> splits = new ArrayList<>();
        try (OpenFile open = tables.open(file.file())) {
            List<Table> all = tables.tables(file.file(), open);
            for (Table table : all) {
                StoredFile holder = tables.holder(file.file(), table);
                TableOfFile one = new TableOfFile(table, all.size() == 1, tables, blocks, budget);
                if (holder.equals(file.file())) {
                    addSplits(file, file, one, open, splits);
                    continue;
                }
                try (OpenFile other = tables.open(holder)) {
                    addSplits(file, new ListedFile(holder, null), one, other, splits);
                }
            }
        }
        return splits;
    }

    /** @param isOnly whether it is the only one that is wanted of its file */
    private record TableOfFile(
            Table table, boolean isOnly, FileTables tables, ScanPlanner.BlockLookup blocks, PlanBudget budget) {}

    /**
     * @param listed that was asked
     * @param file that holds the table
     */
    private void addSplits(ListedFile listed, ListedFile file, TableOfFile one, OpenFile open, List<SizedSplit> splits)
            throws IOException {
        Table table = one.table;
        TableBinding binding = ColumnBinder.bind(file.file().path(), table, columns);
        TablePlanner planner = planner(listed, file, one, open, binding);
        long chunks = planner.chunkCount();
        // Where bytes are in other files nothing new travels: a task looks for the sources of its own rows.
        if (binding.readsElsewhere()
                || open.file().hasCacheImage()
                || planner.isTooLargeToPlan()
                || hasManyNodes(open, binding, chunks)
                || !one.budget.reserve(chunks)) {
            splits.addAll(planner.deferredSplits(open.file()));
            return;
        }
        List<SizedSplit> planned = planner.splits(open.file(), binding.equals(common));
        one.budget.settle(chunks, planned);
        splits.addAll(planned);
    }

    /** Whether the index would be thousands of reads in a row, which tasks share. */
    private static boolean hasManyNodes(OpenFile open, TableBinding binding, long chunks) throws IOException {
        if (chunks <= SCATTERED_NODES_MAX) {
            return false;
        }
        long nodes = 0;
        for (StoredArray array : binding.arrays()) {
            nodes = Saturated.add(nodes, ChunkRuns.scatteredNodes(open.file(), array));
        }
        return nodes > SCATTERED_NODES_MAX;
    }

    private TablePlanner planner(
            ListedFile listed, ListedFile file, TableOfFile one, OpenFile open, TableBinding binding)
            throws IOException {
        FileBlocks places = one.blocks.blocks(file);
        Map<Long, List<Long>> extents = binding.readsElsewhere() ? virtualExtents(open, one.table, binding) : Map.of();
        if (binding.cells() != null) {
            return new CellPlanner(
                    file.file(), one.isOnly, listed, one.table, binding, binding.cells(), sizes, places, extents);
        }
        List<PickledBlock> pickles = SplitOpener.located(open, binding, one.tables.request());
        return new FilePlanner(file.file(), one.isOnly, listed, one.table, binding, sizes, places, pickles, extents);
    }

    /** The extents of arrays that are what they are because of their sources: of those that are read, and the first of the table. */
    private static Map<Long, List<Long>> virtualExtents(OpenFile open, Table table, TableBinding binding)
            throws IOException {
        Set<StoredArray> arrays = new LinkedHashSet<>(binding.arraysRead());
        arrays.addAll(table.arrays().subList(0, Math.min(1, table.arrays().size())));
        Map<Long, List<Long>> extents = new HashMap<>();
        for (StoredArray array : arrays) {
            if (array.place() == StoredArray.Place.SOURCES
                    && open.file().objectAt(array.headerAddress(), array.path()) instanceof Dataset dataset
                    && dataset.extentDependsOnSources()) {
                extents.put(array.headerAddress(), array.dimensions());
            }
        }
        return extents;
    }
}
