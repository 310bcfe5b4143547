package org.sparkhdf5.plan;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.ChunkRuns;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.GeneratedDataset;
import org.sparkhdf5.format.GeneratedFile;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.NoBlocks;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.testing.CountingRangeReader;
import org.sparkhdf5.testing.ReadCounts;

/**
 * What planning takes for files that are too large to have: their indexes are made while they are read. Everything but the bytes
 * is what a query runs: header, recogniser, binding, index, borders, packing.
 */
final class ScaleModel {
    /** 64 KiB decoded, about 27 KiB stored: what PyTables makes of a table of 100 GB. */
    private static final int CHUNK_ROWS = 8192;

    /** Each is opened, and takes a millisecond or two. */
    private static final int OPENED_FILES_MOST = 10_000;

    private static final SplitSizes SIZES = SplitSizes.of(128 << 20, 4 << 20, 200, 1L << 50, 1, 4 << 20);

    private ScaleModel() {}

    /** Of the calling thread, which does all of it: so other work on the machine counts less. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /**
     * What planning took.
     *
     * @param seconds of processor time
     * @param reads of the driver, with the bytes of metadata that they brought
     * @param planBytes what the partitions weigh when they are sent, together and the largest
     * @param taskReads of the index by one task in the middle
     */
    record Planned(
            long chunks,
            int files,
            double seconds,
            long reads,
            long readBytes,
            int partitions,
            int deferred,
            long planBytes,
            long taskBytesMost,
            long taskReads,
            long taskIndexBytes) {}

    /** What building the whole map took. */
    record Mapped(long chunks, double seconds, long reads, long readBytes, long mapBytes) {}

    static GeneratedFile btreeV1(long chunks) {
        return GeneratedDataset.btreeV1("mem:/v1-" + chunks + ".h5", chunks, CHUNK_ROWS, true);
    }

    static GeneratedFile extensibleArray(long chunks) {
        return GeneratedDataset.extensibleArray("mem:/ea-" + chunks + ".h5", chunks, CHUNK_ROWS, true);
    }

    /** Plans one file, or many that are like it, as a query with default options does. */
    static Planned plan(GeneratedFile like, long chunks, int fileCount) throws IOException {
        ReadCounts counts = new ReadCounts(like);
        IntFunction<StoredFile> named =
                i -> new StoredFile("hdfs://nameservice1/archive/year=2024/run-" + i + ".h5", like.lengthBytes(), 1);
        FileTables tables = new FileTables(stored -> counts, PlanFixtures.request(GeneratedDataset.PATH));
        StoredFile first = named.apply(0);
        Table table = tables.tables(first).get(0);
        List<RequestedColumn> columns =
                PlanFixtures.request(table, table.columns().get(0).name());
        List<ListedFile> files = new ArrayList<>();
        for (int i = 0; i < fileCount; i++) {
            files.add(new ListedFile(named.apply(i), NoBlocks.get(), List.of("2024")));
        }
        counts.reset();
        long start = cpuNanos();
        List<PartitionPlan> partitions = new ScanPlanner(tables, columns, SIZES, listed -> NoBlocks.get())
                .plan(files, ColumnBinder.bind(first.path(), table, columns));
        double seconds = (cpuNanos() - start) / 1e9;
        long reads = counts.reads();
        long readBytes = counts.bytesRead();
        long planBytes = 0;
        long most = 0;
        int deferred = 0;
        for (PartitionPlan partition : partitions) {
            long bytes = 0;
            for (Split split : partition.splits()) {
                bytes += split.weightBytes();
                deferred += split instanceof DeferredSplit ? 1 : 0;
            }
            planBytes += bytes;
            most = Math.max(most, bytes);
        }
        Split middle = partitions.get(partitions.size() / 2).splits().get(0);
        CountingRangeReader task = new CountingRangeReader(like);
        if (middle instanceof DeferredSplit split) {
            try (RangeReader reader = new CachedRangeReader(task)) {
                StoredArray array = table.arrays().get(0);
                long end = Math.min(split.endRow(), table.rowCount());
                ChunkRuns.collect(Hdf5File.open(reader), array, split.firstRow(), end, lane -> true);
            }
        }
        return new Planned(
                chunks,
                fileCount,
                seconds,
                reads,
                readBytes,
                partitions.size(),
                deferred,
                planBytes,
                most,
                task.reads(),
                task.bytesRead());
    }

    /** Builds the map of all chunks, as if nothing were deferred. */
    static Mapped map(GeneratedFile file, long chunks) throws IOException {
        ReadCounts counts = new ReadCounts(file);
        FileTables tables = new FileTables(stored -> counts, PlanFixtures.request(GeneratedDataset.PATH));
        StoredArray array = tables.tables(new StoredFile(file.file(), file.lengthBytes(), 1))
                .get(0)
                .arrays()
                .get(0);
        counts.reset();
        long start = cpuNanos();
        ChunkRun run;
        try (RangeReader reader = new CachedRangeReader(counts)) {
            run = ChunkRuns.collect(Hdf5File.open(reader), array, 0, array.rowCount(), lane -> true);
        }
        double seconds = (cpuNanos() - start) / 1e9;
        return new Mapped(run.chunkCount(), seconds, counts.reads(), counts.bytesRead(), run.encodedBytes());
    }

    /** Prints the tables of {@code docs/scale.md}, up to so many chunks and files. */
    static void print(PrintStream out, long chunksMost, int filesMost) throws IOException {
        plan(btreeV1(100_000), 100_000, 20);
        map(btreeV1(300_000), 300_000);
        map(extensibleArray(300_000), 300_000);
        out.println("Planning one file, default options:\n");
        out.println(
                "| index | chunks | stored | planning, CPU s | reads | read, MB | partitions | deferred splits | plan, MB"
                        + " | largest task, KB | index reads of a task | its index bytes, KB |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (long chunks = 1000;
                chunks <= Math.max(chunksMost, 600_000_000L);
                chunks *= chunks == 100_000_000L ? 6 : 10) {
            printPlanned(out, "v1 B-tree", btreeV1(chunks), chunks);
            printPlanned(out, "extensible array", extensibleArray(chunks), chunks);
        }
        out.println("\nThe map of all chunks, as if nothing were deferred:\n");
        out.println("| index | chunks | CPU s | reads | read, MB | map, MB |");
        out.println("|---|---|---|---|---|---|");
        for (long chunks = 1000; chunks <= chunksMost; chunks *= 10) {
            printMapped(out, "v1 B-tree", map(btreeV1(chunks), chunks));
            printMapped(out, "extensible array", map(extensibleArray(chunks), chunks));
        }
        out.println("\nMany files, headers read one after the other:\n");
        out.println(
                "| files | chunks of each | stored | planning, CPU s | CPU ms a file | reads a file | partitions | deferred splits"
                        + " | plan, MB | largest task, KB |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (int files = 100; files <= filesMost; files *= 10) {
            printFiles(out, plan(btreeV1(3), 3, files), btreeV1(3));
        }
        for (int files = 100; files <= Math.min(filesMost, OPENED_FILES_MOST); files *= 10) {
            printFiles(out, plan(btreeV1(1000), 1000, files), btreeV1(1000));
        }
        if (filesMost >= 40_000) {
            GeneratedFile large = btreeV1(15_000);
            printFiles(out, plan(large, 15_000, 40_000), large);
        }
    }

    private static void printPlanned(PrintStream out, String index, GeneratedFile file, long chunks)
            throws IOException {
        Planned p = plan(file, chunks, 1);
        out.printf(
                Locale.ROOT,
                "| %s | %,d | %s | %.3f | %,d | %.1f | %,d | %,d | %.2f | %.1f | %s | %s |%n",
                index,
                chunks,
                size(file.lengthBytes()),
                p.seconds(),
                p.reads(),
                p.readBytes() / 1e6,
                p.partitions(),
                p.deferred(),
                p.planBytes() / 1e6,
                p.taskBytesMost() / 1e3,
                p.deferred() == 0 ? "none" : String.format(Locale.ROOT, "%,d", p.taskReads()),
                p.deferred() == 0 ? "none" : String.format(Locale.ROOT, "%,.0f", p.taskIndexBytes() / 1e3));
    }

    private static void printMapped(PrintStream out, String index, Mapped m) {
        out.printf(
                Locale.ROOT,
                "| %s | %,d | %.3f | %,d | %.1f | %.1f |%n",
                index,
                m.chunks(),
                m.seconds(),
                m.reads(),
                m.readBytes() / 1e6,
                m.mapBytes() / 1e6);
    }

    private static void printFiles(PrintStream out, Planned p, GeneratedFile like) {
        out.printf(
                Locale.ROOT,
                "| %,d | %,d | %s | %.2f | %.3f | %.1f | %,d | %,d | %.2f | %.1f |%n",
                p.files(),
                p.chunks(),
                size(like.lengthBytes() * p.files()),
                p.seconds(),
                p.seconds() * 1e3 / p.files(),
                (double) p.reads() / p.files(),
                p.partitions(),
                p.deferred(),
                p.planBytes() / 1e6,
                p.taskBytesMost() / 1e3);
    }

    private static String size(long bytes) {
        return bytes < 1e9
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : bytes < 1e12
                        ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
                        : String.format(Locale.ROOT, "%.1f TB", bytes / 1e12);
    }
}
