package org.sparkhdf5.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.sparkhdf5.ObjectLocation;

/** Lays out values at a stride, as rows of a chunk have them. */
final class Cells {
    static final CellLocation LOCATION = new CellLocation(new ObjectLocation("hdfs://nn/run7.h5", "/prices"), "open");
    static final long FIRST_ROW = 5_000_000_000L;

    private Cells() {}

    /** Longs at a stride from an offset on, the rest of the bytes 0x5A. */
    static byte[] longs(ByteOrder order, int offset, int stride, long... values) {
        byte[] bytes = new byte[offset + stride * values.length + 8];
        Arrays.fill(bytes, (byte) 0x5A);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        for (int i = 0; i < values.length; i++) {
            buffer.putLong(offset + i * stride, values[i]);
        }
        return bytes;
    }
}
