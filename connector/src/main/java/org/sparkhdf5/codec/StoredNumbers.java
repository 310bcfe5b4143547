package org.sparkhdf5.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of several bytes at an index of an array, which the caller has checked. */
final class StoredNumbers {
    private static final VarHandle BIG_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private StoredNumbers() {}

    static int bigUnsignedShort(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    static int bigInt(byte[] bytes, int at) {
        return (int) BIG_INT.get(bytes, at);
    }

    static long bigUnsignedInt(byte[] bytes, int at) {
        return Integer.toUnsignedLong(bigInt(bytes, at));
    }

    static long bigLong(byte[] bytes, int at) {
        return (long) BIG_LONG.get(bytes, at);
    }

    static int littleUnsignedShort(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }

    static int littleInt(byte[] bytes, int at) {
        return (int) LITTLE_INT.get(bytes, at);
    }

    static long littleLong(byte[] bytes, int at) {
        return (long) LITTLE_LONG.get(bytes, at);
    }

    static void setLittleInt(byte[] bytes, int at, int value) {
        LITTLE_INT.set(bytes, at, value);
    }

    static void setLittleLong(byte[] bytes, int at, long value) {
        LITTLE_LONG.set(bytes, at, value);
    }

    /**
     * Writes the lowest bytes of a number.
     *
     * @param sizeBytes from 1 to 8
     */
    static void set(byte[] bytes, int at, int sizeBytes, boolean bigEndian, long value) {
        switch (sizeBytes) {
            case Byte.BYTES -> bytes[at] = (byte) value;
            case Short.BYTES -> {
                bytes[at] = (byte) (bigEndian ? value >>> Byte.SIZE : value);
                bytes[at + 1] = (byte) (bigEndian ? value : value >>> Byte.SIZE);
            }
            case Integer.BYTES -> setLittleInt(bytes, at, bigEndian ? Integer.reverseBytes((int) value) : (int) value);
            case Long.BYTES -> setLittleLong(bytes, at, bigEndian ? Long.reverseBytes(value) : value);
            default -> {
                for (int i = 0; i < sizeBytes; i++) {
                    bytes[bigEndian ? at + sizeBytes - 1 - i : at + i] = (byte) (value >>> (Byte.SIZE * i));
                }
            }
        }
    }
}
