package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataTypes;

/** Says of each row which row of the dataset it is. */
public final class RowIndexVector extends RowVector {
    private final ColumnBatches batches;

    /** @param batches whose rows it counts */
    public RowIndexVector(ColumnBatches batches) {
        super(DataTypes.LongType);
        this.batches = batches;
    }

    @Override
    public long getLong(int rowId) {
        return batches.rowIndex(rowId);
    }
}
