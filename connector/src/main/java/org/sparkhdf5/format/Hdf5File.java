package org.sparkhdf5.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.RangeReader;

/**
 * An HDF5 file, opened for reading. Opening reads the superblock and its extension; everything else is read when asked for. Not thread-safe.
 * The reader passed in stays the caller's, who closes it.
 */
public final class Hdf5File {
    /** Soft links that are followed for one path. */
    public static final int LINKS_MAX = 32;

    private final MetadataReader reader;
    private final Superblock superblock;
    private final SuperblockExtension extension;
    private final GlobalHeap globalHeap;
    private final References references;

    private Hdf5File(MetadataReader reader, Superblock superblock, SuperblockExtension extension) {
        this.reader = reader;
        this.superblock = superblock;
        this.extension = extension;
        this.globalHeap = new GlobalHeap(reader.ranges(), reader.sizes(), GlobalHeap.CACHE_BYTES);
        this.references = new References(this, reader);
    }

    /**
     * Opens a file: reads and checks its superblock.
     *
     * @param reader of the file, best with a block cache: metadata are small and scattered
     * @throws org.sparkhdf5.Hdf5FormatException if it is not an HDF5 file or is cut short
     */
    public static Hdf5File open(RangeReader reader) throws IOException {
        Superblock superblock = Superblock.read(reader);
        MetadataReader metadata = new MetadataReader(reader, superblock.sizes());
        superblock.checkLength(metadata);
        return new Hdf5File(metadata, superblock, SuperblockExtension.read(metadata, superblock));
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
     * soft links, up to {@link #LINKS_MAX} soft links; groups on the way are not enumerated. A leading {@code /} is optional.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException on an external or user-defined link, by name
     */
    public @Nullable Hdf5Object find(String path) throws IOException {
        return new PathWalk(this, path).run();
    }

    /** The object whose header is at an absolute address; {@code path} is what messages call it. */
    public Hdf5Object objectAt(long address, String path) throws IOException {
        ObjectHeader header = ObjectHeaderReader.read(reader, location(path), address);
        if (header.has(MessageType.SYMBOL_TABLE) || header.has(MessageType.LINK_INFO)) {
            return new Group(this, header);
        }
        if (header.has(MessageType.DATATYPE)) {
            return header.has(MessageType.DATASPACE) ? new Dataset(this, header) : new CommittedDatatype(header);
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

    /** Whether a writer said that readers may read while it writes (SWMR): such a file may have grown since it was listed. */
    public boolean swmrWrite() {
        return superblock.swmrWrite();
    }

    /** Whether the file was left open by its writer. */
    public boolean openForWrite() {
        return superblock.openForWrite();
    }

    ObjectLocation location(String path) {
        return reader.location(path);
    }

    BtreeK btreeK() {
        return extension.btreeK();
    }
}
