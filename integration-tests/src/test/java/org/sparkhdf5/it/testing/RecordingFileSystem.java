package org.sparkhdf5.it.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The files of this machine under the scheme {@code recorded:}, read only; it remembers every open and every read of
 * this JVM. A read is one call on a stream. On demand it returns a few bytes per call only, as a stream may.
 *
 * <p>The shared session knows it ({@link Sessions}). Records are kept for all threads together.
 */
public final class RecordingFileSystem extends LocalFilesFileSystem {
    public static final String SCHEME = "recorded";

    private static final int SHORT_READ_BYTES = 300;
    private static final List<Read> READS = Collections.synchronizedList(new ArrayList<>());
    private static final List<String> OPENS = Collections.synchronizedList(new ArrayList<>());
    private static Random shortReads;

    public RecordingFileSystem() {
        super(SCHEME, HdfsCluster.BLOCK_BYTES);
    }

    /** One call that asked a stream for bytes. */
    public record Read(String path, long position, int lengthBytes) {
        public boolean touches(HandMadeFile.Region region) {
            return position < region.end() && region.address() < position + lengthBytes;
        }
    }

    /** Forgets what was recorded and returns as many bytes per read as are asked for. */
    public static synchronized void reset() {
        READS.clear();
        OPENS.clear();
        shortReads = null;
    }

    /** As {@link #reset}; from now on a read returns 1 to 300 bytes. */
    public static synchronized void resetToShortReads(long seed) {
        reset();
        shortReads = new Random(seed);
    }

    public static List<Read> reads() {
        synchronized (READS) {
            return List.copyOf(READS);
        }
    }

    /** The names of the threads that opened a file, one for each time. */
    public static List<String> openingThreads() {
        synchronized (OPENS) {
            return List.copyOf(OPENS);
        }
    }

    public static long readBytes() {
        return reads().stream().mapToLong(Read::lengthBytes).sum();
    }

    /** The name of a file of this machine in this file system. */
    public static String uri(java.nio.file.Path file) {
        return SCHEME + ":" + file.toAbsolutePath();
    }

    private static synchronized int allowed(int wantedBytes) {
        return shortReads == null ? wantedBytes : Math.min(wantedBytes, 1 + shortReads.nextInt(SHORT_READ_BYTES));
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        OPENS.add(Thread.currentThread().getName());
        return new FSDataInputStream(new RecordedStream(path.toUri().getPath()));
    }

    private static final class RecordedStream extends FSInputStream {
        private final String path;
        private final RandomAccessFile file;

        RecordedStream(String path) throws IOException {
            this.path = path;
            this.file = new RandomAccessFile(path, "r");
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
            long position = file.getFilePointer();
            int count = file.read(bytes, offset, allowed(length));
            READS.add(new Read(path, position, Math.max(count, 0)));
            return count;
        }

        @Override
        public synchronized int read(long position, byte[] bytes, int offset, int length) throws IOException {
            long before = file.getFilePointer();
            file.seek(position);
            int count = read(bytes, offset, length);
            file.seek(before);
            return count;
        }

        @Override
        public synchronized void seek(long position) throws IOException {
            if (position > file.length()) {
                throw new EOFException("seek to " + position + " in " + file.length() + " bytes of " + path);
            }
            file.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return file.getFilePointer();
        }

        @Override
        public boolean seekToNewSource(long position) {
            return false;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
