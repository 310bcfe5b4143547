package org.sparkhdf5.vector;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.sparkhdf5.chunk.RowRuns;
import org.sparkhdf5.plan.OpenedSplit;
import org.sparkhdf5.plan.RowCondition;
import org.sparkhdf5.plan.RowCondition.Comparison;
import org.sparkhdf5.plan.RowFilter;

/**
 * Evaluates conditions on the vectors that Spark would be given, a batch at a time: values are converted, and refused, as they
 * are for Spark.
 */
public final class ConditionRows implements RowFilter {
    private static final byte FALSE = 0;
    private static final byte TRUE = 1;
    private static final byte NULL = 2;

    @Override
    public void filter(OpenedSplit split, RowCondition condition, int[] columns, RowRuns.Builder matching)
            throws IOException {
        try (ColumnBatches batches = ColumnBatches.of(split)) {
            Evaluation evaluation = new Evaluation(batches, columns);
            byte[] truth = new byte[0];
            while (batches.next()) {
                int count = batches.rowCount();
                if (truth.length < count) {
                    truth = new byte[count];
                }
                evaluation.evaluate(condition, truth, count);
                add(truth, count, batches.rowIndex(0), matching);
            }
        }
    }

    private static void add(byte[] truth, int count, long firstRow, RowRuns.Builder matching) {
        int first = 0;
        while (first < count) {
            if (truth[first] != TRUE) {
                first++;
                continue;
            }
            int end = first + 1;
            while (end < count && truth[end] == TRUE) {
                end++;
            }
            matching.add(firstRow + first, firstRow + end);
            first = end;
        }
    }

    /**
     * One split's vectors.
     *
     * @param columns place of each requested column among the vectors
     */
    private record Evaluation(ColumnBatches batches, ColumnVector[] vectors, int[] columns) {
        Evaluation(ColumnBatches batches, int[] columns) {
            this(batches, batches.vectors(), columns);
        }

        private ColumnVector vector(int column) {
            return vectors[columns[column]];
        }

        /** Fills the truth of each row of the batch. */
        void evaluate(RowCondition condition, byte[] truth, int count) {
            if (condition instanceof RowCondition.All all) {
                each(all.parts(), TRUE, FALSE, truth, count);
            } else if (condition instanceof RowCondition.AnyOf any) {
                each(any.parts(), FALSE, TRUE, truth, count);
            } else if (condition instanceof RowCondition.Not not) {
                evaluate(not.part(), truth, count);
                for (int i = 0; i < count; i++) {
                    truth[i] = truth[i] == NULL ? NULL : (byte) (1 - truth[i]);
                }
            } else if (condition instanceof RowCondition.Always always) {
                Arrays.fill(truth, 0, count, always.holds() ? TRUE : FALSE);
            } else if (condition instanceof RowCondition.IsNull isNull) {
                nulls(isNull, truth, count);
            } else if (condition instanceof RowCondition.Whole whole) {
                wholes(whole, truth, count);
            } else if (condition instanceof RowCondition.WholeIn in) {
                wholes(in, truth, count);
            } else if (condition instanceof RowCondition.Fraction fraction) {
                fractions(fraction, truth, count);
            } else {
                digits((RowCondition.Digits) condition, truth, count);
            }
        }

        /** @param decisive what one part is and all are then; else null if one is null */
        private void each(List<RowCondition> parts, byte neutral, byte decisive, byte[] truth, int count) {
            Arrays.fill(truth, 0, count, neutral);
            byte[] part = new byte[count];
            for (RowCondition one : parts) {
                evaluate(one, part, count);
                for (int i = 0; i < count; i++) {
                    if (part[i] == decisive || (part[i] == NULL && truth[i] == neutral)) {
                        truth[i] = part[i];
                    }
                }
            }
        }

        private void nulls(RowCondition.IsNull condition, byte[] truth, int count) {
            if (condition.column() == RowCondition.ROW_INDEX) {
                Arrays.fill(truth, 0, count, FALSE);
                return;
            }
            ColumnVector vector = vector(condition.column());
            for (int i = 0; i < count; i++) {
                truth[i] = vector.isNullAt(i) ? TRUE : FALSE;
            }
        }

        private void wholes(RowCondition.Whole condition, byte[] truth, int count) {
            long bound = condition.bound();
            Comparison comparison = condition.comparison();
            boolean ofIndex = condition.column() == RowCondition.ROW_INDEX;
            IntToLongFunction values = ofIndex ? batches::rowIndex : wholes(vector(condition.column()));
            for (int i = 0; i < count; i++) {
                if (!ofIndex && vector(condition.column()).isNullAt(i)) {
                    truth[i] = NULL;
                } else {
                    truth[i] = comparison.holds(Long.compare(values.applyAsLong(i), bound)) ? TRUE : FALSE;
                }
            }
        }

        private void wholes(RowCondition.WholeIn condition, byte[] truth, int count) {
            long[] wanted =
                    condition.values().stream().mapToLong(Long::longValue).toArray();
            boolean ofIndex = condition.column() == RowCondition.ROW_INDEX;
            IntToLongFunction values = ofIndex ? batches::rowIndex : wholes(vector(condition.column()));
            for (int i = 0; i < count; i++) {
                if (!ofIndex && vector(condition.column()).isNullAt(i)) {
                    truth[i] = NULL;
                } else {
                    truth[i] = Arrays.binarySearch(wanted, values.applyAsLong(i)) >= 0 ? TRUE : FALSE;
                }
            }
        }

        private static IntToLongFunction wholes(ColumnVector vector) {
            DataType type = vector.dataType();
            if (type instanceof BooleanType) {
                return row -> vector.getBoolean(row) ? 1 : 0;
            }
            if (type instanceof ByteType) {
                return vector::getByte;
            }
            if (type instanceof ShortType) {
                return vector::getShort;
            }
            return type instanceof IntegerType || type instanceof DateType ? vector::getInt : vector::getLong;
        }

        private void fractions(RowCondition.Fraction condition, byte[] truth, int count) {
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

        private void digits(RowCondition.Digits condition, byte[] truth, int count) {
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
}
