package org.sparkhdf5.testing;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Another file system under a scheme of its own, so that what is read from it can be watched or disturbed.
 *
 * <p>The scheme is {@code <prefix>-<scheme of the other>}: {@code short-file:///tmp/x}, {@code counted-hdfs://host:9000/x},
 * even {@code counted-short-file:///tmp/x}. Each is registered with {@code fs.<scheme>.impl}, see {@link #register}.
 */
public abstract class WrappingFileSystem extends FileSystem {
    private FileSystem inner;
    private URI uri;

    /** Makes a scheme known to a configuration. */
    public static void register(Configuration conf, String scheme, Class<? extends WrappingFileSystem> type) {
        conf.setClass("fs." + scheme + ".impl", type, FileSystem.class);
    }

    /** The path of the same file under a scheme that wraps that of {@code path}: {@code file:/x -> prefix-file:/x}. */
    public static String wrapped(String prefix, String path) {
        return prefix + "-" + path;
    }

    /** Wraps the stream of a file that was just opened. */
    protected abstract WrappingInputStream wrap(Path path, FSDataInputStream opened) throws IOException;

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        super.initialize(name, conf);
        String authority = name.getAuthority() == null ? "" : name.getAuthority();
        uri = URI.create(name.getScheme() + "://" + authority + "/");
        inner = FileSystem.get(URI.create(innerScheme(name) + "://" + authority + "/"), conf);
    }

    @Override
    public URI getUri() {
        return uri;
    }

    @Override
    public FSDataInputStream open(Path path, int bufferBytes) throws IOException {
        Path qualified = makeQualified(path);
        return new FSDataInputStream(wrap(qualified, inner.open(toInner(path), bufferBytes)));
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferBytes,
            short replication,
            long blockBytes,
            Progressable progress)
            throws IOException {
        return inner.create(toInner(path), permission, overwrite, bufferBytes, replication, blockBytes, progress);
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferBytes, Progressable progress) throws IOException {
        return inner.append(toInner(path), bufferBytes, progress);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        return inner.rename(toInner(from), toInner(to));
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        return inner.delete(toInner(path), recursive);
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        return inner.mkdirs(toInner(path), permission);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return toOuter(inner.getFileStatus(toInner(path)));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        return Arrays.stream(inner.listStatus(toInner(path))).map(this::toOuter).toArray(FileStatus[]::new);
    }

    @Override
    public RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path) throws IOException {
        RemoteIterator<LocatedFileStatus> statuses = inner.listLocatedStatus(toInner(path));
        return new RemoteIterator<>() {
            @Override
            public boolean hasNext() throws IOException {
                return statuses.hasNext();
            }

            @Override
            public LocatedFileStatus next() throws IOException {
                LocatedFileStatus status = statuses.next();
                return new LocatedFileStatus(toOuter(status), status.getBlockLocations());
            }
        };
    }

    @Override
    public BlockLocation[] getFileBlockLocations(Path path, long start, long lengthBytes) throws IOException {
        return inner.getFileBlockLocations(toInner(path), start, lengthBytes);
    }

    @Override
    public BlockLocation[] getFileBlockLocations(FileStatus status, long start, long lengthBytes) throws IOException {
        return getFileBlockLocations(status.getPath(), start, lengthBytes);
    }

    @Override
    public void setWorkingDirectory(Path path) {
        inner.setWorkingDirectory(toInner(path));
    }

    @Override
    public Path getWorkingDirectory() {
        return withScheme(inner.getWorkingDirectory(), uri.getScheme());
    }

    private Path toInner(Path path) {
        return withScheme(makeQualified(path), innerScheme(uri));
    }

    private FileStatus toOuter(FileStatus status) {
        return new FileStatus(
                status.getLen(),
                status.isDirectory(),
                status.getReplication(),
                status.getBlockSize(),
                status.getModificationTime(),
                status.getAccessTime(),
                status.getPermission(),
                status.getOwner(),
                status.getGroup(),
                withScheme(status.getPath(), uri.getScheme()));
    }

    private static String innerScheme(URI outer) {
        String scheme = outer.getScheme();
        int dash = scheme.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException(scheme + " is not <prefix>-<scheme>");
        }
        return scheme.substring(dash + 1);
    }

    private static Path withScheme(Path path, String scheme) {
        return new Path(scheme, path.toUri().getAuthority(), path.toUri().getPath());
    }
}
