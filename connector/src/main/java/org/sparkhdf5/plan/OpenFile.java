package org.sparkhdf5.plan;

import java.io.Closeable;
import java.io.IOException;
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
    private final Hdf5File file;

    /** Opens the bytes of a file. */
    @FunctionalInterface
    public interface Opener {
        /** A reader that has read nothing yet; the caller closes it. */
        RangeReader open(StoredFile file) throws IOException;
    }

    private OpenFile(RangeReader reader, RangeReader metadata) throws IOException {
        this.reader = reader;
        this.metadata = metadata;
        this.file = Hdf5File.open(metadata);
    }

    /** Opens with a block cache: metadata are small and scattered. */
    public static OpenFile open(Opener opener, StoredFile file) throws IOException {
        RangeReader reader = opener.open(file);
        return closingOnFailure(reader, new CachedRangeReader(reader));
    }

    /** Reads a small file as a whole, in one range read. */
    static OpenFile openInMemory(Opener opener, StoredFile file) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(file.lengthBytes())];
        try (RangeReader reader = opener.open(file)) {
            reader.readFully(0, bytes, 0, bytes.length);
        }
        RangeReader reader = new InMemoryRangeReader(file.path(), bytes);
        return closingOnFailure(reader, reader);
    }

    private static OpenFile closingOnFailure(RangeReader reader, RangeReader metadata) throws IOException {
        try {
            return new OpenFile(reader, metadata);
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

    public Hdf5File file() {
        return file;
    }

    TableReader tables() {
        return new TableReader(file, metadata);
    }

    @Override
    public void close() throws IOException {
        metadata.close(); // and with it the reader below it
    }
}
