package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;

/** Floats as doubles. */
final class WidenedFloatVector extends WidenedVector {
    WidenedFloatVector(DataType type, RowVector stored) {
        super(type, stored);
    }

    @Override
    public double getDouble(int rowId) {
        return stored().getFloat(rowId);
    }
}
