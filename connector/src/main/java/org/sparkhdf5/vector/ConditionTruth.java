package org.sparkhdf5.vector;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.sparkhdf5.plan.RowCondition;
import org.sparkhdf5.plan.RowCondition.Comparison;

/**
 * What conditions are for each row of the batch that is shown: false, null or true. They are numbers so that AND is the smaller
 * and OR the larger of two. Values of a column are taken once per batch, whatever conditions ask for them. Not thread-safe.
 */
final class ConditionTruth {
    static final byte FALSE = 0;
    static final byte NULL = 1;
    static final byte TRUE = 2;
    private static final byte[] NEVER = new byte[0];

    private final ColumnBatches batches;
    private final ColumnVector[] vectors;
    /** Place of each requested column among the vectors. */
    private final int[] columns;
    /** Integers of each vector, those of row numbers last. */
    private final Wholes[] wholes;

    private int count;

    /** The integers of a column in a batch; of a null anything. */
    private static final class Wholes {
        private long firstRow = -1;
        private long[] values = new long[0];
        private boolean[] nulls = new boolean[0];
        private boolean anyNull;
        private long smallest;
        private long largest;

        void begin(long row, int count) {
            firstRow = row;
            if (values.length < count) {
                values = new long[count];
                nulls = new boolean[count];
            }
            anyNull = false;
        }

        void findBounds(int count) {
            long least = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            for (int i = 0; i < count; i++) {
                if (!anyNull || !nulls[i]) {
                    least = Math.min(least, values[i]);
                    most = Math.max(most, values[i]);
                }
            }
            smallest = least;
            largest = most;
        }

        /** Whether no value is in a range. */
        boolean isOutside(long from, long to) {
            return largest < from || smallest > to;
        }
    }

    ConditionTruth(ColumnBatches batches, int[] columns) {
        this.batches = batches;
        this.vectors = batches.vectors();
        this.columns = columns;
        this.wholes = new Wholes[vectors.length + 1];
        Arrays.setAll(wholes, place -> new Wholes());
    }

    /** The truth of each row of the batch; the array is the caller's, and empty where it is true for none. */
    byte[] of(RowCondition condition) {
        count = batches.rowCount();
        if (isNeverTrue(condition)) {
            return NEVER;
        }
        byte[] truth = new byte[count];
        evaluate(condition, truth);
        return truth;
    }

    /** Whether the smallest and the largest values of the batch tell that it is true for no row. */
    private boolean isNeverTrue(RowCondition condition) {
        if (condition instanceof RowCondition.All all) {
            return all.parts().stream().anyMatch(this::isNeverTrue);
        }
        if (condition instanceof RowCondition.AnyOf any) {
            return any.parts().stream().allMatch(this::isNeverTrue);
        }
        if (condition instanceof RowCondition.WholeIn in) {
            int last = in.values().size() - 1;
            return last < 0
                    || wholes(in.column())
                            .isOutside(in.values().get(0), in.values().get(last));
        }
        if (!(condition instanceof RowCondition.Whole whole)) {
            return false;
        }
        Wholes column = wholes(whole.column());
        long bound = whole.bound();
        return switch (whole.comparison()) {
            case EQUAL -> column.isOutside(bound, bound);
            case LESS -> column.smallest >= bound;
            case LESS_OR_EQUAL -> column.smallest > bound;
            case GREATER -> column.largest <= bound;
            case GREATER_OR_EQUAL -> column.largest < bound;
        };
    }

    private void evaluate(RowCondition condition, byte[] truth) {
        if (condition instanceof RowCondition.All all) {
            evaluate(all.parts(), true, truth);
        } else if (condition instanceof RowCondition.AnyOf any) {
            evaluate(any.parts(), false, truth);
        } else if (condition instanceof RowCondition.Not not) {
            evaluate(not.part(), truth);
            for (int i = 0; i < count; i++) {
                truth[i] = (byte) (TRUE - truth[i]);
            }
        } else if (condition instanceof RowCondition.Always always) {
            Arrays.fill(truth, always.holds() ? TRUE : FALSE);
        } else if (condition instanceof RowCondition.IsNull isNull) {
            nulls(isNull.column(), truth);
        } else if (condition instanceof RowCondition.Whole whole) {
            Wholes column = wholes(whole.column());
            compare(column.values, whole.comparison(), whole.bound(), truth);
            markNulls(column, truth);
        } else if (condition instanceof RowCondition.WholeIn in) {
            Wholes column = wholes(in.column());
            long[] wanted = in.values().stream().mapToLong(Long::longValue).toArray();
            for (int i = 0; i < count; i++) {
                truth[i] = Arrays.binarySearch(wanted, column.values[i]) >= 0 ? TRUE : FALSE;
            }
            markNulls(column, truth);
        } else if (condition instanceof RowCondition.Fraction fraction) {
            fractions(fraction, truth);
        } else {
            digits((RowCondition.Digits) condition, truth);
        }
    }

    private void evaluate(List<RowCondition> parts, boolean all, byte[] truth) {
        Arrays.fill(truth, all ? TRUE : FALSE);
        byte[] part = new byte[count];
        for (RowCondition one : parts) {
            evaluate(one, part);
            for (int i = 0; i < count; i++) {
                truth[i] = (byte) (all ? Math.min(truth[i], part[i]) : Math.max(truth[i], part[i]));
            }
        }
    }

    private ColumnVector vector(int column) {
        return vectors[columns[column]];
    }

    private void nulls(int column, byte[] truth) {
        Arrays.fill(truth, FALSE);
        ColumnVector vector = column == RowCondition.ROW_INDEX ? null : vector(column);
        for (int i = 0; i < count && vector != null && vector.hasNull(); i++) {
            truth[i] = vector.isNullAt(i) ? TRUE : FALSE;
        }
    }

    private void markNulls(Wholes column, byte[] truth) {
        for (int i = 0; i < count && column.anyNull; i++) {
            truth[i] = column.nulls[i] ? NULL : truth[i];
        }
    }

    /** One loop for each comparison, so that each has no branch. */
    private void compare(long[] values, Comparison comparison, long bound, byte[] truth) {
        switch (comparison) {
            case EQUAL -> {
                for (int i = 0; i < count; i++) {
                    truth[i] = values[i] == bound ? TRUE : FALSE;
                }
            }
            case LESS -> {
                for (int i = 0; i < count; i++) {
                    truth[i] = values[i] < bound ? TRUE : FALSE;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < count; i++) {
                    truth[i] = values[i] <= bound ? TRUE : FALSE;
                }
            }
            case GREATER -> {
                for (int i = 0; i < count; i++) {
                    truth[i] = values[i] > bound ? TRUE : FALSE;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < count; i++) {
                    truth[i] = values[i] >= bound ? TRUE : FALSE;
                }
            }
        }
    }

    private Wholes wholes(int column) {
        int place = column == RowCondition.ROW_INDEX ? vectors.length : columns[column];
        Wholes taken = wholes[place];
        long firstRow = batches.rowIndex(0);
        if (taken.firstRow == firstRow) {
            return taken;
        }
        taken.begin(firstRow, count);
        if (column == RowCondition.ROW_INDEX) {
            for (int i = 0; i < count; i++) {
                taken.values[i] = batches.rowIndex(i);
            }
        } else {
            take(vectors[place], taken);
        }
        taken.findBounds(count);
        return taken;
    }

    private void take(ColumnVector vector, Wholes taken) {
        long[] values = taken.values;
        if (vector.hasNull()) {
            for (int i = 0; i < count; i++) {
                boolean isNull = vector.isNullAt(i);
                taken.nulls[i] = isNull;
                taken.anyNull |= isNull;
            }
        }
        boolean[] nulls = taken.anyNull ? taken.nulls : new boolean[0];
        DataType type = vector.dataType();
        boolean small = type instanceof BooleanType || type instanceof ByteType || type instanceof ShortType;
        boolean middle = type instanceof IntegerType || type instanceof DateType;
        for (int i = 0; i < count; i++) {
            if (nulls.length > 0 && nulls[i]) {
                continue;
            }
            if (small) {
                values[i] = small(vector, type, i);
            } else {
                values[i] = middle ? vector.getInt(i) : vector.getLong(i);
            }
        }
    }

    private static long small(ColumnVector vector, DataType type, int row) {
        if (type instanceof BooleanType) {
            return vector.getBoolean(row) ? 1 : 0;
        }
        return type instanceof ByteType ? vector.getByte(row) : vector.getShort(row);
    }

    private void fractions(RowCondition.Fraction condition, byte[] truth) {
        ColumnVector vector = vector(condition.column());
        boolean single = vector.dataType() instanceof FloatType;
        // Spark's -0.0 is 0.0, and NaN is the largest and itself.
        double bound = condition.bound() + 0.0;
        for (int i = 0; i < count; i++) {
            if (vector.isNullAt(i)) {
                truth[i] = NULL;
                continue;
            }
            double value = single ? vector.getFloat(i) : vector.getDouble(i);
            truth[i] = condition.comparison().holds(Double.compare(value + 0.0, bound)) ? TRUE : FALSE;
        }
    }

    private void digits(RowCondition.Digits condition, byte[] truth) {
        ColumnVector vector = vector(condition.column());
        DecimalType type = (DecimalType) vector.dataType();
        for (int i = 0; i < count; i++) {
            if (vector.isNullAt(i)) {
                truth[i] = NULL;
                continue;
            }
            int order = vector.getDecimal(i, type.precision(), type.scale())
                    .toJavaBigDecimal()
                    .compareTo(condition.bound());
            truth[i] = condition.comparison().holds(order) ? TRUE : FALSE;
        }
    }
}
