package org.sparkhdf5.chunk;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.FilterPipeline;

/**
 * An array whose stored bytes a test laid out in a file, and its elements as they must come out.
 *
 * @param run what a task would be given: how it is stored, and all its chunks
 * @param elements in C order; where nothing was stored, the fill value
 */
record SyntheticArray(
        ArrayRun run,
        @SuppressWarnings("ArrayRecordComponent") byte[] elements) {
    static final FilterPipeline.Step SHUFFLE = new FilterPipeline.Step(2, "shuffle", false, List.of(1));
    static final FilterPipeline.Step DEFLATE = new FilterPipeline.Step(1, "deflate", false, List.of(6));

    StoredArray stored() {
        return run.array();
    }

    /** The chunks that a task with these rows and slots needs. */
    ArrayRun cut(long firstRow, long endRow, List<Long> lanes) {
        ChunkRun.Builder cut = new ChunkRun.Builder();
        ChunkRun.Cursor cursor = run.chunks().cursor();
        while (cursor.next()) {
            long row = cursor.ordinal() / stored().laneCount() * stored().chunkRows();
            boolean wanted =
                    lanes.contains(RowSlot.WHOLE_ROWS) || lanes.contains(cursor.ordinal() % stored().laneCount());
            if (wanted && row < endRow && row + stored().chunkRows() > firstRow) {
                cut.add(cursor.ordinal(), cursor.address(), cursor.storedBytes(), cursor.filterMask());
            }
        }
        return new ArrayRun(stored(), cut.build());
    }

    /** What a row of a slot begins with: the part of the array's row that lies in the lane. */
    byte[] expected(long row, long lane) {
        int rowBytes = (int) stored().rowBytes();
        int from = (int) row * rowBytes;
        if (lane == RowSlot.WHOLE_ROWS || stored().dimensions().size() < 2 || !stored().isChunked()) {
            return Arrays.copyOfRange(elements, from, from + rowBytes);
        }
        int width = rowBytes / stored().dimensions().get(1).intValue();
        int first = (int) lane * stored().chunkDimensions().get(1) * width;
        int end = Math.min(rowBytes, first + stored().chunkDimensions().get(1) * width);
        return Arrays.copyOfRange(elements, from + first, from + end);
    }

    /** Lays arrays out one behind the other, with gaps. */
    static final class File {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Random random;
        private final boolean regular;
        private int arrays;

        File(Random random) {
            this(random, false);
        }

        /** @param regular whether chunks lie in the file in the order of their rows, without gaps, and are all alike; their elements are not told */
        File(Random random, boolean regular) {
            this.random = random;
            this.regular = regular;
            gap(64);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        SyntheticArray contiguous(List<Long> dimensions, int elementBytes, boolean written) {
            byte[] fill = randomBytes(elementBytes);
            byte[] elements = randomBytes(count(dimensions) * elementBytes);
            long address = DataLayout.UNDEFINED;
            if (written) {
                address = put(elements);
            } else {
                repeat(fill, elements);
            }
            StoredArray array = new StoredArray(
                    "/array" + arrays++, 0, dimensions, elementBytes, address, List.of(), FilterPipeline.NONE, fill);
            return new SyntheticArray(new ArrayRun(array, ChunkRun.EMPTY), elements);
        }

        /**
         * @param steps filters of the array; each chunk may skip some of them
         * @param storedOf100 how many in a hundred chunks are written
         */
        SyntheticArray chunked(
                List<Long> dimensions,
                List<Integer> chunkDimensions,
                int elementBytes,
                List<FilterPipeline.Step> steps,
                int storedOf100) {
            byte[] fill = randomBytes(elementBytes);
            StoredArray array = new StoredArray(
                    "/array" + arrays++,
                    0,
                    dimensions,
                    elementBytes,
                    DataLayout.UNDEFINED,
                    chunkDimensions,
                    new FilterPipeline(steps),
                    fill);
            byte[] elements = new byte[count(dimensions) * elementBytes];
            repeat(fill, elements);
            int chunkCount = (int) array.chunkCount();
            long[] addresses = new long[chunkCount];
            long[] storedBytes = new long[chunkCount];
            int[] masks = new int[chunkCount];
            byte[] chunk = new byte[0];
            for (int ordinal : order(chunkCount)) {
                if (random.nextInt(100) >= storedOf100) {
                    addresses[ordinal] = -1;
                    continue;
                }
                chunk = regular && chunk.length > 0 ? chunk : someBytes((int) array.chunkBytes());
                if (!regular) {
                    place(array, array.chunkOffset(ordinal), chunk, elements);
                }
                masks[ordinal] = !regular && random.nextInt(5) == 0 ? random.nextInt(1 << steps.size()) : 0;
                byte[] encoded = encoded(chunk, steps, masks[ordinal]);
                storedBytes[ordinal] = encoded.length;
                addresses[ordinal] = put(encoded);
            }
            ChunkRun.Builder run = new ChunkRun.Builder();
            for (int ordinal = 0; ordinal < chunkCount; ordinal++) {
                if (addresses[ordinal] >= 0) {
                    run.add(ordinal, addresses[ordinal], storedBytes[ordinal], masks[ordinal]);
                }
            }
            return new SyntheticArray(new ArrayRun(array, run.build()), regular ? new byte[0] : elements);
        }

        private List<Integer> order(int count) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                order.add(i);
            }
            if (!regular && random.nextBoolean()) {
                Collections.shuffle(order, random);
            }
            return order;
        }

        private long put(byte[] stored) {
            if (!regular && random.nextInt(3) == 0) {
                gap(random.nextInt(50));
            }
            long address = bytes.size();
            bytes.writeBytes(stored);
            return address;
        }

        private void gap(int lengthBytes) {
            bytes.writeBytes(randomBytes(lengthBytes));
        }

        private byte[] randomBytes(int count) {
            byte[] target = new byte[count];
            random.nextBytes(target);
            return target;
        }

        /** Bytes that compress somewhat. */
        private byte[] someBytes(int count) {
            byte[] target = randomBytes(count);
            for (int i = 0; i < count; i++) {
                target[i] &= 0x17;
            }
            return target;
        }
    }

    private static int count(List<Long> dimensions) {
        long count = 1;
        for (long dimension : dimensions) {
            count *= dimension;
        }
        return Math.toIntExact(count);
    }

    private static void repeat(byte[] element, byte[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = element[i % element.length];
        }
    }

    /** Copies a chunk to its place, one element after the other. */
    private static void place(StoredArray array, long[] chunkOffset, byte[] chunk, byte[] elements) {
        int rank = chunkOffset.length;
        int size = array.elementBytes();
        for (int element = 0; element < chunk.length / size; element++) {
            int rest = element;
            long[] position = new long[rank];
            boolean inside = true;
            for (int i = rank - 1; i >= 0; i--) {
                position[i] = chunkOffset[i] + rest % array.chunkDimensions().get(i);
                rest /= array.chunkDimensions().get(i);
                inside &= position[i] < array.dimensions().get(i);
            }
            if (inside) {
                long to = 0;
                for (int i = 0; i < rank; i++) {
                    to = to * array.dimensions().get(i) + position[i];
                }
                System.arraycopy(chunk, element * size, elements, (int) to * size, size);
            }
        }
    }

    private static byte[] encoded(byte[] chunk, List<FilterPipeline.Step> steps, int mask) {
        byte[] current = chunk;
        for (int i = 0; i < steps.size(); i++) {
            if ((mask >> i & 1) == 0) {
                current = steps.get(i).id() == 2
                        ? shuffled(current, steps.get(i).clientValues().get(0))
                        : deflated(current);
            }
        }
        return current;
    }

    static byte[] shuffled(byte[] bytes, int elementBytes) {
        byte[] shuffled = bytes.clone();
        int count = bytes.length / elementBytes;
        for (int i = 0; i < count * elementBytes; i++) {
            shuffled[i % elementBytes * count + i / elementBytes] = bytes[i];
        }
        return shuffled;
    }

    static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(6);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] buffer = new byte[bytes.length * 2 + 64];
        int length = deflater.deflate(buffer);
        deflater.end();
        return Arrays.copyOf(buffer, length);
    }
}
