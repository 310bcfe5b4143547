package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Elements of a dataset that a region reference selects.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VIII.A</a>
 */
public sealed interface Selection {

    /** {@code none}, {@code all}, {@code points} or {@code hyperslabs}. */
    String kind();

    /** Number of selected elements. */
    long pointCount();

    /** The smallest block that holds all selected elements, or null where there is none. */
    @Nullable Block bounds();

    /** The points or blocks, as {@code h5dump} writes them: {@code (2,2)-(7,11)}. */
    String text();

    /** Nothing. */
    record None() implements Selection {
        @Override
        public String kind() {
            return "none";
        }

        @Override
        public long pointCount() {
            return 0;
        }

        @Override
        public @Nullable Block bounds() {
            return null;
        }

        @Override
        public String text() {
            return "none";
        }
    }

    /** All elements. */
    record All(List<Long> dimensions) implements Selection {
        public All {
            dimensions = List.copyOf(dimensions);
        }

        @Override
        public String kind() {
            return "all";
        }

        @Override
        public long pointCount() {
            return product(dimensions);
        }

        @Override
        public @Nullable Block bounds() {
            List<Long> end = new ArrayList<>();
            dimensions.forEach(dimension -> end.add(dimension - 1));
            return pointCount() == 0
                    ? null
                    : new Block(dimensions.stream().map(d -> 0L).toList(), end);
        }

        @Override
        public String text() {
            return "all";
        }
    }

    /** Single elements, at least one, in the order of the writer. */
    record Points(List<List<Long>> coordinates) implements Selection {
        public Points {
            coordinates = List.copyOf(coordinates);
        }

        @Override
        public String kind() {
            return "points";
        }

        @Override
        public long pointCount() {
            return coordinates.size();
        }

        @Override
        public Block bounds() {
            Block bounds = new Block(coordinates.get(0), coordinates.get(0));
            for (List<Long> point : coordinates) {
                bounds = bounds.with(new Block(point, point));
            }
            return bounds;
        }

        @Override
        public String text() {
            StringJoiner text = new StringJoiner(",");
            coordinates.forEach(point -> text.add(Selection.text(point)));
            return text.toString();
        }
    }

    /** Disjoint blocks, at least one. */
    record Blocks(List<Block> blocks) implements Selection {
        public Blocks {
            blocks = List.copyOf(blocks);
        }

        @Override
        public String kind() {
            return "hyperslabs";
        }

        @Override
        public long pointCount() {
            long count = 0;
            for (Block block : blocks) {
                count = Math.addExact(count, block.pointCount());
            }
            return count;
        }

        @Override
        public Block bounds() {
            Block bounds = blocks.get(0);
            for (Block block : blocks) {
                bounds = bounds.with(block);
            }
            return bounds;
        }

        @Override
        public String text() {
            StringJoiner text = new StringJoiner(",");
            blocks.forEach(block -> text.add(block.text()));
            return text.toString();
        }
    }

    /** Equal blocks at equal distances. The lists have one number per dimension; counts and blocks are positive. */
    record Regular(List<Long> start, List<Long> stride, List<Long> count, List<Long> block) implements Selection {
        public Regular {
            start = List.copyOf(start);
            stride = List.copyOf(stride);
            count = List.copyOf(count);
            block = List.copyOf(block);
        }

        @Override
        public String kind() {
            return "hyperslabs";
        }

        @Override
        public long pointCount() {
            return Math.multiplyExact(product(count), product(block));
        }

        @Override
        public Block bounds() {
            List<Long> end = new ArrayList<>();
            for (int i = 0; i < start.size(); i++) {
                end.add(start.get(i) + (count.get(i) - 1) * stride.get(i) + block.get(i) - 1);
            }
            return new Block(start, end);
        }

        @Override
        public String text() {
            if (product(count) == 1) {
                return bounds().text();
            }
            return "start " + Selection.text(start) + " stride " + Selection.text(stride) + " count "
                    + Selection.text(count) + " block " + Selection.text(block);
        }
    }

    /** A block from its first to its last element, both in it. */
    record Block(List<Long> start, List<Long> end) {
        public Block {
            start = List.copyOf(start);
            end = List.copyOf(end);
        }

        long pointCount() {
            long count = 1;
            for (int i = 0; i < start.size(); i++) {
                count = Math.multiplyExact(count, end.get(i) - start.get(i) + 1);
            }
            return count;
        }

        Block with(Block other) {
            List<Long> least = new ArrayList<>();
            List<Long> most = new ArrayList<>();
            for (int i = 0; i < start.size(); i++) {
                least.add(Math.min(start.get(i), other.start.get(i)));
                most.add(Math.max(end.get(i), other.end.get(i)));
            }
            return new Block(least, most);
        }

        String text() {
            return Selection.text(start) + "-" + Selection.text(end);
        }
    }

    private static long product(List<Long> factors) {
        long product = 1;
        for (long factor : factors) {
            product = Math.multiplyExact(product, factor);
        }
        return product;
    }

    private static String text(List<Long> position) {
        StringJoiner text = new StringJoiner(",", "(", ")");
        position.forEach(coordinate -> text.add(coordinate.toString()));
        return text.toString();
    }
}
