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

/** Goes through the mappings of a virtual dataset, and finds how far each reaches: opens the sources of places without end. */
final class GrowingExtent {
    /** Sources of all patterns of a dataset. */
    static final int PATTERN_SOURCES_MAX = 1 << 17;

    private final VirtualStorage storage;
    private final ObjectLocation location;
    private final Dataspace stored;
    private final @Nullable List<Long> planned;
    private final List<PlacedMapping> placed = new ArrayList<>();
    private final Map<List<String>, List<Long>> dimensions = new HashMap<>();
    /** By dimension: ends of places without end, or -1; ends of all others. */
    private final long[] open;

    private final long[] closed;
    private long patternSources;

    /** @param planned extent that is to stay, beyond which nothing is placed; or null */
    GrowingExtent(VirtualStorage storage, ObjectLocation location, Dataspace stored, @Nullable List<Long> planned) {
        this.planned = planned;
        this.storage = storage;
        this.location = location;
        this.stored = stored;
        this.open = new long[stored.rank()];
        this.closed = new long[stored.rank()];
        Arrays.fill(open, -1);
    }

    void add(VirtualMapping mapping) throws IOException {
        mapping.coverClosed(closed);
        UnlimitedHyperslab place = mapping.place().unlimited();
        if (place == null) {
            placed.add(new PlacedMapping(mapping, 1, 0, 0));
            return;
        }
        PlacedMapping found = mapping.isPattern() ? pattern(mapping, place) : single(mapping, place);
        placed.add(found);
        open[place.dimension()] = Math.max(open[place.dimension()], found.placeEnd());
    }

    private PlacedMapping single(VirtualMapping mapping, UnlimitedHyperslab place) throws IOException {
        UnlimitedHyperslab selected = mapping.selected().unlimited();
        if (selected == null) {
            throw new IllegalStateException(location + ": " + mapping);
        }
        List<Long> extent = dimensions(mapping);
        if (extent == null) {
            return new PlacedMapping(mapping, 0, 0, 0);
        }
        if (extent.size() != selected.rank()) {
            throw location.malformed(
                    "source " + mapping.dataset().of(0) + " in file "
                            + mapping.file().of(0) + " has extent " + extent + ", selected is " + selected.text(),
                    ObjectLocation.NO_ADDRESS);
        }
        long end = extent.get(selected.dimension());
        try {
            long slices = Math.min(selected.slicesIn(end), slicesPlanned(place));
            return new PlacedMapping(mapping, 1, selected.extentOf(slices), place.extentOf(slices));
        } catch (ArithmeticException e) {
            throw beyond(place);
        }
    }

    private PlacedMapping pattern(VirtualMapping mapping, UnlimitedHyperslab place) throws IOException {
        long most = slicesPlanned(place) / place.block().get(place.dimension());
        long count = 0;
        while (count < most && storage.sourceDimensions(source(mapping, count)) != null) {
            count++;
            patternSources++;
            checkSources(location, mapping, patternSources);
        }
        try {
            int along = place.dimension();
            return new PlacedMapping(
                    mapping,
                    count,
                    0,
                    count == 0 ? 0 : place.block(count - 1).bounds().end().get(along) + 1);
        } catch (ArithmeticException e) {
            throw beyond(place);
        }
    }

    /** @param count of the sources of all patterns so far */
    static void checkSources(ObjectLocation location, VirtualMapping mapping, long count) {
        if (count > PATTERN_SOURCES_MAX) {
            throw location.unsupported(
                    "more than " + PATTERN_SOURCES_MAX + " sources that are numbered, the last "
                            + mapping.dataset().stored() + " in file "
                            + mapping.file().stored() + ", are not read",
                    "read the source datasets");
        }
    }

    private long slicesPlanned(UnlimitedHyperslab place) {
        if (planned == null || planned.size() <= place.dimension()) {
            return Long.MAX_VALUE;
        }
        return place.slicesIn(planned.get(place.dimension()));
    }

    private Hdf5FormatException beyond(UnlimitedHyperslab place) {
        return location.malformed("place " + place.text() + " ends beyond any extent", ObjectLocation.NO_ADDRESS);
    }

    private static VirtualSource source(VirtualMapping mapping, long block) {
        Selection none = new Selection.None();
        return new VirtualSource(mapping.file().of(block), mapping.dataset().of(block), none, none);
    }

    /** Several mappings may be of one source. */
    private @Nullable List<Long> dimensions(VirtualMapping mapping) throws IOException {
        VirtualSource source = source(mapping, 0);
        List<String> key = List.of(source.file(), source.dataset());
        if (!dimensions.containsKey(key)) {
            dimensions.put(key, storage.sourceDimensions(source));
        }
        return dimensions.get(key);
    }

    List<PlacedMapping> placed() {
        return placed;
    }

    /** An extent that mappings cannot have is one of another file. */
    private void checkPlanned(List<Long> extent) throws Hdf5FormatException {
        boolean fits = extent.size() == stored.rank();
        for (int i = 0; fits && i < closed.length; i++) {
            long length = extent.get(i);
            fits = open[i] < 0 ? length == stored.dimensions().get(i) : length >= closed[i];
        }
        if (!fits) {
            throw location.malformed(
                    "extent " + extent + " is expected, mappings do not fit in it",
                    ObjectLocation.NO_ADDRESS,
                    "the file was changed while it was read, read it again");
        }
    }

    Dataspace dataspace() throws Hdf5FormatException {
        if (planned != null) {
            checkPlanned(planned);
            return new Dataspace(stored.kind(), planned, stored.maxDimensions());
        }
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
