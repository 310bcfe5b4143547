package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Numbers worked out by hand from Spark's formula: min(maxPartitionBytes, max(openCost, total / parallelism)). */
final class SplitSizesTest {
    private static final long MIB = 1 << 20;

    @Test
    void cheaperOpeningMakesPartitionsOfMoreFiles() {
        assertThat(SplitSizes.of(128 * MIB, 4 * MIB, 2, 160 * MIB, 2000, MIB / 2))
                .isEqualTo(new SplitSizes(128 * MIB, 4 * MIB, MIB / 2, 1024 * MIB));
        assertThat(SplitSizes.of(128 * MIB, 4 * MIB, 4, 16 * MIB, 32, MIB / 2).splitBytesMax())
                .isEqualTo(8 * MIB);
    }

    @Test
    void manyBytesGiveTheLargestPartitions() {
        // (100 GiB + 10 x 4 MiB) / 8 is far above 128 MiB.
        assertThat(SplitSizes.of(128 * MIB, 4 * MIB, 8, 100 * 1024 * MIB, 10, 4 * MIB))
                .isEqualTo(new SplitSizes(128 * MIB, 4 * MIB, 1024 * MIB));
    }

    @Test
    void oneFileIsSharedByAllCores() {
        // (64 MiB + 4 MiB) / 8 = 8.5 MiB.
        assertThat(SplitSizes.of(128 * MIB, 4 * MIB, 8, 64 * MIB, 1, 4 * MIB).splitBytesMax())
                .isEqualTo(8 * MIB + MIB / 2);
    }

    @Test
    void noPartitionIsSmallerThanTheOpenCost() {
        // (1 MiB + 4 MiB) / 8 = 0.625 MiB.
        assertThat(SplitSizes.of(128 * MIB, 4 * MIB, 8, MIB, 1, 4 * MIB).splitBytesMax())
                .isEqualTo(4 * MIB);
    }

    @Test
    void theOpenCostCountsForEachFile() {
        // (1000 x 1 MiB + 1000 x 4 MiB) / 100 = 50 MiB.
        assertThat(SplitSizes.of(128 * MIB, 4 * MIB, 100, 1000 * MIB, 1000, 4 * MIB)
                        .splitBytesMax())
                .isEqualTo(50 * MIB);
    }

    @Test
    void withoutOpenCostTheBytesAloneDecide() {
        assertThat(SplitSizes.of(8 * MIB, 0, 2, 6 * MIB, 1, 0).splitBytesMax()).isEqualTo(3 * MIB);
        assertThat(SplitSizes.of(8 * MIB, 0, 2, 64 * MIB, 1, 0).splitBytesMax()).isEqualTo(8 * MIB);
    }

    @Test
    void sizesAreNeverZero() {
        SplitSizes sizes = SplitSizes.of(0, 0, 0, 0, 0, 0);
        assertThat(sizes.splitBytesMax()).isEqualTo(1);
        assertThat(sizes.decodedBytesMax()).isEqualTo(1);
    }

    @Test
    void theLargestSettingDoesNotOverflow() {
        SplitSizes sizes = SplitSizes.of(Long.MAX_VALUE, 4 * MIB, 1, 100 * MIB, 1, 4 * MIB);
        assertThat(sizes.splitBytesMax()).isEqualTo(104 * MIB);
        assertThat(sizes.decodedBytesMax()).isEqualTo(Long.MAX_VALUE);
    }
}
