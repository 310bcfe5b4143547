package org.sparkhdf5.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.sparkhdf5.ObjectLocation;

/** Writes the bytes of a message, little-endian, and hands them out as the room reads them. */
final class MessageBytes {
    static final long ADDRESS = 0x1000;
    private static final FieldSizes SIZES = new FieldSizes(0, 8, 8);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    MessageBytes u1(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    MessageBytes u2(int value) {
        return number(value, 2);
    }

    MessageBytes u4(long value) {
        return number(value, 4);
    }

    MessageBytes u8(long value) {
        return number(value, 8);
    }

    MessageBytes number(long value, int widthBytes) {
        for (int i = 0; i < widthBytes; i++) {
            bytes.write((int) (value >>> 8 * i));
        }
        return this;
    }

    MessageBytes text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    MessageBytes zeros(int count) {
        bytes.writeBytes(new byte[count]);
        return this;
    }

    MessageBytes add(MessageBytes other) {
        bytes.writeBytes(other.bytes.toByteArray());
        return this;
    }

    byte[] toArray() {
        return bytes.toByteArray();
    }

    MetadataCursor cursor(String structure) {
        byte[] array = toArray();
        ObjectLocation location = new ObjectLocation("mem:/x.h5", "/object");
        return new MetadataCursor(location, structure, SIZES, array, 0, array.length, ADDRESS);
    }
}
