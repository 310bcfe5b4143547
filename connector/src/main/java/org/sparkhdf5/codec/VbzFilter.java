package org.sparkhdf5.codec;

/**
 * Filter 32020, vbz, of nanopore signals: the decoded length in 4 bytes, little-endian, then one {@link StreamVByte} of all
 * integers, and that as one Zstandard frame. Client values: version, bytes of an integer (0: no stream of integers, the
 * bytes themselves), whether the stream holds differences, and the level of Zstandard (0: the stream as it is; absent: 1).
 *
 * <p>Integers of 1 byte are coded in halves from version 1 on. All are little-endian, whatever the type of the elements.
 */
final class VbzFilter extends PackingFilter {
    static final int ID = 32020;
    private static final int HEADER_BYTES = 4;

    private static final int VERSION = 0;
    private static final int SIZE = 1;
    private static final int DIFFERENCES = 2;
    private static final int LEVEL = 3;
    private static final int VERSION_MAX = 1;

    VbzFilter() {
        super(ID, "vbz");
    }

    @Override
    void undo(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        checkValues(clientValues);
        int length = length(buffer, clientValues[SIZE], decodedLengthBytes);
        byte[] target = buffer.output(length);
        if (clientValues[SIZE] == 0) {
            decodeBytes(buffer, isFrame(clientValues), target, length);
        } else {
            decodeIntegers(buffer, clientValues, target, length / clientValues[SIZE]);
        }
        buffer.commit(length);
    }

    private static void checkValues(int[] values) throws CorruptChunkException {
        if (values.length < LEVEL) {
            throw new CorruptChunkException("expected at least " + LEVEL + " client values, found " + values.length);
        }
        int size = values[SIZE];
        if (size != 0 && size != Byte.BYTES && size != Short.BYTES && size != Integer.BYTES) {
            throw new CorruptChunkException("expected integers of 0, 1, 2 or 4 bytes as client value " + SIZE
                    + ", found " + Integer.toUnsignedString(size));
        }
        if (values[VERSION] < 0 || values[VERSION] > VERSION_MAX) {
            throw new UnsupportedChunkException(
                    "version " + Integer.toUnsignedString(values[VERSION]) + ", readable here: 0 to " + VERSION_MAX);
        }
    }

    private static int length(FilterBuffer buffer, int size, long decodedLengthBytes) throws CorruptChunkException {
        if (buffer.lengthBytes() < HEADER_BYTES) {
            throw new CorruptChunkException(
                    "expected a header of " + HEADER_BYTES + " bytes, found " + buffer.lengthBytes());
        }
        long length = Integer.toUnsignedLong(StoredNumbers.littleInt(buffer.array(), buffer.offset()));
        if (decodedLengthBytes >= 0 && length != decodedLengthBytes) {
            throw new CorruptChunkException("expected " + decodedLengthBytes + " bytes, found " + length);
        }
        if (length > buffer.limitBytes()) {
            throw new CorruptChunkException("expected at most " + buffer.limitBytes() + " bytes, found " + length);
        }
        if (size > 0 && length % size != 0) {
            throw new CorruptChunkException(
                    "expected a multiple of " + size + " bytes, as client value " + SIZE + " says, found " + length);
        }
        return (int) length;
    }

    private static boolean isFrame(int[] values) {
        return values.length <= LEVEL || values[LEVEL] != 0;
    }

    private static void decodeBytes(FilterBuffer buffer, boolean isFrame, byte[] target, int length)
            throws CorruptChunkException {
        byte[] source = buffer.array();
        int from = buffer.offset() + HEADER_BYTES;
        int end = buffer.offset() + buffer.lengthBytes();
        if (isFrame) {
            new ZstdBlock(buffer).decode(source, from, end, target, 0, length);
        } else if (end - from == length) {
            System.arraycopy(source, from, target, 0, length);
        } else {
            throw new CorruptChunkException("expected " + length + " stored bytes, found " + (end - from));
        }
    }

    private static void decodeIntegers(FilterBuffer buffer, int[] values, byte[] target, int count)
            throws CorruptChunkException {
        byte[] stream = buffer.array();
        int from = buffer.offset() + HEADER_BYTES;
        int end = buffer.offset() + buffer.lengthBytes();
        if (isFrame(values)) {
            // A key and four bytes for each: no stream is longer.
            long streamBytesMax = (count + 3L) / 4 + (long) Integer.BYTES * count;
            long streamBytes = ZstdBlock.frameContentBytes(stream, from, end);
            if (streamBytes < 0 || streamBytes > streamBytesMax) {
                throw new CorruptChunkException("expected a zstd frame that says its length, of at most "
                        + streamBytesMax + " bytes, found " + (streamBytes < 0 ? "none" : streamBytes + " bytes"));
            }
            byte[] unpacked = buffer.scratch(0, streamBytes);
            new ZstdBlock(buffer).decode(stream, from, end, unpacked, 0, (int) streamBytes);
            stream = unpacked;
            from = 0;
            end = (int) streamBytes;
        }
        boolean halves = values[VERSION] > 0 && values[SIZE] == Byte.BYTES;
        new StreamVByte(stream, from, end, count).decode(halves, values[DIFFERENCES] != 0, target, values[SIZE]);
    }
}
