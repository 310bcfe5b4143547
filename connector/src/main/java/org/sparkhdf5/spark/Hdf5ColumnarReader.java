package org.sparkhdf5.spark;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.plan.FileTables;
import org.sparkhdf5.plan.OpenedSplit;
import org.sparkhdf5.plan.RowConditions;
import org.sparkhdf5.plan.Split;
import org.sparkhdf5.plan.SplitTables;
import org.sparkhdf5.plan.TaskFiles;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.ReadStatistics;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.vector.ColumnBatches;
import org.sparkhdf5.vector.ConditionRows;
import org.sparkhdf5.vector.ValueCheck;

/**
 * Reads the splits of one task, one after the other, as batches of columns.
 *
 * <p>Before the first read of a file it is compared with what was listed, on file systems where files change in place also after
 * the last. Where damaged or missing files are ignored, a split that meets one gives up its remainder. {@link #next} runs on the
 * task's thread; {@link #close} may run on another one and twice.
 */
final class Hdf5ColumnarReader implements PartitionReader<ColumnarBatch> {
    private static final Logger LOG = LoggerFactory.getLogger(Hdf5ColumnarReader.class);
    private static final int BATCH_ROWS_MAX = 16_384;

    private final List<Split> splits;
    private final Configuration configuration;
    private final ScanRequest scan;
    private final long taskMemoryBytes;
    private final ReadStatistics statistics = new ReadStatistics();
    private final ChunkCounts counts = new ChunkCounts();
    private final Set<String> corruptFiles = new HashSet<>();
    private final Set<String> missingFiles = new HashSet<>();

    private final TaskFiles files = new TaskFiles();
    private int nextSplit;
    private volatile boolean closed;
    private volatile @Nullable Current current;
    private @Nullable ColumnarBatch batch;

    Hdf5ColumnarReader(List<Split> splits, Configuration configuration, ScanRequest scan, long taskMemoryBytes) {
        this.splits = splits;
        this.configuration = configuration;
        this.scan = scan;
        this.taskMemoryBytes = taskMemoryBytes;
    }

    /** A split that is being read, and the table of it that is. */
    private static final class Current implements Closeable {
        private final Split split;
        private final HadoopOpener opener;
        private final SplitTables tables;
        private volatile @Nullable Reading reading;

        Current(Split split, HadoopOpener opener, SplitTables tables) {
            this.split = split;
            this.opener = opener;
            this.tables = tables;
        }

        @Override
        public void close() throws IOException {
            Reading open = reading;
            reading = null;
            try (tables) {
                if (open != null) {
                    open.close();
                }
            }
        }
    }

    /** A table that is being read. */
    private record Reading(OpenedSplit opened, ColumnBatches batches, ColumnarBatch batch) implements Closeable {
        @Override
        public void close() throws IOException {
            batches.close();
            opened.close();
        }
    }

    @Override
    public boolean next() throws IOException {
        while (!closed) {
            Current now = current;
            if (now == null && nextSplit >= splits.size()) {
                InputFileBlockHolder.unset();
                return false;
            }
            StoredFile file = now == null ? splits.get(nextSplit).listed() : now.split.listed();
            try {
                if (now == null) {
                    now = open(nextSplit++);
                    current = now;
                    if (closed) {
                        closeAll(now); // while it was being opened
                        return false;
                    }
                }
                if (step(now)) {
                    return true;
                }
                finish(now);
            } catch (IOException | RuntimeException e) {
                giveUpOrThrow(e, file);
            }
        }
        return false;
    }

    /** Steps to the next rows of a split; false behind the last one. */
    private boolean step(Current now) throws IOException {
        while (true) {
            Reading reading = now.reading;
            if (reading == null) {
                OpenedSplit opened = now.tables.next();
                if (opened == null) {
                    return false;
                }
                reading = reading(now, opened);
                now.reading = reading;
                if (closed) {
                    now.close(); // while it was being opened: conditions are looked at then
                    return false;
                }
            }
            if (reading.batches().next()) {
                if (scan.ignore().corruptFiles()) {
                    touch(reading.batches());
                }
                reading.batch().setNumRows(reading.batches().rowCount());
                batch = reading.batch();
                return true;
            }
            now.reading = null;
            reading.close();
        }
    }

    /** Meets malformed values before Spark does. */
    private void touch(ColumnBatches batches) {
        try {
            ValueCheck.touch(batches.vectors(), batches.rowCount());
        } catch (UnsupportedHdf5FeatureException e) {
            // Rows that are only counted are there, whatever type their values would have.
            if (scan.outputs().stream().anyMatch(OutputColumn.Stored.class::isInstance)) {
                throw e;
            }
        }
    }

    private Reading reading(Current now, OpenedSplit opened) throws IOException {
        try {
            ColumnBatches batches = ColumnBatches.of(opened);
            ColumnVector[] stored = batches.vectors();
            ColumnVector[] shown = new ColumnVector[scan.outputs().size()];
            for (int i = 0; i < shown.length; i++) {
                shown[i] = vector(scan.outputs().get(i), now.split, opened, batches, stored);
            }
            return new Reading(opened, batches, new ColumnarBatch(shown));
        } catch (RuntimeException e) {
            try (opened) {
                throw e;
            }
        }
    }

    private static ColumnVector vector(
            OutputColumn output, Split split, OpenedSplit opened, ColumnBatches batches, ColumnVector[] stored) {
        if (output instanceof OutputColumn.Stored column) {
            return stored[column.column()];
        }
        if (output instanceof OutputColumn.FileMetadata metadata) {
            return FileMetadata.vector(metadata.fields(), split.listed(), opened, batches);
        }
        return ((OutputColumn.Partition) output).vector(split);
    }

    @Override
    public ColumnarBatch get() {
        if (batch == null) {
            throw new IllegalStateException("get() before next()");
        }
        return batch;
    }

    private Current open(int number) throws IOException {
        Split split = splits.get(number);
        StoredFile file = split.file();
        if (!files.holds(split)) {
            file.verifyUnchanged(configuration, false);
        }
        HadoopOpener opener = new HadoopOpener(configuration, statistics, scan.externalLinks(), !scan.stopsEarly());
        RowReader.Limits limits =
                new RowReader.Limits(taskMemoryBytes, BATCH_ROWS_MAX, CoalescingPolicy.forPath(file.path()), counts);
        OpenedSplit.Task task = new OpenedSplit.Task(
                opener,
                new FileTables(opener, scan.request()),
                scan.columns(),
                scan.common(),
                limits,
                new RowConditions(scan.conditions(), new ConditionRows()));
        SplitTables tables = files.open(split, split(number - 1), split(number + 1), task);
        InputFileBlockHolder.set(
                inputFileName(split.listed()), 0, split.listed().lengthBytes());
        return new Current(split, opener, tables);
    }

    private @Nullable Split split(int number) {
        return number < 0 || number >= splits.size() ? null : splits.get(number);
    }

    /** As Spark's own file sources have it: local files with an empty authority. */
    private static String inputFileName(StoredFile file) {
        String uri = file.uri();
        return uri.startsWith("file:/") && !uri.startsWith("file://") ? "file://" + uri.substring(5) : uri;
    }

    private void finish(Current finished) throws IOException {
        current = null;
        batch = null;
        finished.close();
        finished.opener.verifyUnchanged();
        Split next = split(nextSplit);
        if (next != null && files.holds(next)) {
            return;
        }
        files.close();
        StoredFile file = finished.split.file();
        if (file.changesInPlace()) {
            file.verifyUnchanged(configuration, false);
        }
    }

    private void closeAll(@Nullable Current open) throws IOException {
        try (files) {
            if (open != null) {
                open.close();
            }
        }
    }

    /** Closes what is left of a split whose file is ignored; what was given of it stays given. */
    private void giveUpOrThrow(Exception error, StoredFile file) throws IOException {
        boolean corrupt = scan.ignore().isIgnoredCorruption(error);
        if (corrupt || scan.ignore().isIgnoredAbsence(error, file, configuration)) {
            Current failed = current;
            current = null;
            batch = null;
            closeAll(failed);
            if ((corrupt ? corruptFiles : missingFiles).add(file.path())) {
                LOG.warn(
                        corrupt ? "Gave up the rest of the corrupt file {}: {}" : "Passed over the missing file {}: {}",
                        file.path(),
                        error.getMessage());
            }
            return;
        }
        if (error instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw (IOException) error;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return Hdf5Metrics.values(statistics, counts, corruptFiles.size(), missingFiles.size());
    }

    @Override
    public void close() throws IOException {
        closed = true;
        Current open = current;
        current = null;
        if (open != null) {
            InputFileBlockHolder.unset();
        }
        closeAll(open);
    }
}
