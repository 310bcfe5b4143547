package org.sparkhdf5.storage;

import java.util.Arrays;

/**
 * Measures the reads of a file system. The latency is the middle one of the last three small reads, so that neither one pause
 * of the machine nor one read out of somebody's buffer changes it; the rate is the highest of the last three long ones.
 * Thread-safe.
 */
final class PaceGauge {
    /** Reads up to this are taken for latency alone; at 100 MB/s they take 10 ms more. */
    static final long SMALL_BYTES_MAX = 1 << 20;

    private static final int REMEMBERED = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] latencies = new long[REMEMBERED];
    private final long[] rates = new long[REMEMBERED];
    private int nextLatency;
    private int nextRate;
    private volatile ReadPace pace = ReadPace.FAST;

    PaceGauge() {
        Arrays.fill(rates, Long.MAX_VALUE);
    }

    /** Takes one read of so many bytes in a row. */
    synchronized void add(long nanos, long lengthBytes) {
        long latency = pace.latencyNanos();
        if (lengthBytes <= SMALL_BYTES_MAX || nanos <= latency) {
            long transfer = (long) (lengthBytes * NANOS_PER_SECOND / pace.bytesPerSecond());
            latencies[nextLatency] = Math.max(0, nanos - transfer);
            nextLatency = (nextLatency + 1) % REMEMBERED;
        } else {
            rates[nextRate] = Math.max(1, (long) (lengthBytes * NANOS_PER_SECOND / (nanos - latency)));
            nextRate = (nextRate + 1) % REMEMBERED;
        }
        pace = new ReadPace(middle(latencies), Math.max(Math.max(rates[0], rates[1]), rates[2]));
    }

    private static long middle(long[] three) {
        long low = Math.min(three[0], three[1]);
        long high = Math.max(three[0], three[1]);
        return Math.max(low, Math.min(high, three[2]));
    }

    ReadPace pace() {
        return pace;
    }
}
