package org.sparkhdf5.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes the names of columns distinct, also where case does not count. */
final class ColumnNames {
    private ColumnNames() {}

    /** Columns in the same order; a name that was there before gets {@code _1}, {@code _2}, … */
    static List<Column> distinct(List<Column> columns) {
        Set<String> taken = new HashSet<>();
        for (Column column : columns) {
            taken.add(folded(column.name()));
        }
        Set<String> seen = new HashSet<>();
        List<Column> distinct = new ArrayList<>(columns.size());
        for (Column column : columns) {
            String name = column.name();
            for (int i = 1; !seen.add(folded(name)); i++) {
                String candidate = column.name() + "_" + i;
                if (!taken.contains(folded(candidate))) {
                    name = candidate;
                }
            }
            distinct.add(name.equals(column.name()) ? column : column.withName(name));
        }
        return distinct;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
