package org.sparkhdf5.it.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of this machine under the scheme {@code slow:}, as a distant file system gives them: each call on a stream waits
 * for its first byte and then for its bytes, and a stream does one call after the other. Calls and bytes are counted for this
 * JVM; how slow it is can be changed at any time.
 */
public final class LatentFileSystem extends LocalFilesFileSystem {
    public static final String SCHEME = "slow";

    private static final long BLOCK_BYTES = 32 << 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final AtomicLong CALLS = new AtomicLong();
    private static final AtomicLong BYTES = new AtomicLong();
    private static volatile Pace pace = new Pace(0, Double.MAX_VALUE);

    public LatentFileSystem() {
        super(SCHEME, BLOCK_BYTES);
    }

    /**
     * How slow it is.
     *
     * @param latencyMillis of a call
     * @param bytesPerSecond of a stream
     */
    public record Pace(double latencyMillis, double bytesPerSecond) {
        /** What reads cost that are done one after the other. */
        public double seconds(long calls, long bytes) {
            return calls * latencyMillis / 1000 + bytes / bytesPerSecond;
        }
    }

    /** Calls on streams, and the bytes that they returned. */
    public record Counts(long calls, long bytes) {}

    /** From now on reads take this long; counting begins again. */
    public static void reset(Pace newPace) {
        pace = newPace;
        CALLS.set(0);
        BYTES.set(0);
    }

    public static Counts counts() {
        return new Counts(CALLS.get(), BYTES.get());
    }

    /** The name of a file of this machine in this file system. */
    public static String uri(java.nio.file.Path file) {
        return SCHEME + ":" + file.toAbsolutePath();
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        FileSystem local = FileSystem.getLocal(getConf()).getRaw();
        return new FSDataInputStream(
                new LatentStream(local.open(new Path(path.toUri().getPath()), bufferSize)));
    }

    private static final class LatentStream extends FSInputStream {
        private final FSDataInputStream source;

        LatentStream(FSDataInputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int lengthBytes) throws IOException {
            int count = read(getPos(), target, offset, lengthBytes);
            seek(getPos() + Math.max(count, 0));
            return count;
        }

        @Override
        public synchronized int read(long position, byte[] target, int offset, int lengthBytes) throws IOException {
            Pace now = pace;
            long start = System.nanoTime();
            int count = source.read(position, target, offset, lengthBytes);
            CALLS.incrementAndGet();
            BYTES.addAndGet(Math.max(count, 0));
            double nanos = now.latencyMillis * NANOS_PER_MILLI + count / now.bytesPerSecond * NANOS_PER_SECOND;
            long end = start + (long) nanos;
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
                if (Thread.interrupted()) {
                    throw new InterruptedIOException("interrupted while it waited for bytes");
                }
            }
            return count;
        }

        @Override
        public void seek(long position) throws IOException {
            source.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return source.getPos();
        }

        @Override
        public boolean seekToNewSource(long position) {
            return false;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
