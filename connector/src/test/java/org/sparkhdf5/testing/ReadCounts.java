package org.sparkhdf5.testing;

import java.io.IOException;
import org.sparkhdf5.storage.RangeReader;

/** Counts reads and bytes, and keeps nothing else: for millions of reads. Closing it closes nothing, so it may be opened again. */
public final class ReadCounts implements RangeReader {
    private final RangeReader source;
    private long reads;
    private long bytes;

    public ReadCounts(RangeReader source) {
        this.source = source;
    }

    public long reads() {
        return reads;
    }

    public long bytes() {
        return bytes;
    }

    public void reset() {
        reads = 0;
        bytes = 0;
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
    public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
        source.readFully(address, target, offset, lengthBytes);
        reads++;
        bytes += lengthBytes;
    }

    @Override
    public void close() {}
}
