package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataTypes;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType.DayOrdinal;

/** Dates as days since 1970-01-01, stored as Python's ordinals. */
final class DayVector extends RowVector {
    /** Ordinal of 9999-12-31. */
    private static final int ORDINAL_MAX = 3_652_059;

    private final CellLocation location;
    private final boolean bigEndian;

    DayVector(CellLocation location, DayOrdinal type) {
        super(DataTypes.DateType);
        this.location = location;
        this.bigEndian = type.order() == Order.BIG_ENDIAN;
    }

    @Override
    public int getInt(int rowId) {
        int ordinal = Bytes.int32(bytes(), at(rowId), bigEndian);
        if (ordinal < 1 || ordinal > ORDINAL_MAX) {
            throw location.malformed(row(rowId), "a date is an ordinal of 1 to " + ORDINAL_MAX + ", found " + ordinal);
        }
        return ordinal - DayOrdinal.EPOCH;
    }
}
