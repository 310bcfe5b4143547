package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * A mapping and how far it reaches.
 *
 * @param count of the sources of a pattern of names
 * @param selectedEnd extent of the source in the dimension in which it has no end
 * @param placeEnd extent of the place likewise
 */
record PlacedMapping(VirtualMapping mapping, long count, long selectedEnd, long placeEnd) {

    /** How far a mapping reaches whose place ends with an extent, or null where it cannot end there. */
    static @Nullable PlacedMapping ending(VirtualMapping mapping, List<Long> dimensions) {
        UnlimitedHyperslab place = mapping.place().unlimited();
        UnlimitedHyperslab selected = mapping.selected().unlimited();
        if (place == null) {
            return new PlacedMapping(mapping, 1, 0, 0);
        }
        long end = dimensions.get(place.dimension());
        try {
            long slices = place.slicesIn(end);
            if (place.extentOf(slices) != end) {
                return null;
            }
            if (selected != null) {
                return new PlacedMapping(mapping, 1, selected.extentOf(slices), end);
            }
            long each = place.block().get(place.dimension());
            return slices % each == 0 ? new PlacedMapping(mapping, slices / each, 0, end) : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }

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

    /** Blocks that had to be listed because the last of them is cut. */
    long listedBlocks(VirtualSource source) {
        if (mapping.place().unlimited() == null) {
            return 0;
        }
        return blocks(source.selected()) + blocks(source.place());
    }

    private static long blocks(Selection selection) {
        return selection instanceof Selection.Blocks listed ? listed.blocks().size() : 0;
    }

    private VirtualSource fixed(ObjectLocation location, Dataspace dataspace) throws Hdf5FormatException {
        Selection place = mapping.place().concrete(dataspace.dimensions());
        VirtualSource source = source(0, mapping.selected().concrete(List.of()), place);
        boolean counted =
                source.selected() instanceof Selection.All || source.selected().pointCount() == place.pointCount();
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
