package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;

/**
 * How an array of chunks numbers them: row-major over the largest extent that the dataset may take, so that a number stays
 * when the dataset grows. An unlimited dimension must be the slowest: it is moved to the front, whatever its place is.
 *
 * <p>And which of them are wanted: those of a range of rows within the current extent. What does not fit a long stands behind
 * every number that occurs.
 */
final class ChunkGrid {
    /** Behind all numbers. */
    static final long NONE = Long.MAX_VALUE;

    private final ChunkedStorage storage;
    /** Dimensions, slowest first, and for each how far its neighbours are apart. */
    private final int[] order;

    private final long[] strides;
    /** Wanted chunks per entry of {@code order}, as chunk coordinates. */
    private final long[] from;

    private final long[] end;
    private final long[] position;
    private final boolean empty;

    private ChunkGrid(ChunkedStorage storage, int[] order, long rowFrom, long rowTo) {
        this.storage = storage;
        this.order = order;
        int rank = order.length;
        this.strides = new long[rank];
        this.from = new long[rank];
        this.end = new long[rank];
        this.position = new long[rank];
        long stride = 1;
        boolean nothing = false;
        for (int i = rank - 1; i >= 0; i--) {
            strides[i] = stride;
            stride = i == 0 ? stride : times(stride, Math.max(1, chunksAlongMax(order[i])));
            end[i] = storage.chunksAlong(order[i]);
            if (order[i] == 0) {
                from[i] = storage.firstChunkRow(rowFrom);
                end[i] = storage.endChunkRow(rowFrom, rowTo);
            }
            nothing |= from[i] >= end[i];
        }
        this.empty = nothing;
    }

    /** Of an array that all chunks of the largest extent have a place in. */
    static ChunkGrid fixed(ChunkedStorage storage, long rowFrom, long rowTo) throws Hdf5FormatException {
        if (!unlimited(storage).isEmpty()) {
            throw storage.malformed(
                    "a chunk index of fixed size for dimensions without maximum "
                            + storage.dataspace().maxDimensions(),
                    storage.layout().indexAddress());
        }
        return new ChunkGrid(storage, order(storage.rank(), 0), rowFrom, rowTo);
    }

    /** Of an array that grows along the only dimension that has no maximum. */
    static ChunkGrid extensible(ChunkedStorage storage, long rowFrom, long rowTo) throws Hdf5FormatException {
        List<Integer> unlimited = unlimited(storage);
        if (unlimited.size() != 1) {
            throw storage.malformed(
                    "an extensible array of chunks for maximum dimensions "
                            + storage.dataspace().maxDimensions() + ", expected one dimension without maximum",
                    storage.layout().indexAddress());
        }
        return new ChunkGrid(storage, order(storage.rank(), unlimited.get(0)), rowFrom, rowTo);
    }

    private static List<Integer> unlimited(ChunkedStorage storage) {
        List<Integer> unlimited = new ArrayList<>();
        for (int i = 0; i < storage.rank(); i++) {
            if (storage.dataspace().maxDimensions().get(i) == Dataspace.UNLIMITED) {
                unlimited.add(i);
            }
        }
        return unlimited;
    }

    private static int[] order(int rank, int slowest) {
        int[] order = new int[rank];
        order[0] = slowest;
        for (int i = 1; i < rank; i++) {
            order[i] = i <= slowest ? i - 1 : i;
        }
        return order;
    }

    private long chunksAlongMax(int dimension) {
        return -Math.floorDiv(
                -storage.dataspace().maxDimensions().get(dimension), (long) storage.chunkDimension(dimension));
    }

    private static long times(long a, long b) {
        return b != 0 && a > NONE / b ? NONE : a * b;
    }

    private static long plus(long a, long b) {
        return a > NONE - b ? NONE : a + b;
    }

    /** Whether ascending numbers are chunks in row-major order. */
    boolean isRowMajor() {
        return order[0] == 0;
    }

    /** The least wanted number that is not below {@code number}, or {@link #NONE}. */
    long next(long number) {
        if (empty || number == NONE) {
            return NONE;
        }
        decode(number);
        for (int i = 0; i < order.length; i++) {
            if (position[i] >= end[i]) {
                return stepBefore(i);
            }
            if (position[i] < from[i]) {
                restart(i);
                break;
            }
        }
        return encode();
    }

    /** The first wanted number behind all that agree with the position in the dimensions before {@code i}. */
    private long stepBefore(int i) {
        for (int j = i - 1; j >= 0; j--) {
            if (++position[j] < end[j]) {
                restart(j + 1);
                return encode();
            }
        }
        return NONE;
    }

    private void restart(int i) {
        System.arraycopy(from, i, position, i, order.length - i);
    }

    /** The number behind the last wanted one, or 0 if none is wanted. */
    long endNumber() {
        if (empty) {
            return 0;
        }
        for (int i = 0; i < order.length; i++) {
            position[i] = end[i] - 1;
        }
        return plus(encode(), 1);
    }

    private void decode(long number) {
        long rest = number;
        for (int i = 0; i < order.length; i++) {
            position[i] = rest / strides[i];
            rest %= strides[i];
        }
    }

    private long encode() {
        long number = 0;
        for (int i = 0; i < order.length; i++) {
            number = plus(number, times(strides[i], position[i]));
        }
        return number;
    }

    /** Sets the offset of a wanted chunk's first element. */
    void offset(long number, long[] offset) {
        decode(number);
        for (int i = 0; i < order.length; i++) {
            offset[order[i]] = position[i] * storage.chunkDimension(order[i]);
        }
    }
}
