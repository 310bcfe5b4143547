package org.sparkhdf5.vector;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.InvalidText;

/** Makes Spark's strings of bytes: ASCII and UTF-8 point into the bytes, other character sets are converted. */
final class Texts {
    /** The highest bit of each byte of a word. */
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final CellLocation location;
    private final Charset charset;
    private final InvalidText invalid;
    private final boolean isUtf8;

    Texts(CellLocation location, Charset charset, InvalidText invalid) {
        this.location = location;
        this.charset = charset;
        this.invalid = invalid;
        this.isUtf8 = charset.equals(StandardCharsets.UTF_8);
    }

    /** @param row of the dataset, for messages */
    UTF8String of(byte[] bytes, int at, int lengthBytes, long row) {
        if (isUtf8 && isAscii(bytes, at, lengthBytes)) {
            return UTF8String.fromBytes(bytes, at, lengthBytes);
        }
        String text = decodedOrNull(bytes, at, lengthBytes);
        if (text != null) {
            return isUtf8 ? UTF8String.fromBytes(bytes, at, lengthBytes) : UTF8String.fromString(text);
        }
        if (invalid == InvalidText.AS_LATIN_1) {
            return UTF8String.fromString(new String(bytes, at, lengthBytes, StandardCharsets.ISO_8859_1));
        }
        // Sound files hold such text: h5py and netCDF write any bytes as strings.
        String why = isUtf8 && holdsSurrogate(bytes, at, lengthBytes) ? ", they hold half of a surrogate pair" : "";
        throw location.unsupported(
                row, lengthBytes + " bytes of text are not " + charset.name() + why, invalid.wayOut());
    }

    /** Python writes such text with {@code errors="surrogatepass"}; no UTF-8 holds it. */
    private static boolean holdsSurrogate(byte[] bytes, int at, int lengthBytes) {
        for (int i = at; i + 1 < at + lengthBytes; i++) {
            if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0xE0) == 0xA0) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String decodedOrNull(byte[] bytes, int at, int lengthBytes) {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, lengthBytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean isAscii(byte[] bytes, int at, int lengthBytes) {
        int end = at + lengthBytes;
        int i = at;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            if ((Bytes.int64(bytes, i, false) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; i < end; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
