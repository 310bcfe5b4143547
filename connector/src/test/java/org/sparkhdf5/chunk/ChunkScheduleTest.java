package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.FilterPipeline;

final class ChunkScheduleTest {
    private static final long SEED = 20261120;

    private record Entry(long row, int array, long ordinal, long address, long storedBytes, int filterMask) {}

    @Test
    void takesChunksByRowThenArrayThenOrdinal() {
        ArrayRun tall = run(array(List.of(8L), List.of(4)), 0, 1);
        ArrayRun flat = run(array(List.of(8L, 4L), List.of(2, 2)), 0, 1, 2, 4, 5, 7);
        ChunkSchedule schedule = new ChunkSchedule(List.of(tall, flat));
        List<String> order = new ArrayList<>();
        for (int entry = 0; entry < schedule.size(); entry++) {
            order.add(schedule.array(entry) + ":" + schedule.ordinal(entry));
        }
        assertThat(order).containsExactly("0:0", "1:0", "1:1", "1:2", "0:1", "1:4", "1:5", "1:7");
        assertThat(schedule.find(1, 3)).isNegative();
        assertThat(schedule.find(1, 7)).isEqualTo(7);
        assertThat(schedule.find(0, 1)).isEqualTo(4);
    }

    @Test
    void isEmptyWithoutChunks() {
        assertThat(new ChunkSchedule(List.of()).size()).isZero();
        ArrayRun contiguous = new ArrayRun(array(List.of(8L), List.of()), ChunkRun.EMPTY);
        ChunkSchedule schedule = new ChunkSchedule(List.of(contiguous));
        assertThat(schedule.size()).isZero();
        assertThat(schedule.find(0, 0)).isNegative();
    }

    @RepeatedTest(50)
    void sortsAndFindsWhatRandomRunsHold(RepetitionInfo round) {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        List<ArrayRun> runs = new ArrayList<>();
        List<Entry> expected = new ArrayList<>();
        for (int a = random.nextInt(5); a >= 0; a--) {
            StoredArray array = array(
                    List.of(100L, 1L + random.nextInt(30)), List.of(1 + random.nextInt(20), 1 + random.nextInt(10)));
            ChunkRun.Builder builder = new ChunkRun.Builder();
            for (long ordinal = 0; ordinal < array.chunkCount(); ordinal++) {
                if (random.nextInt(3) > 0) {
                    Entry entry = new Entry(
                            ordinal / array.laneCount() * array.chunkRows(),
                            runs.size(),
                            ordinal,
                            random.nextInt(1 << 20),
                            random.nextInt(1000),
                            random.nextInt(4));
                    builder.add(ordinal, entry.address, entry.storedBytes, entry.filterMask);
                    expected.add(entry);
                }
            }
            runs.add(new ArrayRun(array, builder.build()));
        }
        expected.sort(
                Comparator.comparing(Entry::row).thenComparing(Entry::array).thenComparing(Entry::ordinal));
        ChunkSchedule schedule = new ChunkSchedule(runs);
        List<Entry> found = new ArrayList<>();
        for (int entry = 0; entry < schedule.size(); entry++) {
            StoredArray array = runs.get(schedule.array(entry)).array();
            long ordinal = schedule.ordinal(entry);
            found.add(new Entry(
                    ordinal / array.laneCount() * array.chunkRows(),
                    schedule.array(entry),
                    ordinal,
                    schedule.address(entry),
                    schedule.storedBytes(entry),
                    schedule.filterMask(entry)));
            assertThat(schedule.find(schedule.array(entry), ordinal)).isEqualTo(entry);
        }
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }

    private static ArrayRun run(StoredArray array, long... ordinals) {
        ChunkRun.Builder run = new ChunkRun.Builder();
        for (long ordinal : ordinals) {
            run.add(ordinal, 1000 * ordinal, 10, 0);
        }
        return new ArrayRun(array, run.build());
    }

    private static StoredArray array(List<Long> dimensions, List<Integer> chunkDimensions) {
        return new StoredArray(
                "/a", 0, dimensions, 1, DataLayout.UNDEFINED, chunkDimensions, FilterPipeline.NONE, new byte[1]);
    }
}
