package org.sparkhdf5.spark;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;
import org.sparkhdf5.plan.Split;

/**
 * What one task reads.
 *
 * @param splits in path order, then row order
 * @param hosts that hold most of the bytes
 */
record Hdf5InputPartition(List<Split> splits, List<String> hosts) implements InputPartition {
    Hdf5InputPartition {
        splits = List.copyOf(splits);
        hosts = List.copyOf(hosts);
    }

    @Override
    public String[] preferredLocations() {
        return hosts.toArray(new String[0]);
    }
}
