package org.sparkhdf5.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import io.airlift.compress.zstd.ZstdDecompressor;
import org.jspecify.annotations.Nullable;

/** Zstandard frames: by zstd-jni, or by aircompressor where the native library of zstd-jni does not load. */
final class ZstdBlock implements BlockDecoder {
    private static final boolean NATIVE_LOADS = nativeLoads();

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
