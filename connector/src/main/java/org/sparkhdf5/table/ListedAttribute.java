package org.sparkhdf5.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of an object.
 *
 * @param path of the object; null: the file itself cannot be read
 * @param name null where the object, or the name itself, cannot be read
 * @param datatype in the short notation of {@link org.sparkhdf5.format.DatatypeNotation}
 * @param shape empty for a scalar, null for a null dataspace
 * @param value as JSON text
 * @param error why it cannot be read; null where it can
 */
public record ListedAttribute(
        @Nullable String path,
        @Nullable String name,
        @Nullable String datatype,
        @Nullable List<Long> shape,
        @Nullable String value,
        @Nullable String error) {

    /** @param error why the file cannot be read */
    public static ListedAttribute unreadableFile(String error) {
        return new ListedAttribute(null, null, null, null, null, error);
    }

    static ListedAttribute unreadable(String path, @Nullable String name, String error) {
        return new ListedAttribute(path, name, null, null, null, error);
    }
}
