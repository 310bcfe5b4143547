package org.sparkhdf5.plan;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.ExternalFiles;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.TableReader;

/**
 * A file that is open for reading its metadata. Owns its range reader. Not thread-safe, but {@link #close} may come from
 * another thread.
 */
public final class OpenFile implements Closeable {
    private final RangeReader reader;
    private final RangeReader metadata;
    private final ExternalFiles others;
    private final Hdf5File file;

    /** Opens the bytes of files. */
    @FunctionalInterface
    public interface Opener {
        /** A reader that has read nothing yet; the caller closes it. */
        RangeReader open(StoredFile file) throws IOException;

        /** The file at a path that an external link names, or null where there is none. */
        default @Nullable StoredFile find(String path) throws IOException {
            return null;
        }

        /** Which external links are followed. */
        default ExternalLinkPolicy externalLinks() {
            return ExternalLinkPolicy.DENY;
        }
    }

    private OpenFile(RangeReader given, Opener opener, StoredFile stored, Map<Long, List<Long>> virtualExtents)
            throws IOException {
        this.others = new ExternalFiles(opener.externalLinks(), path -> {
            StoredFile other = opener.find(path);
            return other == null ? null : new CachedRangeReader(opener.open(other));
        });
        this.file = Hdf5File.open(given, others, virtualExtents, stored.family());
        // Not those that were given where something newer lies over them.
        this.metadata = file.reader();
        this.reader = metadata.uncached();
    }

    /** Opens with a block cache: metadata are small and scattered. */
    public static OpenFile open(Opener opener, StoredFile file) throws IOException {
        return open(opener, file, Map.of());
    }

    /** As {@link #open(Opener, StoredFile)}, with extents that virtual datasets had, by the addresses of their headers. */
    static OpenFile open(Opener opener, StoredFile file, Map<Long, List<Long>> virtualExtents) throws IOException {
        RangeReader reader = opener.open(file);
        return closingOnFailure(reader, new CachedRangeReader(reader), opener, file, virtualExtents);
    }

    /** Reads a small file as a whole, in one range read. */
    static OpenFile openInMemory(Opener opener, StoredFile file) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(file.lengthBytes())];
        try (RangeReader reader = opener.open(file)) {
            reader.readFully(0, bytes, 0, bytes.length);
        }
        RangeReader reader = new InMemoryRangeReader(file.path(), bytes);
        return closingOnFailure(reader, reader, opener, file, Map.of());
    }

    private static OpenFile closingOnFailure(
            RangeReader reader,
            RangeReader metadata,
            Opener opener,
            StoredFile stored,
            Map<Long, List<Long>> virtualExtents)
            throws IOException {
        try {
            return new OpenFile(metadata, opener, stored, virtualExtents);
        } catch (IOException | RuntimeException e) {
            try (reader) {
                throw e;
            }
        }
    }

    /** For data: past the block cache. */
    RangeReader reader() {
        return reader;
    }

    /** For what is small and near to other small things. */
    RangeReader metadata() {
        return metadata;
    }

    public Hdf5File file() {
        return file;
    }

    TableReader tables() {
        return new TableReader(file, metadata);
    }

    @Override
    public void close() throws IOException {
        try (others) {
            metadata.close(); // and with it the reader below it
        }
    }
}
