package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.plan.Split.DeferredSplit;

final class PartitionPackerTest {
    private static final long SEED = 20261120;
    private static final SplitSizes SIZES = new SplitSizes(100, 10, 1000);

    @Test
    void fillsAPartitionUpToTheSizeAndCountsTheOpenCost() {
        // 40 + 10 + 40 + 10 = 100: a third split of 1 byte is one too many; an empty one is not.
        assertThat(rows(pack(sized(0, 40), sized(1, 40), sized(2, 1)))).containsExactly(List.of(0L, 1L), List.of(2L));
        assertThat(rows(pack(sized(0, 40), sized(1, 40), sized(2, 0)))).containsExactly(List.of(0L, 1L, 2L));
    }

    @Test
    void aSplitAboveTheSizeIsAPartition() {
        assertThat(rows(pack(sized(0, 500), sized(1, 500), sized(2, 5), sized(3, 5))))
                .containsExactly(List.of(0L), List.of(1L), List.of(2L, 3L));
    }

    @Test
    void smallSplitsBehindALargeOneAreNotMovedForward() {
        assertThat(rows(pack(sized(0, 60), sized(1, 60), sized(2, 20), sized(3, 60))))
                .containsExactly(List.of(0L), List.of(1L, 2L), List.of(3L));
    }

    @Test
    void namesTheThreeHostsWithMostBytes() {
        PartitionPacker packer = new PartitionPacker(SIZES);
        packer.add(new SizedSplit(split(0), 10, Map.of("a", 10L, "b", 30L)));
        packer.add(new SizedSplit(split(1), 10, Map.of("c", 30L, "d", 25L, "a", 10L)));
        assertThat(packer.partitions()).hasSize(1);
        assertThat(packer.partitions().get(0).hosts()).containsExactly("b", "c", "d");
    }

    @Test
    void hostsOfOnePartitionAreNotThoseOfTheNext() {
        PartitionPacker packer = new PartitionPacker(SIZES);
        packer.add(new SizedSplit(split(0), 100, Map.of("a", 100L)));
        packer.add(new SizedSplit(split(1), 100, Map.of("b", 1L)));
        assertThat(packer.partitions()).extracting(PartitionPlan::hosts).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void nothingIsNoPartition() {
        assertThat(new PartitionPacker(SIZES).partitions()).isEmpty();
    }

    /** What Spark's own packing does with files, were it not to sort them by size first. */
    @RepeatedTest(100)
    void packsAsSparkDoesInTheGivenOrder(RepetitionInfo round) {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        List<SizedSplit> splits = new ArrayList<>();
        List<List<Long>> expected = new ArrayList<>();
        List<Long> current = new ArrayList<>();
        long currentSize = 0;
        int count = random.nextInt(100);
        for (long row = 0; row < count; row++) {
            long bytes = random.nextInt(4) == 0 ? random.nextInt(150) : random.nextInt(30);
            splits.add(sized(row, bytes));
            if (currentSize + bytes > 100 && !current.isEmpty()) {
                expected.add(current);
                current = new ArrayList<>();
                currentSize = 0;
            }
            current.add(row);
            currentSize += bytes + 10;
        }
        if (!current.isEmpty()) {
            expected.add(current);
        }
        assertThat(rows(pack(splits.toArray(SizedSplit[]::new))))
                .as("seed %d", seed)
                .isEqualTo(expected);
    }

    private static List<PartitionPlan> pack(SizedSplit... splits) {
        PartitionPacker packer = new PartitionPacker(SIZES);
        for (SizedSplit split : splits) {
            packer.add(split);
        }
        return packer.partitions();
    }

    private static SizedSplit sized(long row, long storedBytes) {
        return new SizedSplit(split(row), storedBytes, Map.of());
    }

    private static Split split(long row) {
        return new DeferredSplit(
                PlanFixtures.file(1000),
                PlanFixtures.file(1000),
                96,
                "/prices",
                row,
                row + 1,
                true,
                Map.of(),
                List.of());
    }

    private static List<List<Long>> rows(List<PartitionPlan> partitions) {
        return partitions.stream()
                .map(partition -> partition.splits().stream()
                        .map(split -> ((DeferredSplit) split).firstRow())
                        .toList())
                .toList();
    }
}
