package org.sparkhdf5.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was listed.
 *
 * @param path fully qualified path with scheme, as Hadoop prints it; of a family that of its first member
 * @param lengthBytes length at the time of listing
 * @param modificationTimeMillis milliseconds since the epoch at the time of listing; of a family those of the latest member
 * @param family how the file is spread over members, or null: it is one
 */
public record StoredFile(
        String path,
        long lengthBytes,
        long modificationTimeMillis,
        @Nullable Family family) implements Serializable {

    /** One file. */
    public StoredFile(String path, long lengthBytes, long modificationTimeMillis) {
        this(path, lengthBytes, modificationTimeMillis, null);
    }

    static StoredFile of(FileStatus status) {
        return new StoredFile(status.getPath().toString(), status.getLen(), status.getModificationTime());
    }

    /** The path with its special characters percent-encoded, as Spark's own file sources show it. */
    public String uri() {
        return new Path(path).toUri().toString();
    }

    /** The file at a path, or null where there is none. */
    public static @Nullable StoredFile find(Configuration conf, String path) throws IOException {
        Path hadoopPath = new Path(path);
        try {
            FileStatus status = hadoopPath.getFileSystem(conf).getFileStatus(hadoopPath);
            return status.isFile() ? of(status) : null;
        } catch (FileNotFoundException e) {
            return null;
        } catch (UnsupportedFileSystemException e) {
            throw new IOException(
                    path + ": no file system is there for this file, to which another one leads: " + e.getMessage()
                            + "; add its jar to Spark's class path, or forbid it with the option externalLinks",
                    e);
        }
    }

    /**
     * Asks the file system for the file once more.
     *
     * @param mayGrow whether a longer file, modified later, is fine: one that is written while it is read (SWMR)
     * @return the file as it is now: this one, unless it grew
     * @throws FileChangedException if its length or modification time differ
     * @throws java.io.FileNotFoundException if it is gone
     */
    public StoredFile verifyUnchanged(Configuration conf, boolean mayGrow) throws IOException {
        StoredFile found = again(conf);
        boolean grown =
                mayGrow && found.lengthBytes >= lengthBytes && found.modificationTimeMillis >= modificationTimeMillis;
        if (!grown) {
            requireEqual(found);
        }
        return found;
    }

    private StoredFile again(Configuration conf) throws IOException {
        if (family != null) {
            return family.again(conf, this);
        }
        Path hadoopPath = new Path(path);
        FileStatus status = hadoopPath.getFileSystem(conf).getFileStatus(hadoopPath);
        return new StoredFile(path, status.getLen(), status.getModificationTime());
    }

    /**
     * A reader that has opened nothing yet.
     *
     * @param statistics counts every call on the streams
     * @throws IOException if there is no such file system
     */
    public RangeReader open(Configuration conf, ReadStatistics statistics) throws IOException {
        return family == null ? HadoopRangeReader.open(conf, this, statistics) : family.open(conf, this, statistics);
    }

    /**
     * @param found the same file, looked at later
     * @throws FileChangedException if its length or modification time differ
     */
    public void requireEqual(StoredFile found) throws FileChangedException {
        if (!found.equals(this)) {
            throw new FileChangedException(this, found);
        }
    }

    /** Whether a file of its file system may become another one while it is read. */
    public boolean changesInPlace() {
        return path.startsWith("file:");
    }
}
