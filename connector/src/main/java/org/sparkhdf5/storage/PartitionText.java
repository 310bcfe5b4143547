package org.sparkhdf5.storage;

/** Names and values of partitions as directories are named: characters that a path cannot hold stand as {@code %3A}. */
public final class PartitionText {
    /** Stands for null. */
    public static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private static final int ESCAPE_CHARACTERS = 3;
    private static final int HEXADECIMAL = 16;

    private PartitionText() {}

    /** The text with each {@code %} and two hexadecimal digits replaced by the character of that number; others stay. */
    public static String unescaped(String escaped) {
        if (escaped.indexOf('%') < 0) {
            return escaped;
        }
        StringBuilder text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            int high = c == '%' && i + 2 < escaped.length() ? Character.digit(escaped.charAt(i + 1), HEXADECIMAL) : -1;
            int low = high < 0 ? -1 : Character.digit(escaped.charAt(i + 2), HEXADECIMAL);
            if (low < 0) {
                text.append(c);
            } else {
                text.append((char) (high * HEXADECIMAL + low));
                i += ESCAPE_CHARACTERS - 1;
            }
        }
        return text.toString();
    }
}
