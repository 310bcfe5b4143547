package org.sparkhdf5.it.testing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** An HDFS of three datanodes on named hosts inside this JVM. */
public final class HdfsCluster {
    public static final int BLOCK_BYTES = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 16;
    private static HdfsCluster shared;

    private final MiniDFSCluster cluster;
    private final FileSystem fileSystem;

    private HdfsCluster(MiniDFSCluster cluster) throws IOException {
        this.cluster = cluster;
        this.fileSystem = cluster.getFileSystem();
    }

    /** The cluster of all test classes of this JVM; it ends with the JVM. Stop none of its datanodes. */
    public static synchronized HdfsCluster shared() {
        try {
            if (shared == null) {
                shared = start();
            }
            return shared;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A cluster of one's own, to be closed with {@link #stop}. */
    public static HdfsCluster start() throws IOException {
        return start("host1", "host2", "host3");
    }

    /** As {@link #start()}, all datanodes on this machine by its own name: HTTP clients follow redirects to them. */
    public static HdfsCluster startWithHttp() throws IOException {
        return start((String[]) null);
    }

    private static HdfsCluster start(String... hosts) throws IOException {
        Configuration configuration = new HdfsConfiguration();
        // Without it every small file costs 400 ms: the client waits for a late block report.
        configuration.set("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5");
        // On a busy machine a report comes later still: these wait five seconds in all.
        configuration.setInt("dfs.client.block.write.locateFollowingBlock.retries", 10);
        configuration.setInt("dfs.blocksize", BLOCK_BYTES);
        Path target = Files.createDirectories(Path.of("target"));
        Path folder = Files.createTempDirectory(target, "hdfs").toAbsolutePath();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
        // The cluster itself ends with the JVM; its blocks, many megabytes, would stay.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtil.fullyDelete(folder.toFile())));
        MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration)
                .numDataNodes(3)
                .hosts(hosts)
                .build();
        cluster.waitActive();
        return new HdfsCluster(cluster);
    }

    public FileSystem fileSystem() {
        return fileSystem;
    }

    public MiniDFSCluster cluster() {
        return cluster;
    }

    /** Host and port of the namenode's HTTP server. */
    public String httpAddress() {
        return cluster.getHttpUri(0).replaceFirst("http://", "");
    }

    public void stop() {
        cluster.shutdown(true);
    }

    /** The fully qualified form of an absolute path of this file system. */
    public String uri(String path) {
        return fileSystem.makeQualified(new org.apache.hadoop.fs.Path(path)).toString();
    }

    /** Copies a file of this machine and returns its URI. */
    public String put(Path local, String path) throws IOException {
        return put(Files.readAllBytes(local), path);
    }

    public String put(byte[] bytes, String path) throws IOException {
        try (OutputStream stream = create(path, 3)) {
            stream.write(bytes);
        }
        return uri(path);
    }

    /** Writes a hand-made frame and returns its URI. */
    public String put(HandMadeFrame frame, String path, int replication) throws IOException {
        try (OutputStream stream = new BufferedOutputStream(create(path, replication))) {
            frame.writeTo(stream);
        }
        return uri(path);
    }

    private OutputStream create(String path, int replication) throws IOException {
        return fileSystem.create(
                new org.apache.hadoop.fs.Path(path), true, BUFFER_BYTES, (short) replication, BLOCK_BYTES);
    }
}
