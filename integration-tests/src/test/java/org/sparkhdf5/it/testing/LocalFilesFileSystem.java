package org.sparkhdf5.it.testing;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The files of this machine under a scheme of their own, read only: listed and described here, opened by what extends it. */
abstract class LocalFilesFileSystem extends FileSystem {
    private final String scheme;
    private final long blockBytes;

    /** @param blockBytes what each file says of its blocks */
    LocalFilesFileSystem(String scheme, long blockBytes) {
        this.scheme = scheme;
        this.blockBytes = blockBytes;
    }

    @Override
    public final String getScheme() {
        return scheme;
    }

    @Override
    public final URI getUri() {
        return URI.create(scheme + ":///");
    }

    @Override
    public void initialize(URI name, Configuration configuration) throws IOException {
        super.initialize(name, configuration);
        setConf(configuration);
    }

    @Override
    public final FileStatus getFileStatus(Path path) throws IOException {
        File file = new File(path.toUri().getPath());
        if (!file.exists()) {
            throw new FileNotFoundException(path.toString());
        }
        return new FileStatus(
                file.length(), file.isDirectory(), 1, blockBytes, file.lastModified(), makeQualified(path));
    }

    @Override
    public final FileStatus[] listStatus(Path path) throws IOException {
        File[] files = new File(path.toUri().getPath()).listFiles();
        if (files == null) {
            return new FileStatus[] {getFileStatus(path)};
        }
        Arrays.sort(files);
        FileStatus[] statuses = new FileStatus[files.length];
        for (int i = 0; i < files.length; i++) {
            statuses[i] = getFileStatus(new Path(path, files[i].getName()));
        }
        return statuses;
    }

    @Override
    public final Path getWorkingDirectory() {
        return new Path(scheme + ":///");
    }

    @Override
    public final void setWorkingDirectory(Path path) {
        throw readOnly();
    }

    @Override
    public final FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress) {
        throw readOnly();
    }

    @Override
    public final FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw readOnly();
    }

    @Override
    public final boolean rename(Path from, Path to) {
        throw readOnly();
    }

    @Override
    public final boolean delete(Path path, boolean recursive) {
        throw readOnly();
    }

    @Override
    public final boolean mkdirs(Path path, FsPermission permission) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("read only");
    }
}
