package org.sparkhdf5.it.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.spark.TaskContext;

/**
 * An HDFS that remembers every open and every read of this JVM, to be set as {@code fs.hdfs.impl}. Hadoop keeps one object per
 * authority: {@link #uri} gives another name to a cluster that is known without records. Records are kept for all threads together.
 */
public final class RecordingHdfs extends DistributedFileSystem {
    private static final List<Read> READS = Collections.synchronizedList(new ArrayList<>());
    private static final List<Open> OPENS = Collections.synchronizedList(new ArrayList<>());

    /** A file that was opened, and the partition whose task did it; -1 on the driver. */
    public record Open(String name, int partition) {}

    /** One call that asked a stream for bytes, and how many came. */
    public record Read(String name, long position, int lengthBytes) {}

    /** Forgets what was recorded. */
    public static void reset() {
        READS.clear();
        OPENS.clear();
    }

    public static List<Open> opens() {
        synchronized (OPENS) {
            return List.copyOf(OPENS);
        }
    }

    public static List<Read> reads() {
        synchronized (READS) {
            return List.copyOf(READS);
        }
    }

    /** A file of the shared cluster by an address of the namenode that nobody else uses. */
    public static String uri(String path) {
        int port = HdfsCluster.shared().cluster().getNameNodePort();
        return "hdfs://127.0.0.1:" + port + path;
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        TaskContext task = TaskContext.get();
        OPENS.add(new Open(path.getName(), task == null ? -1 : task.partitionId()));
        return new FSDataInputStream(new RecordedStream(path.getName(), super.open(path, bufferSize)));
    }

    private static final class RecordedStream extends FSInputStream {
        private final String name;
        private final FSDataInputStream stream;

        RecordedStream(String name, FSDataInputStream stream) {
            this.name = name;
            this.stream = stream;
        }

        private int recorded(long position, int count) {
            READS.add(new Read(name, position, Math.max(count, 0)));
            return count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            long position = stream.getPos();
            return recorded(position, stream.read(bytes, offset, length));
        }

        @Override
        public int read(long position, byte[] bytes, int offset, int length) throws IOException {
            return recorded(position, stream.read(position, bytes, offset, length));
        }

        @Override
        public void seek(long position) throws IOException {
            stream.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return stream.getPos();
        }

        @Override
        public boolean seekToNewSource(long position) throws IOException {
            return stream.seekToNewSource(position);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
