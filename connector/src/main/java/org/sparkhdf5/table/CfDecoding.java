package org.sparkhdf5.table;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.LogicalType.Atomic;

/**
 * How a stored number becomes a value by the CF conventions.
 *
 * @param integers that mean null where the number is an integer: what it is as a long, unsigned 64 bits as they are
 * @param floats that mean null where the number is a float; NaN may be one
 * @param packing undone after that, or null
 * @param time that the number counts, or null
 * @param rule for digits of times below a microsecond
 * @param nanIsNull whether a float that comes out as NaN is null
 */
public record CfDecoding(
        List<Long> integers,
        List<Double> floats,
        @Nullable Packing packing,
        @Nullable CfTimeUnits time,
        NanosecondRule rule,
        boolean nanIsNull)
        implements Serializable {
    public CfDecoding {
        integers = List.copyOf(integers);
        floats = List.copyOf(floats);
    }

    /**
     * {@code value * scale + offset}, each step rounded.
     *
     * @param single whether the steps are of single precision, else double
     */
    public record Packing(boolean single, boolean hasScale, double scale, boolean hasOffset, double offset)
            implements Serializable {

        /** The number that a packed one stands for. */
        public double unpack(double packed) {
            if (single) {
                float value = (float) packed;
                value = hasScale ? value * (float) scale : value;
                return hasOffset ? value + (float) offset : value;
            }
            double value = hasScale ? packed * scale : packed;
            return hasOffset ? value + offset : value;
        }
    }

    LogicalType logicalType(LogicalType stored) {
        if (time != null) {
            return rule == NanosecondRule.LONG ? Atomic.BIGINT : Atomic.TIMESTAMP_NTZ;
        }
        return packing == null ? stored : packing.single ? Atomic.FLOAT : Atomic.DOUBLE;
    }

    boolean nullable(ElementType.NumberKind stored) {
        return !integers.isEmpty()
                || !floats.isEmpty()
                || (time != null && (stored.isFloat() || stored == ElementType.NumberKind.INT64))
                || (nanIsNull && (stored.isFloat() || packing != null));
    }
}
