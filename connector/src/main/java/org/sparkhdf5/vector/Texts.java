package org.sparkhdf5.vector;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes Spark's strings of bytes: ASCII and UTF-8 point into the bytes, other character sets are converted. */
final class Texts {
    private final CellLocation location;
    private final Charset charset;

    Texts(CellLocation location, Charset charset) {
        this.location = location;
        this.charset = charset;
    }

    /** @param row of the dataset, for messages */
    UTF8String of(byte[] bytes, int at, int lengthBytes, long row) {
        boolean utf8 = charset.equals(StandardCharsets.UTF_8);
        if (utf8 && isAscii(bytes, at, lengthBytes)) {
            return UTF8String.fromBytes(bytes, at, lengthBytes);
        }
        String text = decoded(bytes, at, lengthBytes, row);
        return utf8 ? UTF8String.fromBytes(bytes, at, lengthBytes) : UTF8String.fromString(text);
    }

    private String decoded(byte[] bytes, int at, int lengthBytes, long row) {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, lengthBytes))
                    .toString();
        } catch (CharacterCodingException e) {
            // Sound files hold such text: h5py and netCDF write any bytes as strings.
            throw location.unsupported(
                    row,
                    lengthBytes + " bytes of text are not " + charset.name(),
                    "leave the column out, or write the text as UTF-8");
        }
    }

    private static boolean isAscii(byte[] bytes, int at, int lengthBytes) {
        for (int i = at; i < at + lengthBytes; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
