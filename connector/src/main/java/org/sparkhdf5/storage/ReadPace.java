package org.sparkhdf5.storage;

/**
 * How long reads take: a call costs the latency, and then the bytes come.
 *
 * @param latencyNanos what a call costs before its first byte; 0 where that is nothing or not known
 * @param bytesPerSecond {@link Long#MAX_VALUE} where that is not known
 */
public record ReadPace(long latencyNanos, long bytesPerSecond) {
    /** Nothing was measured, or reads come from memory. */
    public static final ReadPace FAST = new ReadPace(0, Long.MAX_VALUE);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SLOW_NANOS = 4_000_000;
    private static final long SLOW_BYTES = 1 << 20;
    /** What a slow stream is taken for that has given no large read yet. */
    private static final long LIKELY_BYTES_PER_SECOND = 100L << 20;

    public ReadPace {
        if (latencyNanos < 0 || bytesPerSecond <= 0) {
            throw new IllegalArgumentException("latency " + latencyNanos + " ns, " + bytesPerSecond + " bytes/s");
        }
    }

    /** Whether reading the next bytes beside other work is worth a thread: 1 MiB takes 4 ms or more. */
    public boolean isSlow() {
        return latencyNanos + (double) SLOW_BYTES * NANOS_PER_SECOND / bytesPerSecond >= SLOW_NANOS;
    }

    /** Bytes that take so many times the latency to come: a read of them spends one part in {@code times + 1} waiting. */
    public long bytesIn(int times) {
        long perSecond = bytesPerSecond == Long.MAX_VALUE ? LIKELY_BYTES_PER_SECOND : bytesPerSecond;
        return (long) ((double) latencyNanos * times / NANOS_PER_SECOND * perSecond);
    }
}
