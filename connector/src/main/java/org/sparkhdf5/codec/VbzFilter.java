package org.sparkhdf5.codec;

/**
 * Filter 32020, vbz, of nanopore signals: the decoded length in 4 bytes, little-endian, then one {@link StreamVByte} of all
 * integers, and that as one Zstandard frame. Client values: version, bytes of an integer (0: no stream of integers, the
 * bytes themselves), whether the stream holds differences, and the level of Zstandard (0: the stream as it is; absent: 1).
 *
 * <p>Integers of 1 byte are coded in halves from version 1 on. All are little-endian, whatever the type of the elements. The
 * stream takes memory beside what is accounted for the chunk: a little more than the chunk for most signals, 4.25 times as
 * much at the most, for negative numbers of 1 byte in version 0 that are not coded as differences. The writer of the filter
 * has no integers of 0 bytes; its reader has.
 *
 * @see <a href="https://github.com/nanoporetech/vbz_compression">VBZ Compression</a>
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
        int contentBytes = contentBytes(buffer, isFrame(clientValues));
        if (clientValues[SIZE] == 0) {
            if (contentBytes != length) {
                throw new CorruptChunkException(
                        "expected " + length + " bytes behind the header, found " + contentBytes);
            }
            content(buffer, isFrame(clientValues), buffer.output(length), length);
        } else {
            decodeIntegers(buffer, clientValues, contentBytes, length);
        }
        buffer.commit(length);
    }

    private static void checkValues(int[] values) throws CorruptChunkException {
        if (values.length < LEVEL) {
            throw new CorruptChunkException("expected at least " + LEVEL + " client values, found " + values.length);
        }
        if (values[VERSION] < 0 || values[VERSION] > VERSION_MAX) {
            throw new UnsupportedChunkException(
                    "version " + Integer.toUnsignedString(values[VERSION]) + ", readable here: 0 to " + VERSION_MAX);
        }
        int size = values[SIZE];
        if (size != 0 && size != Byte.BYTES && size != Short.BYTES && size != Integer.BYTES) {
            throw new CorruptChunkException("expected integers of 0, 1, 2 or 4 bytes as client value " + SIZE
                    + ", found " + Integer.toUnsignedString(size));
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

    /** Bytes behind the header, as they are or as the frame there says it; at most what such a frame can give. */
    private static int contentBytes(FilterBuffer buffer, boolean isFrame) throws CorruptChunkException {
        int stored = buffer.lengthBytes() - HEADER_BYTES;
        if (!isFrame) {
            return stored;
        }
        int from = buffer.offset() + HEADER_BYTES;
        long content = ZstdBlock.frameContentBytes(buffer.array(), from, from + stored);
        long most = Math.min(ZstdBlock.contentBytesMax(stored), Integer.MAX_VALUE);
        if (content < 0 || content > most) {
            throw new CorruptChunkException("expected a zstd frame that says its length, of at most " + most
                    + " bytes, found " + (content < 0 ? "none" : content + " bytes"));
        }
        return (int) content;
    }

    /** Puts what is behind the header at the beginning of the target. */
    private static void content(FilterBuffer buffer, boolean isFrame, byte[] target, int length)
            throws CorruptChunkException {
        byte[] source = buffer.array();
        int from = buffer.offset() + HEADER_BYTES;
        if (isFrame) {
            int end = buffer.offset() + buffer.lengthBytes();
            new ZstdBlock(buffer).decode(source, from, end, target, 0, length);
        } else {
            System.arraycopy(source, from, target, 0, length);
        }
    }

    private static void decodeIntegers(FilterBuffer buffer, int[] values, int streamBytes, int length)
            throws CorruptChunkException {
        int count = length / values[SIZE];
        boolean halves = values[VERSION] > 0 && values[SIZE] == Byte.BYTES;
        long least = StreamVByte.bytesMin(count, halves);
        long most = StreamVByte.bytesMax(count, halves);
        if (streamBytes < least || streamBytes > most) {
            throw new CorruptChunkException("expected " + least + " to " + most + " bytes of a stream of " + count
                    + " integers, found " + streamBytes);
        }
        byte[] target = buffer.output(length);
        byte[] stream = buffer.array();
        int from = buffer.offset() + HEADER_BYTES;
        if (isFrame(values)) {
            stream = buffer.scratch(0, streamBytes);
            content(buffer, true, stream, streamBytes);
            from = 0;
        }
        new StreamVByte(stream, from, from + streamBytes, count)
                .decode(halves, values[DIFFERENCES] != 0, target, values[SIZE]);
    }
}
