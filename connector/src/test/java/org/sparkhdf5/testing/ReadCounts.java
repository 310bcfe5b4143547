package org.sparkhdf5.testing;

import java.io.IOException;
import org.sparkhdf5.storage.RangeReader;

/**
 * Counts the reads that succeed and their bytes, and keeps nothing else: for millions of reads. Closing it closes nothing, so
 * it may be opened again.
 */
public class ReadCounts implements RangeReader {
    private final RangeReader source;
    private int reads;
    private long bytesRead;

    public ReadCounts(RangeReader source) {
        this.source = source;
    }

    public final int reads() {
        return reads;
    }

    public final long bytesRead() {
        return bytesRead;
    }

    public void reset() {
        reads = 0;
        bytesRead = 0;
    }

    @Override
    public final String file() {
        return source.file();
    }

    @Override
    public final long lengthBytes() {
        return source.lengthBytes();
    }

    @Override
    public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
        source.readFully(address, target, offset, lengthBytes);
        reads++;
        bytesRead += lengthBytes;
    }

    @Override
    public void close() throws IOException {}
}
