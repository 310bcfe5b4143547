package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.FilterPipeline;

/** Against a copy that asks of every element where it belongs. */
final class HyperslabCopyTest {
    private static final long SEED = 20261120;

    @RepeatedTest(300)
    void copiesAndFillsAsElementByElement(RepetitionInfo round) {
        long seed = SEED + round.getCurrentRepetition();
        Random random = new Random(seed);
        StoredArray array = randomArray(random);
        long band = random.nextInt((int) array.chunksAlong(0));
        long bandRow = band * array.chunkRows();
        long bandEnd = Math.min(array.rowCount(), bandRow + array.chunkRows());
        long from = bandRow + random.nextInt((int) (bandEnd - bandRow));
        long end = from + 1 + random.nextInt((int) (bandEnd - from));
        byte[] untouched = bytes(random, (int) ((end - from) * array.rowBytes()) + random.nextInt(9));
        byte[] expected = untouched.clone();
        byte[] found = untouched.clone();
        for (long lane = 0; lane < array.laneCount(); lane++) {
            if (random.nextInt(4) == 0) {
                continue; // what is not copied stays as it was
            }
            long[] offset = array.chunkOffset(band * array.laneCount() + lane);
            HyperslabCopy copy = new HyperslabCopy(array, offset, from, end);
            if (random.nextBoolean()) {
                int sourceOffset = random.nextInt(5);
                byte[] source = bytes(random, sourceOffset + (int) array.chunkBytes());
                copy.copy(source, sourceOffset, found);
                naive(array, offset, from, end, source, sourceOffset, expected);
            } else {
                copy.fill(found);
                naive(array, offset, from, end, null, 0, expected);
            }
        }
        assertThat(found)
                .as(
                        "seed %d: %s in chunks %s, rows %d to %d",
                        seed, array.dimensions(), array.chunkDimensions(), from, end)
                .isEqualTo(expected);
    }

    /** @param source bytes of the chunk, or null to fill */
    private static void naive(
            StoredArray array, long[] offset, long from, long end, byte[] source, int sourceOffset, byte[] target) {
        int size = array.elementBytes();
        int rank = offset.length;
        for (int element = 0; element < array.chunkBytes() / size; element++) {
            int rest = element;
            long[] position = new long[rank];
            boolean wanted = true;
            for (int i = rank - 1; i >= 0; i--) {
                position[i] = offset[i] + rest % array.chunkDimensions().get(i);
                rest /= array.chunkDimensions().get(i);
                wanted &= position[i] < array.dimensions().get(i);
            }
            if (!wanted || position[0] < from || position[0] >= end) {
                continue;
            }
            position[0] -= from;
            long to = 0;
            for (int i = 0; i < rank; i++) {
                to = to * array.dimensions().get(i) + position[i];
            }
            for (int b = 0; b < size; b++) {
                target[(int) to * size + b] =
                        source == null ? array.fillElement()[b] : source[sourceOffset + element * size + b];
            }
        }
    }

    private static StoredArray randomArray(Random random) {
        List<Long> dimensions = new ArrayList<>();
        List<Integer> chunkDimensions = new ArrayList<>();
        for (int rank = 1 + random.nextInt(5); rank > 0; rank--) {
            dimensions.add(1L + random.nextInt(9));
            chunkDimensions.add(1 + random.nextInt(6));
        }
        int size = 1 + random.nextInt(12);
        return new StoredArray(
                "/a",
                0,
                dimensions,
                size,
                DataLayout.UNDEFINED,
                chunkDimensions,
                FilterPipeline.NONE,
                bytes(random, size));
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
