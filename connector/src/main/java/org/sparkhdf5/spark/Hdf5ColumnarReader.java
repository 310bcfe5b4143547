package org.sparkhdf5.spark;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.plan.FileTables;
import org.sparkhdf5.plan.OpenFile;
import org.sparkhdf5.plan.OpenedSplit;
import org.sparkhdf5.plan.RequestedColumn;
import org.sparkhdf5.plan.Split;
import org.sparkhdf5.plan.TableBinding;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.ReadStatistics;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.vector.BatchAssembler;

/**
 * Reads the splits of one task, one after the other, as batches of columns.
 *
 * <p>Before the first read of a file it is compared with what was listed, on file systems where files change in place also after
 * the last. {@link #next} runs on the task's thread; {@link #close} may run on another one and twice.
 */
final class Hdf5ColumnarReader implements PartitionReader<ColumnarBatch> {
    private static final int BATCH_ROWS_MAX = 16_384;

    private final List<Split> splits;
    private final Configuration configuration;
    private final TableRequest request;
    private final ExternalLinkPolicy externalLinks;
    private final List<RequestedColumn> columns;
    private final TableBinding common;
    private final long taskMemoryBytes;
    private final ReadStatistics statistics = new ReadStatistics();
    private final ChunkCounts counts = new ChunkCounts();

    private int nextSplit;
    private volatile boolean closed;
    private volatile @Nullable Current current;
    private @Nullable ColumnarBatch batch;

    Hdf5ColumnarReader(
            List<Split> splits,
            Configuration configuration,
            TableRequest request,
            ExternalLinkPolicy externalLinks,
            List<RequestedColumn> columns,
            TableBinding common,
            long taskMemoryBytes) {
        this.splits = splits;
        this.configuration = configuration;
        this.request = request;
        this.externalLinks = externalLinks;
        this.columns = columns;
        this.common = common;
        this.taskMemoryBytes = taskMemoryBytes;
    }

    /** A split that is being read. */
    private record Current(StoredFile file, OpenedSplit split, BatchAssembler assembler) implements Closeable {
        @Override
        public void close() throws IOException {
            assembler.close();
            split.close();
        }
    }

    @Override
    public boolean next() throws IOException {
        while (!closed) {
            Current reading = current;
            if (reading == null) {
                if (nextSplit >= splits.size()) {
                    return false;
                }
                reading = open(splits.get(nextSplit++));
                current = reading;
            }
            if (reading.split().rows().next()) {
                batch = reading.assembler().batch(reading.split().rows());
                return true;
            }
            finish(reading);
        }
        return false;
    }

    @Override
    public ColumnarBatch get() {
        if (batch == null) {
            throw new IllegalStateException("get() before next()");
        }
        return batch;
    }

    private Current open(Split split) throws IOException {
        StoredFile file = split.file();
        file.verifyUnchanged(configuration, false);
        OpenFile.Opener opener = new HadoopOpener(configuration, statistics, externalLinks);
        RowReader.Limits limits =
                new RowReader.Limits(taskMemoryBytes, BATCH_ROWS_MAX, CoalescingPolicy.forPath(file.path()), counts);
        OpenedSplit.Task task = new OpenedSplit.Task(opener, new FileTables(opener, request), columns, common, limits);
        OpenedSplit opened = OpenedSplit.open(split, task);
        InputFileBlockHolder.set(file.path(), 0, file.lengthBytes());
        try {
            return new Current(file, opened, new BatchAssembler(file.path(), opened));
        } catch (RuntimeException e) {
            try (opened) {
                throw e;
            }
        }
    }

    private void finish(Current finished) throws IOException {
        current = null;
        batch = null;
        finished.close();
        if (finished.file().path().startsWith("file:")) {
            finished.file().verifyUnchanged(configuration, false);
        }
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return Hdf5Metrics.values(statistics, counts);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        Current reading = current;
        current = null;
        if (reading != null) {
            InputFileBlockHolder.unset();
            reading.close();
        }
    }
}
