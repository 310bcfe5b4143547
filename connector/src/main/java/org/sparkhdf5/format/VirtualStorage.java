package org.sparkhdf5.format;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/**
 * The storage of a virtual dataset: mappings as they are stored, what becomes of them with the sources that there are, and the
 * way to the sources. Not thread-safe.
 */
final class VirtualStorage {
    /** Virtual datasets of virtual datasets are a tree, whose branches multiply. */
    static final long NESTED_SOURCES_MAX = 1 << 20;

    private final Hdf5File file;
    private final ObjectHeader header;
    private final Dataspace stored;
    private final List<VirtualMapping> mappings;
    private @Nullable VirtualExtent extent;

    private VirtualStorage(Hdf5File file, ObjectHeader header, Dataspace stored, List<VirtualMapping> mappings) {
        this.file = file;
        this.header = header;
        this.stored = stored;
        this.mappings = mappings;
    }

    /** @param stored extent as the file says */
    static VirtualStorage read(Hdf5File file, ObjectHeader header, DataLayout.Virtual layout, Dataspace stored)
            throws IOException {
        List<VirtualMapping> mappings = VirtualMappingBlock.read(header.reader(), header.location(), layout, stored);
        return new VirtualStorage(file, header, stored, mappings);
    }

    Dataspace dataspace() throws IOException {
        return extent().dataspace();
    }

    /** In the order of the file; without those of no element. */
    List<VirtualSource> sources() throws IOException {
        return extent().sources();
    }

    /** As {@link #sources()}, of an extent that {@link #dataspace} gave before. */
    List<VirtualSource> sources(List<Long> dimensions) throws IOException {
        VirtualExtent known = extent;
        if (known == null || !known.dataspace().dimensions().equals(dimensions)) {
            known = VirtualExtent.of(this, header.location(), stored, mappings, dimensions);
            extent = extent == null ? known : extent;
        }
        return known.sources();
    }

    /** Whether a place has no end. */
    boolean dependsOnSources() {
        return mappings.stream().anyMatch(mapping -> mapping.place().unlimited() != null);
    }

    private VirtualExtent extent() throws IOException {
        VirtualExtent known = extent;
        if (known == null) {
            List<Long> planned = file.plannedExtents().get(header.address());
            known = VirtualExtent.of(this, header.location(), stored, mappings, planned);
            extent = known;
        }
        return known;
    }

    /**
     * The extent of a source as its file says, or null where there is no such file, or no such dataset in it. HDF5 does not look
     * for the sources of a source that is virtual itself before it reads elements.
     */
    @Nullable List<Long> sourceDimensions(VirtualSource source) throws IOException {
        ExternalFiles files = file.externalFiles().forSource();
        try (files) {
            Dataset dataset = find(files, source);
            return dataset == null ? null : dataset.storedDataspace().dimensions();
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            throw named(source, e);
        }
    }

    /** @see Dataset#openSource */
    @Nullable SourceDataset open(VirtualSource source) throws IOException {
        ExternalFiles files = file.externalFiles().forSource();
        boolean opened = false;
        try {
            Dataset dataset = find(files, source);
            if (dataset == null) {
                return null;
            }
            checkSelected(source, dataset.dataspace());
            checkStored(source, dataset);
            opened = true;
            return new SourceDataset(dataset, files.readers());
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            throw named(source, e);
        } finally {
            if (!opened) {
                files.close();
            }
        }
    }

    private @Nullable Dataset find(ExternalFiles files, VirtualSource source) throws IOException {
        if (files.sourceDepth() > ExternalFiles.DEPTH_MAX) {
            throw location()
                    .malformed(
                            "virtual datasets lead through more than " + ExternalFiles.DEPTH_MAX
                                    + " others, the next is " + text(source),
                            ObjectLocation.NO_ADDRESS,
                            "look whether a virtual dataset is a source of itself");
        }
        if (files.countNested() > NESTED_SOURCES_MAX) {
            throw location()
                    .unsupported(
                            "more than " + NESTED_SOURCES_MAX
                                    + " sources of virtual datasets that are sources themselves are not read, the next is "
                                    + text(source),
                            "read the source datasets");
        }
        Hdf5File in = files.findSource(file, source, location());
        Hdf5Object object = in == null ? null : in.find(source.dataset());
        if (object == null) {
            return null;
        }
        if (object instanceof Dataset dataset) {
            return dataset;
        }
        throw location().malformed(text(source) + " is no dataset", ObjectLocation.NO_ADDRESS);
    }

    /** A source that is virtual itself has for HDF5 the extent that its file says: it reads fill values beyond that. */
    private void checkStored(VirtualSource source, Dataset dataset) throws IOException {
        List<Long> told = dataset.storedDataspace().dimensions();
        List<Long> found = dataset.dataspace().dimensions();
        Selection.Block bounds = source.selected().bounds();
        boolean beyond = !told.equals(found) && source.selected() instanceof Selection.All;
        for (int i = 0;
                bounds != null && i < bounds.end().size() && !(source.selected() instanceof Selection.All);
                i++) {
            beyond |= bounds.end().get(i) >= told.get(i);
        }
        if (beyond) {
            throw location()
                    .unsupported(
                            text(source) + " is virtual itself: its file says extent " + told + ", its sources give it "
                                    + found + ", where HDF5 reads fill values",
                            "read that dataset directly, or open its file for writing once, so that its extent is stored");
        }
    }

    private void checkSelected(VirtualSource source, Dataspace dataspace) throws Hdf5FormatException {
        List<Long> dimensions = dataspace.dimensions();
        if (source.selected() instanceof Selection.All) {
            long found = dataspace.elementCount();
            long expected = source.place().pointCount();
            long row = dimensions.isEmpty() || found == 0 ? 1 : found / dimensions.get(0);
            if (found < expected || expected % row != 0) {
                throw unlike(source, found + " elements, expected " + expected);
            }
            return;
        }
        Selection.Block bounds = source.selected().bounds();
        boolean inside = bounds == null || bounds.end().size() == dimensions.size();
        for (int i = 0; inside && bounds != null && i < dimensions.size(); i++) {
            inside = bounds.end().get(i) < dimensions.get(i);
        }
        if (!inside) {
            throw unlike(
                    source,
                    "extent " + dimensions + ", selected is "
                            + source.selected().text());
        }
    }

    private Hdf5FormatException unlike(VirtualSource source, String what) {
        return location()
                .malformed(
                        text(source) + " has " + what,
                        ObjectLocation.NO_ADDRESS,
                        "the source is not the one that was mapped: write it again, or make the virtual dataset again");
    }

    private ObjectLocation location() {
        return header.location();
    }

    /** An error in a source, as one of the virtual dataset that the user reads. */
    private Hdf5FormatException named(VirtualSource source, Exception error) {
        String message = String.valueOf(error.getMessage());
        boolean named = file.externalFiles().sourceDepth() > 0
                || message.startsWith(location().toString());
        String all = named ? message : location() + ": " + text(source) + ": " + message;
        if (error instanceof Hdf5FormatException) {
            return new Hdf5FormatException(all, error);
        }
        throw new UnsupportedHdf5FeatureException(all);
    }

    private static String text(VirtualSource source) {
        return "source " + source.dataset() + " in file " + source.file();
    }
}
