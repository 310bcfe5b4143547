package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.plan.RowBorders.Band;

final class RowBordersTest {
    private static final long SEED = 20261120;

    @Test
    void withoutFilteredChunksSplitsAreEqual() {
        assertThat(new RowBorders(1000, List.of()).endRows(4, 8000)).containsExactly(250L, 500L, 750L, 1000L);
        assertThat(new RowBorders(10, List.of()).endRows(3, 80)).containsExactly(3L, 6L, 10L);
        assertThat(new RowBorders(1L << 40, List.of()).endRows(2, Long.MAX_VALUE))
                .containsExactly(1L << 39, 1L << 40);
    }

    @Test
    void oneFilteredChunkIsOneSplit() {
        assertThat(new RowBorders(1000, List.of(new Band(1000, 8000))).endRows(64, 8000))
                .containsExactly(1000L);
        assertThat(new RowBorders(1000, List.of(new Band(1 << 20, 8 << 20))).endRows(64, 8000))
                .containsExactly(1000L);
    }

    @Test
    void bordersLieBetweenChunks() {
        assertThat(new RowBorders(1000, List.of(new Band(100, 800))).endRows(4, 8000))
                .containsExactly(200L, 500L, 700L, 1000L);
        assertThat(new RowBorders(1000, List.of(new Band(300, 2400))).endRows(3, 8000))
                .containsExactly(300L, 600L, 1000L);
    }

    @Test
    void theDearerBandDecides() {
        List<Band> bands = List.of(new Band(100, 80_000), new Band(70, 560));
        assertThat(new RowBorders(1000, bands).endRows(2, 1_000_000)).containsExactly(500L, 1000L);
        List<Band> others = List.of(new Band(300, 560), new Band(70, 80_000));
        assertThat(new RowBorders(1000, others).endRows(2, 1_000_000)).containsExactly(490L, 1000L);
    }

    @Test
    void noMoreSplitsThanRows() {
        assertThat(new RowBorders(3, List.of()).endRows(1000, 24)).containsExactly(1L, 2L, 3L);
        assertThat(new RowBorders(1, List.of()).endRows(1000, 24)).containsExactly(1L);
    }

    @Test
    void bandsOfOneHeightAreOne() {
        assertThat(RowBorders.merged(List.of(new Band(10, 1), new Band(20, 5), new Band(10, 2))))
                .containsExactly(new Band(10, 3), new Band(20, 5));
        assertThat(RowBorders.merged(List.of(new Band(10, Long.MAX_VALUE), new Band(10, 2))))
                .containsExactly(new Band(10, Long.MAX_VALUE));
    }

    @RepeatedTest(500)
    void bordersAscendAndLittleIsDecodedTwice(RepetitionInfo round) {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        long rowCount = 1L + random.nextInt(2 << random.nextInt(20));
        List<Band> bands = new ArrayList<>();
        long decodedBytes = rowCount * random.nextInt(100);
        for (int i = random.nextInt(5); i > 0; i--) {
            long chunkRows = 1L + random.nextInt(2 << random.nextInt(18));
            long rowBytes = 1L + random.nextInt(1000);
            bands.add(new Band(chunkRows, chunkRows * rowBytes));
            decodedBytes += rowCount * rowBytes;
        }
        long splitCount = 1L + random.nextInt(300);
        List<Long> endRows = new RowBorders(rowCount, RowBorders.merged(bands)).endRows(splitCount, decodedBytes);
        String what = "seed " + seed + ": " + rowCount + " rows, " + bands + ", " + endRows;
        long last = 0;
        long decodedTwice = 0;
        for (long endRow : endRows) {
            assertThat(endRow).as(what).isGreaterThan(last).isLessThanOrEqualTo(rowCount);
            last = endRow;
            for (Band band : bands) {
                decodedTwice += endRow < rowCount && endRow % band.chunkRows() != 0 ? band.chunkBytes() : 0;
            }
        }
        assertThat(last).as(what).isEqualTo(rowCount);
        assertThat(endRows.size()).as(what).isLessThanOrEqualTo((int) splitCount);
        assertThat(decodedTwice).as(what).isLessThanOrEqualTo(decodedBytes / 4);
    }
}
