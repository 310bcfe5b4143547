package org.sparkhdf5.table;

import java.io.Serializable;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.LogicalType.Atomic;

/** How far the type of a column may be from the one that is asked for. */
public sealed interface Widening extends Serializable {

    /** It is that type, as far as names and types go. */
    record None() implements Widening {}

    /**
     * What {@code mergeSchema} does: integers to wider ones, numbers to DOUBLE, nulls to anything. A value that is not held
     * exactly fails.
     */
    record Exact() implements Widening {}

    /**
     * What a user may ask for: Spark's up-casts, which round integers to floats, and for the rest as {@link Exact}.
     *
     * @param timeZone of the session, in which wall clocks are instants
     */
    record UpCast(ZoneId timeZone) implements Widening {}

    Widening NONE = new None();
    Widening EXACT = new Exact();

    /** Whether a file may have no such column, whose values are null then; so may a struct its fields. */
    default boolean mayMiss() {
        return !(this instanceof None);
    }

    /**
     * The element as one of a wider type that has no parts.
     *
     * @return null if its type does not become that
     */
    default @Nullable ElementType widen(ElementType element, LogicalType wanted) {
        LogicalType stored = element.logicalType();
        if (stored.sql().equals(wanted.sql())) {
            return element;
        }
        if (this instanceof None || !(stored instanceof Atomic from)) {
            return null;
        }
        if (this instanceof UpCast cast && WiderTypes.isUpCast(from, wanted)) {
            return new ElementType.Widened(element, wanted, cast.timeZone());
        }
        LogicalType common = WiderTypes.common(from, wanted);
        return common != null && common.sql().equals(wanted.sql())
                ? new ElementType.Widened(element, wanted, null)
                : null;
    }
}
