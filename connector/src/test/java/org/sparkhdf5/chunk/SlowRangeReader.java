package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.PendingRead;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.ReadPace;

/**
 * A file behind a slow stream, on a clock that only this reader and {@link #work} advance: a read costs a latency and then its
 * bytes, reads are done one after the other, and what was begun is done beside. Bytes of a read that was begun are there when
 * it was waited for, not before.
 */
final class SlowRangeReader implements RangeReader {
    private static final double NANOS_PER_SECOND = 1e9;

    private final RangeReader source;
    private final ReadPace real;
    private final BooleanSupplier fails;
    private final List<ByteRange> ranges = new ArrayList<>();
    private ReadPace known;
    private long nowNanos;
    private long streamFreeNanos;
    private int begun;

    /**
     * @param known what is known of the pace before the third read
     * @param fails whether a read that is begun does not work
     */
    SlowRangeReader(RangeReader source, ReadPace real, ReadPace known, BooleanSupplier fails) {
        this.source = source;
        this.real = real;
        this.known = known;
        this.fails = fails;
    }

    /** Lets time pass. */
    void work(double nanos) {
        nowNanos += (long) nanos;
    }

    long nowNanos() {
        return nowNanos;
    }

    List<ByteRange> ranges() {
        return ranges;
    }

    long bytesRead() {
        return ranges.stream().mapToLong(ByteRange::lengthBytes).sum();
    }

    /** Reads that were begun beside. */
    int begun() {
        return begun;
    }

    @Override
    public String file() {
        return source.file();
    }

    @Override
    public long lengthBytes() {
        return source.lengthBytes();
    }

    @Override
    public ReadPace pace() {
        return known;
    }

    private void spend(long address, int lengthBytes) {
        ranges.add(new ByteRange(address, lengthBytes));
        streamFreeNanos = Math.max(nowNanos, streamFreeNanos)
                + real.latencyNanos()
                + (long) (lengthBytes * NANOS_PER_SECOND / real.bytesPerSecond());
        if (ranges.size() > 1) {
            known = real;
        }
    }

    @Override
    public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
        source.readFully(address, target, offset, lengthBytes);
        spend(address, lengthBytes);
        nowNanos = streamFreeNanos;
    }

    @Override
    public PendingRead begin(long address, byte[] target, int offset, int lengthBytes) {
        begun++;
        Arrays.fill(target, offset, offset + lengthBytes, (byte) 0xee);
        spend(address, lengthBytes);
        long done = streamFreeNanos;
        return () -> {
            nowNanos = Math.max(nowNanos, done);
            if (fails.getAsBoolean()) {
                return false;
            }
            source.readFully(address, target, offset, lengthBytes);
            return true;
        };
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
