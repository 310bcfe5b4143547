package org.sparkhdf5.chunk;

import java.util.Arrays;

/** Makes rows of fill values. */
final class FillRows {
    private FillRows() {}

    /** One row of {@code rowBytes} bytes that repeats the fill element. */
    static byte[] row(StoredArray array, long rowBytes) {
        byte[] row = new byte[Math.toIntExact(rowBytes)];
        fill(array, row, row.length);
        return row;
    }

    /** Repeats the fill element over the first {@code lengthBytes} bytes. */
    static void fill(StoredArray array, byte[] target, int lengthBytes) {
        byte[] element = array.fillElement();
        if (element.length == 0) {
            Arrays.fill(target, 0, lengthBytes, (byte) 0);
            return;
        }
        for (int position = 0; position < lengthBytes; position += element.length) {
            System.arraycopy(element, 0, target, position, Math.min(element.length, lengthBytes - position));
        }
    }
}
