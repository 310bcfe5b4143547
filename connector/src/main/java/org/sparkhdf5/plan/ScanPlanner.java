package org.sparkhdf5.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.FileBlocks;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.PickledBlock;
import org.sparkhdf5.table.Table;

/**
 * Cuts a scan into partitions: splits in path order, then row order.
 *
 * <p>A file below the open cost becomes one deferred split and is not opened. Of any other file the header is read and, unless
 * the query needs no column or the maps grow too large, the chunk index. Used once, by one thread.
 */
public final class ScanPlanner {
    private final FileTables tables;
    private final List<RequestedColumn> columns;
    private final SplitSizes sizes;
    private final BlockLookup blocks;
    private final Tolerance tolerance;
    private final PlanBudget budget = new PlanBudget();

    /** Finds where the bytes of a file are. */
    @FunctionalInterface
    public interface BlockLookup {
        FileBlocks blocks(ListedFile file) throws IOException;
    }

    /** Says whether an error of a file is left to its task, which passes the file over and counts it. */
    @FunctionalInterface
    public interface Tolerance {
        boolean tolerates(StoredFile file, IOException error) throws IOException;
    }

    /** A planner that tolerates nothing. */
    public ScanPlanner(FileTables tables, List<RequestedColumn> columns, SplitSizes sizes, BlockLookup blocks) {
        this(tables, columns, sizes, blocks, (file, error) -> false);
    }

    /**
     * @param columns that the query needs; none for a count
     * @param blocks asked for files that are read
     * @param tolerance of files that cannot be planned
     */
    public ScanPlanner(
            FileTables tables,
            List<RequestedColumn> columns,
            SplitSizes sizes,
            BlockLookup blocks,
            Tolerance tolerance) {
        this.tolerance = tolerance;
        this.tables = tables;
        this.columns = List.copyOf(columns);
        this.sizes = sizes;
        this.blocks = blocks;
    }

    /**
     * The partitions.
     *
     * @param files in path order
     * @param common the binding that all tasks have, or null
     */
    public List<PartitionPlan> plan(List<ListedFile> files, @Nullable TableBinding common) throws IOException {
        PartitionPacker packer = new PartitionPacker(sizes);
        for (ListedFile file : files) {
            if (file.file().lengthBytes() < sizes.openCostBytes()) {
                packer.add(wholeFile(file));
            } else {
                fileSplits(file, common).forEach(packer::add);
            }
        }
        return packer.partitions();
    }

    private SizedSplit wholeFile(ListedFile file) throws IOException {
        long lengthBytes = file.file().lengthBytes();
        Map<String, Long> hosts = blocks.blocks(file).bytesByHost(List.of(new ByteRange(0, lengthBytes)));
        return new SizedSplit(DeferredSplit.wholeFile(file.file(), file.partitionValues()), lengthBytes, hosts);
    }

    private List<SizedSplit> fileSplits(ListedFile file, @Nullable TableBinding common) throws IOException {
        try {
            List<SizedSplit> splits = new ArrayList<>();
            planFile(file, common, splits);
            return splits;
        } catch (IOException e) {
            if (!tolerance.tolerates(file.file(), e)) {
                throw e;
            }
            return List.of(wholeFile(file));
        }
    }

    private void planFile(ListedFile file, @Nullable TableBinding common, List<SizedSplit> splits) throws IOException {
        try (OpenFile open = tables.open(file.file())) {
            List<Table> all = tables.tables(file.file(), open);
            for (Table table : all) {
                StoredFile holder = tables.holder(file.file(), table);
                if (holder.equals(file.file())) {
                    planTable(file, table, all.size() == 1, open, common, splits);
                    continue;
                }
                try (OpenFile other = tables.open(holder)) {
                    ListedFile there = new ListedFile(holder, null, file.partitionValues());
                    planTable(there, table, all.size() == 1, other, common, splits);
                }
            }
        }
    }

    /** @param file that holds the table */
    private void planTable(
            ListedFile file,
            Table table,
            boolean isOnly,
            OpenFile open,
            @Nullable TableBinding common,
            List<SizedSplit> splits)
            throws IOException {
        TableBinding binding = ColumnBinder.bind(file.file().path(), table, columns);
        TablePlanner planner = planner(file, table, isOnly, open, binding);
        if (!budget.allows(planner.chunkCount())) {
            splits.addAll(planner.deferredSplits());
            return;
        }
        for (SizedSplit split : planner.splits(open.file(), binding.equals(common))) {
            budget.spend(split.split());
            splits.add(split);
        }
    }

    private TablePlanner planner(ListedFile file, Table table, boolean isOnly, OpenFile open, TableBinding binding)
            throws IOException {
        FileBlocks places = blocks.blocks(file);
        if (binding.cells() != null) {
            return new CellPlanner(
                    file.file(), isOnly, file.partitionValues(), table, binding, binding.cells(), sizes, places);
        }
        List<PickledBlock> pickles = OpenedSplit.located(open, binding, tables.request());
        return new FilePlanner(file.file(), isOnly, file.partitionValues(), table, binding, sizes, places, pickles);
    }
}
