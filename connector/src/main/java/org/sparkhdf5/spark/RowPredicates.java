package org.sparkhdf5.spark;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.plan.RowCondition;
import org.sparkhdf5.plan.RowCondition.Comparison;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ColumnLookup;
import org.sparkhdf5.table.ColumnSource;
import org.sparkhdf5.table.Table;

/**
 * The conditions of a query on single rows, by which tasks pass over rows before they read the other columns: those on columns
 * that are stored apart from others, and on {@code _metadata.row_index}. Spark checks every row again, so that what is not known
 * here need not be exact: it is taken for what loses no row.
 */
final class RowPredicates {
    private static final String ROW_INDEX = "row_index";
    private static final int NO_ARRAY = -1;
    /** Conditions of different names within each other: what is deeper is not looked at, so that tasks can read it. */
    private static final int DEPTH_MAX = 32;

    private static final int FRACTIONS_MAX = 32;

    private final Hdf5Table table;
    private final List<Predicate> pushed = new ArrayList<>();
    private @Nullable Set<String> apart;
    private StructType required;

    RowPredicates(Hdf5Table table) {
        this.table = table;
        this.required = table.schema();
    }

    /** Looks at conditions that all hold for the rows that a query wants. */
    void push(Predicate[] conditions) {
        if (!table.options().pushDownPredicates()) {
            return;
        }
        for (Predicate condition : conditions) {
            // What every join adds passes over nothing, nearly always.
            boolean lone = condition.name().equals("IS_NOT_NULL");
            if (!lone && !(condition(condition, true, "", 0) instanceof RowCondition.Always)) {
                pushed.add(condition);
            }
        }
    }

    /** The conditions that rows are passed over by. */
    List<Predicate> pushed() {
        return List.copyOf(pushed);
    }

    /** For the description of a plan: empty, or {@code , rows where i > 3}. */
    String description() {
        return pushed.isEmpty()
                ? ""
                : ", rows where " + pushed.stream().map(Predicate::toString).collect(Collectors.joining(" and "));
    }

    /** The same for the columns that are counted as the stored ones of a scan. */
    List<RowCondition> conditions(StructType columns) {
        required = columns;
        List<RowCondition> conditions = new ArrayList<>();
        for (Predicate predicate : pushed) {
            RowCondition condition = condition(predicate, true, "", 0);
            if (!(condition instanceof RowCondition.Always)) {
                conditions.add(condition);
            }
        }
        return conditions;
    }

    /**
     * @param wanted what it is taken for where it is not known: true where its truth makes rows wanted
     * @param above name of the condition that this is a part of; chains of one name are one list, however long
     * @param depth of conditions of other names around it
     */
    private RowCondition condition(Predicate predicate, boolean wanted, String above, int depth) {
        int here = predicate.name().equals(above) ? depth : depth + 1;
        if (here > DEPTH_MAX) {
            return new RowCondition.Always(wanted);
        }
        String name = predicate.name();
        Expression[] parts = predicate.children();
        return switch (predicate.name()) {
            case "AND" -> all(part(parts[0], wanted, name, here), part(parts[1], wanted, name, here));
            case "OR" -> any(part(parts[0], wanted, name, here), part(parts[1], wanted, name, here));
            case "NOT" -> not(part(parts[0], !wanted, name, here));
            default -> Objects.requireNonNullElse(comparison(predicate.name(), parts), new RowCondition.Always(wanted));
        };
    }

    private RowCondition part(Expression part, boolean wanted, String above, int depth) {
        return part instanceof Predicate predicate
                ? condition(predicate, wanted, above, depth)
                : new RowCondition.Always(wanted);
    }

    private static RowCondition all(RowCondition one, RowCondition other) {
        return joined(true, one, other);
    }

    private static RowCondition any(RowCondition one, RowCondition other) {
        return joined(false, one, other);
    }

    /** Both conditions, or one of both: without what is always so, and flat. */
    private static RowCondition joined(boolean both, RowCondition one, RowCondition other) {
        List<RowCondition> open = new ArrayList<>();
        for (RowCondition part : List.of(one, other)) {
            if (part instanceof RowCondition.Always always) {
                if (always.holds() != both) {
                    return part;
                }
            } else if (both && part instanceof RowCondition.All chain) {
                open.addAll(chain.parts());
            } else if (!both && part instanceof RowCondition.AnyOf chain) {
                open.addAll(chain.parts());
            } else {
                open.add(part);
            }
        }
        if (open.isEmpty()) {
            return new RowCondition.Always(both);
        }
        return open.size() == 1 ? open.get(0) : both ? new RowCondition.All(open) : new RowCondition.AnyOf(open);
    }

    private static RowCondition not(RowCondition part) {
        return part instanceof RowCondition.Always always
                ? new RowCondition.Always(!always.holds())
                : new RowCondition.Not(part);
    }

    /** A condition on one column and literals, or null if it is none of those. */
    private @Nullable RowCondition comparison(String operator, Expression[] parts) {
        if (parts.length == 0 || !(parts[0] instanceof NamedReference reference)) {
            return null;
        }
        Operand operand = operand(reference);
        if (operand == null) {
            return null;
        }
        int column = operand.column;
        RowCondition isNull = new RowCondition.IsNull(column);
        if (operator.equals("IS_NULL") || operator.equals("IS_NOT_NULL")) {
            return operator.equals("IS_NULL") ? isNull : new RowCondition.Not(isNull);
        }
        if (operator.equals("IN")) {
            return in(operand, parts);
        }
        if (parts.length != 2) {
            return null;
        }
        return switch (operator) {
            case "=" -> operand.compared(Comparison.EQUAL, parts[1]);
            case "<>" -> negated(operand.compared(Comparison.EQUAL, parts[1]));
            case "<" -> operand.compared(Comparison.LESS, parts[1]);
            case "<=" -> operand.compared(Comparison.LESS_OR_EQUAL, parts[1]);
            case ">" -> operand.compared(Comparison.GREATER, parts[1]);
            case ">=" -> operand.compared(Comparison.GREATER_OR_EQUAL, parts[1]);
            case "<=>" -> {
                RowCondition equal = operand.compared(Comparison.EQUAL, parts[1]);
                yield equal == null ? null : new RowCondition.All(List.of(new RowCondition.Not(isNull), equal));
            }
            default -> null;
        };
    }

    private static @Nullable RowCondition negated(@Nullable RowCondition condition) {
        return condition == null ? null : new RowCondition.Not(condition);
    }

    private static @Nullable RowCondition in(Operand operand, Expression[] parts) {
        List<RowCondition> equals = new ArrayList<>();
        List<Long> wholes = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            RowCondition equal = operand.compared(Comparison.EQUAL, parts[i]);
            if (equal == null) {
                return null;
            }
            if (equal instanceof RowCondition.Whole whole) {
                wholes.add(whole.bound());
            } else {
                equals.add(equal);
            }
        }
        // Each fraction of a list is compared with each row.
        if (parts.length == 1 || equals.size() > FRACTIONS_MAX) {
            return null;
        }
        return equals.isEmpty()
                ? new RowCondition.WholeIn(
                        operand.column, wholes.stream().sorted().distinct().toList())
                : equals.size() == 1 ? equals.get(0) : new RowCondition.AnyOf(equals);
    }

    /** A column that a task can look at first. */
    private @Nullable Operand operand(NamedReference reference) {
        String[] names = reference.fieldNames();
        if (names.length == 2 && table.isFileMetadata(names[0]) && names[1].equals(ROW_INDEX)) {
            return new Operand(RowCondition.ROW_INDEX, DataTypes.LongType);
        }
        if (names.length != 1 || !apart().contains(names[0])) {
            return null;
        }
        for (int i = 0; i < required.length(); i++) {
            StructField field = required.fields()[i];
            if (field.name().equals(names[0])) {
                return new Operand(i, field.dataType());
            }
        }
        return null;
    }

    /** Columns beside which, in the first file, other arrays hold columns. What other files have is found by tasks. */
    private Set<String> apart() {
        Set<String> known = apart;
        if (known == null) {
            known = findApart();
            apart = known;
        }
        return known;
    }

    private Set<String> findApart() {
        Set<String> found = new HashSet<>();
        Table first = table.first();
        Set<Integer> arrays = new HashSet<>();
        first.columns().forEach(column -> arrays.add(array(column.source())));
        arrays.remove(NO_ARRAY);
        ColumnLookup lookup = new ColumnLookup(first);
        for (String name : table.dataSchema().fieldNames()) {
            Column column = lookup.find(name, true);
            if (column != null && first.cells() != null && isOfDimension(column.source())) {
                found.add(name);
            }
            boolean known = column == null || array(column.source()) != NO_ARRAY;
            if (known && first.cells() == null && arrays.size() > (column == null ? 0 : 1)) {
                found.add(name);
            }
        }
        return found;
    }

    private static boolean isOfDimension(ColumnSource source) {
        return source instanceof ColumnSource.Cell
                || source instanceof ColumnSource.CellIndex
                || source instanceof ColumnSource.CellCoordinate;
    }

    private static int array(ColumnSource source) {
        if (source instanceof ColumnSource.Cell cell) {
            return cell.array();
        }
        if (source instanceof ColumnSource.Row row) {
            return row.array();
        }
        if (source instanceof ColumnSource.Pickled pickled) {
            return pickled.array();
        }
        return NO_ARRAY;
    }

    /**
     * A column of a condition.
     *
     * @param column as {@link RowCondition} counts them
     */
    private record Operand(int column, DataType type) {

        /** Null where the two do not compare here as they do in Spark. */
        @Nullable RowCondition compared(Comparison comparison, Expression other) {
            if (!(other instanceof Literal<?> literal) || literal.value() == null) {
                return null;
            }
            boolean decimals = type instanceof DecimalType && literal.dataType() instanceof DecimalType;
            if (!decimals && !type.equals(literal.dataType())) {
                return null;
            }
            Object value = literal.value();
            if (decimals) {
                BigDecimal bound = value instanceof Decimal decimal ? decimal.toJavaBigDecimal() : null;
                return bound == null ? null : new RowCondition.Digits(column, comparison, bound);
            }
            if (value instanceof Double || value instanceof Float) {
                return new RowCondition.Fraction(column, comparison, ((Number) value).doubleValue());
            }
            if (value instanceof Boolean flag) {
                return new RowCondition.Whole(column, comparison, flag ? 1 : 0);
            }
            boolean whole = value instanceof Long
                    || value instanceof Integer
                    || value instanceof Short
                    || value instanceof Byte;
            return whole && isWhole(type)
                    ? new RowCondition.Whole(column, comparison, ((Number) value).longValue())
                    : null;
        }

        private static boolean isWhole(DataType type) {
            return Set.of(
                                    DataTypes.ByteType,
                                    DataTypes.ShortType,
                                    DataTypes.IntegerType,
                                    DataTypes.LongType,
                                    DataTypes.DateType,
                                    DataTypes.TimestampType)
                            .contains(type)
                    || type instanceof TimestampNTZType
                    || type instanceof DayTimeIntervalType;
        }
    }
}
