package org.sparkhdf5.table;

import org.sparkhdf5.table.ElementType.Trim;

/** Finds where the text of a padded string ends. */
public final class TextEnd {
    private TextEnd() {}

    /** The index behind the last byte of the text that begins at {@code offset}. */
    public static int of(Trim trim, byte[] bytes, int offset, int sizeBytes) {
        int limit = offset + sizeBytes;
        if (trim == Trim.FIRST_NUL) {
            int end = offset;
            while (end < limit && bytes[end] != 0) {
                end++;
            }
            return end;
        }
        int end = limit;
        while (end > offset && isPadding(trim, bytes[end - 1])) {
            end--;
        }
        return end;
    }

    private static boolean isPadding(Trim trim, byte last) {
        return last == 0 || (trim == Trim.TRAILING_BLANKS && last == ' ');
    }
}
