package org.sparkhdf5.codec;

import org.jspecify.annotations.Nullable;

/** The filters that are read here, by filter identification value. */
public final class FilterRegistry {
    private FilterRegistry() {}

    /** The filter with this id, or null where it is not read. */
    public static @Nullable Filter find(int id) {
        return null;
    }

    /** Names of the filters that are read, for messages: {@code deflate, shuffle, fletcher32}. */
    public static String readableNames() {
        return "";
    }

    /** The registered name of a filter id, whether it is read here or not: {@code 4 -> szip}; or the id as text. */
    public static String nameOf(int id) {
        return Integer.toString(id);
    }
}
