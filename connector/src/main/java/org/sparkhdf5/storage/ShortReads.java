package org.sparkhdf5.storage;

import java.io.IOException;

/**
 * Reads as if the file system were fast, little at first and nothing ahead: for a query that a few rows are enough for, and
 * beside what needs the memory for long reads. Closes the reader below.
 */
public final class ShortReads implements RangeReader {
    private final RangeReader source;

    public ShortReads(RangeReader source) {
        this.source = source;
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
    }

    @Override
    public void rest() throws IOException {
        source.rest();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
