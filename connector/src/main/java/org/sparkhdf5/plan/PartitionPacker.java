package org.sparkhdf5.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.StoredFile;

/**
 * Puts neighbouring splits into partitions, in order: never by size, so that file order stays. A partition is full when its
 * stored bytes are enough for a task, or its splits weigh enough to be sent.
 */
final class PartitionPacker {
    private static final int HOSTS_MAX = 3;

    private final SplitSizes sizes;
    private final List<PartitionPlan> partitions = new ArrayList<>();
    private final List<Split> current = new ArrayList<>();
    private final Map<String, Long> currentHosts = new HashMap<>();
    private @Nullable StoredFile lastFile;
    private long currentBytes;
    private long currentWeight;

    PartitionPacker(SplitSizes sizes) {
        this.sizes = sizes;
    }

    void add(SizedSplit sized) {
        long weight = sized.split().weightBytes();
        boolean full = currentBytes + sized.storedBytes() > sizes.splitBytesMax()
                || currentWeight + weight > SplitWeights.PARTITION_BYTES_MAX;
        if (!current.isEmpty() && full) {
            closePartition();
        }
        currentWeight += weight;
        current.add(sized.split());
        // The next table of a file that is open costs nothing to open; rows of one table are kept apart as Spark does.
        boolean isOpen = sized.split().firstRow() == 0 && sized.split().file().equals(lastFile);
        lastFile = sized.split().file();
        currentBytes += sized.storedBytes() + (isOpen ? 0 : sizes.openingBytes());
        sized.bytesByHost().forEach((host, bytes) -> currentHosts.merge(host, bytes, Long::sum));
    }

    List<PartitionPlan> partitions() {
        if (!current.isEmpty()) {
            closePartition();
        }
        return partitions;
    }

    private void closePartition() {
        List<String> hosts = currentHosts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(HOSTS_MAX)
                .map(Map.Entry::getKey)
                .toList();
        partitions.add(new PartitionPlan(current, hosts));
        current.clear();
        currentHosts.clear();
        currentBytes = 0;
        currentWeight = 0;
        lastFile = null;
    }
}
