package org.sparkhdf5.spark;

import java.util.Arrays;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Says of a file, from what is known without opening it, whether its rows may satisfy a condition of a query. */
final class FileCondition {
    private final Facts facts;

    /** What is known of the files. */
    @FunctionalInterface
    interface Facts {
        /** What a column is for all rows of the file at hand, or null if that is not known. */
        @Nullable Fact of(NamedReference column);
    }

    /**
     * What a column is for all rows of a file.
     *
     * @param value as Spark holds it inside, or null
     */
    record Fact(DataType type, @Nullable Object value) {}

    FileCondition(Facts facts) {
        this.facts = facts;
    }

    /** What the condition is for the rows of the file; anything where it asks for more than is known. */
    Truth of(Predicate condition) {
        Expression[] parts = condition.children();
        switch (condition.name()) {
            case "ALWAYS_TRUE":
                return Truth.TRUE;
            case "ALWAYS_FALSE":
                return Truth.FALSE;
            case "AND":
                return part(parts[0]).and(part(parts[1]));
            case "OR":
                return part(parts[0]).or(part(parts[1]));
            case "NOT":
                return part(parts[0]).not();
            default:
                Fact fact = parts.length > 0 && parts[0] instanceof NamedReference column ? facts.of(column) : null;
                return fact == null ? Truth.ANY : compared(condition.name(), fact, parts);
        }
    }

    private Truth part(Expression part) {
        return part instanceof Predicate condition ? of(condition) : Truth.ANY;
    }

    private static Truth compared(String operator, Fact fact, Expression[] parts) {
        switch (operator) {
            case "IS_NULL":
                return Truth.of(fact.value == null);
            case "IS_NOT_NULL":
                return Truth.of(fact.value != null);
            case "IN":
                Truth any = Truth.FALSE;
                for (int i = 1; i < parts.length; i++) {
                    any = any.or(compared("=", fact, parts[i]));
                }
                return parts.length == 1 ? Truth.ANY : any;
            default:
                return parts.length == 2 ? compared(operator, fact, parts[1]) : Truth.ANY;
        }
    }

    private static Truth compared(String operator, Fact fact, Expression other) {
        if (!(other instanceof Literal<?> literal) || !isSameType(fact.type, literal.dataType())) {
            return Truth.ANY;
        }
        Object value = fact.value;
        Object wanted = literal.value();
        if (operator.equals("<=>") && (value == null || wanted == null)) {
            return Truth.of(value == null && wanted == null);
        }
        if (value == null || wanted == null) {
            return Truth.NULL;
        }
        if (value instanceof UTF8String text && wanted instanceof UTF8String part) {
            switch (operator) {
                case "STARTS_WITH":
                    return Truth.of(text.startsWith(part));
                case "ENDS_WITH":
                    return Truth.of(text.endsWith(part));
                case "CONTAINS":
                    return Truth.of(text.contains(part));
                default:
                    break;
            }
        }
        Integer order = order(value, wanted);
        if (order == null) {
            return Truth.ANY;
        }
        return switch (operator) {
            case "=", "<=>" -> Truth.of(order == 0);
            case "<>" -> Truth.of(order != 0);
            case "<" -> Truth.of(order < 0);
            case "<=" -> Truth.of(order <= 0);
            case ">" -> Truth.of(order > 0);
            case ">=" -> Truth.of(order >= 0);
            default -> Truth.ANY;
        };
    }

    /** Types of text with other rules of comparison, as collations are, are not the same. */
    private static boolean isSameType(DataType one, DataType other) {
        return one.equals(other) || (one instanceof DecimalType && other instanceof DecimalType);
    }

    /** How two values of a type compare in Spark, or null where we do not know. */
    private static @Nullable Integer order(Object one, Object other) {
        if (one instanceof Double a && other instanceof Double b) {
            // Spark's 0.0 is -0.0, and NaN is the largest and itself.
            return Double.compare(a + 0.0, b + 0.0);
        }
        if (one instanceof Float a && other instanceof Float b) {
            return Float.compare(a + 0.0f, b + 0.0f);
        }
        if (one instanceof Integer a && other instanceof Integer b) {
            return Integer.compare(a, b);
        }
        if (one instanceof Long a && other instanceof Long b) {
            return Long.compare(a, b);
        }
        if (one instanceof Short a && other instanceof Short b) {
            return Short.compare(a, b);
        }
        if (one instanceof Byte a && other instanceof Byte b) {
            return Byte.compare(a, b);
        }
        if (one instanceof Boolean a && other instanceof Boolean b) {
            return Boolean.compare(a, b);
        }
        if (one instanceof UTF8String a && other instanceof UTF8String b) {
            return Arrays.compareUnsigned(a.getBytes(), b.getBytes());
        }
        if (one instanceof Decimal a && other instanceof Decimal b) {
            return a.compare(b);
        }
        return one instanceof byte[] a && other instanceof byte[] b ? Arrays.compareUnsigned(a, b) : null;
    }
}
