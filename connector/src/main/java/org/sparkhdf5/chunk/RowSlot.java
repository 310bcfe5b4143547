package org.sparkhdf5.chunk;

import java.io.Serializable;

/**
 * Which part of an array's rows is wanted: one lane of its chunks, or the whole rows.
 *
 * @param array index of the array among those of the split
 * @param lane position of a chunk in its band, or {@link #WHOLE_ROWS}
 */
public record RowSlot(int array, long lane) implements Serializable {
    public static final long WHOLE_ROWS = -1;

    public boolean wholeRows() {
        return lane == WHOLE_ROWS;
    }
}
