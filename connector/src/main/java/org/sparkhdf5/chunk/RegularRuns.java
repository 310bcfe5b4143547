package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.Arrays;

/** Runs of a regular selection: of each dimension the same, whatever the others. */
final class RegularRuns extends ElementRuns {
    /** Those dimensions of which all is taken, and stand last, are one with the dimension before. */
    private final AxisSelection[] axes;

    private final long[] extents;
    /** Elements from one coordinate to the next. */
    private final long[] strides;
    /** Selected elements for each index of a dimension. */
    private final long[] inner;

    private final long count;
    private long element;
    private long length;

    /** @throws ArithmeticException if the array has so many elements that they cannot be counted */
    RegularRuns(AxisSelection[] selected, long[] dimensions) {
        checkCount(dimensions);
        int rank = Math.max(1, selected.length);
        AxisSelection[] joined = new AxisSelection[rank];
        long[] joinedExtents = new long[rank];
        joined[0] = selected.length == 0 ? new AxisSelection(0, 0, 1, 1, 1) : selected[0];
        joinedExtents[0] = dimensions.length == 0 ? 1 : dimensions[0];
        int from = selected.length - 1;
        long whole = 1;
        while (from > 0 && selected[from].isWhole(dimensions[from])) {
            whole *= dimensions[from--];
        }
        int kept = 1;
        for (int i = 1; i <= from; i++) {
            joined[kept] = selected[i];
            joinedExtents[kept++] = dimensions[i];
        }
        joined[kept - 1] = joined[kept - 1].with(whole);
        joinedExtents[kept - 1] *= whole;
        this.axes = Arrays.copyOf(joined, kept);
        this.extents = Arrays.copyOf(joinedExtents, kept);
        this.strides = new long[kept];
        this.inner = new long[kept];
        long elements = 1;
        long taken = 1;
        for (int i = kept - 1; i >= 0; i--) {
            strides[i] = elements;
            inner[i] = taken;
            elements *= extents[i];
            taken *= axes[i].length();
        }
        this.count = taken;
    }

    /** What is taken is no more than all. */
    private static void checkCount(long[] dimensions) {
        long elements = 1;
        for (long dimension : dimensions) {
            elements = Saturated.multiply(elements, Math.max(1, dimension));
        }
        if (elements == Long.MAX_VALUE) {
            throw new ArithmeticException("an extent " + Arrays.toString(dimensions) + " of 2^63 elements and more");
        }
    }

    @Override
    long count() {
        return count;
    }

    @Override
    long lowest() {
        return count == 0 ? 0 : elementOf(0);
    }

    @Override
    long end() {
        return count == 0 ? 0 : elementOf(count - 1) + 1;
    }

    private long elementOf(long at) {
        long sum = 0;
        long rest = at;
        for (int i = 0; i < axes.length; i++) {
            sum += axes[i].coordinate(rest / inner[i]) * strides[i];
            rest %= inner[i];
        }
        return sum;
    }

    @Override
    void seek(long at) {
        element = elementOf(at);
        AxisSelection last = axes[axes.length - 1];
        long index = at % last.length();
        length = last.step() == 1 ? last.run(index) : 1;
    }

    @Override
    long element() {
        return element;
    }

    @Override
    long length() {
        return length;
    }

    @Override
    void forEach(long from, long end, Visitor visitor) throws IOException {
        long last = before(end);
        for (long at = before(from); at < last; at += length) {
            seek(at);
            length = Math.min(length, last - at);
            visitor.run(element, at, length);
        }
    }

    @Override
    long before(long position) {
        long taken = 0;
        long rest = Math.max(0, position);
        for (int i = 0; i < axes.length; i++) {
            long coordinate = rest / strides[i];
            rest %= strides[i];
            if (i == 0 && coordinate >= extents[0]) {
                return count;
            }
            long index = axes[i].indexFrom(coordinate);
            taken += index * inner[i];
            if (index == axes[i].length() || axes[i].coordinate(index) != coordinate) {
                return taken;
            }
        }
        return taken;
    }
}
