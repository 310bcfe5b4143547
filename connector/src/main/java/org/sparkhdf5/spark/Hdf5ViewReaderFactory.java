package org.sparkhdf5.spark;

import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.table.TableRequest;

/** Carries to the executors what is the same for all tasks of a view's scan. */
final class Hdf5ViewReaderFactory implements PartitionReaderFactory {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SerializableConfiguration> configuration;
    private final View view;
    private final TableRequest request;
    private final ExternalLinkPolicy externalLinks;
    private final StructType required;

    Hdf5ViewReaderFactory(
            Broadcast<SerializableConfiguration> configuration,
            View view,
            TableRequest request,
            ExternalLinkPolicy externalLinks,
            StructType required) {
        this.configuration = configuration;
        this.view = view;
        this.request = request;
        this.externalLinks = externalLinks;
        this.required = required;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        return new Hdf5ViewReader(
                ((Hdf5ViewPartition) partition).files(),
                configuration.value().value(),
                view,
                request,
                externalLinks,
                required);
    }
}
