package org.sparkhdf5.codec;

/**
 * Filter 2, shuffle: the first bytes of all elements, then the second bytes of all, and so on. Client value 0 is the
 * element size in bytes. Bytes that do not fill an element stand unchanged at the end.
 */
final class ShuffleFilter implements Filter {
    static final int ID = 2;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return "shuffle";
    }

    @Override
    public long encodedLengthBytes(long decodedLengthBytes) {
        return decodedLengthBytes;
    }

    @Override
    public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        int elementBytes = elementBytes(clientValues);
        int length = buffer.lengthBytes();
        if (decodedLengthBytes >= 0 && length != decodedLengthBytes) {
            throw new CorruptChunkException("shuffle: expected " + decodedLengthBytes + " bytes, found " + length);
        }
        int count = length / elementBytes;
        if (elementBytes == 1 || count <= 1) {
            return;
        }
        byte[] target = buffer.output(length);
        unshuffle(buffer.array(), buffer.offset(), target, 0, count, elementBytes);
        int shuffled = count * elementBytes;
        System.arraycopy(buffer.array(), buffer.offset() + shuffled, target, shuffled, length - shuffled);
        buffer.commit(length);
    }

    private static int elementBytes(int[] clientValues) throws CorruptChunkException {
        if (clientValues.length == 0 || clientValues[0] <= 0) {
            throw new CorruptChunkException("shuffle: expected the element size as client value 0, found "
                    + (clientValues.length == 0 ? "none" : Integer.toUnsignedString(clientValues[0])));
        }
        return clientValues[0];
    }

    /** Writes {@code count} elements to {@code target} from index {@code to} on. */
    static void unshuffle(byte[] source, int from, byte[] target, int to, int count, int elementBytes) {
        switch (elementBytes) {
            case 2 -> unshuffle2(source, from, target, to, count);
            case 4 -> unshuffle4(source, from, target, to, count);
            case 8 -> unshuffle8(source, from, target, to, count);
            default -> unshuffleAny(source, from, target, to, count, elementBytes);
        }
    }

    private static void unshuffle2(byte[] source, int from, byte[] target, int start, int count) {
        int second = from + count;
        for (int i = 0, to = start; i < count; i++, to += 2) {
            target[to] = source[from + i];
            target[to + 1] = source[second + i];
        }
    }

    private static void unshuffle4(byte[] source, int from, byte[] target, int start, int count) {
        int second = from + count;
        int third = second + count;
        int fourth = third + count;
        for (int i = 0, to = start; i < count; i++, to += 4) {
            target[to] = source[from + i];
            target[to + 1] = source[second + i];
            target[to + 2] = source[third + i];
            target[to + 3] = source[fourth + i];
        }
    }

    private static void unshuffle8(byte[] source, int from, byte[] target, int start, int count) {
        int fifth = from + 4 * count;
        for (int i = 0, to = start; i < count; i++, to += 8) {
            int low = from + i;
            int high = fifth + i;
            target[to] = source[low];
            target[to + 1] = source[low + count];
            target[to + 2] = source[low + 2 * count];
            target[to + 3] = source[low + 3 * count];
            target[to + 4] = source[high];
            target[to + 5] = source[high + count];
            target[to + 6] = source[high + 2 * count];
            target[to + 7] = source[high + 3 * count];
        }
    }

    /** A block of elements at a time, so that what is written stays in the processor's cache for wide elements. */
    private static void unshuffleAny(byte[] source, int from, byte[] target, int start, int count, int elementBytes) {
        int block = Math.max(16, 16_384 / elementBytes);
        for (int first = 0; first < count; first += block) {
            int last = Math.min(count, first + block);
            for (int b = 0; b < elementBytes; b++) {
                int plane = from + b * count;
                for (int i = first, to = start + first * elementBytes + b; i < last; i++, to += elementBytes) {
                    target[to] = source[plane + i];
                }
            }
        }
    }
}
