package org.sparkhdf5.storage;

import java.util.concurrent.atomic.LongAdder;

/** Counts what is asked of the Hadoop streams: a read is one call on a stream. Thread-safe. */
public final class ReadStatistics {
    private final LongAdder reads = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** Adds one call that returned {@code lengthBytes} bytes. */
    public void addRead(long lengthBytes) {
        reads.increment();
        bytes.add(lengthBytes);
    }

    public long reads() {
        return reads.sum();
    }

    public long bytesRead() {
        return bytes.sum();
    }
}
