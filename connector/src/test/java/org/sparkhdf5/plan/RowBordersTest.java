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

    @Test
    void bordersLieBetweenRangesOfUnequalLength() {
        List<Band> sources =
                List.of(new Band(0, 310, 310, 2480), new Band(310, 480, 170, 1360), new Band(480, 1000, 520, 4160));
        assertThat(new RowBorders(1000, sources).endRows(2, 8000)).containsExactly(480L, 1000L);
        assertThat(new RowBorders(1000, sources).endRows(3, 8000)).containsExactly(310L, 480L, 1000L);
        assertThat(new RowBorders(1000, List.of(new Band(200, 900, 700, 5600))).endRows(4, 8000))
                .containsExactly(200L, 900L, 1000L);
    }

    @Test
    void aRangeHasItsOwnChunksFromItsFirstRowOn() {
        List<Band> sources = List.of(new Band(0, 505, 50, 400), new Band(505, 1000, 100, 800));
        assertThat(new RowBorders(1000, sources).endRows(4, 8000)).containsExactly(250L, 500L, 705L, 1000L);
    }

    /** Rows of tiles: three of them one above the other, in two columns of other heights. */
    @Test
    void whereRangesLieOverEachOtherTheirSumCounts() {
        List<Band> sources = new ArrayList<>();
        for (int tile = 0; tile < 3; tile++) {
            sources.add(new Band(tile * 400, tile * 400 + 400, 400, 3200));
        }
        sources.add(new Band(0, 500, 500, 40_000));
        sources.add(new Band(500, 1200, 700, 56_000));
        assertThat(new RowBorders(1200, sources).endRows(2, 120_000)).containsExactly(500L, 1200L);
        assertThat(new RowBorders(1200, sources.subList(0, 3)).endRows(2, 120_000))
                .containsExactly(400L, 1200L);
    }

    /** No matter how many lie over each other: neither time nor memory grows with the square. */
    @Test
    void aHundredThousandRangesGiveAsManySplits() {
        List<Band> sources = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            sources.add(new Band(i * 10L, i * 10L + 10, 10, 80));
        }
        List<Long> endRows = new RowBorders(1_000_000, RowBorders.merged(sources)).endRows(25_000, 8_000_000);
        assertThat(endRows).hasSize(25_000).allMatch(row -> row % 10 == 0);
        for (int i = 0; i < 100_000; i++) {
            sources.add(new Band(i, 1_000_000 - i, 3, 8));
        }
        assertThat(new RowBorders(1_000_000, RowBorders.merged(sources)).endRows(1000, 8_000_000))
                .hasSizeBetween(1, 1000);
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
            long firstRow = random.nextBoolean() ? 0 : random.nextInt((int) rowCount);
            bands.add(
                    random.nextBoolean()
                            ? new Band(chunkRows, chunkRows * rowBytes)
                            : new Band(
                                    firstRow, firstRow + 1 + random.nextInt(2 << 20), chunkRows, chunkRows * rowBytes));
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
                boolean inside = band.firstRow() < endRow && endRow < band.endRow();
                boolean cut = inside && (endRow - band.firstRow()) % band.chunkRows() != 0;
                decodedTwice += endRow < rowCount && cut ? band.chunkBytes() : 0;
            }
        }
        assertThat(last).as(what).isEqualTo(rowCount);
        assertThat(endRows.size()).as(what).isLessThanOrEqualTo((int) splitCount);
        assertThat(decodedTwice).as(what).isLessThanOrEqualTo(decodedBytes / 4);
    }
}
