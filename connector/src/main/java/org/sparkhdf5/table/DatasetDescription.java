package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.FilterChains;
import org.sparkhdf5.codec.FilterRegistry;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.DatatypeNotation;
import org.sparkhdf5.format.FilterPipeline;

/**
 * Describes one dataset, part by part: one that cannot be read leaves the others, and its error is kept; of several the first.
 */
final class DatasetDescription {
    private final Dataset dataset;
    private final boolean withChunks;
    private final ObjectLocation location;

    private @Nullable String datatype;
    private @Nullable List<Long> shape;
    private @Nullable List<Long> maxShape;
    private @Nullable List<Long> chunkShape;
    private @Nullable String layout;
    private @Nullable List<ListedFilter> filters;
    private @Nullable Long storedBytes;
    private @Nullable String error;

    DatasetDescription(Dataset dataset, boolean withChunks) {
        this.dataset = dataset;
        this.withChunks = withChunks;
        this.location = new ObjectLocation(dataset.file().name(), dataset.path());
    }

    /** Reads a part. */
    @FunctionalInterface
    private interface Part {
        void read() throws IOException;
    }

    ListedObject listed(String path) throws IOException {
        part(() -> datatype = DatatypeNotation.of(dataset.datatype()));
        part(this::readExtent);
        part(() -> filters = dataset.filterPipeline().steps().stream()
                .map(DatasetDescription::listed)
                .toList());
        part(this::readLayout);
        ListedObject.Storage storage =
                new ListedObject.Storage(shape, maxShape, chunkShape, layout, filters, storedBytes);
        return new ListedObject(path, "dataset", datatype, storage, null, error);
    }

    private void part(Part part) throws IOException {
        try {
            part.read();
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            if (error == null) {
                error = ObjectWalk.message(e);
            }
        }
    }

    private void readExtent() throws IOException {
        Dataspace dataspace = dataset.dataspace();
        if (dataspace.kind() != Dataspace.Kind.NULL) {
            shape = dataspace.dimensions();
            maxShape = dataspace.maxDimensions();
        }
    }

    private static ListedFilter listed(FilterPipeline.Step step) {
        String registered = FilterRegistry.nameOf(step.id());
        boolean unknown = registered.equals(Integer.toString(step.id()));
        String name = unknown && !step.name().isEmpty() ? step.name() : registered;
        return new ListedFilter(
                step.id(),
                name,
                step.clientValues().stream().map(Integer::toUnsignedLong).toList());
    }

    private void readLayout() throws IOException {
        DataLayout known = dataset.layout();
        layout = known.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        if (known instanceof DataLayout.Compact compact) {
            storedBytes = (long) compact.lengthBytes();
        } else if (known instanceof DataLayout.Contiguous contiguous) {
            storedBytes = contiguous.address() == DataLayout.UNDEFINED ? 0 : contiguous.lengthBytes();
        } else if (known instanceof DataLayout.External external) {
            storedBytes = external.lengthBytes();
        } else if (known instanceof DataLayout.Virtual) {
            storedBytes = 0L;
        } else if (known instanceof DataLayout.Chunked chunked) {
            List<Long> dimensions = new ArrayList<>();
            chunked.chunkDimensions().forEach(dimension -> dimensions.add((long) dimension));
            chunkShape = dimensions;
            if (withChunks) {
                readChunks();
            }
        }
    }

    /** A filter that is not read counts only where a chunk needs it. */
    private void readChunks() throws IOException {
        FilterPipeline pipeline = dataset.filterPipeline();
        int unread = 0;
        for (int i = 0; i < pipeline.steps().size(); i++) {
            unread |= FilterRegistry.find(pipeline.steps().get(i).id()) == null ? 1 << i : 0;
        }
        ChunkSum sum = new ChunkSum(unread);
        dataset.chunkIndex().forEachChunk(0, Long.MAX_VALUE, (offset, address, chunkBytes, filterMask) -> {
            sum.add(chunkBytes, filterMask);
        });
        storedBytes = sum.storedBytes;
        if (sum.needsUnread) {
            FilterChains.checkReadable(location, pipeline);
        }
    }

    /** What all chunks take, and whether one of them needs a filter that is not read. */
    private static final class ChunkSum {
        private final int unread;
        private long storedBytes;
        private boolean needsUnread;

        ChunkSum(int unread) {
            this.unread = unread;
        }

        void add(long chunkBytes, int filterMask) {
            storedBytes += chunkBytes;
            needsUnread |= (unread & ~filterMask) != 0;
        }
    }
}
