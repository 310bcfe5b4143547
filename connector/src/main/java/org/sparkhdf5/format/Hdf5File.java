package org.sparkhdf5.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.RangeReader;

/**
 * An HDF5 file, opened for reading. Opening reads the superblock; everything else is read when asked for. Not thread-safe.
 * The reader passed in stays the caller's, who closes it.
 */
public final class Hdf5File {
    private Hdf5File() {}

    /**
     * @param reader of the file, best with a block cache: metadata are small and scattered
     * @throws org.sparkhdf5.Hdf5FormatException if it is not an HDF5 file or is cut short
     */
    public static Hdf5File open(RangeReader reader) throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }

    public Group rootGroup() throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }

    /**
     * The object at a path, or null where a name of the path does not exist (a dangling soft link included). Follows hard and
     * soft links, up to {@code LINKS_MAX} soft links; groups on the way are not enumerated. A leading {@code /} is optional.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException on an external or user-defined link, by name
     */
    public @Nullable Hdf5Object find(String path) throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The object whose header is at an absolute address; {@code path} is what messages call it. */
    public Hdf5Object objectAt(long address, String path) throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }
}
