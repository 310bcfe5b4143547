package org.sparkhdf5.plan;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ElementPruning;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.ObjectRule;
import org.sparkhdf5.table.Widening;

/**
 * A column that the query needs, as the schema has it.
 *
 * @param name of the column
 * @param type that every file must give
 * @param rule what pickled values become in files where the column holds Python objects, or null: what the type says
 * @param source of the schema
 * @param attribute whether it is an attribute that the user asks for as a column: a column of the data by its name is another one
 */
public record RequestedColumn(
        String name, LogicalType type, @Nullable ObjectRule rule, SchemaSource source, boolean attribute)
        implements Serializable {
    /** A column of the data. */
    public RequestedColumn(String name, LogicalType type, @Nullable ObjectRule rule, SchemaSource source) {
        this(name, type, rule, source, false);
    }

    /** A column of a table that gives the schema itself. */
    public RequestedColumn(String name, LogicalType type) {
        this(name, type, null, new SchemaSource.FirstFile("of the read"));
    }

    /**
     * The element of a file's column as this column asks for it.
     *
     * @return null if it is of another type
     */
    public @Nullable ElementType elementOf(Column column) {
        return column.objectRule() == null
                ? ElementPruning.prune(column.element(), type, source.widening())
                : objectElement(column);
    }

    private @Nullable ElementType objectElement(Column column) {
        ObjectRule asked = rule != null ? rule : ruleOfType();
        if (asked == null) {
            return source.widening().mayMiss() ? onlyNulls(column) : null;
        }
        ElementType element = column.element().withObjectRule(asked);
        // Objects are integers, which may be shown as decimals.
        return ElementPruning.prune(element, type, source.widening());
    }

    private ElementType onlyNulls(Column column) {
        return new ElementType.Widened(column.element().withObjectRule(ObjectRule.NULLS), type, null);
    }

    /** What pickled values become, or null if objects never have this type. */
    private @Nullable ObjectRule ruleOfType() {
        Widening widening = source.widening();
        ObjectRule byType = ObjectRule.ofType(type);
        if (byType == ObjectRule.TEXT_OR_JSON && !(widening instanceof Widening.UpCast)) {
            // Where the files have text, only text is as they have it; the user's STRING takes anything.
            return ObjectRule.TEXT;
        }
        return byType == null && widening.mayMiss() ? ruleOfNarrower() : byType;
    }

    /** What is shown as this type where objects never have it. */
    private @Nullable ObjectRule ruleOfNarrower() {
        if (type == LogicalType.Atomic.DECIMAL_20_0 || type instanceof LogicalType.DecimalOf) {
            return ObjectRule.INTEGER;
        }
        if (source.widening() instanceof Widening.UpCast) {
            boolean time = type == LogicalType.Atomic.TIMESTAMP || type == LogicalType.Atomic.TIMESTAMP_NTZ;
            return time ? ObjectRule.DATE : type == LogicalType.Atomic.FLOAT ? ObjectRule.INTEGER : null;
        }
        return null;
    }
}
