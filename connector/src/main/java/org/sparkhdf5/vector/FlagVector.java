package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataTypes;

/** Booleans of one byte each; anything but 0 and 1 fails, naming the row. */
final class FlagVector extends RowVector {
    private final CellLocation location;

    FlagVector(CellLocation location) {
        super(DataTypes.BooleanType);
        this.location = location;
    }

    @Override
    public boolean getBoolean(int rowId) {
        byte value = bytes()[at(rowId)];
        if ((value & ~1) != 0) {
            throw location.malformed(row(rowId), "a boolean is 0 or 1, found " + (value & 0xFF));
        }
        return value != 0;
    }
}
