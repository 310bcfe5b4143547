package org.sparkhdf5.it.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A condition as SQL text, and what it is for each row of a table whose values are known: true, false, or null as SQL has it.
 * Made at random from columns whose values compare as Spark's do.
 *
 * @param sql text of the condition
 * @param truth by row
 */
public record KnownCondition(String sql, LongFunction<Boolean> truth) {

    /**
     * A column of known values.
     *
     * @param name as SQL has it
     * @param values by row: Long, Double or null
     * @param bounds that conditions compare with
     * @param literal SQL text of a bound
     */
    public record KnownColumn(
            String name,
            LongFunction<Comparable<?>> values,
            List<? extends Comparable<?>> bounds,
            java.util.function.Function<Object, String> literal) {}

    /** The rows below a count for which it is true. */
    public List<Long> rows(long rowCount) {
        List<Long> rows = new ArrayList<>();
        LongPredicate isTrue = row -> Boolean.TRUE.equals(truth.apply(row));
        for (long row = 0; row < rowCount; row++) {
            if (isTrue.test(row)) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** A random condition on some columns. */
    public static KnownCondition random(Random random, List<KnownColumn> columns, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return leaf(random, columns.get(random.nextInt(columns.size())));
        }
        KnownCondition one = random(random, columns, depth - 1);
        if (random.nextInt(4) == 0) {
            return new KnownCondition("not (" + one.sql + ")", row -> {
                Boolean truth = one.truth.apply(row);
                return truth == null ? null : !truth;
            });
        }
        KnownCondition other = random(random, columns, depth - 1);
        boolean and = random.nextBoolean();
        return new KnownCondition("(" + one.sql + (and ? " and " : " or ") + other.sql + ")", row -> {
            Boolean left = one.truth.apply(row);
            Boolean right = other.truth.apply(row);
            if (left != null && left != and) {
                return left;
            }
            return right == null || right != and || left != null ? right : left;
        });
    }

    private static KnownCondition leaf(Random random, KnownColumn column) {
        Comparable<?> bound = column.bounds.get(random.nextInt(column.bounds.size()));
        String text = column.literal.apply(bound);
        int kind = random.nextInt(10);
        if (kind == 0) {
            return new KnownCondition(column.name + " is null", row -> column.values.apply(row) == null);
        }
        if (kind == 1) {
            return new KnownCondition(column.name + " is not null", row -> column.values.apply(row) != null);
        }
        if (kind == 2) {
            return new KnownCondition(column.name + " <=> " + text, row -> {
                Comparable<?> value = column.values.apply(row);
                return value != null && order(value, bound) == 0;
            });
        }
        if (kind == 3) {
            List<? extends Comparable<?>> list = IntStream.range(0, 2 + random.nextInt(14))
                    .mapToObj(i -> column.bounds.get(random.nextInt(column.bounds.size())))
                    .toList();
            String texts = list.stream().map(column.literal).collect(Collectors.joining(", "));
            return new KnownCondition(column.name + " in (" + texts + ")", row -> {
                Comparable<?> value = column.values.apply(row);
                return value == null ? null : list.stream().anyMatch(one -> order(value, one) == 0);
            });
        }
        String operator = List.of("=", "<", "<=", ">", ">=", "<>").get(kind - 4);
        return new KnownCondition(column.name + " " + operator + " " + text, row -> {
            Comparable<?> value = column.values.apply(row);
            return value == null ? null : holds(operator, order(value, bound));
        });
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case "=" -> order == 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> order != 0;
        };
    }

    /** As Spark orders values: NaN is itself and the largest, both zeros are one. */
    private static int order(Comparable<?> one, Comparable<?> other) {
        if (one instanceof Double left && other instanceof Double right) {
            return left.equals(right) || left.doubleValue() == right ? 0 : Double.compare(left, right);
        }
        return Long.compare((Long) one, (Long) other);
    }
}
