package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.StoredArray;

final class RunCutterTest {
    private static final long SEED = 20261120;

    @Test
    void aChunkAcrossABorderIsOnBothSides() {
        StoredArray array = PlanFixtures.chunked(List.of(100L), List.of(40));
        RunCutter cutter = new RunCutter(array, PlanFixtures.allChunks(array), List.of(50L, 60L, 80L, 100L));
        assertThat(ordinals(cutter.run(0))).containsExactly(0L, 1L);
        assertThat(ordinals(cutter.run(1))).containsExactly(1L);
        assertThat(ordinals(cutter.run(2))).containsExactly(1L);
        assertThat(ordinals(cutter.run(3))).containsExactly(2L);
    }

    @Test
    void whatIsNotChunkedHasNoRun() {
        RunCutter cutter = new RunCutter(PlanFixtures.contiguous(List.of(100L)), ChunkRun.EMPTY, List.of(50L, 100L));
        assertThat(cutter.run(0)).isSameAs(ChunkRun.EMPTY);
        assertThat(cutter.run(1)).isSameAs(ChunkRun.EMPTY);
    }

    @RepeatedTest(200)
    void eachSplitHasTheChunksOfItsRows(RepetitionInfo round) {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        int rowCount = 1 + random.nextInt(200);
        StoredArray array = PlanFixtures.chunked(
                List.of((long) rowCount, 1L + random.nextInt(9)),
                List.of(1 + random.nextInt(rowCount + 5), 1 + random.nextInt(4)));
        ChunkRun.Builder run = new ChunkRun.Builder();
        List<Long> stored = new ArrayList<>();
        for (long ordinal = 0; ordinal < array.chunkCount(); ordinal++) {
            if (random.nextInt(4) > 0) {
                stored.add(ordinal);
                run.add(ordinal, 1000 + 7 * ordinal, 7 + ordinal % 3, (int) (ordinal % 2));
            }
        }
        TreeSet<Long> borders = new TreeSet<>(List.of((long) rowCount));
        for (int i = random.nextInt(8); i > 0; i--) {
            borders.add(1L + random.nextInt(rowCount));
        }
        List<Long> endRows = new ArrayList<>(borders);
        RunCutter cutter = new RunCutter(array, run.build(), endRows);
        long firstRow = 0;
        for (int split = 0; split < endRows.size(); split++) {
            long from = firstRow;
            long end = endRows.get(split);
            List<Long> expected = stored.stream()
                    .filter(ordinal -> {
                        long row = ordinal / array.laneCount() * array.chunkRows();
                        return row < end && row + array.chunkRows() > from;
                    })
                    .toList();
            ChunkRun found = cutter.run(split);
            assertThat(ordinals(found))
                    .as("seed %d, rows %d to %d of %s", seed, from, end, array)
                    .isEqualTo(expected);
            ChunkRun.Cursor cursor = found.cursor();
            while (cursor.next()) {
                assertThat(cursor.address()).isEqualTo(1000 + 7 * cursor.ordinal());
                assertThat(cursor.storedBytes()).isEqualTo(7 + cursor.ordinal() % 3);
                assertThat(cursor.filterMask()).isEqualTo((int) (cursor.ordinal() % 2));
            }
            firstRow = end;
        }
    }

    private static List<Long> ordinals(ChunkRun run) {
        List<Long> ordinals = new ArrayList<>();
        ChunkRun.Cursor cursor = run.cursor();
        while (cursor.next()) {
            ordinals.add(cursor.ordinal());
        }
        return ordinals;
    }
}
