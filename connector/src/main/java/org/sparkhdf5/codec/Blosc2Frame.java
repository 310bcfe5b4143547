package org.sparkhdf5.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A contiguous frame of Blosc 2: a header in MessagePack, the chunks, the chunk of their offsets, and a trailer that is
 * not looked at. Offsets are relative to the end of the header; a negative one stands for a chunk without bytes.
 *
 * <p>Messages begin with what is wrong: the filter adds its name.
 *
 * @see <a href="https://github.com/Blosc/c-blosc2/blob/main/README_CFRAME_FORMAT.rst">Blosc2 Contiguous Frame Format</a>
 */
final class Blosc2Frame {
    /** Up to the map of metalayers. */
    private static final int FIXED_BYTES = 87;

    private static final byte[] MAGIC = "b2frame\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] B2ND = "b2nd".getBytes(StandardCharsets.US_ASCII);

    /** MessagePack markers at their positions in the fixed part, for what has a fixed one. */
    private static final int[][] MARKERS = {
        {1, 0xa8}, {10, 0xd2}, {15, 0xcf}, {24, 0xa4}, {29, 0xd3}, {38, 0xd3}, {47, 0xd2}, {52, 0xd2}, {57, 0xd2}
    };

    private static final int OFFSET_WIDTH_MASK = 3 << 4;
    private static final int OFFSET_WIDTH_64 = 1 << 4;
    private static final int FLAG_VARYING = 1 << 6;
    private static final int SPECIAL_SHIFT = 56;
    private static final int SPECIAL_MASK = 7;

    private final byte[] source;
    private final int from;
    private final int headerBytes;
    private final int frameBytes;
    private final long decodedBytes;
    private final long chunksBytes;
    private final int typeBytes;
    private final int chunkBytes;

    private Blosc2Frame(byte[] source, int from, int headerBytes, int frameBytes) throws CorruptChunkException {
        this.source = source;
        this.from = from;
        this.headerBytes = headerBytes;
        this.frameBytes = frameBytes;
        this.decodedBytes = StoredNumbers.bigLong(source, from + 30);
        this.chunksBytes = StoredNumbers.bigLong(source, from + 39);
        this.typeBytes = StoredNumbers.bigInt(source, from + 48);
        this.chunkBytes = StoredNumbers.bigInt(source, from + 58);
        checkBetween("decoded bytes", 0, decodedBytes, Long.MAX_VALUE);
        checkBetween("bytes of chunks", 0, chunksBytes, frameBytes - headerBytes);
        checkBetween("element bytes", 1, typeBytes, Integer.MAX_VALUE);
        checkBetween("chunk bytes", 0, chunkBytes, Integer.MAX_VALUE);
    }

    /**
     * The frame at {@code source[from]}.
     *
     * @throws UnsupportedChunkException if it was written with a feature that is not read here
     * @throws CorruptChunkException if it is no frame, or one of more than {@code available} bytes
     */
    static Blosc2Frame read(byte[] source, int from, int available) throws CorruptChunkException {
        checkBetween("header bytes", FIXED_BYTES, available, Integer.MAX_VALUE);
        if (!Arrays.equals(source, from + 2, from + 2 + MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new CorruptChunkException("expected a frame that begins with b2frame, found other bytes");
        }
        for (int[] marker : MARKERS) {
            int found = source[from + marker[0]] & 0xff;
            if (found != marker[1]) {
                throw new CorruptChunkException(String.format(
                        "expected 0x%02x at byte %d of the frame, found 0x%02x", marker[1], marker[0], found));
            }
        }
        int headerBytes = StoredNumbers.bigInt(source, from + 11);
        long frameBytes = StoredNumbers.bigLong(source, from + 16);
        checkBetween("frame bytes", FIXED_BYTES, frameBytes, available);
        checkBetween("header bytes", FIXED_BYTES, headerBytes, frameBytes);
        int flags = source[from + 25];
        if ((flags & OFFSET_WIDTH_MASK) != OFFSET_WIDTH_64 || source[from + 26] != 0) {
            throw new UnsupportedChunkException(String.format(
                    "frame flags 0x%02x 0x%02x, readable here: contiguous frames with offsets of 64 bits",
                    flags & 0xff, source[from + 26] & 0xff));
        }
        return new Blosc2Frame(source, from, headerBytes, (int) frameBytes);
    }

    long decodedBytes() {
        return decodedBytes;
    }

    int typeBytes() {
        return typeBytes;
    }

    /** The metalayer that says how an N-dimensional chunk was cut into blocks, or null where there is none. */
    @Nullable BlockGrid blockGrid() throws CorruptChunkException {
        MessagePackReader in = new MessagePackReader(source, from + FIXED_BYTES, from + headerBytes);
        in.beginArray(3, 3);
        in.integer();
        long count = in.beginMap();
        for (long i = 0; i < count; i++) {
            boolean isGrid = in.isText(B2ND);
            long offset = in.integer();
            if (isGrid) {
                checkBetween("the offset of a metalayer", FIXED_BYTES, offset, headerBytes);
                MessagePackReader content = new MessagePackReader(source, from + (int) offset, from + headerBytes);
                return BlockGrid.read(content.binary(), typeBytes);
            }
        }
        return null;
    }

    /** Fills {@code target} from index 0 on with {@link #decodedBytes} bytes. */
    void decode(byte[] target, FilterBuffer buffer) throws CorruptChunkException {
        int chunksFrom = from + headerBytes;
        int offsetsFrom = chunksFrom + (int) chunksBytes;
        BloscHeader offsetsHeader = BloscHeader.read(source, offsetsFrom, from + frameBytes - offsetsFrom);
        int count = offsetsHeader.decodedBytes() / Long.BYTES;
        checkCount(offsetsHeader.decodedBytes(), count, buffer.limitBytes());
        // Not the buffer's scratch, which the offsets chunk may need for itself: a few bytes for one chunk.
        byte[] offsets = new byte[offsetsHeader.decodedBytes()];
        BloscChunk.decode(source, offsetsFrom, offsetsHeader, offsets, 0, buffer);
        long chunksLeft = chunksBytes;
        int out = 0;
        for (int i = 0; i < count; i++) {
            long offset = StoredNumbers.littleLong(offsets, i * Long.BYTES);
            if (offset < 0) {
                int length = (int) Math.min(chunkBytes, decodedBytes - out);
                fillSpecial(offset, target, out, out + length);
                out += length;
                continue;
            }
            checkBetween("the offset of chunk " + i, 0, offset, chunksBytes);
            BloscHeader header = BloscHeader.read(source, chunksFrom + (int) offset, (int) (chunksBytes - offset));
            checkBetween("bytes of chunk " + i, 0, header.decodedBytes(), decodedBytes - out);
            // Chunks do not overlap, so hostile offsets cannot make one be read again and again.
            checkBetween("stored bytes of chunk " + i, 0, header.storedBytes(), chunksLeft);
            chunksLeft -= header.storedBytes();
            BloscChunk.decode(source, chunksFrom + (int) offset, header, target, out, buffer);
            out += header.decodedBytes();
        }
        if (out != decodedBytes) {
            throw new CorruptChunkException("expected chunks of " + decodedBytes + " bytes, found " + out);
        }
    }

    /** Checks the number of chunks before room for their offsets is made. */
    private void checkCount(int offsetsBytes, int count, long limitBytes) throws CorruptChunkException {
        if (offsetsBytes % Long.BYTES != 0 || count > decodedBytes || offsetsBytes > Math.max(Long.BYTES, limitBytes)) {
            throw new CorruptChunkException("expected offsets of at most " + decodedBytes
                    + " chunks in 8 bytes each, found " + offsetsBytes + " bytes");
        }
        boolean isVarying = (source[from + 25] & FLAG_VARYING) != 0;
        if (!isVarying) {
            checkBetween("chunk bytes", decodedBytes == 0 ? 0 : 1, chunkBytes, Integer.MAX_VALUE);
            long expected = decodedBytes == 0 ? count : (decodedBytes + chunkBytes - 1) / chunkBytes;
            checkBetween("offsets of chunks", expected, count, expected);
        }
    }

    private void fillSpecial(long offset, byte[] target, int to, int end) throws CorruptChunkException {
        int special = (int) (offset >>> SPECIAL_SHIFT) & SPECIAL_MASK;
        switch (special) {
            case BloscHeader.ZEROS, BloscHeader.UNINITIALISED -> Arrays.fill(target, to, end, (byte) 0);
            case BloscHeader.NANS -> BloscChunk.fillNans(target, to, end, typeBytes);
            default ->
                throw new CorruptChunkException(
                        "expected a chunk of zeros (1), NaNs (2) or nothing (4), found special value " + special);
        }
    }

    private static void checkBetween(String field, long min, long found, long max) throws CorruptChunkException {
        if (found < min || found > max) {
            throw new CorruptChunkException("expected " + field + " from " + min + " to " + max + ", found " + found);
        }
    }
}
