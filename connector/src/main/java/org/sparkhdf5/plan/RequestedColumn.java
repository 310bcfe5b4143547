package org.sparkhdf5.plan;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.ObjectRule;

/**
 * A column that the query needs, as the schema has it.
 *
 * @param name of the column
 * @param type that every file must give
 * @param rule what pickled values become in files where the column holds Python objects, or null: what the type says
 * @param mayMiss whether a file without the column gives nulls; else it fails
 */
public record RequestedColumn(
        String name, LogicalType type, @Nullable ObjectRule rule, boolean mayMiss) implements Serializable {
    public RequestedColumn(String name, LogicalType type) {
        this(name, type, null, false);
    }

    /** What pickled values become, or null if objects never have this type. */
    @Nullable ObjectRule ruleOrType() {
        return rule != null ? rule : ObjectRule.ofType(type);
    }
}
