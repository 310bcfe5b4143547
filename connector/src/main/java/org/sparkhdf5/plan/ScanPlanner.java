package org.sparkhdf5.plan;

import java.io.IOException;
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
    private final PlanBudget budget = new PlanBudget();

    /** Finds where the bytes of a file are. */
    @FunctionalInterface
    public interface BlockLookup {
        FileBlocks blocks(ListedFile file) throws IOException;
    }

    /**
     * @param columns that the query needs; none for a count
     * @param blocks asked for files that are read
     */
    public ScanPlanner(FileTables tables, List<RequestedColumn> columns, SplitSizes sizes, BlockLookup blocks) {
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
                planFile(file, common, packer);
            }
        }
        return packer.partitions();
    }

    private SizedSplit wholeFile(ListedFile file) throws IOException {
        long lengthBytes = file.file().lengthBytes();
        Map<String, Long> hosts = blocks.blocks(file).bytesByHost(List.of(new ByteRange(0, lengthBytes)));
        return new SizedSplit(DeferredSplit.wholeFile(file.file()), lengthBytes, hosts);
    }

    private void planFile(ListedFile file, @Nullable TableBinding common, PartitionPacker packer) throws IOException {
        try (OpenFile open = tables.open(file.file())) {
            Table table = tables.table(file.file(), open);
            StoredFile holder = tables.holder(file.file(), table);
            if (holder.equals(file.file())) {
                planTable(file, table, open, common, packer);
                return;
            }
            try (OpenFile other = tables.open(holder)) {
                planTable(new ListedFile(holder, null), table, other, common, packer);
            }
        }
    }

    /** @param file that holds the table */
    private void planTable(
            ListedFile file, Table table, OpenFile open, @Nullable TableBinding common, PartitionPacker packer)
            throws IOException {
        TableBinding binding = ColumnBinder.bind(file.file().path(), table, columns);
        List<PickledBlock> pickles = OpenedSplit.located(open, binding, tables.request());
        FilePlanner planner = new FilePlanner(file.file(), table, binding, sizes, blocks.blocks(file), pickles);
        if (!budget.allows(planner.chunkCount())) {
            planner.deferredSplits().forEach(packer::add);
            return;
        }
        for (SizedSplit split : planner.splits(open.file(), binding.equals(common))) {
            budget.spend(split.split());
            packer.add(split);
        }
    }
}
