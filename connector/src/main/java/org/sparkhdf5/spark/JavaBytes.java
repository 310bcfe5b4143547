package org.sparkhdf5.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** Values as bytes of Java's serialisation, whatever serialiser the session has: not all of them know records. */
final class JavaBytes {
    private JavaBytes() {}

    static byte[] of(Serializable value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(value);
        }
        return bytes.toByteArray();
    }

    /** @param bytes that {@link #of} made in this application */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller wrote the bytes
    static <T> T value(byte[] bytes) throws IOException {
        try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (T) stream.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }
}
