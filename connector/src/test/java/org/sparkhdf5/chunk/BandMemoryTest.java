package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.FilterPipeline;

final class BandMemoryTest {
    private static final long SEED = 20261120;
    private static final String FILE = "hdfs://nn/run7.h5";
    private static final long MIB = 1 << 20;
    private static final FilterPipeline DEFLATED = new FilterPipeline(List.of(SyntheticArray.DEFLATE));

    @Test
    void aBandThatFitsIsKeptWhole() {
        ArrayRun run = run(array(List.of(100_000L, 4L), List.of(1000, 2), DEFLATED), 100);
        BandMemory memory = memory(run, 256 * MIB, 0, 1);
        assertThat(memory.sliceRows()).isEqualTo(Long.MAX_VALUE);
        assertThat(memory.fetchBytes()).isEqualTo(8 * MIB);
    }

    @Test
    void fetchingAheadTakesAnEighthAtMost() {
        ArrayRun run = run(array(List.of(1000L), List.of(10), DEFLATED), 10);
        assertThat(memory(run, 16 * MIB, 0).fetchBytes()).isEqualTo(2 * MIB);
        assertThat(memory(run, 1000, 0).fetchBytes()).isEqualTo(125);
    }

    @Test
    void aFilteredChunkAboveTheTaskMemoryIsRefusedWithTheValueThatReadsIt() {
        ArrayRun run = run(array(List.of(1L << 20), List.of(1 << 19), DEFLATED), 3_000_000);
        long needed = 8L * (1 << 19) + 3_000_000;
        assertThatThrownBy(() -> memory(run, needed - 1, 0))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(FILE + ": /prices/block0_values: a chunk [524288] needs " + needed
                        + " bytes of memory, stored and decoded; taskMemory is " + (needed - 1)
                        + "; set option(\"taskMemory\", \"" + needed
                        + "\") or rewrite the file with smaller chunks: `h5repack -l CHUNK=… in.h5 out.h5`");
    }

    @Test
    void theValueThatIsNamedReadsIt() {
        ArrayRun run = run(array(List.of(1L << 20), List.of(1 << 19), DEFLATED), 3_000_000);
        assertThatCode(() -> memory(run, 8L * (1 << 19) + 3_000_000, 0)).doesNotThrowAnyException();
    }

    @Test
    void aChunkAboveTheHardLimitIsRefusedWhateverTheTaskMemory() {
        ArrayRun decoded = run(array(List.of(1L << 40), List.of((1 << 27) + 1), DEFLATED), 10);
        assertThatThrownBy(() -> memory(decoded, Long.MAX_VALUE, 0))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(FILE + ": /prices/block0_values: a chunk [134217729] holds 1073741832 bytes, at most"
                        + " 1073741824 are read; rewrite the file with smaller chunks:"
                        + " `h5repack -l CHUNK=… in.h5 out.h5`");
        ArrayRun stored = run(array(List.of(1L << 40), List.of(10), DEFLATED), 1L << 31);
        assertThatThrownBy(() -> memory(stored, Long.MAX_VALUE, 0)).isInstanceOf(UnsupportedHdf5FeatureException.class);
    }

    @Test
    void moreThanEightPassesAreRefused() {
        List<Long> lanes = new ArrayList<>();
        for (long lane = 0; lane < 1000; lane++) {
            lanes.add(lane);
        }
        ArrayRun run = run(array(List.of(1L << 20, 1000L), List.of(1 << 16, 1), DEFLATED), 1000);
        assertThatThrownBy(() -> memory(run, 16 * MIB, lanes.toArray(Long[]::new)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(FILE + ": /prices/block0_values: the chunks [65536, 1] that hold the same rows, over 1000"
                        + " lanes of chunks, do not fit taskMemory 16777216 bytes in 8 passes; select fewer columns,"
                        + " set a larger option(\"taskMemory\"), or rewrite the file with"
                        + " `h5repack -l CHUNK=… in.h5 out.h5`");
    }

    @RepeatedTest(100)
    void neverMoreThanEightPasses(RepetitionInfo round) {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        int chunkRows = 1 + random.nextInt(1 << 16);
        int laneCount = 1 + random.nextInt(200);
        ArrayRun run = run(array(List.of(1L << 20, (long) laneCount), List.of(chunkRows, 1), DEFLATED), 1000);
        Long[] lanes = new Long[laneCount];
        for (int lane = 0; lane < laneCount; lane++) {
            lanes[lane] = (long) lane;
        }
        long taskMemory = 2 * MIB + random.nextInt(1 << 26);
        long bandBytes = 8L * chunkRows * laneCount;
        try {
            BandMemory memory = memory(run, taskMemory, lanes);
            long passes = memory.sliceRows() == Long.MAX_VALUE
                    ? 1
                    : (chunkRows + memory.sliceRows() - 1) / memory.sliceRows();
            assertThat(passes).as("seed %d", seed).isBetween(1L, 8L);
            long keptBytes = Math.min(memory.sliceRows(), chunkRows) * 8 * laneCount;
            assertThat(keptBytes + memory.fetchBytes()).as("seed %d", seed).isLessThanOrEqualTo(taskMemory);
        } catch (UnsupportedHdf5FeatureException e) {
            assertThat(bandBytes).as("seed %d: %s", seed, e.getMessage()).isGreaterThan(taskMemory);
        }
    }

    @Test
    void unfilteredChunksNeedNoRoomToBeDecoded() {
        ArrayRun run = run(array(List.of(1L << 30), List.of(1 << 28), FilterPipeline.NONE), 8L << 28);
        assertThat(BandMemory.isDecoded(run.array())).isFalse();
        assertThatCode(() -> memory(run, 16 * MIB, 0)).doesNotThrowAnyException();
        assertThat(BandMemory.isDecoded(array(List.of(1L << 30), List.of(1 << 20), FilterPipeline.NONE)))
                .isTrue();
        assertThat(BandMemory.isDecoded(array(List.of(1L << 30), List.of(1 << 28), DEFLATED)))
                .isTrue();
        assertThat(BandMemory.isDecoded(array(List.of(1L << 30), List.of(), FilterPipeline.NONE)))
                .isFalse();
    }

    @Test
    void wholeRowsOfChunksCountAsRows() {
        ArrayRun run = run(array(List.of(100L, 1000L, 1000L), List.of(10, 100, 100), DEFLATED), 1000);
        long bandBytes = 10 * 8_000_000L;
        RowSlot slot = new RowSlot(0, RowSlot.WHOLE_ROWS);
        BandMemory fits = BandMemory.of(FILE, List.of(run), List.of(slot), 2 * bandBytes);
        assertThat(fits.sliceRows()).isEqualTo(Long.MAX_VALUE);
        BandMemory passes = BandMemory.of(FILE, List.of(run), List.of(slot), bandBytes / 2);
        assertThat(passes.sliceRows()).isBetween(2L, 4L);
    }

    private static BandMemory memory(ArrayRun run, long taskMemoryBytes, long... lanes) {
        Long[] boxed = new Long[lanes.length];
        for (int i = 0; i < lanes.length; i++) {
            boxed[i] = lanes[i];
        }
        return memory(run, taskMemoryBytes, boxed);
    }

    private static BandMemory memory(ArrayRun run, long taskMemoryBytes, Long[] lanes) {
        List<RowSlot> slots = new ArrayList<>();
        for (long lane : lanes) {
            slots.add(new RowSlot(0, lane));
        }
        return BandMemory.of(FILE, List.of(run), slots, taskMemoryBytes);
    }

    private static ArrayRun run(StoredArray array, long storedBytes) {
        return new ArrayRun(
                array, new ChunkRun.Builder().add(0, 4096, storedBytes, 0).build());
    }

    private static StoredArray array(List<Long> dimensions, List<Integer> chunkDimensions, FilterPipeline pipeline) {
        return new StoredArray(
                "/prices/block0_values",
                0,
                dimensions,
                8,
                DataLayout.UNDEFINED,
                chunkDimensions,
                pipeline,
                new byte[8]);
    }
}
