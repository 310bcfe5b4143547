package org.sparkhdf5.chunk;

/**
 * Copies the rows {@code [from, end)} of one chunk to their place among whole rows in C order. Runs along the last dimension
 * are copied at once; what a chunk has beyond the dataspace is left out.
 */
final class HyperslabCopy {
    private final StoredArray array;
    private final int rank;
    private final long[] chunkOffset;
    /** Elements of the chunk inside the dataspace, per dimension. */
    private final int[] extent;

    private final long from;
    private final long end;

    HyperslabCopy(StoredArray array, long[] chunkOffset, long from, long end) {
        this.array = array;
        this.rank = array.dimensions().size();
        this.chunkOffset = chunkOffset;
        this.from = from;
        this.end = end;
        this.extent = new int[rank];
        for (int i = 0; i < rank; i++) {
            extent[i] = (int)
                    Math.min(array.chunkDimensions().get(i), array.dimensions().get(i) - chunkOffset[i]);
        }
    }

    /** Copies from decoded bytes of the chunk that begin at {@code sourceOffset}. */
    void copy(byte[] source, int sourceOffset, byte[] target) {
        walk(source, sourceOffset, target);
    }

    /** Writes the fill value where the chunk would be. */
    void fill(byte[] target) {
        int runBytes = rank == 1 ? array.elementBytes() : extent[rank - 1] * array.elementBytes();
        byte[] run = FillRows.row(array, runBytes);
        walk(run, -1, target);
    }

    /** @param sourceOffset where the chunk begins in {@code source}, or -1 if source is one run to repeat */
    private void walk(byte[] source, int sourceOffset, byte[] target) {
        int elementBytes = array.elementBytes();
        int runBytes = rank == 1 ? elementBytes : extent[rank - 1] * elementBytes;
        int[] position = new int[rank];
        for (long row = from; row < end; row++) {
            position[0] = (int) (row - chunkOffset[0]);
            do {
                int to = Math.toIntExact(targetElement(position, row) * elementBytes);
                int at = sourceOffset < 0 ? 0 : sourceOffset + sourceElement(position) * elementBytes;
                System.arraycopy(source, at, target, to, runBytes);
            } while (advance(position));
        }
    }

    /** Steps through the dimensions between the first and the last; false when all were seen, position is 0 again. */
    private boolean advance(int[] position) {
        for (int i = rank - 2; i >= 1; i--) {
            if (++position[i] < extent[i]) {
                return true;
            }
            position[i] = 0;
        }
        return false;
    }

    private int sourceElement(int[] position) {
        int element = 0;
        for (int i = 0; i < rank; i++) {
            element = element * array.chunkDimensions().get(i) + position[i];
        }
        return element;
    }

    private long targetElement(int[] position, long row) {
        long element = row - from;
        for (int i = 1; i < rank; i++) {
            element = element * array.dimensions().get(i) + chunkOffset[i] + position[i];
        }
        return element;
    }
}
