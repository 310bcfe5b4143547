package org.sparkhdf5.table.pickle;

import java.io.IOException;

/** The bytes of one pickle. Not thread-safe; whoever made it closes what is behind it. */
public interface PickleSource {

    long lengthBytes();

    /**
     * Copies bytes.
     *
     * @param position in the pickle; {@code position + length <= lengthBytes()}
     */
    void read(long position, byte[] target, int offset, int length) throws IOException;

    /** A pickle in memory; the bytes must not change. */
    static PickleSource of(byte[] bytes) {
        return new PickleSource() {
            @Override
            public long lengthBytes() {
                return bytes.length;
            }

            @Override
            public void read(long position, byte[] target, int offset, int length) {
                System.arraycopy(bytes, (int) position, target, offset, length);
            }
        };
    }
}
