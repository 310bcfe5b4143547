package org.sparkhdf5.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads numbers of either byte order from bytes. Hot: no branch but the one on the order. */
final class Bytes {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    static short int16(byte[] bytes, int at, boolean bigEndian) {
        short value = (short) SHORTS.get(bytes, at);
        return bigEndian ? Short.reverseBytes(value) : value;
    }

    static int int32(byte[] bytes, int at, boolean bigEndian) {
        int value = (int) INTS.get(bytes, at);
        return bigEndian ? Integer.reverseBytes(value) : value;
    }

    static long int64(byte[] bytes, int at, boolean bigEndian) {
        long value = (long) LONGS.get(bytes, at);
        return bigEndian ? Long.reverseBytes(value) : value;
    }

    /** An IEEE 754 binary16 number, exactly. */
    static float float16(short bits) {
        int sign = bits & 0x8000;
        int exponent = bits >>> 10 & 0x1F;
        int mantissa = bits & 0x3FF;
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wideExponent = exponent == 0x1F ? 0xFF : exponent + 127 - 15;
        return Float.intBitsToFloat(sign << 16 | wideExponent << 23 | mantissa << 13);
    }
}
