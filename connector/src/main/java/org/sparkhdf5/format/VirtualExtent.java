package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * What the mappings of a virtual dataset come to with the sources that there are now: places without end reach as far as the
 * last source that is there, and so does the extent; a pattern of names ends at the first source that is missing. That is how
 * HDF5 opens a virtual dataset unless it is told otherwise (view "last available", printf gap 0).
 */
record VirtualExtent(Dataspace dataspace, List<VirtualSource> sources) {
    /** Of all mappings whose last block is cut. */
    private static final long CUT_BLOCKS_MAX = 1 << 18;

    VirtualExtent {
        sources = List.copyOf(sources);
    }

    /**
     * @param storage opens sources where a place has no end, no others
     * @param planned extent that was given before and is to stay, or null: then no place reaches beyond it, and no source is
     *     opened where it tells how far they reach
     */
    static VirtualExtent of(
            VirtualStorage storage,
            ObjectLocation location,
            Dataspace stored,
            List<VirtualMapping> mappings,
            @Nullable List<Long> planned)
            throws IOException {
        VirtualExtent known = planned == null ? null : known(location, stored, mappings, planned);
        if (known != null) {
            return known;
        }
        GrowingExtent growing = new GrowingExtent(storage, location, stored, planned);
        for (VirtualMapping mapping : mappings) {
            growing.add(mapping);
        }
        return placed(location, growing.dataspace(), growing.placed());
    }

    private static VirtualExtent placed(ObjectLocation location, Dataspace dataspace, List<PlacedMapping> placed)
            throws Hdf5FormatException {
        List<VirtualSource> sources = new ArrayList<>();
        long patternSources = 0;
        long blocks = 0;
        for (PlacedMapping mapping : placed) {
            if (mapping.mapping().isPattern()) {
                patternSources = Math.addExact(patternSources, Math.min(mapping.count(), Integer.MAX_VALUE));
                GrowingExtent.checkSources(location, mapping.mapping(), patternSources);
            }
            for (VirtualSource source : mapping.sources(location, dataspace)) {
                sources.add(source);
                blocks += mapping.listedBlocks(source);
            }
            if (blocks > CUT_BLOCKS_MAX) {
                throw location.unsupported(
                        "more than " + CUT_BLOCKS_MAX
                                + " blocks of selections without end, the last of each cut, are not read",
                        "read the source datasets");
            }
        }
        return new VirtualExtent(dataspace, sources);
    }

    /**
     * What the extent tells, without opening a source; null where it does not: where several places have no end in one dimension,
     * or a place that has an end reaches as far.
     */
    private static @Nullable VirtualExtent known(
            ObjectLocation location, Dataspace stored, List<VirtualMapping> mappings, List<Long> dimensions)
            throws Hdf5FormatException {
        long[] closed = new long[stored.rank()];
        int[] places = new int[stored.rank()];
        for (VirtualMapping mapping : mappings) {
            mapping.coverClosed(closed);
            UnlimitedHyperslab place = mapping.place().unlimited();
            if (place != null) {
                places[place.dimension()]++;
            }
        }
        if (dimensions.size() != stored.rank()) {
            return null;
        }
        for (int i = 0; i < closed.length; i++) {
            boolean told = places[i] == 0
                    ? dimensions.get(i).equals(stored.dimensions().get(i))
                    : places[i] == 1 && dimensions.get(i) > closed[i];
            if (!told) {
                return null;
            }
        }
        List<PlacedMapping> placed = new ArrayList<>();
        for (VirtualMapping mapping : mappings) {
            PlacedMapping known = PlacedMapping.ending(mapping, dimensions);
            if (known == null) {
                return null;
            }
            placed.add(known);
        }
        return placed(location, new Dataspace(stored.kind(), dimensions, stored.maxDimensions()), placed);
    }
}
