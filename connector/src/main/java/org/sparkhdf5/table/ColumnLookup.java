package org.sparkhdf5.table;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds columns of a table by their names. Immutable. */
public final class ColumnLookup {
    private final Map<String, Column> byName = new HashMap<>();
    private final Map<String, Column> byFoldedName = new HashMap<>();

    public ColumnLookup(Table table) {
        for (Column column : table.columns()) {
            byName.put(column.name(), column);
            byFoldedName.putIfAbsent(folded(column.name()), column);
        }
    }

    /**
     * The column of this name, or null.
     *
     * @param anyCase whether, where there is none, one whose name differs in case is meant
     */
    public @Nullable Column find(String name, boolean anyCase) {
        Column exact = byName.get(name);
        return exact == null && anyCase ? byFoldedName.get(folded(name)) : exact;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
