package org.sparkhdf5.it.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header messages of a {@link HandMadeFile}: dataspaces, datatypes and attributes in the encodings that libhdf5
 * uses when nothing newer is asked for (specification, IV.A.2).
 */
public final class HandMadeMessages {
    private static final int ASCII = 0;
    private static final int UTF_8 = 1;

    private HandMadeMessages() {}

    /** A signed little-endian integer. */
    public static byte[] integer(int sizeBytes) {
        return datatype(0, new int[] {0x08, 0, 0}, sizeBytes, 4)
                .putShort((short) 0)
                .putShort((short) (8 * sizeBytes))
                .array();
    }

    /** An IEEE float of 4 or 8 bytes, little-endian. */
    public static byte[] floatingPoint(int sizeBytes) {
        boolean isDouble = sizeBytes == 8;
        return datatype(1, new int[] {0x20, 8 * sizeBytes - 1, 0}, sizeBytes, 12)
                .putShort((short) 0)
                .putShort((short) (8 * sizeBytes))
                .put((byte) (isDouble ? 52 : 23))
                .put((byte) (isDouble ? 11 : 8))
                .put((byte) 0)
                .put((byte) (isDouble ? 52 : 23))
                .putInt(isDouble ? 1023 : 127)
                .array();
    }

    /** A fixed string, null terminated by name, without room for a terminator: as PyTables writes it. */
    public static byte[] string(int sizeBytes) {
        return string(sizeBytes, ASCII);
    }

    private static byte[] string(int sizeBytes, int characterSet) {
        return datatype(3, new int[] {characterSet << 4, 0, 0}, sizeBytes, 0).array();
    }

    /** One byte of bits: a boolean of PyTables. */
    public static byte[] bitfield() {
        return datatype(4, new int[] {0, 0, 0}, 1, 4)
                .putShort((short) 0)
                .putShort((short) 8)
                .array();
    }

    static boolean isString(byte[] datatype) {
        return (datatype[0] & 0x0f) == 3;
    }

    static byte[] dataspace(long... dimensions) {
        ByteBuffer message = buffer(8 + 8 * dimensions.length);
        message.put((byte) 1).put((byte) dimensions.length).putShort((short) 0).putInt(0);
        for (long dimension : dimensions) {
            message.putLong(dimension);
        }
        return message.array();
    }

    static byte[] defaultFillValue() {
        return new byte[] {2, 2, 2, 1, 0, 0, 0, 0};
    }

    static byte[] contiguous(HandMadeFile.Region region) {
        return buffer(18)
                .put((byte) 3)
                .put((byte) 1)
                .putLong(region.address())
                .putLong(region.lengthBytes())
                .array();
    }

    /** A text attribute; the empty text is an attribute with a null dataspace. */
    public static byte[] text(String name, String value) {
        if (value.isEmpty()) {
            return attribute(name, string(1, UTF_8), new byte[] {2, 0, 0, 2}, new byte[0]);
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return attribute(name, string(bytes.length, UTF_8), dataspace(), bytes);
    }

    /** A text attribute of raw ASCII bytes, such as the pickle {@code N.} of None. */
    public static byte[] pickle(String name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        return attribute(name, string(bytes.length, ASCII), dataspace(), bytes);
    }

    public static byte[] number(String name, long value) {
        return attribute(name, integer(8), dataspace(), buffer(8).putLong(value).array());
    }

    public static byte[] flag(String name, boolean value) {
        return attribute(name, bitfield(), dataspace(), new byte[] {(byte) (value ? 1 : 0)});
    }

    private static byte[] attribute(String name, byte[] datatype, byte[] dataspace, byte[] value) {
        byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = buffer(
                8 + padded(nameBytes.length) + padded(datatype.length) + padded(dataspace.length) + value.length);
        message.put((byte) 1).put((byte) 0).putShort((short) nameBytes.length);
        message.putShort((short) datatype.length).putShort((short) dataspace.length);
        for (byte[] part : new byte[][] {nameBytes, datatype, dataspace}) {
            message.put(part).put(new byte[padded(part.length) - part.length]);
        }
        return message(0x0c, message.put(value).array());
    }

    /** A message of a version 1 object header, padded to eight bytes. */
    static byte[] message(int type, byte[] body) {
        return buffer(8 + padded(body.length))
                .putShort((short) type)
                .putShort((short) padded(body.length))
                .putInt(0)
                .put(body)
                .array();
    }

    private static ByteBuffer datatype(int typeClass, int[] bits, int sizeBytes, int propertyBytes) {
        ByteBuffer message = buffer(8 + propertyBytes).put((byte) (0x10 | typeClass));
        for (int bit : bits) {
            message.put((byte) bit);
        }
        return message.putInt(sizeBytes);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int padded(int length) {
        return (length + 7) & ~7;
    }
}
