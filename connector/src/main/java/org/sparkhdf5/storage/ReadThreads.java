package org.sparkhdf5.storage;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FileSystem;

/**
 * What a process shares of reading, because it shares its file systems: the threads that read ahead, at most one for each open
 * reader and none where nothing is slow, and how long the reads of each file system took. Thread-safe.
 */
final class ReadThreads {
    /** The one of this process. Values never depend on it. */
    static final ReadThreads SHARED = new ReadThreads();

    private static final int THREADS_MAX = 1024;
    private static final int IDLE_SECONDS = 10;

    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, THREADS_MAX, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);
    private final Map<FileSystem, PaceGauge> gauges = new WeakHashMap<>();

    private ReadThreads() {}

    /** A thread that keeps nothing of the task that needed it first. */
    private Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "hdf5-read-ahead-" + number.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ReadThreads.class.getClassLoader());
        return thread;
    }

    /** Runs the work on a thread of its own; false where there is none left. */
    boolean start(Runnable work) {
        try {
            threads.execute(work);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            return false; // the machine gives no further thread: reading ahead is no duty
        }
    }

    /** What measures the reads of a file system. */
    PaceGauge gauge(FileSystem fileSystem) {
        synchronized (gauges) {
            return gauges.computeIfAbsent(fileSystem, any -> new PaceGauge());
        }
    }
}
