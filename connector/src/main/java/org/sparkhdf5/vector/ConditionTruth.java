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

    private final ColumnBatches batches;
    private final ColumnVector[] vectors;
    /** Place of each requested column among the vectors. */
    private final int[] columns;
    /** Integers of each vector, those of row numbers last, and the first row that they were taken of. */
    private final long[][] wholes;

    private final long[] takenRows;
    private int count;

    ConditionTruth(ColumnBatches batches, int[] columns) {
        this.batches = batches;
        this.vectors = batches.vectors();
        this.columns = columns;
        this.wholes = new long[vectors.length + 1][0];
        this.takenRows = new long[wholes.length];
        Arrays.fill(takenRows, -1);
    }

    /** The truth of each row of the batch; the array is the caller's. */
    byte[] of(RowCondition condition) {
        count = batches.rowCount();
        byte[] truth = new byte[count];
        evaluate(condition, truth);
        return truth;
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
            Arrays.fill(truth, FALSE);
            mark(isNull.column(), truth, TRUE);
        } else if (condition instanceof RowCondition.Whole whole) {
            compare(wholes(whole.column()), whole.comparison(), whole.bound(), truth);
            mark(whole.column(), truth, NULL);
        } else if (condition instanceof RowCondition.WholeIn in) {
            long[] values = wholes(in.column());
            long[] wanted = in.values().stream().mapToLong(Long::longValue).toArray();
            for (int i = 0; i < count; i++) {
                truth[i] = Arrays.binarySearch(wanted, values[i]) >= 0 ? TRUE : FALSE;
            }
            mark(in.column(), truth, NULL);
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

    /** Marks the rows whose value is null. */
    private void mark(int column, byte[] truth, byte mark) {
        if (column == RowCondition.ROW_INDEX) {
            return;
        }
        ColumnVector vector = vector(column);
        if (vector.hasNull()) {
            for (int i = 0; i < count; i++) {
                truth[i] = vector.isNullAt(i) ? mark : truth[i];
            }
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

    /** The integers of a column; of a null anything. */
    private long[] wholes(int column) {
        int place = column == RowCondition.ROW_INDEX ? vectors.length : columns[column];
        long firstRow = batches.rowIndex(0);
        if (takenRows[place] == firstRow) {
            return wholes[place];
        }
        if (wholes[place].length < count) {
            wholes[place] = new long[count];
        }
        long[] values = wholes[place];
        if (column == RowCondition.ROW_INDEX) {
            for (int i = 0; i < count; i++) {
                values[i] = batches.rowIndex(i);
            }
        } else {
            take(vectors[place], values);
        }
        takenRows[place] = firstRow;
        return values;
    }

    private void take(ColumnVector vector, long[] values) {
        DataType type = vector.dataType();
        if (type instanceof BooleanType || type instanceof ByteType || type instanceof ShortType) {
            for (int i = 0; i < count; i++) {
                values[i] = vector.isNullAt(i) ? 0 : small(vector, type, i);
            }
        } else if (type instanceof IntegerType || type instanceof DateType) {
            for (int i = 0; i < count; i++) {
                values[i] = vector.isNullAt(i) ? 0 : vector.getInt(i);
            }
        } else {
            for (int i = 0; i < count; i++) {
                values[i] = vector.isNullAt(i) ? 0 : vector.getLong(i);
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
