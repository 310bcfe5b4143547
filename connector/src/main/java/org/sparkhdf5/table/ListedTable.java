package org.sparkhdf5.table;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One table of a file, or something in it that cannot be read.
 *
 * @param path absolute; null: the file itself cannot be read
 * @param kind convention that the object follows: {@code pandas-fixed}, {@code pandas-table}, {@code pytables-table},
 *     {@code pytables-array}, {@code compound}, {@code group}, {@code netcdf}, {@code array}; null where it is not known
 * @param table null where it cannot be read or was not asked for
 * @param error what reading it says, or null
 */
public record ListedTable(
        @Nullable String path,
        @Nullable String kind,
        @Nullable Table table,
        @Nullable String error) {

    /** @param error why the file cannot be read */
    public static ListedTable unreadableFile(String error) {
        return new ListedTable(null, null, null, error);
    }

    /** Length of the row axis; null where the table cannot be read. */
    public @Nullable Long rows() {
        return table == null ? null : table.rowCount();
    }

    /** Names and types of the columns as Spark's SQL writes them: {@code a BIGINT, `b c` DOUBLE}. */
    public @Nullable String schema() {
        if (table == null) {
            return null;
        }
        return table.columns().stream()
                .map(column -> SqlNames.quoted(column.name()) + " "
                        + column.logicalType().sql())
                .collect(Collectors.joining(", "));
    }
}
