package org.sparkhdf5.spark;

import java.util.Arrays;
import java.util.Objects;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** One scan: which columns of which files. Reads nothing until it is planned, which happens once. */
final class Hdf5Scan implements SupportsReportStatistics {
    private final Hdf5Table table;
    private final StructType required;
    private final boolean stopsEarly;
    private final FilePruning files;
    private final RowPredicates rows;
    private final ScanColumns columns;
    private @Nullable Hdf5Batch batch;

    /** @param stopsEarly whether a few rows are enough */
    Hdf5Scan(Hdf5Table table, StructType required, FilePruning files, RowPredicates rows, boolean stopsEarly) {
        this.table = table;
        this.files = files;
        this.rows = rows;
        this.required = required;
        this.stopsEarly = stopsEarly;
        // Types that do not fit fail while the query is planned.
        this.columns = ScanColumns.of(table, required);
    }

    @Override
    public StructType readSchema() {
        return required;
    }

    @Override
    public String description() {
        return table.name() + " [" + files.description() + rows.description() + ", " + required.length() + " of "
                + table.schema().length() + " columns]";
    }

    /** Always columns: with the default mode Spark plans the scan to find out. */
    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.SUPPORTED;
    }

    @Override
    public Statistics estimateStatistics() {
        return TableStatistics.of(table, columns, files.files());
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return Hdf5Metrics.supported();
    }

    @Override
    public synchronized Batch toBatch() {
        if (batch == null) {
            batch = new Hdf5Batch(table, columns, files.files(), rows.conditions(columns.storedFields()), stopsEarly);
        }
        return batch;
    }

    /** Equal scans let Spark read once what a query names twice. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Hdf5Scan that
                && table == that.table
                && required.equals(that.required)
                && stopsEarly == that.stopsEarly
                && Arrays.equals(files.pushed(), that.files.pushed())
                && rows.pushed().equals(that.rows.pushed());
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(table), required);
    }
}
