package org.sparkhdf5.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.sparkhdf5.storage.ByteRange;

/**
 * Counts what is asked of another file system: opens, and every call on a stream with the bytes it returned, per path.
 *
 * <p>The counts belong to the process, are thread-safe and go on until {@link #reset}. Paths are those of this file
 * system as Hadoop prints them, for instance {@code counted-hdfs://host:9000/x.h5}.
 */
public final class CountingFileSystem extends WrappingFileSystem {
    public static final String PREFIX = "counted";

    private static final Map<String, Log> LOGS = new ConcurrentHashMap<>();

    /**
     * What was asked since the last reset.
     *
     * @param statuses calls for the status of the path or for what lies in it
     * @param opens streams that were opened
     * @param ranges one for each call on a stream: where it read and what it returned; empty at the end of the file
     */
    public record Counts(int statuses, int opens, List<ByteRange> ranges) {
        public Counts {
            ranges = List.copyOf(ranges);
        }

        public int reads() {
            return ranges.size();
        }

        public long bytesRead() {
            return ranges.stream().mapToLong(ByteRange::lengthBytes).sum();
        }
    }

    public static void reset() {
        LOGS.clear();
    }

    /** The counts of one path. */
    public static Counts counts(String path) {
        Log log = LOGS.get(path);
        return log == null ? new Counts(0, 0, List.of()) : log.counts();
    }

    /** The counts of all paths together. */
    public static Counts total() {
        int statuses = 0;
        int opens = 0;
        List<ByteRange> ranges = new ArrayList<>();
        for (Log log : LOGS.values()) {
            Counts counts = log.counts();
            statuses += counts.statuses();
            opens += counts.opens();
            ranges.addAll(counts.ranges());
        }
        return new Counts(statuses, opens, ranges);
    }

    @Override
    protected WrappingInputStream wrap(Path path, FSDataInputStream opened) {
        Log log = log(path);
        log.addOpen();
        return new CountingInputStream(opened, log);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        log(path).addStatus();
        return super.getFileStatus(path);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        log(path).addStatus();
        return super.listStatus(path);
    }

    @Override
    public RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path) throws IOException {
        log(path).addStatus();
        return super.listLocatedStatus(path);
    }

    private Log log(Path path) {
        return LOGS.computeIfAbsent(makeQualified(path).toString(), p -> new Log());
    }

    private static final class Log {
        private int statuses;
        private int opens;
        private final List<ByteRange> ranges = new ArrayList<>();

        synchronized void addStatus() {
            statuses++;
        }

        synchronized void addOpen() {
            opens++;
        }

        synchronized void addRead(long position, int returned) {
            ranges.add(new ByteRange(position, Math.max(returned, 0)));
        }

        synchronized Counts counts() {
            return new Counts(statuses, opens, ranges);
        }
    }

    private static final class CountingInputStream extends WrappingInputStream {
        private final Log log;

        CountingInputStream(FSDataInputStream source, Log log) {
            super(source);
            this.log = log;
        }

        @Override
        public int read() throws IOException {
            long position = getPos();
            int read = super.read();
            log.addRead(position, read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int lengthBytes) throws IOException {
            long position = getPos();
            int returned = super.read(target, offset, lengthBytes);
            log.addRead(position, returned);
            return returned;
        }

        @Override
        public int read(long position, byte[] target, int offset, int lengthBytes) throws IOException {
            int returned = super.read(position, target, offset, lengthBytes);
            log.addRead(position, returned);
            return returned;
        }
    }
}
