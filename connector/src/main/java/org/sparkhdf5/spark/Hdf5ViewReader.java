package org.sparkhdf5.spark;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.plan.OpenFile;
import org.sparkhdf5.storage.ReadStatistics;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.TableRequest;

/**
 * Looks into the files of one task, one after the other. {@link #next} runs on the task's thread; {@link #close} may run on
 * another one and twice.
 */
final class Hdf5ViewReader implements PartitionReader<InternalRow> {
    private final List<StoredFile> files;
    private final Configuration configuration;
    private final View view;
    private final TableRequest request;
    private final ExternalLinkPolicy externalLinks;
    private final StructType required;
    private final int[] positions;
    private final ReadStatistics statistics = new ReadStatistics();

    private int nextFile;
    private @Nullable String path;
    private View.@Nullable Rows rows;
    private volatile boolean closed;
    private volatile @Nullable OpenFile open;
    private @Nullable InternalRow row;

    Hdf5ViewReader(
            List<StoredFile> files,
            Configuration configuration,
            View view,
            TableRequest request,
            ExternalLinkPolicy externalLinks,
            StructType required) {
        this.files = files;
        this.configuration = configuration;
        this.view = view;
        this.request = request;
        this.externalLinks = externalLinks;
        this.required = required;
        this.positions = new int[required.length()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = view.schema().fieldIndex(required.fields()[i].name());
        }
    }

    @Override
    public boolean next() throws IOException {
        while (!closed && (rows != null || nextFile < files.size())) {
            @Nullable Object @Nullable [] values = nextOfFile();
            if (values != null) {
                row = projected(values);
                return true;
            }
        }
        return false;
    }

    /** The next row of the file that is open, or of the next file; null behind the last row of a file. */
    private @Nullable Object @Nullable [] nextOfFile() throws IOException {
        try {
            View.Rows reading = rows == null ? openNext() : rows;
            @Nullable Object @Nullable [] values = reading.next();
            if (values == null) {
                closeFile();
            }
            return values;
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            @Nullable Object @Nullable [] values = view.unreadable(String.valueOf(path), String.valueOf(e.getMessage()));
            if (values == null) {
                throw e;
            }
            closeFile();
            return values;
        }
    }

    private View.Rows openNext() throws IOException {
        StoredFile listed = files.get(nextFile++);
        path = listed.path();
        InputFileBlockHolder.set(listed.path(), 0, listed.lengthBytes());
        StoredFile file = listed.verifyUnchanged(configuration, true);
        OpenFile opened = OpenFile.open(new HadoopOpener(configuration, statistics, externalLinks), file);
        open = opened;
        View.Rows opening = view.rows(listed.path(), opened.file(), request, required);
        rows = opening;
        return opening;
    }

    private InternalRow projected(@Nullable Object[] values) {
        Object[] projected = new Object[positions.length];
        for (int i = 0; i < positions.length; i++) {
            projected[i] = values[positions[i]];
        }
        return new GenericInternalRow(projected);
    }

    @Override
    public InternalRow get() {
        if (row == null) {
            throw new IllegalStateException("get() before next()");
        }
        return row;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return Hdf5Metrics.values(statistics, new ChunkCounts(), 0, 0);
    }

    private void closeFile() throws IOException {
        OpenFile opened = open;
        open = null;
        rows = null;
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        OpenFile opened = open;
        open = null;
        if (opened != null) {
            InputFileBlockHolder.unset();
            opened.close();
        }
    }
}
