package org.sparkhdf5.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.RangeReader;

/** Notes every read that succeeds, and every close. Closes the reader below. */
public final class CountingRangeReader extends ReadCounts {
    private final RangeReader source;
    private final List<ByteRange> ranges = new ArrayList<>();
    private int closes;
    private boolean isResting = true;

    public CountingRangeReader(RangeReader source) {
        super(source);
        this.source = source;
    }

    /** What was read since the last {@link #reset}, in order. */
    public List<ByteRange> ranges() {
        return List.copyOf(ranges);
    }

    public int closes() {
        return closes;
    }

    @Override
    public void reset() {
        super.reset();
        ranges.clear();
    }

    @Override
    public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
        isResting = false;
        super.readFully(address, target, offset, lengthBytes);
        ranges.add(new ByteRange(address, lengthBytes));
    }

    @Override
    public void rest() throws IOException {
        isResting = true;
        source.rest();
    }

    /** Whether nothing was read since the beginning, or since it was told to rest. */
    public boolean isResting() {
        return isResting;
    }

    @Override
    public void close() throws IOException {
        closes++;
        source.close();
    }
}
