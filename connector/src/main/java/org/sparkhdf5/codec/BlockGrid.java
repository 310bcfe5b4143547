package org.sparkhdf5.codec;

/**
 * How Blosc 2 cut an N-dimensional chunk into blocks (metalayer {@code b2nd}): the blocks stand in row-major order of
 * their grid, each row-major and full size, those at the edge padded.
 *
 * @see <a href="https://github.com/Blosc/c-blosc2/blob/main/README_B2ND_METALAYER.rst">B2ND Metalayer Format</a>
 */
final class BlockGrid {
    private static final int RANK_MAX = 15;
    private static final int FIELDS = 7;
    private static final int FIELDS_WITHOUT_TYPE = 5;

    private final int[] chunk;
    private final int[] block;

    /** Bytes from one element to the next along each dimension; the last one is the element size. */
    private final int[] chunkStrides;

    private final int[] blockStrides;
    private final int blockBytes;

    private BlockGrid(int[] chunk, int[] block, int elementBytes) throws CorruptChunkException {
        this.chunk = chunk;
        this.block = block;
        this.chunkStrides = strides(chunk, elementBytes);
        this.blockStrides = strides(block, elementBytes);
        this.blockBytes = blockStrides[0] * block[0];
    }

    /** Reads the content of the metalayer: version, rank, shape, chunk shape, block shape, type. */
    static BlockGrid read(MessagePackReader in, int elementBytes) throws CorruptChunkException {
        in.beginArray(FIELDS_WITHOUT_TYPE, FIELDS);
        long version = in.integer();
        long rank = in.integer();
        if (version < 0 || rank < 1 || rank > RANK_MAX) {
            throw new CorruptChunkException("expected a rank from 1 to " + RANK_MAX + ", found " + rank);
        }
        int[] shape = dimensions(in, (int) rank);
        int[] chunk = dimensions(in, (int) rank);
        int[] block = dimensions(in, (int) rank);
        for (int i = 0; i < rank; i++) {
            if (shape[i] > chunk[i]) {
                throw new UnsupportedChunkException(
                        "an array of " + shape[i] + " in chunks of " + chunk[i] + " along dimension " + i);
            }
        }
        return new BlockGrid(chunk, block, elementBytes);
    }

    private static int[] dimensions(MessagePackReader in, int rank) throws CorruptChunkException {
        in.beginArray(rank, rank);
        int[] dimensions = new int[rank];
        for (int i = 0; i < rank; i++) {
            long dimension = in.integer();
            if (dimension < 1 || dimension > Integer.MAX_VALUE) {
                throw new CorruptChunkException(
                        "expected a dimension from 1 to " + Integer.MAX_VALUE + ", found " + dimension);
            }
            dimensions[i] = (int) dimension;
        }
        return dimensions;
    }

    private static int[] strides(int[] dimensions, int elementBytes) throws CorruptChunkException {
        int[] strides = new int[dimensions.length];
        long length = elementBytes;
        for (int i = dimensions.length - 1; i >= 0; i--) {
            strides[i] = (int) length;
            length *= dimensions[i];
            if (length > Integer.MAX_VALUE) {
                throw new CorruptChunkException(
                        "expected a chunk of at most " + Integer.MAX_VALUE + " bytes, found at least " + length);
            }
        }
        return strides;
    }

    /** Bytes of the chunk without padding. */
    int chunkBytes() {
        return chunkStrides[0] * chunk[0];
    }

    /** Whether all blocks together, with their padding, have this many bytes. */
    boolean isPaddedLength(long length) {
        long left = length;
        for (int i = 0; i < chunk.length; i++) {
            left = left % blockCount(i) == 0 ? left / blockCount(i) : -1;
        }
        return left == blockBytes;
    }

    /** Puts the rows of all blocks in their places: {@link #chunkBytes} bytes from index 0 of {@code target} on. */
    void unpack(byte[] source, byte[] target) {
        unpackBlocks(source, target, 0, 0, 0, new int[chunk.length]);
    }

    /**
     * The blocks of one line of the grid, dimension by dimension.
     *
     * @param index of the first block in the grid, along the dimensions before {@code dimension}
     * @param to where that block begins in the chunk
     * @param part how much of a block lies in the chunk, filled for the dimensions before
     */
    private void unpackBlocks(byte[] source, byte[] target, int dimension, int index, int to, int[] part) {
        if (dimension == chunk.length) {
            unpackRows(source, index * blockBytes, target, to, 0, part);
            return;
        }
        int count = blockCount(dimension);
        for (int i = 0; i < count; i++) {
            int start = i * block[dimension];
            part[dimension] = Math.min(block[dimension], chunk[dimension] - start);
            int blockTo = to + start * chunkStrides[dimension];
            unpackBlocks(source, target, dimension + 1, index * count + i, blockTo, part);
        }
    }

    private void unpackRows(byte[] source, int from, byte[] target, int to, int dimension, int[] part) {
        if (dimension == chunk.length - 1) {
            System.arraycopy(source, from, target, to, part[dimension] * chunkStrides[dimension]);
            return;
        }
        for (int i = 0; i < part[dimension]; i++) {
            int rowFrom = from + i * blockStrides[dimension];
            unpackRows(source, rowFrom, target, to + i * chunkStrides[dimension], dimension + 1, part);
        }
    }

    private int blockCount(int dimension) {
        return (int) (((long) chunk[dimension] + block[dimension] - 1) / block[dimension]);
    }
}
