package org.sparkhdf5.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.Family;
import org.sparkhdf5.storage.RangeReader;

/**
 * An HDF5 file, opened for reading. Opening reads the superblock and its extension; everything else is read when asked for.
 * Not thread-safe.
 * The reader passed in stays the caller's, who closes it.
 */
public final class Hdf5File {
    /** Soft links that are followed for one path. */
    public static final int LINKS_MAX = 32;

    private final RangeReader bytes;
    private final ExternalFiles externalFiles;
    private final MetadataReader reader;
    private final Superblock superblock;
    private final SuperblockExtension extension;
    private final GlobalHeap globalHeap;
    private final References references;
    private final Map<Long, List<Long>> plannedExtents;
    private final Map<Long, VirtualStorage> virtualStorages = new HashMap<>();

    private Hdf5File(
            RangeReader bytes,
            ExternalFiles externalFiles,
            Map<Long, List<Long>> plannedExtents,
            MetadataReader reader,
            Superblock superblock,
            SuperblockExtension extension) {
        this.plannedExtents = Map.copyOf(plannedExtents);
        this.bytes = bytes;
        this.externalFiles = externalFiles;
        this.reader = reader;
        this.superblock = superblock;
        this.extension = extension;
        this.globalHeap = new GlobalHeap(bytes, reader.sizes(), GlobalHeap.CACHE_BYTES);
        this.references = new References(this, reader);
    }

    /** As {@link #open(RangeReader, ExternalFiles)}; external links are refused. */
    public static Hdf5File open(RangeReader reader) throws IOException {
        return open(reader, ExternalFiles.denied());
    }

    /**
     * Opens a file: reads and checks its superblock.
     *
     * @param reader of the file, best with a block cache: metadata are small and scattered
     * @param externalFiles where external links lead; stays the caller's, who closes it
     * @throws org.sparkhdf5.Hdf5FormatException if it is not an HDF5 file or is cut short
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if it is one member of a file that a file driver split
     */
    public static Hdf5File open(RangeReader reader, ExternalFiles externalFiles) throws IOException {
        return open(reader, externalFiles, Map.of());
    }

    /**
     * As {@link #open(RangeReader, ExternalFiles)}, for whoever was told the extents of virtual datasets before.
     *
     * @param plannedExtents dimensions that virtual datasets keep whatever becomes of their sources, by {@link Dataset#address}
     */
    public static Hdf5File open(RangeReader reader, ExternalFiles externalFiles, Map<Long, List<Long>> plannedExtents)
            throws IOException {
        return open(reader, externalFiles, plannedExtents, null);
    }

    /**
     * As {@link #open(RangeReader, ExternalFiles, Map)}.
     *
     * @param family how the members of the file were joined to the reader, or null: it is one file
     */
    public static Hdf5File open(
            RangeReader reader,
            ExternalFiles externalFiles,
            Map<Long, List<Long>> plannedExtents,
            @Nullable Family family)
            throws IOException {
        Superblock superblock = Superblock.read(reader);
        MetadataReader metadata = new MetadataReader(reader, superblock.sizes());
        superblock.checkLength(metadata, family);
        SuperblockExtension extension = SuperblockExtension.read(metadata, superblock, family);
        superblock.checkMembers(metadata, extension, family);
        MetadataCursor image = extension.cacheImage();
        if (image == null) {
            return new Hdf5File(reader, externalFiles, plannedExtents, metadata, superblock, extension);
        }
        // Newer than the structures at their addresses, but for superblock and extension, which are never in it.
        RangeReader overlaid = MetadataCacheImage.read(metadata, image).over(reader);
        MetadataReader newer = new MetadataReader(overlaid, superblock.sizes());
        SuperblockExtension again = SuperblockExtension.read(newer, superblock, family);
        return new Hdf5File(overlaid, externalFiles, plannedExtents, newer, superblock, again);
    }

    /** This file again, already read, with other files beside it: what is opened in it then leads there. */
    Hdf5File openedFor(ExternalFiles otherFiles) {
        return new Hdf5File(bytes, otherFiles, plannedExtents, reader, superblock, extension);
    }

    public Group rootGroup() throws IOException {
        Hdf5Object root = objectAt(superblock.rootAddress(), "/");
        if (root instanceof Group group) {
            return group;
        }
        throw location("/").malformed("the root object is not a group", root.address());
    }

    /**
     * The object at a path, or null where a name of the path does not exist (a dangling soft link included). Follows hard and
     * soft links, up to {@link #LINKS_MAX} soft links, and external links as the file was opened for; then the object is
     * in another {@link Hdf5Object#file}. Groups on the way are not enumerated. A leading {@code /} is optional.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException on a user-defined link, or an external link that must not be
     *     followed, by name
     */
    public @Nullable Hdf5Object find(String path) throws IOException {
        return new PathWalk(this, path, 0).run();
    }

    /** The object whose header is at an absolute address; {@code path} is what messages call it. */
    public Hdf5Object objectAt(long address, String path) throws IOException {
        ObjectHeader header = ObjectHeaderReader.read(reader, extension.sharedMessages(), location(path), address);
        if (header.has(MessageType.SYMBOL_TABLE) || header.has(MessageType.LINK_INFO)) {
            return new Group(this, header);
        }
        if (header.has(MessageType.DATATYPE)) {
            return header.has(MessageType.DATASPACE) ? new Dataset(this, header) : new CommittedDatatype(this, header);
        }
        throw location(path)
                .malformed("object header of neither a group nor a dataset nor a datatype", header.address());
    }

    /** What a task needs to open the global heap by itself. */
    public FieldSizes fieldSizes() {
        return reader.sizes();
    }

    /** Where variable-length values are, read through the reader of this file: for attributes. */
    public GlobalHeap globalHeap() {
        return globalHeap;
    }

    /** Follows references of this file. */
    public References references() {
        return references;
    }

    /** Fully qualified path of the file. */
    public String name() {
        return bytes.file();
    }

    /** The reader that the file was opened with, with an image of the metadata cache laid over it if there is one. */
    public RangeReader reader() {
        return bytes;
    }

    /** Whether a writer said that readers may read while it writes (SWMR): such a file may have grown since it was listed. */
    public boolean swmrWrite() {
        return superblock.swmrWrite();
    }

    /** Whether metadata, compact data included, are in an image of the metadata cache: then they are read through {@link #reader}. */
    public boolean hasCacheImage() {
        return extension.cacheImage() != null;
    }

    /** Whether the file was left open by its writer. */
    public boolean openForWrite() {
        return superblock.openForWrite();
    }

    Map<Long, List<Long>> plannedExtents() {
        return plannedExtents;
    }

    /** By the address of the header: what is known of a virtual dataset, its sources' extents above all, is found once. */
    Map<Long, VirtualStorage> virtualStorages() {
        return virtualStorages;
    }

    ExternalFiles externalFiles() {
        return externalFiles;
    }

    ObjectLocation location(String path) {
        return reader.location(path);
    }

    BtreeK btreeK() {
        return extension.btreeK();
    }
}
