package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataTypes;
import org.sparkhdf5.format.FloatBits;
import org.sparkhdf5.table.ElementType;

/** Floats of any bit fields, rounded to doubles. */
final class OtherFloatVector extends RowVector {
    private final FloatBits bits;
    private final boolean nanIsNull;

    OtherFloatVector(CellLocation location, ElementType.OtherFloat type) {
        super(DataTypes.DoubleType);
        this.bits = FloatBits.of(location.table(), type.type());
        this.nanIsNull = type.nanIsNull();
    }

    @Override
    public boolean hasNull() {
        return nanIsNull;
    }

    @Override
    public boolean isNullAt(int rowId) {
        return nanIsNull && Double.isNaN(getDouble(rowId));
    }

    @Override
    public double getDouble(int rowId) {
        return bits.read(bytes(), at(rowId));
    }
}
