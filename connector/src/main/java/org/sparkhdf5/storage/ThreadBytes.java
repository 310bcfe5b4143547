package org.sparkhdf5.storage;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;

/**
 * What Hadoop's statistics count for a thread, moved to another one: Spark takes the bytes that a task has read from those of
 * the task's thread. The sums of the process stay as they are.
 */
final class ThreadBytes {
    private record Moved(FileSystem.Statistics statistics, long bytes, int reads) {}

    private final List<Moved> before = new ArrayList<>();
    private final List<Moved> moved = new ArrayList<>();

    /** Begins to look at what the calling thread reads. */
    ThreadBytes() {
        before.addAll(ofThread());
    }

    /** Takes what the calling thread has read since off its count; the same thread as before. */
    void take() {
        for (Moved now : ofThread()) {
            long bytes = now.bytes;
            int reads = now.reads;
            for (Moved old : before) {
                if (old.statistics == now.statistics) {
                    bytes -= old.bytes;
                    reads -= old.reads;
                }
            }
            if (bytes != 0 || reads != 0) {
                now.statistics.incrementBytesRead(-bytes);
                now.statistics.incrementReadOps(-reads);
                moved.add(new Moved(now.statistics, bytes, reads));
            }
        }
    }

    /** Adds what was taken to the count of the calling thread. */
    void give() {
        for (Moved one : moved) {
            one.statistics.incrementBytesRead(one.bytes);
            one.statistics.incrementReadOps(one.reads);
        }
        moved.clear();
    }

    @SuppressWarnings("deprecation") // as Spark does; what replaces it knows no threads
    private static List<Moved> ofThread() {
        List<Moved> all = new ArrayList<>();
        for (FileSystem.Statistics statistics : FileSystem.getAllStatistics()) {
            FileSystem.Statistics.StatisticsData thread = statistics.getThreadStatistics();
            all.add(new Moved(statistics, thread.getBytesRead(), thread.getReadOps()));
        }
        return all;
    }
}
