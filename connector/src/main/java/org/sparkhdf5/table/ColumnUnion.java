package org.sparkhdf5.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;

/**
 * The columns of many tables as those of one: the columns of the first, then new ones in the order they come, each of the
 * type that holds the values of all. Knows nothing of where the values are. Not thread-safe.
 */
public final class ColumnUnion {
    private final Map<String, Merged> columns = new LinkedHashMap<>();
    private final boolean anyCase;
    private int tableCount;

    /**
     * A column of all tables.
     *
     * @param first the column where it was first met
     * @param type that holds the values of all tables
     * @param rule what pickled values become, or null where no table has any or the type says it
     * @param nullable whether some values may be null
     * @param anyType whether only nulls were met, so that the type is a guess
     * @param typedBy the table that gave it its type last, for messages
     * @param tableCount how many tables have it
     */
    public record Merged(
            Column first,
            LogicalType type,
            @Nullable ObjectRule rule,
            boolean nullable,
            boolean anyType,
            ObjectLocation typedBy,
            int tableCount) {}

    /** @param anyCase whether names that differ in case are one name: that of the first table */
    public ColumnUnion(boolean anyCase) {
        this.anyCase = anyCase;
    }

    /** How many tables were added. */
    public int tableCount() {
        return tableCount;
    }

    /** The columns of the tables so far, in order. */
    public List<Merged> columns() {
        List<Merged> all = new ArrayList<>(columns.size());
        for (Merged column : columns.values()) {
            boolean missing = column.tableCount < tableCount;
            all.add(
                    missing
                            ? new Merged(
                                    column.first,
                                    column.type,
                                    column.rule,
                                    true,
                                    column.anyType,
                                    column.typedBy,
                                    column.tableCount)
                            : column);
        }
        return all;
    }

    /**
     * Adds the columns of a table.
     *
     * @param file of the table, for messages
     * @throws IllegalArgumentException if a column has a type that does not go with that of other tables; names both files,
     *     the column and both types
     */
    public void add(String file, Table table) {
        ObjectLocation location = new ObjectLocation(file, table.path());
        tableCount++;
        for (Column column : table.columns()) {
            Merged found = new Merged(
                    column,
                    column.logicalType(),
                    column.objectRule(),
                    column.nullable(),
                    table.rowCount() == 0 || isNothingButNull(column.element()),
                    location,
                    1);
            String key = anyCase ? column.name().toLowerCase(Locale.ROOT) : column.name();
            Merged known = columns.get(key);
            columns.put(key, known == null ? found : merged(known, found));
        }
    }

    private static boolean isNothingButNull(ElementType element) {
        return element.objectRule() == ObjectRule.UNSEEN
                || element instanceof ElementType.AlwaysNull
                || (element instanceof ElementType.Category codes && codes.list() == null);
    }

    private static Merged merged(Merged known, Merged found) {
        boolean nullable = known.nullable || found.nullable || known.anyType != found.anyType;
        int count = known.tableCount + 1;
        if (found.anyType || known.anyType) {
            Merged typed = known.anyType && !found.anyType ? found : known;
            return new Merged(known.first, typed.type, typed.rule, nullable, typed.anyType, typed.typedBy, count);
        }
        LogicalType type = WiderTypes.common(known.type, found.type);
        boolean json = known.rule == ObjectRule.JSON || found.rule == ObjectRule.JSON;
        if (type == null || (json && (known.rule == null || found.rule == null))) {
            throw new IllegalArgumentException(conflict(known, found, type == null));
        }
        boolean same = type.sql().equals(known.type.sql());
        return new Merged(
                known.first,
                type,
                type == LogicalType.Atomic.STRING ? rule(known.rule, found.rule) : null,
                nullable || !type.sql().equals(found.type.sql()) || !same,
                false,
                same ? known.typedBy : found.typedBy,
                count);
    }

    /** Text where all are text, JSON where one is. */
    private static @Nullable ObjectRule rule(@Nullable ObjectRule one, @Nullable ObjectRule other) {
        for (ObjectRule rule : List.of(ObjectRule.JSON, ObjectRule.TEXT_OR_JSON)) {
            if (one == rule || other == rule) {
                return rule;
            }
        }
        return one == null ? other : one;
    }

    private static String conflict(Merged known, Merged found, boolean types) {
        String place = found.typedBy + ": column " + found.first.name() + ": ";
        if (types) {
            return place + "a type that goes with " + known.type.sql() + " of " + known.typedBy
                    + " is expected, found " + found.type.sql()
                    + "; read the files that differ on their own, or leave the column out with .schema(…)";
        }
        boolean knownIsJson = known.rule == ObjectRule.JSON;
        return place + (knownIsJson ? "objects of several kinds" : "text") + " as in " + known.typedBy
                + " is expected, found " + (knownIsJson ? "text" : "objects of several kinds")
                + "; set option(\"objects\", \"string\")";
    }
}
