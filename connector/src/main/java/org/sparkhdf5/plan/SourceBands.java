package org.sparkhdf5.plan;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.Saturated;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.format.Selection;
import org.sparkhdf5.format.SourceDataset;
import org.sparkhdf5.format.VirtualSource;
import org.sparkhdf5.plan.RowBorders.Band;

/**
 * Where the sources of a virtual array begin and end, and their chunks: what a border inside one of them costs.
 *
 * <p>The mappings are in the file of the array. Only where a source is longer than a split should be, the header of one source is
 * read, the first that is found, and the others are taken to be like it: a wrong guess costs that chunks are decoded twice. Used
 * once, by one thread.
 */
final class SourceBands {
    private static final Logger LOG = LoggerFactory.getLogger(SourceBands.class);
    /** Sources that are looked for, one after the other, where some are missing. */
    private static final int SOURCES_TRIED_MAX = 8;

    private final Dataset dataset;
    private final StoredArray array;
    /** Whether borders are between elements, not only between rows. */
    private final boolean ofElements;

    private final List<Band> bands = new ArrayList<>();

    /**
     * How a source is stored.
     *
     * @param dimensions of all of it
     * @param chunkDimensions none where reading a part of it reads nothing else
     */
    private record Stored(List<Long> dimensions, List<Integer> chunkDimensions) {}

    private SourceBands(Dataset dataset, StoredArray array, boolean ofElements) {
        this.dataset = dataset;
        this.array = array;
        this.ofElements = ofElements;
    }

    /**
     * The bands of an array in its rows; none of one that is not virtual.
     *
     * @param file that the array was found in
     * @param splitRows that sizes ask for: a source of more has to be cut
     */
    static List<Band> ofRows(Hdf5File file, StoredArray array, long splitRows) throws IOException {
        return of(file, array, splitRows, false);
    }

    /** The same in elements, for a table whose rows are cells. */
    static List<Band> ofElements(Hdf5File file, StoredArray array, long splitElements) throws IOException {
        return of(file, array, splitElements, true);
    }

    private static List<Band> of(Hdf5File file, StoredArray array, long splitUnits, boolean ofElements)
            throws IOException {
        Hdf5Object object =
                array.place() == StoredArray.Place.SOURCES ? file.objectAt(array.headerAddress(), array.path()) : null;
        if (!(object instanceof Dataset dataset) || array.dimensions().isEmpty()) {
            return List.of();
        }
        SourceBands found = new SourceBands(dataset, array, ofElements);
        found.addAll(splitUnits);
        return found.bands;
    }

    private void addAll(long splitUnits) throws IOException {
        List<VirtualSource> sources = dataset.virtualSources(array.dimensions());
        List<VirtualSource> tooLong = new ArrayList<>();
        for (VirtualSource source : sources) {
            Place place = place(source);
            if (place != null && place.unitCount() > splitUnits && tooLong.size() < SOURCES_TRIED_MAX) {
                tooLong.add(source);
            }
        }
        Stored stored = tooLong.isEmpty() ? null : stored(tooLong);
        for (VirtualSource source : sources) {
            Place place = place(source);
            if (place == null) {
                continue;
            }
            if (tooLong.isEmpty()) {
                bands.add(place.band(place.first, place.end, place.end - place.first));
            } else if (stored != null) {
                addChunks(place, source, stored);
            }
        }
    }

    /**
     * Where a source is in the array, along the dimension in which it can be cut.
     *
     * @param dimension of the array
     * @param before units before the index 0 along it
     * @param unitsEach of one index along it
     * @param first index along it
     * @param end index behind the last one
     * @param bytesEach of the source, at one index along it
     */
    private record Place(int dimension, long before, long unitsEach, long first, long end, long bytesEach) {
        long unitCount() {
            return Saturated.multiply(end - first, unitsEach);
        }

        /** A band of some of its indices. */
        Band band(long from, long to, long height) {
            return new Band(
                    before + from * unitsEach,
                    before + to * unitsEach,
                    Saturated.multiply(height, unitsEach),
                    Saturated.multiply(height, bytesEach));
        }
    }

    /** Null where nothing is mapped. */
    private @Nullable Place place(VirtualSource source) {
        Selection.Block bounds = source.place().bounds();
        int rank = array.dimensions().size();
        if (bounds == null || bounds.start().size() != rank) {
            return null;
        }
        int dimension = 0;
        while (ofElements && dimension < rank - 1 && extent(bounds, dimension) == 1) {
            dimension++;
        }
        long unitsEach = 1;
        long bytesEach = array.elementBytes();
        for (int i = rank - 1; i > dimension; i--) {
            unitsEach *= ofElements ? array.dimensions().get(i) : 1;
            bytesEach = Saturated.multiply(bytesEach, extent(bounds, i));
        }
        long before = 0;
        long units = unitsEach;
        for (int i = dimension - 1; i >= 0; i--) {
            units *= array.dimensions().get(i + 1);
            before += bounds.start().get(i) * units;
        }
        long first = bounds.start().get(dimension);
        return new Place(dimension, before, unitsEach, first, bounds.end().get(dimension) + 1, bytesEach);
    }

    private static long extent(Selection.Block bounds, int dimension) {
        return bounds.end().get(dimension) - bounds.start().get(dimension) + 1;
    }

    /** How the first of some sources that is there is stored; null where none is. */
    private @Nullable Stored stored(List<VirtualSource> sources) throws IOException {
        for (VirtualSource source : sources) {
            try (SourceDataset found = dataset.openSource(source)) {
                if (found != null) {
                    List<Integer> chunks = found.dataset().layout() instanceof DataLayout.Chunked chunked
                            ? chunked.chunkDimensions()
                            : List.of();
                    return new Stored(found.dataset().dataspace().dimensions(), chunks);
                }
            } catch (InterruptedIOException | ClosedByInterruptException e) {
                throw e;
            } catch (IOException | UnsupportedHdf5FeatureException e) {
                // Whoever reads it meets the same error; perhaps nobody does.
                LOG.debug("{}: the chunks of {} are not known: {}", dataset.path(), source, e.getMessage());
            }
        }
        return null;
    }

    /** Of a source without chunks nothing: any of its rows is as good a border. */
    private void addChunks(Place place, VirtualSource source, Stored stored) {
        if (stored.chunkDimensions.isEmpty()) {
            return;
        }
        int rank = stored.dimensions.size();
        int dimension = place.dimension + rank - array.dimensions().size();
        if (dimension < 0) {
            return;
        }
        Selection.Block selected = source.selected().bounds();
        boolean known = selected != null && selected.start().size() == rank;
        long start = known && selected != null ? selected.start().get(dimension) : 0;
        // A source that has grown since it was mapped is taken from its beginning.
        long whole = Math.min(stored.dimensions.get(dimension), Math.max(1, place.end - place.first));
        long extent = known && selected != null ? extent(selected, dimension) : whole;
        long chunk = stored.chunkDimensions.get(dimension);
        long height = scaled(chunk, place.end - place.first, extent);
        if (height == 0) {
            bands.add(place.band(place.first, place.end, place.end - place.first));
            return;
        }
        long ofFirst = height - scaled(start % chunk, place.end - place.first, extent);
        long rest = place.first;
        if (ofFirst != height) {
            rest = Math.min(place.end, Saturated.add(place.first, ofFirst));
            bands.add(place.band(place.first, rest, height));
        }
        if (rest < place.end) {
            bands.add(place.band(rest, place.end, height));
        }
    }

    /** What a length along the source is along the array, about; 0 where it is not a whole number of indices. */
    private static long scaled(long length, long ofArray, long ofSource) {
        if (ofArray >= ofSource) {
            return Saturated.multiply(length, ceilDiv(ofArray, Math.max(1, ofSource)));
        }
        long steps = ceilDiv(ofSource, ofArray);
        return length % steps == 0 ? length / steps : 0;
    }

    private static long ceilDiv(long a, long b) {
        return -Math.floorDiv(-a, b);
    }
}
