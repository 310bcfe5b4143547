package org.sparkhdf5.storage;

import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads byte ranges of one file of any Hadoop file system.
 *
 * <p>The stream is opened by the first read, on its thread. Every call on the stream is counted with the bytes that it
 * returned, and how long reads take is measured. Positioned reads, except on local file systems, where seek and read is
 * several times faster; a range is one call where the file system gives it whole. What is begun ahead is read on a thread of
 * its own, by the same stream, one read after the other. Interrupts pass on as the file system reports them.
 *
 * <p>Not thread-safe, except for {@link #close}. The file system is shared by the process and never closed.
 */
final class HadoopRangeReader implements RangeReader {
    private static final Logger LOG = LoggerFactory.getLogger(HadoopRangeReader.class);

    /** Calls in a row that return no byte, after which the file counts as ended. */
    private static final int EMPTY_READS_MAX = 8;

    /** Schemes whose clients gain nothing from the hints of {@code openFile()}; all others may be object stores. */
    private static final Set<String> PLAIN_SCHEMES = Set.of("file", "hdfs", "viewfs", "webhdfs", "swebhdfs");

    private final FileSystem fileSystem;
    private final StoredFile file;
    private final ReadStatistics statistics;
    private final boolean seeks;
    private final ReadQueue queue;
    private final PaceGauge gauge;

    private @Nullable FSDataInputStream stream;
    private boolean closed;

    private HadoopRangeReader(FileSystem fileSystem, StoredFile file, ReadStatistics statistics) {
        this.fileSystem = fileSystem;
        this.file = file;
        this.statistics = statistics;
        this.seeks = fileSystem instanceof ChecksumFileSystem
                || "file".equals(fileSystem.getUri().getScheme());
        this.queue = new ReadQueue(file.path());
        this.gauge = ReadThreads.SHARED.gauge(fileSystem);
    }

    /**
     * A reader that has opened nothing yet.
     *
     * @param conf where the file system of the path is configured
     * @param statistics counts every call on the stream
     * @throws IOException if there is no such file system
     */
    static HadoopRangeReader open(Configuration conf, StoredFile file, ReadStatistics statistics) throws IOException {
        return new HadoopRangeReader(new Path(file.path()).getFileSystem(conf), file, statistics);
    }

    @Override
    public String file() {
        return file.path();
    }

    @Override
    public long lengthBytes() {
        return file.lengthBytes();
    }

    @Override
    public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
        ReadBounds.check(this, address, target, offset, lengthBytes);
        if (lengthBytes > 0) {
            queue.read(() -> readOnStream(address, target, offset, lengthBytes));
        }
    }

    @Override
    public PendingRead begin(long address, byte[] target, int offset, int lengthBytes) {
        if (lengthBytes == 0 || address > lengthBytes() - lengthBytes) {
            return PendingRead.NONE;
        }
        return queue.begin(() -> readOnStream(address, target, offset, lengthBytes));
    }

    @Override
    public ReadPace pace() {
        return gauge.pace();
    }

    private void readOnStream(long address, byte[] target, int offset, int lengthBytes) throws IOException {
        FSDataInputStream opened = openedStream();
        long start = System.nanoTime();
        if (seeks) {
            opened.seek(address);
        }
        int filled = 0;
        int emptyReads = 0;
        while (filled < lengthBytes) {
            int returned = seeks
                    ? opened.read(target, offset + filled, lengthBytes - filled)
                    : opened.read(address + filled, target, offset + filled, lengthBytes - filled);
            statistics.addRead(Math.max(returned, 0));
            emptyReads = returned > 0 ? 0 : emptyReads + 1;
            if (returned < 0 || emptyReads == EMPTY_READS_MAX) {
                throw ReadBounds.endOfFile(this, address, lengthBytes, filled);
            }
            filled += returned;
        }
        gauge.add(System.nanoTime() - start, lengthBytes);
    }

    @Override
    public void rest() throws IOException {
        FSDataInputStream opened;
        synchronized (this) {
            opened = stream;
            stream = null;
        }
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public void close() throws IOException {
        FSDataInputStream opened;
        synchronized (this) {
            closed = true;
            opened = stream;
            stream = null;
        }
        boolean isReadingAhead = queue.close();
        if (opened != null && isReadingAhead) {
            // Some streams let nobody close them while they read: the task does not wait for that.
            FSDataInputStream reading = opened;
            opened = ReadThreads.SHARED.start(() -> closeQuietly(reading)) ? null : opened;
        }
        if (opened != null) {
            opened.close();
        }
    }

    private static void closeQuietly(FSDataInputStream reading) {
        try {
            reading.close();
        } catch (IOException e) {
            LOG.debug("closing a stream that was read ahead", e);
        }
    }

    private FSDataInputStream openedStream() throws IOException {
        synchronized (this) {
            checkOpen();
            if (stream != null) {
                return stream;
            }
        }
        FSDataInputStream opened = openStream();
        synchronized (this) {
            if (!closed) {
                stream = opened;
                return opened;
            }
        }
        opened.close();
        throw closedReader();
    }

    private FSDataInputStream openStream() throws IOException {
        Path path = new Path(file.path());
        if (PLAIN_SCHEMES.contains(fileSystem.getUri().getScheme())) {
            return fileSystem.open(path);
        }
        // Spares an object store the request for the length, and tells it not to stream ahead of small reads.
        return FutureIO.awaitFuture(fileSystem
                .openFile(path)
                .opt("fs.option.openfile.read.policy", "random")
                .opt("fs.option.openfile.length", Long.toString(file.lengthBytes()))
                .build());
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw closedReader();
        }
    }

    private IOException closedReader() {
        return new IOException(file.path() + ": the reader is closed");
    }
}
