package org.sparkhdf5.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Selection;
import org.sparkhdf5.format.VirtualSource;

/** Random selections, and what they select: each element is asked whether it is selected. */
final class RandomMappings {
    private final Random random;

    RandomMappings(Random random) {
        this.random = random;
    }

    /** The C-order positions of the selected elements, ascending. */
    static long[] elements(Selection selection, List<Long> dimensions) {
        long count = dimensions.stream().reduce(1L, (a, b) -> a * b);
        return LongStream.range(0, count)
                .filter(element -> isSelected(selection, coordinates(element, dimensions)))
                .toArray();
    }

    private static long[] coordinates(long element, List<Long> dimensions) {
        long[] coordinates = new long[dimensions.size()];
        long rest = element;
        for (int i = coordinates.length - 1; i >= 0; i--) {
            coordinates[i] = rest % dimensions.get(i);
            rest /= dimensions.get(i);
        }
        return coordinates;
    }

    private static boolean isSelected(Selection selection, long[] at) {
        if (selection instanceof Selection.Blocks blocks) {
            return blocks.blocks().stream().anyMatch(block -> {
                boolean inside = true;
                for (int i = 0; i < at.length; i++) {
                    inside &= at[i] >= block.start().get(i)
                            && at[i] <= block.end().get(i);
                }
                return inside;
            });
        }
        if (selection instanceof Selection.Regular regular) {
            for (int i = 0; i < at.length; i++) {
                long distance = at[i] - regular.start().get(i);
                long stride = regular.stride().get(i);
                if (distance < 0
                        || distance / stride >= regular.count().get(i)
                        || distance % stride >= regular.block().get(i)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A mapping of a random kind, or null where what came out does not fit. */
    @Nullable VirtualSource next(String file, String dataset, List<Long> from, List<Long> place) {
        if (from.isEmpty()) {
            return new VirtualSource(file, dataset, new Selection.All(List.of()), set(1, place));
        }
        int kind = random.nextInt(6);
        long total = from.stream().reduce(1L, (a, b) -> a * b);
        long room = place.stream().reduce(1L, (a, b) -> a * b);
        if (kind == 0) {
            int count = 1 + random.nextInt((int) Math.min(60, Math.min(total, room)));
            return new VirtualSource(file, dataset, set(count, from), set(count, place));
        }
        if (kind == 1) {
            // All of a source that has grown, or has not.
            int count = (int) Math.min(total - (random.nextBoolean() ? 0 : random.nextInt((int) total)), room);
            return new VirtualSource(file, dataset, new Selection.All(List.of()), set(count, place));
        }
        List<long[]> axes = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        for (long extent : from) {
            long[] axis = axis(extent, 0);
            axes.add(axis);
            lengths.add(axis[2] * axis[3]);
        }
        Selection selected = random.nextInt(4) == 0 ? new Selection.All(List.of()) : regular(axes);
        if (selected instanceof Selection.All) {
            lengths = from;
        }
        if (kind == 2) {
            int count = lengths.stream().reduce(1L, (a, b) -> a * b).intValue();
            return count > room ? null : new VirtualSource(file, dataset, selected, set(count, place));
        }
        List<Long> several = lengths.stream().filter(length -> length > 1).toList();
        List<long[]> places = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < place.size(); i++) {
            boolean last = place.size() - i == several.size() - next;
            long length = next < several.size() && (last || random.nextBoolean()) ? several.get(next++) : 1;
            if (length > place.get(i)) {
                return null;
            }
            places.add(axis(place.get(i), length));
        }
        return next < several.size() ? null : new VirtualSource(file, dataset, selected, regular(places));
    }

    private static Selection regular(List<long[]> axes) {
        List<List<Long>> columns = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int column = i;
            columns.add(axes.stream().map(axis -> axis[column]).toList());
        }
        return new Selection.Regular(columns.get(0), columns.get(1), columns.get(2), columns.get(3));
    }

    /** Start, stride, count and block of a selection, of so many elements if that is not 0. */
    private long[] axis(long extent, long length) {
        long block;
        long count;
        if (length == 0) {
            block = 1 + random.nextInt((int) Math.min(extent, random.nextBoolean() ? 4 : extent));
            count = 1 + random.nextInt((int) (extent / block));
        } else {
            long[] divisors = LongStream.rangeClosed(1, length)
                    .filter(i -> length % i == 0)
                    .toArray();
            block = divisors[random.nextInt(divisors.length)];
            count = length / block;
        }
        long strideMax = count == 1 ? block + 2 : (extent - block) / (count - 1);
        long stride = block + (strideMax > block ? random.nextInt((int) (strideMax - block + 1)) : 0);
        long spanned = (count - 1) * stride + block;
        return new long[] {random.nextInt((int) (extent - spanned + 1)), stride, count, block};
    }

    /** Blocks that follow no rule. */
    private Selection set(int count, List<Long> dimensions) {
        int total = dimensions.stream().reduce(1L, (a, b) -> a * b).intValue();
        boolean[] chosen = new boolean[total];
        int left = count;
        while (left > 0) {
            int from = random.nextInt(total);
            for (int i = from; i < total && left > 0 && random.nextInt(8) > 0; i++) {
                left -= chosen[i] ? 0 : 1;
                chosen[i] = true;
            }
        }
        List<Selection.Block> blocks = new ArrayList<>();
        int last = dimensions.get(dimensions.size() - 1).intValue();
        for (int i = 0; i < total; i++) {
            if (chosen[i]) {
                int end = i;
                while (end + 1 < total && chosen[end + 1] && (end + 1) % last != 0) {
                    end++;
                }
                blocks.add(new Selection.Block(list(coordinates(i, dimensions)), list(coordinates(end, dimensions))));
                i = end;
            }
        }
        Collections.shuffle(blocks, random);
        return new Selection.Blocks(blocks);
    }

    private static List<Long> list(long[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
