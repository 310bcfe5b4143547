package org.sparkhdf5.vector;

import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;

/** Opaque elements; each value is a copy, because Spark keeps it. */
final class OpaqueVector extends RowVector {
    private final int sizeBytes;

    OpaqueVector(int sizeBytes) {
        super(DataTypes.BinaryType);
        this.sizeBytes = sizeBytes;
    }

    @Override
    public byte[] getBinary(int rowId) {
        int at = at(rowId);
        return Arrays.copyOfRange(bytes(), at, at + sizeBytes);
    }
}
