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
 * @param anyCase whether a column whose name differs in case is meant where there is none of this name
 */
public record RequestedColumn(
        String name, LogicalType type, @Nullable ObjectRule rule, boolean mayMiss, boolean anyCase)
        implements Serializable {
    public RequestedColumn(String name, LogicalType type) {
        this(name, type, null, false, false);
    }

    /** What pickled values become, or null if objects never have this type. */
    @Nullable ObjectRule ruleOrType() {
        if (rule != null) {
            return rule;
        }
        ObjectRule byType = ObjectRule.ofType(type);
        // Where the first file has text, only text is as in the first file; the user's STRING takes anything.
        return byType == ObjectRule.TEXT_OR_JSON && !mayMiss ? ObjectRule.TEXT : byType;
    }
}
