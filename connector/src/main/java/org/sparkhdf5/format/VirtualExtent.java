package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * What the mappings of a virtual dataset come to with the sources that there are now: places without end reach as far as the
 * last source that is there, and so does the extent; a pattern of names ends at the first source that is missing. That is how
 * HDF5 opens a virtual dataset unless it is told otherwise (view "last available", printf gap 0).
 */
record VirtualExtent(Dataspace dataspace, List<VirtualSource> sources) {
    VirtualExtent {
        sources = List.copyOf(sources);
    }

    /** @param storage opens sources where a place has no end, no others */
    static VirtualExtent of(
            VirtualStorage storage, ObjectLocation location, Dataspace stored, List<VirtualMapping> mappings)
            throws IOException {
        Growing growing = new Growing(storage, location, stored);
        for (VirtualMapping mapping : mappings) {
            growing.add(mapping);
        }
        Dataspace dataspace = growing.dataspace();
        List<VirtualSource> sources = new ArrayList<>();
        for (Placed placed : growing.placed) {
            sources.addAll(placed.sources(location, dataspace));
        }
        return new VirtualExtent(dataspace, sources);
    }

    /**
     * A mapping and how far it reaches.
     *
     * @param count of the sources of a pattern of names
     * @param selectedEnd extent of the source in the dimension in which it has no end
     * @param placeEnd extent of the place likewise
     */
    private record Placed(VirtualMapping mapping, long count, long selectedEnd, long placeEnd) {

        List<VirtualSource> sources(ObjectLocation location, Dataspace dataspace) throws Hdf5FormatException {
            UnlimitedHyperslab place = mapping.place().unlimited();
            UnlimitedHyperslab selected = mapping.selected().unlimited();
            List<VirtualSource> sources = new ArrayList<>();
            if (place == null) {
                add(sources, fixed(location, dataspace));
            } else if (selected != null) {
                add(sources, source(0, selected.in(selectedEnd, location), place.in(placeEnd, location)));
            } else {
                for (long i = 0; i < count; i++) {
                    add(sources, source(i, mapping.selected().concrete(List.of()), place.block(i)));
                }
            }
            return sources;
        }

        private VirtualSource fixed(ObjectLocation location, Dataspace dataspace) throws Hdf5FormatException {
            Selection place = mapping.place().concrete(dataspace.dimensions());
            VirtualSource source = source(0, mapping.selected().concrete(List.of()), place);
            boolean counted = source.selected() instanceof Selection.All
                    || source.selected().pointCount() == place.pointCount();
            if (!counted) {
                throw location.malformed(
                        "mapping of " + source.selected().pointCount() + " selected elements of " + source.dataset()
                                + " in file " + source.file() + " to a place of " + place.pointCount(),
                        ObjectLocation.NO_ADDRESS);
            }
            return source;
        }

        private VirtualSource source(long block, Selection selected, Selection place) {
            return new VirtualSource(mapping.file().of(block), mapping.dataset().of(block), selected, place);
        }

        private static void add(List<VirtualSource> sources, VirtualSource source) {
            if (source.place().pointCount() > 0) {
                sources.add(source);
            }
        }
    }

    /** Goes through the mappings, and finds how far each reaches. */
    private static final class Growing {
        /** Sources of one pattern. */
        private static final int SOURCES_MAX = 1 << 24;

        private final VirtualStorage storage;
        private final ObjectLocation location;
        private final Dataspace stored;
        private final List<Placed> placed = new ArrayList<>();
        private final Map<List<String>, List<Long>> dimensions = new HashMap<>();
        /** By dimension: ends of places without end, or -1; ends of all others. */
        private final long[] open;

        private final long[] closed;

        private Growing(VirtualStorage storage, ObjectLocation location, Dataspace stored) {
            this.storage = storage;
            this.location = location;
            this.stored = stored;
            this.open = new long[stored.rank()];
            this.closed = new long[stored.rank()];
            Arrays.fill(open, -1);
        }

        private void add(VirtualMapping mapping) throws IOException {
            UnlimitedHyperslab place = mapping.place().unlimited();
            if (place == null) {
                Selection.Block bounds = mapping.place() instanceof MappedSelection.Fixed fixed
                        ? fixed.selection().bounds()
                        : null;
                for (int i = 0; bounds != null && i < closed.length; i++) {
                    closed[i] = Math.max(closed[i], bounds.end().get(i) + 1);
                }
                placed.add(new Placed(mapping, 1, 0, 0));
                return;
            }
            Placed found = mapping.isPattern() ? pattern(mapping, place) : single(mapping, place);
            placed.add(found);
            open[place.dimension()] = Math.max(open[place.dimension()], found.placeEnd());
            Selection.Block others = place.block(0).bounds();
            for (int i = 0; i < closed.length; i++) {
                closed[i] = i == place.dimension()
                        ? closed[i]
                        : Math.max(closed[i], others.end().get(i) + 1);
            }
        }

        private Placed single(VirtualMapping mapping, UnlimitedHyperslab place) throws IOException {
            UnlimitedHyperslab selected = mapping.selected().unlimited();
            if (selected == null) {
                throw new IllegalStateException(location + ": " + mapping);
            }
            List<Long> extent = dimensions(mapping, 0);
            if (extent == null) {
                return new Placed(mapping, 0, 0, 0);
            }
            if (extent.size() != selected.rank()) {
                throw location.malformed(
                        "source " + mapping.dataset().of(0) + " in file "
                                + mapping.file().of(0) + " has extent " + extent + ", selected is " + selected.text(),
                        ObjectLocation.NO_ADDRESS);
            }
            long end = extent.get(selected.dimension());
            try {
                return new Placed(mapping, 1, end, place.extentOf(selected.slicesIn(end)));
            } catch (ArithmeticException e) {
                throw beyond(place);
            }
        }

        private Placed pattern(VirtualMapping mapping, UnlimitedHyperslab place) throws IOException {
            long count = 0;
            while (dimensions(mapping, count) != null) {
                count++;
                if (count > SOURCES_MAX) {
                    throw location.unsupported(
                            "more than " + SOURCES_MAX + " sources "
                                    + mapping.dataset().stored() + " in file "
                                    + mapping.file().stored() + " are not read",
                            "read the source datasets");
                }
            }
            try {
                int along = place.dimension();
                return new Placed(
                        mapping,
                        count,
                        0,
                        count == 0 ? 0 : place.block(count - 1).bounds().end().get(along) + 1);
            } catch (ArithmeticException e) {
                throw beyond(place);
            }
        }

        private Hdf5FormatException beyond(UnlimitedHyperslab place) {
            return location.malformed("place " + place.text() + " ends beyond any extent", ObjectLocation.NO_ADDRESS);
        }

        private @Nullable List<Long> dimensions(VirtualMapping mapping, long block) throws IOException {
            VirtualSource source = new VirtualSource(
                    mapping.file().of(block), mapping.dataset().of(block), new Selection.None(), new Selection.None());
            List<String> key = List.of(source.file(), source.dataset());
            if (!dimensions.containsKey(key)) {
                dimensions.put(key, storage.sourceDimensions(source));
            }
            return dimensions.get(key);
        }

        private Dataspace dataspace() throws Hdf5FormatException {
            List<Long> found = new ArrayList<>(stored.dimensions());
            for (int i = 0; i < open.length; i++) {
                if (open[i] < 0) {
                    continue;
                }
                found.set(i, Math.max(open[i], closed[i]));
                long most = stored.maxDimensions().get(i);
                if (most != Dataspace.UNLIMITED && found.get(i) > most) {
                    throw location.malformed(
                            "sources reach to " + found.get(i) + " in dimension " + i + ", its maximum is " + most,
                            ObjectLocation.NO_ADDRESS,
                            "make the virtual dataset again with an unlimited dimension");
                }
            }
            try {
                Dataspace dataspace = new Dataspace(stored.kind(), found, stored.maxDimensions());
                dataspace.elementCount();
                return dataspace;
            } catch (ArithmeticException e) {
                throw location.malformed(
                        "sources give it dimensions " + found + " of more than 2^63 - 1 elements",
                        ObjectLocation.NO_ADDRESS);
            }
        }
    }
}
