package org.sparkhdf5.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.LogicalType.Atomic;
import org.sparkhdf5.table.LogicalType.DecimalOf;
import org.sparkhdf5.table.LogicalType.Field;
import org.sparkhdf5.table.LogicalType.ListOf;
import org.sparkhdf5.table.LogicalType.StructOf;

/** Which type holds the values of two, and which types Spark takes for each other. */
public final class WiderTypes {
    /** Each holds all values of those before it. */
    private static final List<Atomic> INTEGERS =
            List.of(Atomic.TINYINT, Atomic.SMALLINT, Atomic.INT, Atomic.BIGINT, Atomic.DECIMAL_20_0);
    /** Digits of the integers, as Spark counts them. */
    private static final List<Integer> DIGITS = List.of(3, 5, 10, 20, 20);

    private WiderTypes() {}

    /**
     * The type of a column that has one type in one file and another in another: the wider integer, DOUBLE for integers and
     * floats, field by field and element by element for what has parts. Symmetric, but for the order of fields.
     *
     * @return null if there is none
     */
    public static @Nullable LogicalType common(LogicalType one, LogicalType other) {
        if (one instanceof ListOf list && other instanceof ListOf otherList) {
            LogicalType element = common(list.element(), otherList.element());
            long length = list.length() == otherList.length() ? list.length() : ListOf.VARIABLE;
            return element == null ? null : new ListOf(element, length);
        }
        if (one instanceof StructOf struct && other instanceof StructOf otherStruct) {
            return common(struct, otherStruct);
        }
        if (one.sql().equals(other.sql())) {
            return one;
        }
        int rank = INTEGERS.indexOf(one);
        int otherRank = INTEGERS.indexOf(other);
        if (rank >= 0 && otherRank >= 0) {
            return INTEGERS.get(Math.max(rank, otherRank));
        }
        boolean numbers = (rank >= 0 || isFloat(one)) && (otherRank >= 0 || isFloat(other));
        return numbers ? Atomic.DOUBLE : null;
    }

    private static @Nullable LogicalType common(StructOf one, StructOf other) {
        Map<String, LogicalType> fields = new LinkedHashMap<>();
        one.fields().forEach(field -> fields.put(field.name(), field.type()));
        for (Field field : other.fields()) {
            LogicalType known = fields.get(field.name());
            LogicalType common = known == null ? field.type() : common(known, field.type());
            if (common == null) {
                return null;
            }
            fields.put(field.name(), common);
        }
        List<Field> all = new ArrayList<>();
        fields.forEach((name, type) -> all.add(new Field(name, type)));
        return new StructOf(all);
    }

    /**
     * Whether Spark takes one type for another without being asked: {@code Cast.canUpCast}.
     *
     * @param from what a file holds
     */
    static boolean isUpCast(Atomic from, LogicalType to) {
        if (to == Atomic.STRING) {
            return true;
        }
        int rank = INTEGERS.indexOf(from);
        if (to instanceof DecimalOf decimal) {
            return rank >= 0 && decimal.precision() - decimal.scale() >= DIGITS.get(rank);
        }
        if (isFloat(to) && from != Atomic.DECIMAL_20_0) {
            return rank >= 0 || (from == Atomic.FLOAT && to == Atomic.DOUBLE);
        }
        if (rank >= 0 && INTEGERS.indexOf(to) > rank) {
            return true;
        }
        return switch (from) {
            case DATE -> to == Atomic.TIMESTAMP || to == Atomic.TIMESTAMP_NTZ;
            case TIMESTAMP -> to == Atomic.TIMESTAMP_NTZ || to == Atomic.BIGINT;
            case TIMESTAMP_NTZ, BIGINT -> to == Atomic.TIMESTAMP;
            default -> false;
        };
    }

    private static boolean isFloat(LogicalType type) {
        return type == Atomic.FLOAT || type == Atomic.DOUBLE;
    }
}
