package org.sparkhdf5.chunk;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.FilterPipeline;

/**
 * How the raw data of one dataset are stored: of those in the file of their header all that a task needs to read its rows without parsing metadata.
 *
 * <p>The first dimension is the row; a scalar is one row. Chunks stand in a grid; the chunks that hold the same rows are a
 * <em>band</em>, and those of equal position in their bands are a <em>lane</em>. A chunk's ordinal is
 * {@code band * laneCount + lane}.
 *
 * @param path of the dataset, for messages
 * @param headerAddress absolute position of the dataset's object header, to find its chunk index again
 * @param dimensions current extent, slowest first; empty for a scalar, one of 0 for a null dataspace
 * @param elementBytes size of one element
 * @param place where the bytes are; elsewhere than in the file they are read through {@link ArrayBytes}, without chunks
 * @param address of contiguous or compact data, or {@link DataLayout#UNDEFINED} where nothing was written; not used for
 *     chunked data; 0 elsewhere than in the file
 * @param chunkDimensions shape of a chunk, or empty for contiguous and compact data
 * @param pipeline filters in the order of writing
 * @param fillElement one element as it was never written, or empty where it is zeros (an element may be large, and this
 *     record is shipped); owned by this record, not to be changed
 */
public record StoredArray(
        String path,
        long headerAddress,
        List<Long> dimensions,
        int elementBytes,
        Place place,
        long address,
        List<Integer> chunkDimensions,
        FilterPipeline pipeline,
        @SuppressWarnings("ArrayRecordComponent") byte[] fillElement)
        implements Serializable {
    private static final List<Long> NO_ROWS = List.of(0L);

    /** In which files the bytes of an array are. */
    public enum Place {
        /** In that of its object header. */
        FILE,
        /** In files that hold nothing but bytes. */
        EXTERNAL_FILES,
        /** In other datasets. */
        SOURCES
    }

    /** An array in the file of its object header. */
    public StoredArray(
            String path,
            long headerAddress,
            List<Long> dimensions,
            int elementBytes,
            long address,
            List<Integer> chunkDimensions,
            FilterPipeline pipeline,
            @SuppressWarnings("ArrayRecordComponent") byte[] fillElement) {
        this(
                path,
                headerAddress,
                dimensions,
                elementBytes,
                Place.FILE,
                address,
                chunkDimensions,
                pipeline,
                fillElement);
    }

    public StoredArray {
        dimensions = List.copyOf(dimensions);
        chunkDimensions = List.copyOf(chunkDimensions);
        if (elementBytes <= 0 || (fillElement.length != 0 && fillElement.length != elementBytes)) {
            throw new IllegalArgumentException(
                    path + ": element of " + elementBytes + " bytes, fill value of " + fillElement.length);
        }
        if (!chunkDimensions.isEmpty() && chunkDimensions.size() != dimensions.size()) {
            throw new IllegalArgumentException(path + ": chunk " + chunkDimensions + " of extent " + dimensions);
        }
    }

    /**
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the layout is not read
     */
    public static StoredArray of(ObjectLocation location, Dataset dataset) throws IOException {
        Dataspace dataspace = dataset.dataspace();
        int elementBytes = dataset.datatype().sizeBytes();
        byte[] fill = dataset.fillValue().element(elementBytes);
        if (fill.length != elementBytes) {
            throw location.malformed(
                    "fill value of " + elementBytes + " bytes expected, found " + fill.length, dataset.address());
        }
        DataLayout layout = dataset.layout();
        long address = DataLayout.UNDEFINED;
        List<Integer> chunkDimensions = List.of();
        Place place = Place.FILE;
        if (layout instanceof DataLayout.Compact compact) {
            address = compact.address();
        } else if (layout instanceof DataLayout.Contiguous contiguous) {
            address = contiguous.address();
        } else if (layout instanceof DataLayout.Chunked chunked) {
            chunkDimensions = chunked.chunkDimensions();
        } else {
            place = layout instanceof DataLayout.Virtual ? Place.SOURCES : Place.EXTERNAL_FILES;
            address = 0;
        }
        StoredArray array = new StoredArray(
                dataset.path(),
                dataset.address(),
                dataspace.kind() == Dataspace.Kind.NULL ? NO_ROWS : dataspace.dimensions(),
                elementBytes,
                place,
                address,
                chunkDimensions,
                chunkDimensions.isEmpty() ? FilterPipeline.NONE : dataset.filterPipeline(),
                isZero(fill) ? new byte[0] : fill);
        if (place == Place.SOURCES) {
            array.checkExtent(location);
        }
        return array;
    }

    /**
     * Looks whether positions in the bytes of an array can be told: those that are put together from others may have any extent.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if they cannot
     */
    void checkExtent(ObjectLocation location) throws IOException {
        long bytes = elementBytes;
        for (long dimension : dimensions) {
            // Beside a dimension of 0 the others are multiplied, too.
            bytes = Saturated.multiply(bytes, Math.max(1, dimension));
        }
        if (bytes == Long.MAX_VALUE) {
            throw location.unsupported(
                    "a virtual dataset of the extent " + dimensions + " with elements of " + elementBytes
                            + " bytes: less than 2^63 - 1 bytes are read",
                    "read the source files directly, or make a virtual dataset that is as large as they are");
        }
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes are not in the file of the object header: then {@link ArrayBytes} reads them. */
    public boolean isElsewhere() {
        return place != Place.FILE;
    }

    public boolean isChunked() {
        return !chunkDimensions.isEmpty();
    }

    public long rowCount() {
        return dimensions.isEmpty() ? 1 : dimensions.get(0);
    }

    /** Number of elements in one row: the product of all dimensions but the first, 0 where there is no element at all. */
    public long rowElements() {
        if (dimensions.contains(0L)) {
            return 0;
        }
        long elements = 1;
        for (int i = 1; i < dimensions.size(); i++) {
            elements = Math.multiplyExact(elements, dimensions.get(i));
        }
        return elements;
    }

    /** Size of one row in C order, without the padding of edge chunks. */
    public long rowBytes() {
        return Math.multiplyExact(rowElements(), elementBytes);
    }

    /** Rows of a chunk. */
    public int chunkRows() {
        return chunkDimensions.get(0);
    }

    /** Size of one row of a chunk. */
    public long chunkRowBytes() {
        long bytes = elementBytes;
        for (int i = 1; i < chunkDimensions.size(); i++) {
            bytes = Math.multiplyExact(bytes, chunkDimensions.get(i));
        }
        return bytes;
    }

    /** Decoded size of a chunk. */
    public long chunkBytes() {
        return Math.multiplyExact(chunkRowBytes(), chunkRows());
    }

    /** Number of chunks that hold one row. */
    public long laneCount() {
        long lanes = 1;
        for (int i = 1; i < chunkDimensions.size(); i++) {
            lanes = Math.multiplyExact(lanes, chunksAlong(i));
        }
        return lanes;
    }

    /** Number of chunks along one dimension. */
    public long chunksAlong(int dimension) {
        return -Math.floorDiv(-dimensions.get(dimension), (long) chunkDimensions.get(dimension));
    }

    /** Number of chunks in the grid, stored or not. */
    public long chunkCount() {
        return Math.multiplyExact(chunksAlong(0), laneCount());
    }

    /** The ordinal of the chunk whose first element has this offset. */
    public long ordinal(long[] offset) {
        long ordinal = 0;
        for (int i = 0; i < offset.length; i++) {
            ordinal = ordinal * chunksAlong(i) + offset[i] / chunkDimensions.get(i);
        }
        return ordinal;
    }

    /** The offset of a chunk's first element, one per dimension, for messages and for copying. */
    public long[] chunkOffset(long ordinal) {
        long[] offset = new long[chunkDimensions.size()];
        chunkOffset(ordinal, offset);
        return offset;
    }

    /** As {@link #chunkOffset(long)}, into an array with a place for each dimension. */
    void chunkOffset(long ordinal, long[] target) {
        long rest = ordinal;
        for (int i = target.length - 1; i >= 0; i--) {
            long along = i == 0 ? Long.MAX_VALUE : chunksAlong(i);
            target[i] = rest % along * chunkDimensions.get(i);
            rest /= along;
        }
    }

    /**
     * Whether the rows of a chunk are the rows of the dataset, perhaps with padding behind each: then a decoded chunk is
     * used as it is.
     */
    public boolean chunksHoldWholeRows() {
        if (laneCount() > 1) {
            return false;
        }
        for (int i = 2; i < dimensions.size(); i++) {
            if (dimensions.get(i) != (long) chunkDimensions.get(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredArray that
                && path.equals(that.path)
                && headerAddress == that.headerAddress
                && dimensions.equals(that.dimensions)
                && elementBytes == that.elementBytes
                && place == that.place
                && address == that.address
                && chunkDimensions.equals(that.chunkDimensions)
                && pipeline.equals(that.pipeline)
                && Arrays.equals(fillElement, that.fillElement);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, headerAddress, dimensions, place, address);
    }
}
