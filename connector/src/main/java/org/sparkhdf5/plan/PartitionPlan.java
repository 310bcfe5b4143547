package org.sparkhdf5.plan;

import java.util.List;

/**
 * What one task reads.
 *
 * @param splits in path order, then row order
 * @param hosts that hold most of the bytes, at most three
 */
public record PartitionPlan(List<Split> splits, List<String> hosts) {
    public PartitionPlan {
        splits = List.copyOf(splits);
        hosts = List.copyOf(hosts);
    }
}
