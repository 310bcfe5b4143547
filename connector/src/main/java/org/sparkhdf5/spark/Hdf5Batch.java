package org.sparkhdf5.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.plan.ColumnBinder;
import org.sparkhdf5.plan.PartitionPlan;
import org.sparkhdf5.plan.RowCondition;
import org.sparkhdf5.plan.RowConditions;
import org.sparkhdf5.plan.ScanPlanner;
import org.sparkhdf5.plan.Split;
import org.sparkhdf5.plan.SplitSizes;
import org.sparkhdf5.plan.TableBinding;
import org.sparkhdf5.storage.ListedFile;

/** The plan of a scan: made when Spark first asks for partitions, and kept. */
final class Hdf5Batch implements Batch {
    private final Hdf5Table table;
    private final ScanColumns columns;
    private final List<ListedFile> files;
    private final List<RowCondition> conditions;
    private final boolean stopsEarly;
    private InputPartition @Nullable [] partitions;

    /**
     * @param files that may have a wanted row, in path order
     * @param conditions that all wanted rows satisfy
     * @param stopsEarly whether a few rows are enough
     */
    Hdf5Batch(
            Hdf5Table table,
            ScanColumns columns,
            List<ListedFile> files,
            List<RowCondition> conditions,
            boolean stopsEarly) {
        this.table = table;
        this.columns = columns;
        this.files = files;
        this.conditions = conditions;
        this.stopsEarly = stopsEarly;
    }

    @Override
    public synchronized InputPartition[] planInputPartitions() {
        if (partitions == null) {
            try {
                partitions = plan();
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
        return partitions;
    }

    private InputPartition[] plan() throws IOException {
        Configuration configuration = table.configuration();
        TableBinding common = binding();
        SplitSizes sizes = SessionSplitSizes.of(SparkSession.active(), files, common.bytesElsewhere());
        IgnoreRules ignore = table.options().ignore();
        ScanPlanner planner = new ScanPlanner(
                table.tables(),
                columns.stored(),
                sizes,
                file -> file.blocks(configuration),
                (file, error) -> ignore.isIgnored(error, file, configuration));
        ManyFiles reads =
                new ManyFiles(configuration, table.tables(), table.options().externalLinks());
        List<InputPartition> wanted = new ArrayList<>();
        for (PartitionPlan plan : planner.plan(files, common, reads)) {
            List<Split> splits = plan.splits().stream()
                    .filter(split -> RowConditions.mayHold(conditions, split, common))
                    .toList();
            if (!splits.isEmpty()) {
                wanted.add(new Hdf5InputPartition(splits, plan.hosts()));
            }
        }
        return wanted.toArray(new InputPartition[0]);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        SparkSession session = SparkSession.active();
        Broadcast<SerializableConfiguration> configuration = JavaSparkContext.fromSparkContext(session.sparkContext())
                .broadcast(new SerializableConfiguration(table.configuration()));
        ScanRequest scan = new ScanRequest(
                table.tables().request(),
                table.options().externalLinks(),
                columns.stored(),
                columns.outputs(),
                binding(),
                table.options().ignore(),
                conditions,
                stopsEarly);
        return new Hdf5ReaderFactory(configuration, scan, table.options().taskMemoryBytes());
    }

    /** Where the columns are in the first file, and most likely in those of the same shape. */
    private TableBinding binding() {
        return ColumnBinder.bind(table.firstFile().path(), table.first(), columns.stored());
    }
}
