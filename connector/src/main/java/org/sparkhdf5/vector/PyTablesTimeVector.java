package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataTypes;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType;

/** Unix times as PyTables stores them, as microseconds. */
final class PyTablesTimeVector extends RowVector {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final boolean bigEndian;
    private final boolean packed;

    PyTablesTimeVector(ElementType.PyTablesTime type) {
        super(DataTypes.TimestampType);
        this.bigEndian = type.order() == Order.BIG_ENDIAN;
        this.packed = type.sizeBytes() == Long.BYTES;
    }

    @Override
    public long getLong(int rowId) {
        if (!packed) {
            return Bytes.int32(bytes(), at(rowId), bigEndian) * MICROS_PER_SECOND;
        }
        long value = Bytes.int64(bytes(), at(rowId), bigEndian);
        return (value >> Integer.SIZE) * MICROS_PER_SECOND + (int) value;
    }
}
