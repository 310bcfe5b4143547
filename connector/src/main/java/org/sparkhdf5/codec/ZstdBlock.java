package org.sparkhdf5.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import io.airlift.compress.zstd.ZstdDecompressor;
import org.jspecify.annotations.Nullable;

/** Zstandard frames: by zstd-jni, or by aircompressor where the native library of zstd-jni does not load. */
final class ZstdBlock implements BlockDecoder {
    private static final boolean NATIVE_LOADS = nativeLoads();

    private static final int MAGIC_NUMBER = 0xfd2fb528;

    /** Of the frame header descriptor: there is no window descriptor. */
    private static final int SINGLE_SEGMENT = 0x20;

    private static final int BLOCK_BYTES_MIN = 4;
    private static final int BLOCK_CONTENT_BYTES_MAX = 128 << 10;

    private static final int CONTENT_SIZE_SHIFT = 6;
    private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
    private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

    private final FilterBuffer buffer;
    private final boolean isNative;

    ZstdBlock(FilterBuffer buffer) {
        this(buffer, NATIVE_LOADS);
    }

    /** @param isNative by zstd-jni, whose native library loads */
    ZstdBlock(FilterBuffer buffer, boolean isNative) {
        this.buffer = buffer;
        this.isNative = isNative;
    }

    @Override
    public void decode(byte[] source, int from, int end, byte[] target, int to, int targetEnd)
            throws CorruptChunkException {
        int length;
        ZstdDecompressCtx context = isNative ? buffer.borrowZstd() : null;
        try {
            length = decompress(context, source, from, end - from, target, to, targetEnd - to);
        } catch (RuntimeException e) {
            throw new CorruptChunkException(
                    "zstd: expected frames of " + (targetEnd - to) + " bytes, found " + (end - from)
                            + " stored bytes that are none: " + e.getMessage(),
                    e);
        } finally {
            giveBack(context);
        }
        if (length != targetEnd - to) {
            throw new CorruptChunkException("zstd: expected " + (targetEnd - to) + " bytes, found " + length);
        }
    }

    /** More than so many stored bytes can give: a block has a header of 3 bytes, at least one more, and gives 128 KiB at most. */
    static long contentBytesMax(int storedBytes) {
        return (storedBytes / BLOCK_BYTES_MIN + 1L) * BLOCK_CONTENT_BYTES_MAX;
    }

    /**
     * The length of the decoded bytes as the header of a frame says it, below 0 where it says none, or where there is no
     * header.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1">RFC 8878, 3.1.1.1</a>
     */
    static long frameContentBytes(byte[] source, int from, int end) {
        int at = from + Integer.BYTES;
        if (end - from <= Integer.BYTES || StoredNumbers.littleInt(source, from) != MAGIC_NUMBER) {
            return -1;
        }
        int descriptor = source[at++] & 0xff;
        boolean singleSegment = (descriptor & SINGLE_SEGMENT) != 0;
        int kind = descriptor >>> CONTENT_SIZE_SHIFT;
        int sizeBytes = kind == 0 && singleSegment ? 1 : CONTENT_SIZE_BYTES[kind];
        at += (singleSegment ? 0 : 1) + DICTIONARY_ID_BYTES[descriptor & 3];
        if (sizeBytes == 0 || sizeBytes > end - at) {
            return -1;
        }
        long size = 0;
        for (int i = sizeBytes - 1; i >= 0; i--) {
            size = size << Byte.SIZE | source[at + i] & 0xff;
        }
        return sizeBytes == Short.BYTES ? size + (1 << Byte.SIZE) : size;
    }

    /** Replaces the current bytes of the buffer, frames of any length. */
    void decodeAll() throws CorruptChunkException {
        ZstdDecompressCtx context = isNative ? buffer.borrowZstd() : null;
        try {
            GuessedLength.decode(
                    "zstd",
                    buffer,
                    (source, from, length, target, room) -> decompress(context, source, from, length, target, 0, room));
        } finally {
            giveBack(context);
        }
    }

    /** Decodes at most {@code room} bytes; their number, or a {@link RuntimeException}. */
    private static int decompress(
            @Nullable ZstdDecompressCtx context, byte[] source, int from, int length, byte[] target, int to, int room) {
        // The Java decoder holds tables of the frame it decodes: a new one each time.
        return context == null
                ? new ZstdDecompressor().decompress(source, from, length, target, to, room)
                : context.decompressByteArray(target, to, room, source, from, length);
    }

    private void giveBack(@Nullable ZstdDecompressCtx context) {
        if (context != null) {
            buffer.returnZstd();
        }
    }

    private static boolean nativeLoads() {
        try {
            return Zstd.errDstSizeTooSmall() != 0;
        } catch (LinkageError e) {
            return false;
        }
    }
}
