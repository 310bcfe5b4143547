package org.sparkhdf5.codec;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.zstd.ZstdDecompressor;

/** Zstandard frames: by zstd-jni, or by aircompressor where the native library of zstd-jni does not load. */
final class ZstdBlock {
    private static final boolean IS_NATIVE = isNativeLoaded();

    private ZstdBlock() {}

    /** A {@link BlockDecoder}. */
    static void decode(byte[] source, int from, int end, byte[] target, int to, int targetEnd)
            throws CorruptChunkException {
        if (IS_NATIVE) {
            decodeNative(source, from, end, target, to, targetEnd);
        } else {
            decodeJava(source, from, end, target, to, targetEnd);
        }
    }

    /** A {@link GuessedLength.RoomDecoder}. */
    static int decodeUpTo(byte[] source, int from, int length, byte[] target, int room) {
        return IS_NATIVE
                ? (int) Zstd.decompressByteArray(target, 0, room, source, from, length)
                : new ZstdDecompressor().decompress(source, from, length, target, 0, room);
    }

    static void decodeNative(byte[] source, int from, int end, byte[] target, int to, int targetEnd)
            throws CorruptChunkException {
        try {
            long length = Zstd.decompressByteArray(target, to, targetEnd - to, source, from, end - from);
            checkLength(length, targetEnd - to);
        } catch (RuntimeException e) {
            throw corrupt(end - from, targetEnd - to, e);
        }
    }

    static void decodeJava(byte[] source, int from, int end, byte[] target, int to, int targetEnd)
            throws CorruptChunkException {
        try {
            // Holds tables of the frame it decodes: a new one each time.
            int length = new ZstdDecompressor().decompress(source, from, end - from, target, to, targetEnd - to);
            checkLength(length, targetEnd - to);
        } catch (RuntimeException e) {
            throw corrupt(end - from, targetEnd - to, e);
        }
    }

    private static void checkLength(long length, int expected) throws CorruptChunkException {
        if (length != expected) {
            throw new CorruptChunkException("zstd: expected " + expected + " bytes, found " + length);
        }
    }

    private static CorruptChunkException corrupt(int stored, int expected, RuntimeException cause) {
        return new CorruptChunkException(
                "zstd: expected frames of " + expected + " bytes, found " + stored + " stored bytes that are none: "
                        + cause.getMessage(),
                cause);
    }

    private static boolean isNativeLoaded() {
        try {
            return Zstd.errDstSizeTooSmall() != 0;
        } catch (LinkageError e) {
            return false;
        }
    }
}
