package org.sparkhdf5.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.sparkhdf5.plan.SplitSizes;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.StoredFile;

/** One scan of a view. Planning reads nothing: it puts neighbouring files into partitions, and tasks look into them. */
final class Hdf5ViewScan implements Scan, Batch {
    private final Hdf5ViewTable table;
    private final StructType required;

    Hdf5ViewScan(Hdf5ViewTable table, StructType required) {
        this.table = table;
        this.required = required;
    }

    @Override
    public StructType readSchema() {
        return required;
    }

    @Override
    public String description() {
        return table.name() + " [" + table.files().size() + (table.files().size() == 1 ? " file" : " files") + "]";
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.UNSUPPORTED;
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return Hdf5Metrics.supported();
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        SplitSizes sizes = SessionSplitSizes.of(SparkSession.active(), table.files(), 0);
        List<InputPartition> partitions = new ArrayList<>();
        List<StoredFile> current = new ArrayList<>();
        long currentBytes = 0;
        for (ListedFile listed : table.files()) {
            long fileBytes = listed.file().lengthBytes();
            if (!current.isEmpty() && currentBytes + fileBytes > sizes.splitBytesMax()) {
                partitions.add(new Hdf5ViewPartition(current));
                current.clear();
                currentBytes = 0;
            }
            current.add(listed.file());
            currentBytes += fileBytes + sizes.openCostBytes();
        }
        partitions.add(new Hdf5ViewPartition(current));
        return partitions.toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        SparkSession session = SparkSession.active();
        Broadcast<SerializableConfiguration> configuration = JavaSparkContext.fromSparkContext(session.sparkContext())
                .broadcast(new SerializableConfiguration(table.configuration()));
        return new Hdf5ViewReaderFactory(configuration, table.view(), table.request(), table.externalLinks(), required);
    }

    /** Equal scans let Spark read once what a query names twice. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Hdf5ViewScan that && table == that.table && required.equals(that.required);
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(table), required);
    }
}
