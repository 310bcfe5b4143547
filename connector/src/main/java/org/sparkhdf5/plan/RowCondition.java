package org.sparkhdf5.plan;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sparkhdf5.chunk.RowRuns;

/**
 * What a query asks of the values of a row, or less than that: true at least for each row that it wants. True, false or null for
 * a row, as SQL has it. Columns are counted as the query's requested columns are; values compare as Spark sees and compares them.
 */
public sealed interface RowCondition extends Serializable {
    /** Stands for the row's number in its dataset, where else a column stands. */
    int ROW_INDEX = -1;

    /** How a value compares to a bound. */
    enum Comparison {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        /** @param order negative, zero or positive where the value is smaller, equal or larger than the bound */
        public boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    /** All parts. */
    record All(List<RowCondition> parts) implements RowCondition {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** One part at least. */
    record AnyOf(List<RowCondition> parts) implements RowCondition {
        public AnyOf {
            parts = List.copyOf(parts);
        }
    }

    /** The contrary; null of null. */
    record Not(RowCondition part) implements RowCondition {}

    /** The same for each row: what is not known here is taken for whatever loses no row. */
    record Always(boolean holds) implements RowCondition {}

    /** Whether a value is null; never null itself. */
    record IsNull(int column) implements RowCondition {}

    /** Compares integers, booleans (0, 1), dates (days), timestamps and durations (microseconds); null of null. */
    record Whole(int column, Comparison comparison, long bound) implements RowCondition {
        /** The numbers in {@code [firstRow, endRow)} for which it holds. */
        private RowRuns inside(long firstRow, long endRow) {
            long near = Math.max(firstRow - 1, Math.min(endRow, bound));
            return switch (comparison) {
                case EQUAL ->
                    RowRuns.of(Math.max(near, firstRow), near < firstRow ? firstRow : Math.min(near + 1, endRow));
                case LESS -> RowRuns.of(firstRow, near);
                case LESS_OR_EQUAL -> RowRuns.of(firstRow, Math.min(near + 1, endRow));
                case GREATER -> RowRuns.of(near + 1, endRow);
                case GREATER_OR_EQUAL -> RowRuns.of(Math.max(near, firstRow), endRow);
            };
        }
    }

    /**
     * Whether an integer, boolean, date, timestamp or duration is in a list; null of null.
     *
     * @param values ascending
     */
    record WholeIn(int column, List<Long> values) implements RowCondition {
        public WholeIn {
            values = List.copyOf(values);
        }
    }

    /** Compares floats as Spark does: NaN is itself and the largest, -0.0 is 0.0; null of null. */
    record Fraction(int column, Comparison comparison, double bound) implements RowCondition {}

    /** Compares decimals; null of null. */
    record Digits(int column, Comparison comparison, BigDecimal bound) implements RowCondition {}

    /** The columns that it speaks of, {@link #ROW_INDEX} among them. */
    default Set<Integer> columns() {
        Set<Integer> columns = new HashSet<>();
        collect(columns);
        return columns;
    }

    private void collect(Set<Integer> columns) {
        if (this instanceof All all) {
            all.parts.forEach(part -> part.collect(columns));
        } else if (this instanceof AnyOf any) {
            any.parts.forEach(part -> part.collect(columns));
        } else if (this instanceof Not not) {
            not.part.collect(columns);
        } else if (this instanceof IsNull isNull) {
            columns.add(isNull.column);
        } else if (this instanceof Whole whole) {
            columns.add(whole.column);
        } else if (this instanceof WholeIn in) {
            columns.add(in.column);
        } else if (this instanceof Fraction fraction) {
            columns.add(fraction.column);
        } else if (this instanceof Digits digits) {
            columns.add(digits.column);
        }
    }

    /** Whether the row's number alone decides it. */
    default boolean isOfRowIndex() {
        Set<Integer> columns = columns();
        return columns.isEmpty() || columns.equals(Set.of(ROW_INDEX));
    }

    /**
     * The rows of {@code [firstRow, endRow)} for which it is true.
     *
     * @throws IllegalArgumentException if it speaks of a column
     */
    default RowRuns rows(long firstRow, long endRow) {
        RowRuns all = RowRuns.of(firstRow, endRow);
        if (this instanceof Always always) {
            return always.holds ? all : RowRuns.of(0, 0);
        }
        if (this instanceof All each) {
            RowRuns rows = all;
            for (RowCondition part : each.parts) {
                rows = rows.intersection(part.rows(firstRow, endRow));
            }
            return rows;
        }
        if (this instanceof AnyOf any) {
            RowRuns none = all;
            for (RowCondition part : any.parts) {
                none = none.intersection(part.rows(firstRow, endRow).complement(firstRow, endRow));
            }
            return none.complement(firstRow, endRow);
        }
        if (this instanceof Not not) {
            return not.part.rows(firstRow, endRow).complement(firstRow, endRow);
        }
        if (this instanceof IsNull isNull && isNull.column == ROW_INDEX) {
            return RowRuns.of(0, 0);
        }
        if (this instanceof WholeIn in && in.column == ROW_INDEX) {
            RowRuns.Builder rows = new RowRuns.Builder(0);
            in.values.stream().filter(row -> row >= firstRow && row < endRow).forEach(row -> rows.add(row, row + 1));
            return rows.build();
        }
        if (this instanceof Whole whole && whole.column == ROW_INDEX) {
            return whole.inside(firstRow, endRow);
        }
        throw new IllegalArgumentException(this + " speaks of a column");
    }
}
