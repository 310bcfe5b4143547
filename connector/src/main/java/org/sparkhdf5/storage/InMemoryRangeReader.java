package org.sparkhdf5.storage;

import java.io.IOException;

/** A file whose bytes are all in memory. The array is not copied; it must not change. */
public final class InMemoryRangeReader implements RangeReader {
    private final String file;
    private final byte[] bytes;

    /**
     * @param file path for messages
     * @param bytes the whole file
     */
    public InMemoryRangeReader(String file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public long lengthBytes() {
        return bytes.length;
    }

    @Override
    public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
        ReadBounds.check(this, address, target, offset, lengthBytes);
        System.arraycopy(bytes, (int) address, target, offset, lengthBytes);
    }

    @Override
    public void close() {}
}
