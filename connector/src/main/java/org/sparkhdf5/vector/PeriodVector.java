package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataTypes;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType.PeriodOrdinal;
import org.sparkhdf5.table.ElementType.Time;

/** Ordinals of periods; NaT is null. */
final class PeriodVector extends RowVector {
    private final boolean bigEndian;

    PeriodVector(PeriodOrdinal type) {
        super(DataTypes.LongType);
        this.bigEndian = type.order() == Order.BIG_ENDIAN;
    }

    @Override
    public boolean hasNull() {
        return true;
    }

    @Override
    public boolean isNullAt(int rowId) {
        return getLong(rowId) == Time.NAT;
    }

    @Override
    public long getLong(int rowId) {
        return Bytes.int64(bytes(), at(rowId), bigEndian);
    }
}
