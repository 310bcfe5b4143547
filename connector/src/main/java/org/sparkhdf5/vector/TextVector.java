package org.sparkhdf5.vector;

import java.nio.charset.Charset;
import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.ElementType.Text;
import org.sparkhdf5.table.ElementType.Trim;
import org.sparkhdf5.table.TextEnd;

/** Strings of fixed size. ASCII and UTF-8 text points into the bytes; other character sets are converted. */
final class TextVector extends RowVector {
    private final Texts texts;
    private final int sizeBytes;
    private final Trim trim;
    private final byte @Nullable [] nullText;

    TextVector(CellLocation location, Text type) {
        super(DataTypes.StringType);
        this.sizeBytes = type.sizeBytes();
        this.trim = type.trim();
        Charset charset = Charset.forName(type.charset());
        this.texts = new Texts(location, charset, type.invalid());
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
        return mayBeNull(at) && isNull(at, textBytes(at));
    }

    /** Most texts begin otherwise: of those no more is looked at. */
    private boolean mayBeNull(int at) {
        return nullText != null
                && (nullText.length == 0 || (nullText.length <= sizeBytes && bytes()[at] == nullText[0]));
    }

    private boolean isNull(int at, int length) {
        return nullText != null
                && length == nullText.length
                && Arrays.equals(bytes(), at, at + length, nullText, 0, length);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        int at = at(rowId);
        int length = textBytes(at);
        return isNull(at, length) ? null : texts.of(bytes(), at, length, row(rowId));
    }

    private int textBytes(int at) {
        return TextEnd.of(trim, bytes(), at, sizeBytes) - at;
    }
}
