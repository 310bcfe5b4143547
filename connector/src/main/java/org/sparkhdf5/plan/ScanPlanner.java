package org.sparkhdf5.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.FileBlocks;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.StoredFile;

/**
 * Cuts a scan into partitions: splits in path order, then row order.
 *
 * <p>A file below the open cost becomes one deferred split and is not opened, unless what is read is in other files. Of any other
 * file the header is read and, unless the query needs no column or the maps grow too large, the chunk index. Used once, by one thread.
 */
public final class ScanPlanner {
    private final FileTables tables;
    private final List<RequestedColumn> columns;
    private final SplitSizes sizes;
    private final BlockLookup blocks;
    private final Tolerance tolerance;

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

    /** Opens files and cuts them. */
    @FunctionalInterface
    public interface Splitting {
        /**
         * Gives the splits of each file to the sink, in the order of the files, all on the calling thread.
         *
         * @param budget of all of them together
         */
        void split(FileSplitter splitter, List<ListedFile> files, PlanBudget budget, SplitSink sink) throws IOException;
    }

    /** Takes what becomes of files, in their order. */
    public interface SplitSink {
        void add(ListedFile file, List<SizedSplit> splits) throws IOException;

        /** @throws IOException the error, unless it is tolerated */
        void failed(ListedFile file, IOException error) throws IOException;
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

    /** The partitions; files are opened one after the other. */
    public List<PartitionPlan> plan(List<ListedFile> files, @Nullable TableBinding common) throws IOException {
        return plan(files, common, this::splitInTurn);
    }

    /**
     * The partitions.
     *
     * @param files in path order
     * @param common the binding that all tasks have, or null
     * @param splitting opens the files that have to be
     */
    public List<PartitionPlan> plan(List<ListedFile> files, @Nullable TableBinding common, Splitting splitting)
            throws IOException {
        long openedBytesLeast = openedBytesLeast(common);
        List<ListedFile> opened = new ArrayList<>();
        for (ListedFile file : files) {
            if (file.file().lengthBytes() >= openedBytesLeast) {
                opened.add(file);
            }
        }
        Packing packing = new Packing(files.iterator(), openedBytesLeast);
        if (!opened.isEmpty()) {
            splitting.split(new FileSplitter(columns, sizes, common), opened, new PlanBudget(), packing);
        }
        packing.addUnopened();
        return packing.packer.partitions();
    }

    /** A small file whose bytes are in others says nothing of how much there is to be read: then all are opened. */
    private long openedBytesLeast(@Nullable TableBinding common) {
        return common != null && common.readsElsewhere() ? 0 : sizes.openCostBytes();
    }

    private void splitInTurn(FileSplitter splitter, List<ListedFile> files, PlanBudget budget, SplitSink sink)
            throws IOException {
        for (ListedFile file : files) {
            List<SizedSplit> splits;
            try {
                splits = splitter.splits(file, tables, blocks, budget);
            } catch (IOException e) {
                sink.failed(file, e);
                continue;
            }
            sink.add(file, splits);
        }
    }

    /** Puts splits into partitions as they come, with the files between that are not opened. */
    private final class Packing implements SplitSink {
        private final PartitionPacker packer = new PartitionPacker(sizes);
        private final Iterator<ListedFile> files;
        private final long openedBytesLeast;

        Packing(Iterator<ListedFile> files, long openedBytesLeast) {
            this.openedBytesLeast = openedBytesLeast;
            this.files = files;
        }

        @Override
        public void add(ListedFile file, List<SizedSplit> splits) throws IOException {
            addUnopened();
            splits.forEach(packer::add);
        }

        @Override
        public void failed(ListedFile file, IOException error) throws IOException {
            if (!tolerance.tolerates(file.file(), error)) {
                throw error;
            }
            add(file, List.of(wholeFile(file)));
        }

        /** Adds the files up to the next one that is opened, and steps past that. */
        private void addUnopened() throws IOException {
            while (files.hasNext()) {
                ListedFile file = files.next();
                if (file.file().lengthBytes() >= openedBytesLeast) {
                    return;
                }
                packer.add(wholeFile(file));
            }
        }
    }

    private SizedSplit wholeFile(ListedFile file) throws IOException {
        long lengthBytes = file.file().lengthBytes();
        // A small file is not worth a question of its own to the file system.
        FileBlocks listed = file.listedBlocks();
        Map<String, Long> hosts =
                listed == null ? Map.of() : listed.bytesByHost(List.of(new ByteRange(0, lengthBytes)));
        return new SizedSplit(DeferredSplit.wholeFile(file.file(), file.partitionValues()), lengthBytes, hosts);
    }
}
