package org.sparkhdf5.vector;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.ElementType.Text;
import org.sparkhdf5.table.ElementType.Trim;

/** Strings of fixed size. ASCII and UTF-8 text points into the bytes; other character sets are converted. */
final class TextVector extends RowVector {
    private final CellLocation location;
    private final int sizeBytes;
    private final Trim trim;
    private final Charset charset;
    private final byte @Nullable [] nullText;

    TextVector(CellLocation location, Text type) {
        super(DataTypes.StringType);
        this.location = location;
        this.sizeBytes = type.sizeBytes();
        this.trim = type.trim();
        this.charset = Charset.forName(type.charset());
        this.nullText = type.nullText() == null ? null : type.nullText().getBytes(charset);
    }

    @Override
    public boolean hasNull() {
        return nullText != null;
    }

    @Override
    public boolean isNullAt(int rowId) {
        if (nullText == null) {
            return false;
        }
        int at = at(rowId);
        int length = textBytes(at);
        return length == nullText.length && Arrays.equals(bytes(), at, at + length, nullText, 0, nullText.length);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        if (isNullAt(rowId)) {
            return null;
        }
        int at = at(rowId);
        int length = textBytes(at);
        if (charset.equals(StandardCharsets.UTF_8) && isAscii(at, length)) {
            return UTF8String.fromBytes(bytes(), at, length);
        }
        String text = decoded(rowId, at, length);
        return charset.equals(StandardCharsets.UTF_8)
                ? UTF8String.fromBytes(bytes(), at, length)
                : UTF8String.fromString(text);
    }

    private String decoded(int rowId, int at, int length) {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(bytes(), at, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw location.malformed(row(rowId), length + " bytes of text are not " + charset.name());
        }
    }

    private boolean isAscii(int at, int length) {
        byte[] source = bytes();
        for (int i = at; i < at + length; i++) {
            if (source[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private int textBytes(int at) {
        byte[] source = bytes();
        if (trim == Trim.FIRST_NUL) {
            int length = 0;
            while (length < sizeBytes && source[at + length] != 0) {
                length++;
            }
            return length;
        }
        int length = sizeBytes;
        while (length > 0 && isPadding(source[at + length - 1])) {
            length--;
        }
        return length;
    }

    private boolean isPadding(byte last) {
        return last == 0 || (trim == Trim.TRAILING_BLANKS && last == ' ');
    }
}
