package org.sparkhdf5.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Selection;
import org.sparkhdf5.format.VirtualSource;

/** One mapping of a virtual array: what it takes and where that belongs. Looked at closer when it is needed. Not thread-safe. */
final class Mapping {
    /** Runs of a selection that follows no rule: as many take 20 MiB. */
    private static final int RUNS_MAX = 1 << 20;

    private final VirtualSource mapped;
    private final SourceArray source;
    private final long[] placeDimensions;
    private final long lowest;
    private final long end;
    private long listedRuns;
    private @Nullable ElementRuns place;
    private @Nullable ElementRuns selected;
    private @Nullable GridMapping grid;

    /**
     * @param location of the virtual array
     * @param placeDimensions of the virtual array
     */
    Mapping(ObjectLocation location, VirtualSource mapped, SourceArray source, long[] placeDimensions)
            throws Hdf5FormatException {
        this.mapped = mapped;
        this.source = source;
        this.placeDimensions = placeDimensions;
        Selection.Block bounds = mapped.place().bounds();
        long[] strides = GridMapping.strides(placeDimensions);
        long first = 0;
        long last = -1;
        if (bounds != null) {
            last = 0;
            if (bounds.start().size() != placeDimensions.length) {
                throw malformed(
                        location, "its place has the rank " + bounds.start().size());
            }
            for (int i = 0; i < strides.length; i++) {
                if (bounds.start().get(i) < 0 || bounds.end().get(i) >= placeDimensions[i]) {
                    throw malformed(location, "its place " + bounds.start() + " to " + bounds.end());
                }
                first += bounds.start().get(i) * strides[i];
                last += bounds.end().get(i) * strides[i];
            }
        }
        this.lowest = first;
        this.end = last + 1;
        source.endElement = Math.max(source.endElement, end);
    }

    private Hdf5FormatException malformed(ObjectLocation location, String what) {
        return location.malformed(
                "the mapping of " + mapped.dataset() + " in " + mapped.file() + ": " + what
                        + " does not lie in the extent " + Arrays.toString(placeDimensions),
                ObjectLocation.NO_ADDRESS);
    }

    SourceArray source() {
        return source;
    }

    /** Whether it may give elements of {@code [from, to)}. */
    boolean meets(long from, long to) {
        return lowest < to && end > from;
    }

    /** Whether all elements lie before this one. */
    boolean endsBefore(long element) {
        return end <= element;
    }

    /**
     * Makes the selections ready; the source is not missing.
     *
     * @param budget of the runs of all mappings; what is taken of it is given back by {@link #forget}
     */
    void prepare(ObjectLocation location, RunBudget budget) throws Hdf5FormatException {
        if (selected != null) {
            return;
        }
        forget(budget);
        SourceArray.Stored stored = source.stored();
        try {
            Selection from = taken(mapped.selected(), mapped.place().pointCount(), stored.dimensions());
            take(Saturated.add(runs(mapped.place()), runs(from)), location, budget);
            ElementRuns places = ElementRuns.of(mapped.place(), placeDimensions, RUNS_MAX);
            ElementRuns taken = ElementRuns.of(from, stored.dimensions(), RUNS_MAX);
            boolean all = from instanceof Selection.All;
            if (all ? taken.count() < places.count() : taken.count() != places.count()) {
                throw new IllegalArgumentException(taken.count() + " elements for " + places.count() + " places");
            }
            if (places instanceof RegularRuns && taken instanceof RegularRuns && places.count() > 0) {
                grid = GridMapping.of(
                        AxisSelection.of(mapped.place(), placeDimensions),
                        placeDimensions,
                        AxisSelection.of(from, stored.dimensions()),
                        stored.dimensions());
            }
            place = places;
            selected = taken;
        } catch (IllegalArgumentException e) {
            throw location.malformed(
                    name() + ": " + e.getMessage() + "; the extent of the source is "
                            + stored.array().dimensions(),
                    ObjectLocation.NO_ADDRESS,
                    "make the virtual dataset again for the sources as they are");
        } catch (ArithmeticException e) {
            throw unsupported(location, e);
        }
    }

    private void take(long runs, ObjectLocation location, RunBudget budget) {
        if (!budget.take(runs)) {
            throw location.unsupported(
                    name() + " is not read: its selections are " + runs
                            + " runs of elements; with those of other mappings in the same place that is more than the "
                            + budget.most() + " that fit in memory",
                    "set a larger option(\"taskMemory\") or read the source files directly");
        }
        listedRuns = runs;
    }

    /** How many runs are listed of a selection, at most. */
    private static long runs(Selection selection) {
        if (!(selection instanceof Selection.Blocks blocks) || blocks.blocks().size() == 1) {
            return 0;
        }
        long runs = 0;
        for (Selection.Block block : blocks.blocks()) {
            long rows = 1;
            for (int i = 0; i < block.start().size() - 1; i++) {
                rows = Saturated.multiply(
                        rows, block.end().get(i) - block.start().get(i) + 1);
            }
            runs = Saturated.add(runs, rows);
        }
        return runs;
    }

    /** Of a source that has grown since, all is what it had then: the first elements. */
    private static Selection taken(Selection selected, long count, long[] dimensions) {
        if (!(selected instanceof Selection.All) || dimensions.length == 0) {
            return selected;
        }
        long rowElements = 1;
        for (int i = 1; i < dimensions.length; i++) {
            rowElements = Math.multiplyExact(rowElements, dimensions[i]);
        }
        if (rowElements == 0 || count == 0 || count % rowElements != 0 || count / rowElements >= dimensions[0]) {
            return selected;
        }
        List<Long> first = new ArrayList<>();
        List<Long> last = new ArrayList<>();
        for (int i = 0; i < dimensions.length; i++) {
            first.add(0L);
            last.add((i == 0 ? count / rowElements : dimensions[i]) - 1);
        }
        return new Selection.Blocks(List.of(new Selection.Block(first, last)));
    }

    private UnsupportedHdf5FeatureException unsupported(ObjectLocation location, ArithmeticException cause) {
        return location.unsupported(
                name() + " is not read: " + cause.getMessage(),
                "read the source files directly, or rewrite the file with `h5repack -l CONTI in.h5 out.h5`");
    }

    private String name() {
        return "the mapping of " + mapped.dataset() + " in " + mapped.file();
    }

    /** Forgets what was made ready. */
    void forget(RunBudget budget) {
        budget.giveBack(listedRuns);
        listedRuns = 0;
        place = null;
        selected = null;
        grid = null;
    }

    /** The mapping dimension by dimension, or null where it is no such one. */
    @Nullable GridMapping grid() {
        return grid;
    }

    ElementRuns place() {
        return prepared(place);
    }

    ElementRuns selected() {
        return prepared(selected);
    }

    private ElementRuns prepared(@Nullable ElementRuns runs) {
        if (runs == null) {
            throw new IllegalStateException(name() + " was not made ready");
        }
        return runs;
    }

    /**
     * Where a run of elements of the virtual array may end so that no chunk of the source is cut: the first such end that is not
     * before this one.
     *
     * @param level dimension of the mapping along which it may be cut; those of a mapping with fewer are cut along the last
     */
    long borderFrom(long element, int level) {
        long before = cutBy(element);
        GridMapping regular = grid;
        if (before == 0 || regular == null) {
            return element;
        }
        int along = Math.min(level, regular.rank() - 1);
        long count = regular.countAtBorder(before, along, source.stored().chunk());
        if (count == before) {
            return element;
        }
        place().seek(count - 1);
        return place().element() + 1;
    }

    /** As {@link #borderFrom} along the first dimension, the last such end that is not behind this one. */
    long borderBefore(long element) {
        long before = cutBy(element);
        GridMapping regular = grid;
        if (before == 0 || regular == null) {
            return element;
        }
        long count = regular.countBeforeBorder(before, 0, source.stored().chunk());
        if (count == before) {
            return element;
        }
        place().seek(count);
        return place().element();
    }

    /** How many elements belong before an element that may lie in the middle of a chunk; 0 where it does not. */
    private long cutBy(long element) {
        GridMapping regular = grid;
        if (regular == null || !source.stored().isDecoded() || regular.rank() == 0) {
            return 0;
        }
        long before = place().before(element);
        return before == place().count() ? 0 : before;
    }
}
