package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** Against positions that are counted one by one. */
class UnlimitedHyperslabTest {
    private static final ObjectLocation LOCATION = new ObjectLocation("mem:/x.h5", "/object");

    private static boolean isSelected(UnlimitedHyperslab slab, int dimension, long position) {
        long from = position - slab.start().get(dimension);
        long block = slab.block().get(dimension);
        if (from < 0 || block == Dataspace.UNLIMITED) {
            return from >= 0;
        }
        long count = slab.count().get(dimension);
        long index = from / slab.stride().get(dimension);
        return from % slab.stride().get(dimension) < block && (count == Dataspace.UNLIMITED || index < count);
    }

    /** Elements of an extent, in C order. */
    private static List<List<Long>> counted(UnlimitedHyperslab slab, long rows, long columns) {
        List<List<Long>> elements = new ArrayList<>();
        for (long row = 0; row < rows; row++) {
            for (long column = 0; column < columns; column++) {
                if (isSelected(slab, 0, row) && isSelected(slab, 1, column)) {
                    elements.add(List.of(row, column));
                }
            }
        }
        return elements;
    }

    private static List<List<Long>> listed(Selection selection) {
        List<Selection.Block> blocks = new ArrayList<>();
        if (selection instanceof Selection.Blocks list) {
            assertThat(BlockOrder.holds(list.blocks())).isTrue();
            blocks.addAll(list.blocks());
        } else if (selection instanceof Selection.Regular regular) {
            for (long i = 0; i < regular.count().get(0); i++) {
                for (long j = 0; j < regular.count().get(1); j++) {
                    long row = regular.start().get(0) + i * regular.stride().get(0);
                    long column = regular.start().get(1) + j * regular.stride().get(1);
                    blocks.add(new Selection.Block(
                            List.of(row, column),
                            List.of(
                                    row + regular.block().get(0) - 1,
                                    column + regular.block().get(1) - 1)));
                }
            }
        }
        TreeSet<List<Long>> elements = new TreeSet<>((left, right) -> {
            int byRow = left.get(0).compareTo(right.get(0));
            return byRow != 0 ? byRow : left.get(1).compareTo(right.get(1));
        });
        for (Selection.Block block : blocks) {
            for (long row = block.start().get(0); row <= block.end().get(0); row++) {
                for (long column = block.start().get(1); column <= block.end().get(1); column++) {
                    assertThat(elements.add(List.of(row, column))).isTrue();
                }
            }
        }
        assertThat(selection.pointCount()).isEqualTo(elements.size());
        return List.copyOf(elements);
    }

    private static UnlimitedHyperslab random(Random random) {
        int dimension = random.nextInt(2);
        List<List<Long>> columns = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 2; i++) {
            long block = 1 + random.nextInt(3);
            boolean oneBlock = i == dimension && random.nextInt(4) == 0;
            columns.get(0).add((long) random.nextInt(4));
            columns.get(1).add(block + random.nextInt(3));
            columns.get(2).add(oneBlock ? 1 : i == dimension ? Dataspace.UNLIMITED : 1 + random.nextInt(3));
            columns.get(3).add(oneBlock ? Dataspace.UNLIMITED : block);
        }
        return new UnlimitedHyperslab(dimension, columns.get(0), columns.get(1), columns.get(2), columns.get(3));
    }

    @Test
    void selectsWhatLiesInAnExtent() {
        long seed = Long.getLong("sparkhdf5.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            UnlimitedHyperslab slab = random(random);
            long extent = random.nextInt(20);
            boolean down = slab.dimension() == 0;
            List<List<Long>> expected = counted(slab, down ? extent : 30, down ? 30 : extent);

            assertThat(listed(slab.in(extent, LOCATION)))
                    .as("%s in %d, seed %d", slab.text(), extent, seed)
                    .isEqualTo(expected);
            long slices = slab.slicesIn(extent);
            assertThat(slices * slab.sliceElements()).isEqualTo(expected.size());
            long least = slab.extentOf(slices);
            assertThat(least).isLessThanOrEqualTo(extent);
            assertThat(slab.slicesIn(least)).isEqualTo(slices);
            assertThat(least == 0 || slab.slicesIn(least - 1) < slices).isTrue();
        }
    }

    @Test
    void refusesToListTooManyBlocks() {
        UnlimitedHyperslab slab = new UnlimitedHyperslab(
                0, List.of(0L, 0L), List.of(4L, 2L), List.of(Dataspace.UNLIMITED, 1000L), List.of(2L, 1L));

        assertThat(slab.in(4_000, LOCATION).pointCount()).isEqualTo(2_000_000);
        assertThatThrownBy(() -> slab.in(4_001, LOCATION))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "mem:/x.h5: /object: a selection without end of more than 262144 blocks, the last of them cut, "
                                + "is not read; read the source datasets");
    }
}
